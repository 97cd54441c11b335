"""The activity tables: the feed's lines, kept for the page that the feed continues."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Index,
    MetaData,
    Select,
    String,
    Table,
    and_,
    case,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.types import JSON

from portal.casefile import reprisals
from portal.committee.activity.lines import UNSENT, Line, letter_of, line
from portal.committee.activity.reader import Filter, named, visible, with_names_for
from shared.contracts.all import CONTRACTS
from shared.core.actor import Actor
from shared.core.geneva import start_of
from shared.facts.kafka import Partition, Published
from shared.platform.tables import Instant
from shared.read_models.model import Change, Put, ReadModel
from shared.read_models.places import positions
from shared.reference import states

CONSUMER = "portal.activity"

tables = MetaData()
activity = Table(
    "activity_lines",
    tables,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(60)),
    Column("at", Instant),
    Column("mandates", JSON),
    Column("recipient", String(3)),
    Column("type", String(2)),
    Column("reference", String(40)),
    Column("desk", Boolean),
    Column("communication_id", String(36)),  # what decides on ``desk``; never shown
    Index("activity_lines_at", "at"),
    Index("activity_lines_kind", "kind", "position"),
    Index("activity_lines_recipient", "recipient", "position"),
    Index("activity_lines_reference", "reference"),
    Index("activity_lines_letter", "communication_id"),
)
of_mandate = Table(
    "activity_mandates",
    tables,
    Column("mandate", String(60), primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
)
_c = activity.c

SIZE = 200
"""Lines of a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Lines from ``since`` on and before ``until``, and between two positions; None: any.

    ``letter``: of this one, or of none for the empty text. They begin when it is sent: those before
    could otherwise be told to be about its recipient.
    """

    since: datetime | None = None
    until: datetime | None = None
    above: int | None = None
    below: int | None = None
    letter: str | None = None


EVER = Span()


def project(published: Published) -> Iterable[Change]:
    shown = line(published)
    if shown is None:
        return []
    values = {
        "kind": shown.kind,
        "at": shown.at,
        "mandates": list(shown.mandates),
        "recipient": shown.recipient,
        "type": shown.type,
        "reference": shown.reference,
        "desk": shown.desk,
        "communication_id": letter_of(published),
    }
    return [
        Put(activity, (shown.position,), values),
        *(Put(of_mandate, (one, shown.position), {}) for one in dict.fromkeys(shown.mandates)),
    ]


ACTIVITY = ReadModel(consumer=CONSUMER, contracts=CONTRACTS, tables=tables, project=project)


def newest_first(
    conn: Connection, actor: Actor, wanted: Filter, span: Span = EVER, *, limit: int | None = SIZE
) -> Sequence[Line]:
    """Return the lines that this reader may see, newest on top; ``limit`` None: all of them."""
    columns = (_c.kind, _c.position, _c.at, _c.mandates, _c.recipient, _c.type, _c.reference)
    query = (
        _among(select(*columns, _desk().label("desk")), actor, wanted, span)
        .order_by(_c.position.desc())
        .limit(limit)
    )
    return [with_names_for(actor, _line(row)) for row in conn.execute(query)]


def counted(conn: Connection, actor: Actor, wanted: Filter, span: Span) -> dict[str, int]:
    """Return how many lines of each kind this reader may see: no other is counted."""
    query = _among(select(_c.kind, func.count().label("number")), actor, wanted, span).group_by(
        _c.kind
    )
    return {row.kind: row.number for row in conn.execute(query)}


def by_day(
    conn: Connection, actor: Actor, wanted: Filter, days: Sequence[date]
) -> Counter[tuple[str, date]]:
    """Return how many lines of each kind came on each of these days in Geneva, in a row.

    The database counts them: an hour of a crisis has more lines than a page may fetch.
    """
    span = Span(since=start_of(days[0]), until=start_of(days[-1] + timedelta(days=1)))
    begun = [(_c.at >= start_of(day), place) for place, day in enumerate(days)]
    on = case(*reversed(begun)).label("place")
    each = _among(select(_c.kind, on), actor, wanted, span).subquery().c
    query = select(each.kind, each.place, func.count().label("number"))
    found = conn.execute(query.group_by(each.kind, each.place))
    return Counter({(row.kind, days[row.place]): row.number for row in found})


def by_recipient(
    conn: Connection, actor: Actor, wanted: Filter, kind: str, span: Span
) -> Counter[str | None]:
    """Return how many lines of this kind are about each recipient."""
    number = func.count().label("number")
    query = _among(select(_c.recipient, number), actor, wanted, span).where(_c.kind == kind)
    found = conn.execute(query.group_by(_c.recipient))
    return Counter({row.recipient: row.number for row in found})


def number_of(conn: Connection, actor: Actor, wanted: Filter, span: Span) -> int:
    return conn.scalar(_among(select(func.count()), actor, wanted, span)) or 0


def first(conn: Connection, actor: Actor, wanted: Filter, span: Span) -> datetime | None:
    """Return when the first line was."""
    return _end(conn, actor, wanted, span, _c.at)


def last(conn: Connection, actor: Actor, wanted: Filter, span: Span) -> datetime | None:
    """Return when the last line was."""
    return _end(conn, actor, wanted, span, _c.at.desc())


def _end(
    conn: Connection, actor: Actor, wanted: Filter, span: Span, order: ColumnElement[Any]
) -> datetime | None:
    """Return when the line was that comes first: SQLite reads every line for a least time."""
    query = _among(select(_c.at), actor, wanted, span).order_by(order).limit(1)
    found: datetime | None = conn.scalar(query)
    return found


def letter_called(conn: Connection, actor: Actor, reference: str) -> str | None:
    """Return the letter of a reference that stands in a line which this reader may see."""
    query = _among(select(_c.communication_id), actor, Filter(), EVER)
    named = query.where(_c.reference == reference, _c.communication_id.is_not(None))
    found: str | None = conn.scalar(named)
    return found


def letter_at(conn: Connection, actor: Actor, position: int) -> str | None:
    """Return the letter of the line at this position, if this reader may see the line."""
    query = _among(select(_c.communication_id), actor, Filter(), EVER)
    sent = query.where(_c.position == position, _c.recipient.is_not(None))
    found: str | None = conn.scalar(sent)
    return found


def read_so_far(conn: Connection) -> dict[Partition, int]:
    """Return where the page's lines end and the feed goes on, by partition."""
    c = positions.c
    rows = conn.execute(select(c.topic, c.partition, c.position).where(c.consumer == CONSUMER))
    return {(row.topic, row.partition): row.position for row in rows}


def newest(conn: Connection) -> int:
    return conn.scalar(select(func.max(_c.position))) or 0


def _among(query: Select[Any], actor: Actor, wanted: Filter, span: Span) -> Select[Any]:
    """Return the query for the lines that this reader may see and wants, in this span."""
    seen = visible(actor, of_mandates=_of(actor.mandates), here=_here(actor.states), desk=_desk())
    return query.select_from(activity).where(seen, *_chosen(actor, wanted), *_within(span))


def _chosen(actor: Actor, wanted: Filter) -> Iterable[ColumnElement[bool]]:
    """Return ``Filter.admits``, of a line as this reader sees it, as conditions on rows."""
    if wanted.kind is not None:
        yield _c.kind == wanted.kind
    for mandates in wanted.of_mandates:
        yield named(actor, mandates, unsent=_c.kind.in_(sorted(UNSENT)), of=_of)
    for codes in _places(wanted):
        there = _c.recipient.in_(codes)
        yield or_(there, _c.recipient.is_(None)) if wanted.unnamed else there


def _places(wanted: Filter) -> Iterable[Iterable[str]]:
    if wanted.state is not None:
        yield [wanted.state]
    if wanted.region is not None:
        yield [code for code, state in states().items() if state.group == wanted.region]


def _within(span: Span) -> Iterable[ColumnElement[bool]]:
    if span.since is not None:
        yield _c.at >= span.since
    if span.until is not None:
        yield _c.at < span.until
    if span.letter is not None:
        yield and_(_c.communication_id == span.letter, _c.recipient.is_not(None))
    if span.above is not None:
        yield _c.position > span.above
    if span.below is not None:
        yield _c.position < span.below


def _of(mandates: Iterable[str]) -> ColumnElement[bool]:
    c = of_mandate.c
    return exists().where(c.position == _c.position, c.mandate.in_(sorted(mandates)))


def _here(codes: Iterable[str]) -> ColumnElement[bool]:
    """False, and not unknown, for a line without a recipient."""
    return and_(_c.recipient.is_not(None), _c.recipient.in_(sorted(codes)))


def _desk() -> ColumnElement[bool]:
    return or_(_c.desk, reprisals.is_open(_c.communication_id))


def _line(row: Any) -> Line:
    return Line(
        kind=row.kind,
        position=row.position,
        at=row.at,
        mandates=tuple(row.mandates),
        recipient=row.recipient,
        type=row.type,
        reference=row.reference,
        desk=bool(row.desk),
    )
