"""The activity table: the feed's lines, kept for the page that the feed continues."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Index,
    MetaData,
    String,
    Table,
    func,
    or_,
    select,
)
from sqlalchemy.types import JSON

from portal.casefile import reprisals
from portal.committee.activity.lines import Line, letter_of, line
from portal.committee.activity.reader import Filter, may_see
from shared.contracts.all import CONTRACTS
from shared.core.actor import Actor
from shared.facts.kafka import Partition, Published
from shared.platform.tables import Instant
from shared.read_models.model import Change, Put, ReadModel, positions

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
)

_LOOKED_THROUGH = 5_000  # lines, before a narrow filter gives up


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
    return [Put(activity, (shown.position,), values)]


ACTIVITY = ReadModel(consumer=CONSUMER, contracts=CONTRACTS, tables=tables, project=project)


def newest_first(
    conn: Connection, actor: Actor, wanted: Filter, *, limit: int = 200
) -> Sequence[Line]:
    """Return the lines that this reader may see, newest on top."""
    found: list[Line] = []
    for one in _lines(conn):
        if may_see(actor, one) and wanted.admits(one):
            found.append(one)
            if len(found) == limit:
                break
    return found


def counted(conn: Connection, actor: Actor, *, since: datetime) -> dict[str, int]:
    """Return how many lines of each kind this reader may see since then: no other is counted."""
    counts: dict[str, int] = {}
    for one in _lines(conn, since=since):
        if may_see(actor, one):
            counts[one.kind] = counts.get(one.kind, 0) + 1
    return counts


def read_so_far(conn: Connection) -> dict[Partition, int]:
    """Return where the page's lines end and the feed goes on, by partition."""
    c = positions.c
    rows = conn.execute(select(c.topic, c.partition, c.position).where(c.consumer == CONSUMER))
    return {(row.topic, row.partition): row.position for row in rows}


def newest(conn: Connection) -> int:
    return conn.scalar(select(func.max(activity.c.position))) or 0


def _lines(conn: Connection, *, since: datetime | None = None) -> Iterator[Line]:
    c = activity.c
    desk = or_(c.desk, reprisals.is_open(c.communication_id)).label("desk")
    query = (
        select(c.kind, c.position, c.at, c.mandates, c.recipient, c.type, c.reference, desk)
        .order_by(c.position.desc())
        .limit(_LOOKED_THROUGH)
    )
    if since is not None:
        query = query.where(c.at >= since)
    return (_line(row) for row in conn.execute(query))


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
