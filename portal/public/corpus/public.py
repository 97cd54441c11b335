"""The corpus as everybody reads it: searched, one recommendation, and as a file."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from flask import Blueprint, Response, request, url_for
from sqlalchemy import Connection, Engine
from werkzeug.exceptions import NotFound, ServiceUnavailable, UnprocessableEntity

from portal.public.corpus import files, graded, queries, since, tally, words, writing
from portal.public.corpus.columns import Row
from portal.public.corpus.facets import KINDS, LONGEST, Wanted, of_row
from portal.web import htmx
from portal.web.accounts.access import public
from portal.web.context import settings, today
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.asked import in_every_language
from portal.web.i18n.texts import gettext
from shared.reference import states
from shared.reference.corpus import public_source
from shared.reference.former_states import former_states

bp = Blueprint("corpus", __name__, url_prefix="/all-recommendations")

_AGAIN: Final = 300  # seconds
_TOGETHER: Final = 500
_KEY_DIGITS, _YEAR_DIGITS = 15, 4
_OURS = (
    *("States by code", "Mandate of this platform", "Key", "Source", "Paragraph"),
    *("Action of UPR Info", "Claim of the State", *graded.TITLES),
)
_ASKED: Final = {
    "q": "Search",
    "state": "State by code",
    "year": "Year",
    **{kind: kind.capitalize() for kind in KINDS},
}


@bp.get("")
@public
@in_every_language
def index() -> str:
    asked = wanted()
    with engine().connect() as conn:
        some, after = queries.found(conn, asked)
        filling = queries.filling(conn)
        tally_ = tally.tally(conn, asked)
    return htmx.render(
        "corpus/index.html",
        block="content",
        asked=asked,
        tally=tally_,
        some=some,
        after=after,
        filling=filling,
        address=_address(asked),
        names=names,
        words=words,
    )


@bp.get("/<item>")
@public
@in_every_language
def show(item: str) -> str:
    with engine().connect() as conn:
        one = queries.by_item(conn, item[:LONGEST])
        filling = queries.filling(conn)
    if one is None and filling:
        raise _later()
    if one is None:
        raise NotFound
    of: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for kind, value in of_row(one.row, one.states):
        of[kind].append(value)
    return htmx.render(
        "corpus/show.html",
        block="content",
        one=one,
        of=of,
        longest=LONGEST,
        state_names=[names.recipient(code) for code in one.states],
        names=names,
        words=words,
    )


@bp.get("/export.<kind>")
@public
def as_file(kind: str) -> Response:
    """All that a search finds, in UHRI's columns and ours; a part would look like all of it."""
    if kind not in files.TYPES:
        raise NotFound
    with engine().connect() as conn:
        before = _settled(conn)
    lines = _lines(engine(), wanted())
    titles = (*_OURS, f"{words.NOTE} {settings().corpus_licence}".strip())
    body = writing.of_kind(kind, lines, titles, _about(wanted(), kind))
    try:
        told = files.made(body, files.TYPES[kind], f"recommendations.{kind}")
    except files.TooMuch:
        raise _too_much() from None
    with engine().connect() as conn:
        if _settled(conn) != before:
            raise _later()
    return told


def _about(asked: Wanted, kind: str) -> list[tuple[str, str]]:
    """Return where a workbook is from: in English, as its titles, and the same for everybody."""
    address = _address(asked)
    searched = [(_ASKED[name], value) for name, value in address.items()]
    return [
        ("Source", words.NOTE),
        *([("Licence", licence)] if (licence := settings().corpus_licence) else []),
        ("As of", today().isoformat()),
        *(searched or [("Search", "All recommendations")]),
        ("Address", url_for(".as_file", kind=kind, _external=True, **address)),
    ]


def wanted() -> Wanted:
    """Read the address; what makes no sense there is left out."""
    at = request.args
    state = at.get("state", "")
    return Wanted(
        words=_printable("q").strip(),
        state=state if state in {*states(), *former_states()} else "",
        year=_number("year", _YEAR_DIGITS),
        of={kind: value for kind in KINDS if (value := _printable(kind).strip())},
        before=_number("before", _KEY_DIGITS),
    )


def _printable(name: str) -> str:
    """Return what was typed without what no file can say."""
    return "".join(one for one in request.args.get(name, "") if one.isprintable())[:LONGEST]


def _settled(conn: Connection) -> tuple[int, int]:
    """Return which batch was the last one and how many were undone, if nothing is on its way."""
    if not since.settled(conn):
        raise _later()
    mark = since.mark(conn)
    return mark.last, mark.undone


def _later() -> ServiceUnavailable:
    sentence = gettext("Recommendations are being imported. Come again in some minutes.")
    return ServiceUnavailable(sentence, retry_after=_AGAIN)


def _too_much() -> UnprocessableEntity:
    return UnprocessableEntity(gettext("These are too many for one file. Search for fewer."))


def _lines(database: Engine, asked: Wanted) -> Iterator[tuple[Row, list[str]]]:
    every = queries.batches(database, asked)
    while some := list(islice(every, _TOGETHER)):
        with database.connect() as conn:
            grades = graded.of_items(conn, [one.item for one in some])
        for one in some:
            ours = (" ".join(one.states), one.mandate or "", one.item, public_source(one.source))
            cells = (one.row.number, one.row.action, one.row.claim)
            yield one.row, [*ours, *cells, *grades.get(one.item, graded.NOTHING), ""]


def _address(asked: Wanted) -> dict[str, str]:
    told = {
        "q": asked.words,
        "state": asked.state,
        "year": str(asked.year) if asked.year else "",
        **asked.of,
    }
    return {name: value for name, value in told.items() if value}


def _number(name: str, digits: int) -> int | None:
    told = request.args.get(name, "")
    sensible = told.isascii() and told.isdecimal() and len(told) <= digits
    return int(told) if sensible else None
