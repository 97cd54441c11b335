"""Everything that programs take along: what is in force and what was withdrawn, newest first.

There are three parts: texts of the corpus in force, those withdrawn, and the platform's own. A
cursor is the place in one of them. Batches have rising keys, so what changes while somebody takes
pages is not in them, and is there when they ask next for what changed since.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
)

from portal.followup.recommendations import marked
from portal.followup.recommendations.tables import recommendations as followed
from portal.followup.recommendations.tables import tags
from portal.public.corpus.facets import Wanted, known_by
from portal.public.corpus.queries import (
    Beside,
    Recommendation,
    filling,
    found,
    of_keys,
    what_is_beside,
)
from portal.public.corpus.read_model import laid, rows, sheets, taken_out
from portal.public.register.tables import recommendations as own
from shared.reference.corpus import public_source
from shared.reference.themes import THEMES

AT_ONCE: Final = 100
LOOKED_AT: Final = 300  # versions that were replaced: most of them have a later one
IN_FORCE, WITHDRAWN, ELSEWHERE = "in force", "withdrawn", "no longer here"
_GREATEST: Final = 2**63 - 1
_LAST: Final = 2**31 - 1  # the number of a batch is no greater
_LATE: Final = timedelta(hours=1)  # what was done by a moment is shown somewhat later
_f = followed.c
FIRST: Final = datetime(1900, 1, 1, tzinfo=UTC)
_MARK = re.compile(r"(?P<last>\d{1,9})\.(?P<undone>\d{1,9})\.(?P<stuck>\d{1,9})\.(?P<own>.*)")
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
class Mark:
    """How far somebody's copy is, in each of the two sources.

    ``last``: the last batch. ``undone``: how many were, and how often a text was taken out or put
    back: nothing tells of either. ``stuck``: sheets that cannot be read.
    ``own``: when the platform published last, or said something of what is public.
    """

    last: int
    undone: int
    stuck: int
    own: datetime | None

    def __str__(self) -> str:
        own = self.own.isoformat().replace("+00:00", "Z") if self.own else ""
        return f"{self.last}.{self.undone}.{self.stuck}.{own}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """``since``: a moment that somebody wrote, or the mark that a program was given."""

    state: str = ""
    theme: str = ""
    since: datetime | Mark | None = None

    @property
    def part(self) -> bool:
        return bool(self.state or self.theme)


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """A recommendation of this platform that was published; without its text if taken back.

    ``origin``: the text of the corpus that it was taken up from. ``report``: where it stands.
    ``mark``: what else everybody reads of it; None once it is taken back.
    """

    id: str
    addressee: str
    mandate: str
    issued_at: datetime
    text: str | None
    symbol: str | None
    origin: Mapping[str, str] | None
    report: Mapping[str, str] | None
    mark: marked.Mark | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    one: Recommendation | Own
    status: str
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


def begin_again(conn: Connection, since: datetime | Mark) -> bool:
    """Whether an import was undone later, a text taken out, or less of a sheet can be read.

    By a moment: also shortly before, as what was decided then was still to be read a while.
    """
    if isinstance(since, Mark):
        now = mark(conn)
        return (now.undone, now.stuck) != (since.undone, since.stuck)
    after = since - _LATE
    undone = select(sheets.c.batch_id).where(sheets.c.undone_at > after)
    texts = select(taken_out.c.item).where(taken_out.c.done_at > after)
    return any(conn.execute(one.limit(1)).first() is not None for one in (undone, texts))


def mark(conn: Connection) -> Mark:
    """Return how far all of it is."""
    undone = conn.scalar(select(func.count()).where(sheets.c.undone_at.is_not(None))) or 0
    undone += conn.scalar(select(func.max(taken_out.c.change))) or 0
    stuck = select(func.count()).where(laid.c.stuck.is_not(None))
    moments = [
        conn.scalar(select(func.max(own.c.published_at))),
        conn.scalar(select(func.max(own.c.withdrawn_at)).where(own.c.withdrawn_at.is_not(None))),
        conn.scalar(select(func.max(_f.changed_at)).where(_f.published_at.is_not(None))),
    ]
    return Mark(
        last=conn.scalar(select(func.max(sheets.c.number))) or 0,
        undone=undone,
        stuck=conn.scalar(stuck) or 0,
        own=max((one for one in moments if one is not None), default=None),
    )


def read_moment(told: str) -> datetime:
    """Read a day or a moment; one without a zone is UTC. Raises ``ValueError``."""
    try:
        at = datetime.fromisoformat(told.replace(" ", "+"))
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except OverflowError:
        raise ValueError(told) from None
    return max(at, FIRST)


def read_since(told: str) -> datetime | Mark:
    """Read a moment, or a mark. Raises ``ValueError``."""
    match = _MARK.fullmatch(told)
    if match is None:
        return read_moment(told)
    return Mark(
        last=int(match["last"]),
        undone=int(match["undone"]),
        stuck=int(match["stuck"]),
        own=read_moment(match["own"]) if match["own"] else None,
    )


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


def _first_batch(conn: Connection, since: datetime | Mark | None) -> int | None:
    """Return the first batch from which on something changed since; None if there is none."""
    if since is None:
        return 0
    c = sheets.c
    later = c.number > since.last if isinstance(since, Mark) else c.imported_at >= since
    first: int | None = conn.scalar(select(func.min(c.number)).where(later, c.undone_at.is_(None)))
    return first


def _in_force(
    conn: Connection, asked: Asked, at: Cursor, first: int | None
) -> tuple[list[Told], Cursor | None]:
    then = Cursor(part="w", first=_LAST)
    if first is None:
        return [], then
    least = conn.scalar(select(func.min(rows.c.key)).where(rows.c.number >= first))
    if least is None:  # they withdrew alone
        return [], then
    wanted = Wanted(state=asked.state, of={"theme": asked.theme}, before=at.first)
    some, before = found(conn, wanted, AT_ONCE)
    told = [one for one in some if one.key >= least]
    if before is not None and len(told) == len(some):
        then = replace(at, first=before)
    moments = _moments(conn)
    return [Told(one=one, status=IN_FORCE, updated=moments[one.number]) for one in told], then


def _withdrawn(
    conn: Connection, asked: Asked, at: Cursor, first: int | None, beside: Beside
) -> tuple[list[Told], Cursor | None]:
    """Look at some versions that were replaced; return what is not told as in force.

    Those are the last versions, which were withdrawn, and for who has a part of the corpus what
    was in it before.
    """
    then = Cursor(part="p")
    if first is None:
        return [], then
    c = rows.c
    some = conn.execute(
        select(c.key, c.replaced_by)
        .where(
            c.replaced_by >= first,
            *([c.replaced_by.not_in(beside.numbers)] if beside.numbers else []),
            beside.shown(),
            tuple_(c.replaced_by, c.key)
            < tuple_(literal(at.first), literal(at.second, c.key.type)),
        )
        .order_by(c.replaced_by.desc(), c.key.desc())
        .limit(LOOKED_AT)
    ).all()
    if len(some) == LOOKED_AT:
        then = replace(at, first=some[-1].replaced_by, second=some[-1].key)
    by, moments = {row.key: row.replaced_by for row in some}, _moments(conn)
    old = of_keys(conn, list(by), beside)
    last = _last(conn, {one.item for one in old}, beside)
    told = [(one, _status(one, last[one.item], asked)) for one in old if one.item in last]
    return [
        Told(one=one, status=status, updated=moments[by[one.key]]) for one, status in told if status
    ], then


def _last(conn: Connection, items: Iterable[str], beside: Beside) -> dict[str, Recommendation]:
    """Return the last version of each that is shown."""
    c = rows.c
    these = c.item.in_(list(items)), beside.shown()
    this = select(func.max(c.key)).where(*these).group_by(c.item)
    return {one.item: one for one in of_keys(conn, list(conn.scalars(this)), beside)}


def _status(one: Recommendation, last: Recommendation, asked: Asked) -> str:
    """Return what is told of a version that was replaced; nothing if it need not be."""
    if not _fits(one, asked):
        return ""
    if one.key == last.key:
        return WITHDRAWN
    return ELSEWHERE if asked.since and asked.part and not _fits(last, asked) else ""


def _fits(one: Recommendation, asked: Asked) -> bool:
    themes = {known_by(theme) for theme in one.row.themes}
    return (not asked.state or asked.state in one.states) and (
        not asked.theme or known_by(asked.theme) in themes
    )


def _own(conn: Connection, asked: Asked, at: Cursor) -> tuple[list[Told], Cursor | None]:
    """The platform's own, by the names of its themes; what is of another one now is told, too."""
    c = own.c
    fits = _about(asked.theme) if asked.theme else true()
    this = select(own, fits.label("fits")).where(c.key < at.first)
    if asked.state:
        this = this.where(c.addressee == asked.state)
    after = asked.since.own if isinstance(asked.since, Mark) else asked.since
    if after:
        after -= _LATE
        later = (c.published_at >= after, c.withdrawn_at >= after)
        # Whether what stands in its place is named follows from whether that one is public.
        instead = select(c.recommendation_id).where(or_(*later))
        changed = select(_f.recommendation_id).where(
            _f.published_at.is_not(None), or_(_f.changed_at >= after, _f.by_id.in_(instead))
        )
        marked_anew = c.recommendation_id.in_(changed)
        this = this.where(or_(*later, marked_anew), or_(fits, marked_anew))
    else:
        this = this.where(fits)
    some = conn.execute(this.order_by(c.key.desc()).limit(AT_ONCE)).all()
    return _told(conn, some), replace(at, first=some[-1].key) if len(some) == AT_ONCE else None


def ours(conn: Connection, ids: Collection[str]) -> list[Told]:
    """Return these of the platform's own, the newest first."""
    c = own.c
    these = select(own, true().label("fits")).where(c.recommendation_id.in_(ids))
    return _told(conn, conn.execute(these.order_by(c.key.desc())).all())


def _told(conn: Connection, some: Sequence[Row[Any]]) -> list[Told]:
    marks = marked.marks(conn, [one.recommendation_id for one in some if one.text is not None])
    return [
        Told(
            one=Own(
                id=row.recommendation_id,
                addressee=row.addressee,
                mandate=row.mandate,
                issued_at=row.issued_at,
                text=row.text,
                symbol=row.symbol,
                origin=_origin(row),
                report=_report(row),
                mark=marks.get(row.recommendation_id),
            ),
            status=WITHDRAWN if row.withdrawn_at else IN_FORCE if row.fits else ELSEWHERE,
            updated=row.withdrawn_at or _changed(row, marks.get(row.recommendation_id)),
        )
        for row in some
    ]


def _about(theme: str) -> ColumnElement[bool]:
    asked = known_by(theme)
    codes = [code for code, one in THEMES.items() if known_by(one.name) == asked]
    tagged = (tags.c.recommendation_id == own.c.recommendation_id, tags.c.kind == "theme")
    return exists().where(*tagged, tags.c.code.in_(codes))


def _changed(row: Row[Any], mark_: marked.Mark | None) -> datetime:
    """Return when its words or what else is read of it changed last."""
    said: datetime | None = mark_.changed_at if mark_ else None
    published: datetime = row.published_at
    return max(published, said) if said else published


def _origin(row: Row[Any]) -> Mapping[str, str] | None:
    if row.item is None:
        return None
    source = public_source(row.source or "")
    return {"id": row.item, "source": source, "document": row.document or ""}


def _report(row: Row[Any]) -> Mapping[str, str] | None:
    if row.report is None:
        return None
    return {"mission": row.mission_id, "symbol": row.report, "paragraph": row.paragraph}


def _moments(conn: Connection) -> Mapping[int, datetime]:
    """Return when each batch was imported."""
    c = sheets.c
    query_ = select(c.number, c.imported_at).where(c.number.is_not(None))
    return {row.number: row.imported_at for row in conn.execute(query_)}
