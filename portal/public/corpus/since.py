"""Everything that programs take along: what is in force and what was withdrawn, newest first.

There are three parts: texts of the corpus in force, those withdrawn, and the platform's own. A
cursor is the place in one of them. Batches have rising keys, so what changes while somebody takes
pages is not in them, and is there when they ask next for what changed since.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Connection, and_, exists, func, or_, select

from portal.public.corpus.laying import named_theme
from portal.public.corpus.queries import (
    Beside,
    Recommendation,
    Wanted,
    filling,
    found,
    of_keys,
    what_is_beside,
)
from portal.public.corpus.read_model import laid, rows, sheets
from portal.public.register.tables import recommendations as own

AT_ONCE: Final = 100
_GREATEST: Final = 2**63 - 1
_LAST: Final = 2**31 - 1  # the number of a batch is no greater
_LATE: Final = timedelta(hours=1)  # what two mandates publish comes in any order
FIRST: Final = datetime(1900, 1, 1, tzinfo=UTC)
_CURSOR = re.compile(r"(?P<part>[cwp])(?P<first>\d{1,19})(?:-(?P<second>\d{1,19}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """``part``: c, w or p. ``first``: before which key; of what is withdrawn: which batch."""

    part: str = "c"
    first: int = _GREATEST
    second: int = _GREATEST

    def __str__(self) -> str:
        return f"{self.part}{self.first}-{self.second}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    state: str = ""
    theme: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """A recommendation of this platform that was published; without its text if taken back."""

    id: str
    addressee: str
    mandate: str
    issued_at: datetime
    text: str | None
    symbol: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    one: Recommendation | Own
    withdrawn: bool
    updated: datetime


def read_cursor(told: str) -> Cursor | None:
    """Return the place; None if this is none."""
    match = _CURSOR.fullmatch(told)
    if match is None:
        return None
    one = Cursor(
        part=match["part"], first=int(match["first"]), second=int(match["second"] or _GREATEST)
    )
    most = _LAST if one.part == "w" else _GREATEST
    return one if one.first <= most and one.second <= _GREATEST else None


def settled(conn: Connection) -> bool:
    """Whether all that was imported is shown, and nothing that was undone."""
    undone = select(laid.c.batch_id).join(sheets, sheets.c.batch_id == laid.c.batch_id)
    undone = undone.where(sheets.c.undone_at.is_not(None), laid.c.shown)
    return not filling(conn) and conn.execute(undone.limit(1)).first() is None


def undone_since(conn: Connection, since: datetime) -> bool:
    """Whether an import was undone later: what it had brought is nowhere told of."""
    this = select(sheets.c.batch_id).where(sheets.c.undone_at > since)
    return conn.execute(this.limit(1)).first() is not None


def changed_at(conn: Connection) -> datetime | None:
    """Return when anything changed last; None if there is nothing."""
    shown = select(laid.c.batch_id).where(laid.c.shown)
    moments = [
        conn.scalar(select(func.max(sheets.c.imported_at)).where(sheets.c.batch_id.in_(shown))),
        conn.scalar(select(func.max(sheets.c.undone_at))),
        conn.scalar(select(func.max(own.c.published_at))),
        conn.scalar(select(func.max(own.c.withdrawn_at))),
    ]
    return max((one for one in moments if one is not None), default=None)


def page(conn: Connection, asked: Asked, at: Cursor) -> tuple[list[Told], Cursor | None]:
    """Return some of it, perhaps none, and where the next page begins."""
    beside = what_is_beside(conn)
    first = _first_batch(conn, asked.since)
    match at.part:
        case "c":
            return _in_force(conn, asked, at, first)
        case "w":
            return _withdrawn(conn, asked, at, first, beside)
        case _:
            return _own(conn, asked, at)


def _first_batch(conn: Connection, since: datetime | None) -> int | None:
    """Return the first batch from which on something changed since; None if there is none."""
    if since is None:
        return 0
    c = sheets.c
    first: int | None = conn.scalar(
        select(func.min(c.number)).where(c.imported_at >= since, c.undone_at.is_(None))
    )
    return first


def _in_force(
    conn: Connection, asked: Asked, at: Cursor, first: int | None
) -> tuple[list[Told], Cursor | None]:
    then = Cursor(part="w", first=_LAST)
    if first is None:
        return [], then
    wanted = Wanted(state=asked.state, theme=asked.theme, before=at.first)
    some, before = found(conn, wanted, AT_ONCE)
    least = conn.scalar(select(func.min(rows.c.key)).where(rows.c.number >= first)) or 0
    told = [one for one in some if one.key >= least]
    if before is not None and len(told) == len(some):
        then = replace(at, first=before)
    moments = _moments(conn)
    return [Told(one=one, withdrawn=False, updated=moments[one.number]) for one in told], then


def _withdrawn(
    conn: Connection, asked: Asked, at: Cursor, first: int | None, beside: Beside
) -> tuple[list[Told], Cursor | None]:
    """Return the last versions. They are few, so each is looked at for what was asked."""
    then = Cursor(part="p")
    if first is None:
        return [], then
    c, later = rows.c, rows.alias()
    last = _GREATEST if beside.key is None else beside.key - 1
    some = conn.execute(
        select(c.key, c.replaced_by)
        .where(
            c.replaced_by >= first,
            *([] if beside.number is None else [c.replaced_by < beside.number]),
            or_(c.replaced_by < at.first, and_(c.replaced_by == at.first, c.key < at.second)),
            ~exists().where(later.c.item == c.item, later.c.key > c.key, later.c.key <= last),
        )
        .order_by(c.replaced_by.desc(), c.key.desc())
        .limit(AT_ONCE)
    ).all()
    if len(some) == AT_ONCE:
        then = replace(at, first=some[-1].replaced_by, second=some[-1].key)
    by, moments = {row.key: row.replaced_by for row in some}, _moments(conn)
    return [
        Told(one=one, withdrawn=True, updated=moments[by[one.key]])
        for one in of_keys(conn, list(by), beside)
        if _fits(one, asked)
    ], then


def _fits(one: Recommendation, asked: Asked) -> bool:
    themes = {named_theme(theme) for theme in one.row.themes}
    return (not asked.state or asked.state in one.states) and (
        not asked.theme or named_theme(asked.theme) in themes
    )


def _own(conn: Connection, asked: Asked, at: Cursor) -> tuple[list[Told], Cursor | None]:
    """The platform's own have no theme as others name them."""
    if asked.theme:
        return [], None
    c, this = own.c, select(own).where(own.c.key < at.first)
    if asked.state:
        this = this.where(c.addressee == asked.state)
    if asked.since:
        after = asked.since - _LATE
        this = this.where(or_(c.published_at >= after, c.withdrawn_at >= after))
    some = conn.execute(this.order_by(c.key.desc()).limit(AT_ONCE)).all()
    told = [
        Told(
            one=Own(
                id=row.recommendation_id,
                addressee=row.addressee,
                mandate=row.mandate,
                issued_at=row.issued_at,
                text=row.text,
                symbol=row.symbol,
            ),
            withdrawn=row.withdrawn_at is not None,
            updated=row.withdrawn_at or row.published_at,
        )
        for row in some
    ]
    return told, replace(at, first=some[-1].key) if len(some) == AT_ONCE else None


def _moments(conn: Connection) -> Mapping[int, datetime]:
    """Return when each batch was imported."""
    c = sheets.c
    query_ = select(c.number, c.imported_at).where(c.number.is_not(None))
    return {row.number: row.imported_at for row in conn.execute(query_)}
