"""Public statements: a list, a page for each, Atom feed, CSV and JSON.

Before a statement is issued, and after it was taken back, its address leads to nothing: the same
query on the same table, the same answer (R7 of procedure.md section 6.2).
"""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask import Response, render_template, request, url_for
from werkzeug.exceptions import NotFound

from portal.letters.statements.words import KINDS
from portal.public.register import statement_queries as queries
from portal.public.register.asked import address_of, wanted
from portal.public.register.cards import Wanted
from portal.public.register.exports import kept
from portal.public.register.statement_queries import Statement
from portal.public.register.views import bp
from portal.web.accounts.access import public
from portal.web.context import now
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.asked import in_every_language, in_other_languages
from portal.web.i18n.names import word
from portal.web.sheet import CSV, as_asked, line
from shared.core.geneva import day_of
from shared.reference import mandates

__all__ = ["bp"]  # with all the views that are on it

_COLUMNS = (
    "kind", "title", "states", "mandates", "language", "symbol", "visit_from", "visit_to",
    "issued", "edition", "corrected", "address",
)  # fmt: skip


@bp.app_context_processor
def _kinds() -> dict[str, object]:
    return {"statement_kinds": KINDS, "statement_kinds_said": _kinds_said}


def _kinds_said() -> list[tuple[str, str]]:
    return [(code, word(kind)) for code, kind in KINDS.items()]


@bp.get("/statements")
@public
@in_every_language
def statements() -> str:
    asked = _asked()
    with engine().connect() as conn:
        some, after = queries.found(conn, asked)
    address: dict[str, Any] = address_of(asked)
    return render_template(
        "register/statements.html",
        asked=asked,
        statements=some,
        states=names.states(),
        mandates=mandates(),
        address=address,
        next=url_for("register.statements", **address, before=after) if after else None,
    )


@bp.get("/statements/<uuid:statement_id>")
@public
@in_every_language
def statement(statement_id: UUID) -> str:
    with engine().connect() as conn:
        found = queries.by_id(conn, str(statement_id))
    if found is None:
        raise NotFound
    return render_template("register/statement.html", statement=found, permalink=_address(found))


@bp.get("/statements.atom")
@public
@in_other_languages
def statements_feed() -> Response:
    with engine().connect() as conn:
        some = queries.latest(conn)
    body = render_template(
        "register/statements.xml",
        statements=some,
        updated=some[0].issued_at if some else now(),
    )
    return kept([body], "application/atom+xml; charset=utf-8")


@bp.get("/statements.csv")
@public
def statements_csv() -> Response:
    lines = _lines(queries.batches(engine(), _asked()), _home())
    return kept(as_asked(lines), CSV, "statements.csv")


@bp.get("/statements.json")
@public
def statements_json() -> Response:
    found = _json(queries.batches(engine(), _asked()), _home())
    return kept(found, "application/json", "statements.json")


def _asked() -> Wanted:
    """Return the filters of the address; an unknown kind is no filter."""
    asked = wanted()
    kind = request.args.get("type", "")
    return Wanted(
        words=asked.words,
        state=asked.state,
        mandate=asked.mandate,
        type=kind if kind in KINDS else "",
        before=asked.before,
    )


def _lines(batches: Iterator[list[Statement]], home: str) -> Iterator[str]:
    yield line(_COLUMNS)
    for batch in batches:
        for one in batch:
            told = _told(one, home)
            cells = (told[name] for name in _COLUMNS)
            yield line(tuple("; ".join(c) if isinstance(c, tuple) else c for c in cells))


def _json(batches: Iterator[list[Statement]], home: str) -> Iterator[str]:
    before = '{"statements": [\n'
    for batch in batches:
        for one in batch:
            whole = {**_told(one, home), "text": one.text, "government_view": one.government_view}
            yield before + json.dumps(whole, ensure_ascii=False)
            before = ",\n"
    yield ("" if before.startswith(",") else before) + "\n]}\n"


def _told(one: Statement, home: str) -> dict[str, object]:
    return {
        "kind": one.kind,
        "title": one.title,
        "states": one.states,
        "mandates": one.mandates,
        "language": one.language,
        "symbol": one.symbol,
        "visit_from": one.visit_from.isoformat() if one.visit_from else None,
        "visit_to": one.visit_to.isoformat() if one.visit_to else None,
        "issued": day_of(one.first_issued_at).isoformat(),
        "edition": one.edition,
        "corrected": day_of(one.issued_at).isoformat() if one.edition > 1 else None,
        "address": f"{home}/{one.statement_id}",
    }


def _home() -> str:
    return url_for("register.statements", _external=True)


def _address(one: Statement) -> str:
    return url_for("register.statement", statement_id=one.statement_id, _external=True)
