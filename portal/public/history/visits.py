"""Country visits from before the platform, dated when they happened (decision 0215).

What has a day of publication everybody reads. The rest is read by those who read the files of
visits. Who held the mandates then, the registry of terms says, and no row of a sheet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from flask import Blueprint, request
from pydantic_core import from_json
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    String,
    and_,
    cast,
    func,
    select,
    true,
)

from portal.casefile.history import visits
from portal.public.history import papers, queries, sight, words
from portal.public.history.papers import Paper
from portal.stakeholders.read_model import terms
from portal.web import htmx, paging
from portal.web.accounts.access import current_actor, public, require
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n.asked import in_every_language
from shared.core.message import Sealed
from shared.reference.history import FIRST_YEAR, VISIT_STATUSES, is_mandate, is_recipient

public_bp = Blueprint("pastvisits", __name__, url_prefix="/past-visits")
bp = Blueprint("historyvisits", __name__, url_prefix="/history-visits")

AT_ONCE: Final = 25
_IN_PART: Final = 10
_YEARS: Final = {str(year): year for year in range(FIRST_YEAR, 2200)}
_c = visits.c
PUBLIC: Final[ColumnElement[bool]] = sight.public(visits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """``holders``: who held the mandates on its first day, as far as their terms are on record.

    ``papers``: the reports and statements about it that the reader may read.
    """

    state: str
    mandates: Sequence[str]
    status: str
    first_on: date
    last_on: date | None
    published_on: date | None
    document: str
    imported_at: datetime
    holders: Sequence[str]
    papers: Sequence[Paper]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The filters. Empty and 0: every visit."""

    state: str = ""
    mandate: str = ""
    status: str = ""
    year: int = 0


@public_bp.get("")
@public
@in_every_language
def index() -> str:
    return _list(PUBLIC, papers.PUBLIC, "pastvisits")


@bp.get("", endpoint="index")
@require(*sight.READERS)
def every() -> str:
    who = current_actor()
    return _list(sight.visible(visits, who), papers.visible(who), "historyvisits")


def narrowed(who: ColumnElement[bool], by: Wanted) -> ColumnElement[bool]:
    return and_(
        who,
        _c.state.in_(queries.names_of(by.state)) if by.state else true(),
        sight.of(visits, [by.mandate]) if by.mandate else true(),
        _c.status == by.status if by.status else true(),
        _c.year == by.year if by.year else true(),
    )


def found(which: ColumnElement[bool]) -> Select[Any]:
    """Return these visits, the newest first."""
    return select(visits).where(which).order_by(_c.first_on.desc(), _c.import_id, _c.row)


def told(conn: Connection, rows: Sequence[Row[Any]], which: ColumnElement[bool]) -> list[Visit]:
    """Return these visits with who held their mandates, and with those papers about them."""
    held, about = _held(conn, rows), papers.about(conn, rows, which)
    texts = [name for some in held.values() for name in some]
    opened = dict(zip(texts, vault().reveal_public(texts) if texts else [], strict=True))
    return [
        Visit(
            state=row.state,
            mandates=row.mandates,
            status=row.status,
            first_on=row.first_on,
            last_on=row.last_on,
            published_on=row.published_on,
            document=row.document,
            imported_at=row.imported_at,
            holders=[name for each in held[row.visit_id] if (name := opened[each])],
            papers=about[row.visit_id],
        )
        for row in rows
    ]


def _held(conn: Connection, rows: Sequence[Row[Any]]) -> Mapping[str, list[Sealed]]:
    """Return by visit the sealed names of who held its mandates on its first day."""
    t = terms.c
    codes = sorted({code for row in rows for code in row.mandates})
    last = func.coalesce(t.ended_on, t.ends_on).label("last")
    these = select(t.mandate, t.starts_on, last, t.holder).where(t.mandate.in_(codes))
    every_ = conn.execute(these.order_by(t.mandate, t.starts_on, t.term_id)).all()
    return {
        row.visit_id: [
            one.holder
            for one in every_
            if one.mandate in row.mandates and one.starts_on <= row.first_on <= one.last
        ]
        for row in rows
    }


@bp.app_template_global()
def past_visits_to(state: str) -> tuple[list[Visit], int]:
    """Return the last public visits to a State, and how many there are, for its public page."""
    return _some(narrowed(PUBLIC, Wanted(state=state)), papers.PUBLIC)


@bp.app_template_global()
def past_visits_by(mandate: str) -> tuple[list[Visit], int]:
    """Return the last public visits of a mandate, and how many there are, for its public page."""
    return _some(narrowed(PUBLIC, Wanted(mandate=mandate)), papers.PUBLIC)


@bp.app_template_global()
def past_visits_on_file(mandate: str, state: str) -> tuple[list[Visit], int]:
    """Return those of a mandate to a State that whoever came reads, for the file of both."""
    who = current_actor()
    these = narrowed(sight.visible(visits, who), Wanted(mandate=mandate, state=state))
    return _some(these, papers.visible(who))


@bp.app_context_processor
def _words() -> dict[str, object]:
    return {"past_visit_words": words}


def _some(which: ColumnElement[bool], about: ColumnElement[bool]) -> tuple[list[Visit], int]:
    with engine().connect() as conn:
        count = conn.scalar(select(func.count()).select_from(visits).where(which)) or 0
        rows = conn.execute(found(which).limit(_IN_PART)).all() if count else []
        return told(conn, rows, about), count


def _list(who: ColumnElement[bool], about: ColumnElement[bool], area: str) -> str:
    asked = _wanted()
    with engine().connect() as conn:
        rows = paging.cut(conn, found(narrowed(who, asked)), "visits", paging.asked, size=AT_ONCE)
        states = set(conn.scalars(select(_c.state).where(who).distinct()))
        these = narrowed(who, replace(asked, year=0))
        years = set(conn.scalars(select(_c.year).where(these).distinct()))
        written = conn.scalars(select(cast(_c.mandates, String)).where(who).distinct())
        codes = {code for some in written for code in from_json(some)} | {asked.mandate} - {""}
        shown = rows.of(told(conn, rows, about))
    return htmx.render(
        "history/visits.html",
        block="content",
        area=area,
        visits=shown,
        states=sorted(
            ((code, words.recipient(code)) for code in {*states, *({asked.state} - {""})}),
            key=lambda one: one[1],
        ),
        mandates=sorted(((code, words.mandate(code)) for code in codes), key=lambda one: one[1]),
        statuses=[(code, said) for code, (said, _) in words.VISITS.items()],
        years=[(of, of) for of in sorted({*years, *({asked.year} - {0})}, reverse=True)],
        asked=asked,
        address={name: value for name, value in asdict(asked).items() if value},
    )


def _wanted() -> Wanted:
    """Return the filters in the address. A senseless one is ignored."""
    at = request.args
    state, mandate, status = (at.get(name, "") for name in ("state", "mandate", "status"))
    return Wanted(
        state=state if is_recipient(state) else "",
        mandate=mandate if is_mandate(mandate) else "",
        status=status if status in VISIT_STATUSES else "",
        year=_YEARS.get(at.get("year", ""), 0),
    )
