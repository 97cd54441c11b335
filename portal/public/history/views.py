"""Letters from before the platform: what was public then, and what a reader of letters may read."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, Response, request
from sqlalchemy import ColumnElement, Row
from werkzeug.exceptions import NotFound

from portal.casefile.attachments.handing import download, download_public
from portal.casefile.history import CONSUMER
from portal.public.history import beside, queries, sheet, sight, submissions, words
from portal.public.history.queries import Letter, Wanted
from portal.web import htmx, paging
from portal.web.accounts.access import current_actor, public, require
from portal.web.accounts.fresh import fresh
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.asked import in_every_language
from portal.web.i18n.texts import lazy
from portal.web.policy import Kind, readers
from portal.web.sheet import line
from portal.web.waiting import waited
from shared.core.roles import Role
from shared.reference import COMMUNICATION_TYPES
from shared.reference.history import FIRST_YEAR, is_mandate

public_bp = Blueprint("pastletters", __name__, url_prefix="/past-letters")
bp = Blueprint("history", __name__, url_prefix="/history")

PUBLIC_AREA = "pastletters"
READERS = readers(Kind.LETTER)
_LONGEST: Final = 40
_YEARS = {str(year): year for year in range(FIRST_YEAR, 2200)}


@public_bp.get("")
@public
@in_every_language
def index() -> str:
    return _list(queries.PUBLIC, PUBLIC_AREA)


@public_bp.get("/<uuid:letter_id>")
@public
@in_every_language
def show(letter_id: UUID) -> str:
    return _one(queries.PUBLIC, beside.PUBLIC, letter_id, PUBLIC_AREA)


@bp.get("", endpoint="index")
@require(*READERS)
def every() -> str:
    return _list(queries.visible(current_actor()), "history")


@bp.get("/<uuid:letter_id>", endpoint="show")
@require(*READERS)
def any_one(letter_id: UUID) -> str:
    who = current_actor()
    return _one(queries.visible(who), beside.visible(who), letter_id, "history")


@public_bp.get("/<uuid:letter_id>/files/<uuid:file_id>")
@public
def file(letter_id: UUID, file_id: UUID) -> Response:
    row = _file(beside.PUBLIC, letter_id, file_id)
    return download_public(
        object_name=row.object_name, sha256=row.sha256, size=row.size, details=row.details
    )


@bp.get("/<uuid:letter_id>/files/<uuid:file_id>", endpoint="file")
@require(*READERS)
def any_file(letter_id: UUID, file_id: UUID) -> Response:
    row = _file(beside.visible(current_actor()), letter_id, file_id)
    return download(
        object_name=row.object_name, sha256=row.sha256, size=row.size, details=row.details
    )


@bp.get("/export.csv")
@require(*READERS)
@fresh(lazy("take letters from before the platform along"))
def export() -> Response:
    """Return what the list has, with the columns of an import."""
    who = queries.visible(current_actor())
    with engine().connect() as conn:
        which = queries.narrowed(who, _wanted(queries.recipients(conn, who)))
        rows = [queries.letter(row, public=False) for row in conn.execute(queries.found(which))]
    lines = [line(sheet.COLUMNS), *(line(_cells(one)) for one in rows)]
    answer = Response(lines, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="letters.csv"'
    return answer


def _cells(one: Letter) -> Sequence[object]:
    """Return it as a row of a sheet."""
    return (
        one.type,
        one.reference,
        one.recipient,
        "; ".join(one.mandates),
        one.sent_on,
        "; ".join(map(str, one.replied_on)),
        one.published_on,
        one.document,
    )


def _wanted(recipients: Collection[str]) -> Wanted:
    """Return the filters in the address. A senseless one is ignored."""
    at = request.args
    state, type_, mandate = at.get("state", ""), at.get("type", ""), at.get("mandate", "")
    written = "".join(one for one in at.get("reference", "") if one.isprintable())
    return Wanted(
        state=state if state in {*recipients, *names.states()} else "",
        year=_YEARS.get(at.get("year", ""), 0),
        mandate=mandate if is_mandate(mandate) else "",
        type=type_ if type_ in COMMUNICATION_TYPES else "",
        reference=" ".join(written.upper().split())[:_LONGEST],
        public=public_ if (public_ := at.get("public", "")) in {"yes", "no"} else "",
    )


def _list(who: ColumnElement[bool], area: str) -> str:
    public_ = area == PUBLIC_AREA
    with engine().connect() as conn:
        here = queries.recipients(conn, who)
        asked = _wanted(here)
        if public_:  # the register has the other filters
            asked = Wanted(state=asked.state, year=asked.year)
        rows = paging.cut(
            conn, queries.found(queries.narrowed(who, asked)), "letters", paging.asked
        )
        every = queries.narrowed(who, replace(asked, year=0))
        years = queries.years(conn, every, public=public_)
        of = queries.of_mandates(conn, who) if not public_ else []
    offered = {*(of for of, _, _ in years), *({asked.year} - {0})}
    return htmx.render(
        "history/index.html",
        block="content",
        area=area,
        letters=rows.of([queries.letter(row, public=public_) for row in rows]),
        years=years,
        offered=[(of, of) for of in sorted(offered, reverse=True)],
        states=sorted(
            ((code, words.recipient(code)) for code in {*here, *({asked.state} - {""})}),
            key=lambda one: one[1],
        ),
        mandates=[(code, words.acronyms([code])) for code in of],
        types=[(code, words.type_(code)) for code in COMMUNICATION_TYPES],
        asked=asked,
        address={name: value for name, value in asdict(asked).items() if value},
        reads_visits=not public_ and current_actor().has(*sight.READERS),
        reads_submissions=not public_ and current_actor().has(*submissions.READERS),
        words=words,
    )


def _one(who: ColumnElement[bool], files: ColumnElement[bool], letter_id: UUID, area: str) -> str:
    public_ = area == PUBLIC_AREA
    late = not public_ and not waited(engine(), CONSUMER, request.args.get("after"))
    with engine().connect() as conn:
        found = queries.one(conn, who, str(letter_id), public=public_)
        if found is None:
            raise NotFound
        kept = beside.of_letter(conn, files, found.letter_id)
        published = queries.published(conn, found.letter_id)
    return htmx.render(
        "history/letter.html",
        block="content",
        one=found,
        files=kept,
        published=published,
        removes=not public_ and current_actor().has(Role.QUICK_RESPONSE_DESK),
        late=late,
        area=area,
        words=words,
    )


def _file(who: ColumnElement[bool], letter_id: UUID, file_id: UUID) -> Row[Any]:
    with engine().connect() as conn:
        found = beside.one(conn, who, str(letter_id), str(file_id))
    if found is None:
        raise NotFound
    return found
