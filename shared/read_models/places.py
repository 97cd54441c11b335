"""Places: how far each read model's tables are, and by which definition they were created."""

import hashlib
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import Final, TypeAlias

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    MetaData,
    String,
    Table,
    bindparam,
    select,
    text,
)

from shared.facts.kafka import Partition

bookkeeping = MetaData()
positions = Table(
    "positions",
    bookkeeping,
    Column("consumer", String(80), primary_key=True),
    Column("topic", String(80), primary_key=True),
    Column("partition", Integer, primary_key=True),
    Column("position", BigInteger, nullable=False),  # the event store's, of the last fact applied
    Column("offset", BigInteger, nullable=False),  # Kafka's, of the same fact
)
shapes = Table(
    "shapes",
    bookkeeping,
    Column("consumer", String(80), primary_key=True),
    Column("shape", String(64), nullable=False),  # hash of the tables' definition
)

# Written once: each batch of facts asks them, inside its transaction.
_PLACES: Final = select(
    positions.c.consumer,
    positions.c.topic,
    positions.c.partition,
    positions.c.offset,
    positions.c.position,
).where(positions.c.consumer.in_(bindparam("consumers", expanding=True)))
_PLACES_OF: Final = _PLACES.where(
    positions.c.topic.in_(bindparam("topics", expanding=True)),
    positions.c.partition.in_(bindparam("partitions", expanding=True)),
)
_SHAPES: Final = select(shapes).where(shapes.c.consumer.in_(bindparam("consumers", expanding=True)))
_LOCKS: Final = text(
    "SELECT pg_advisory_xact_lock(key) FROM unnest(CAST(:keys AS bigint[])) AS key"
)

Reached: TypeAlias = dict[Partition, tuple[int, int]]
"""(Offset, position) of the last fact applied, by partition."""


def alone(conn: Connection, *consumers: str) -> None:
    """Keep other writers of these consumers out until the transaction ends."""
    if conn.dialect.name == "postgresql":  # SQLite has one writer anyway
        hashes = [hashlib.sha256(consumer.encode()).digest() for consumer in consumers]
        keys = sorted(int.from_bytes(digest[:7]) for digest in hashes)  # in one order for all
        conn.execute(_LOCKS, {"keys": keys})


def places(conn: Connection, *consumers: str) -> dict[str, Reached]:
    """Return the position of each of these consumers."""
    rows = conn.execute(_PLACES, {"consumers": consumers})
    found: dict[str, Reached] = {consumer: {} for consumer in consumers}
    for row in rows:
        found[row.consumer][row.topic, row.partition] = (row.offset, row.position)
    return found


def places_of(
    conn: Connection, consumers: Sequence[str], concerned: AbstractSet[Partition]
) -> dict[str, Reached]:
    """Return the position of each on these partitions; where it has none, the beginning."""
    found = {consumer: dict.fromkeys(concerned, (0, 0)) for consumer in consumers}
    some = {
        "consumers": consumers,
        "topics": sorted({topic for topic, _ in concerned}),
        "partitions": sorted({partition for _, partition in concerned}),
    }
    for row in conn.execute(_PLACES_OF, some):
        if (row.topic, row.partition) in concerned:
            found[row.consumer][row.topic, row.partition] = (row.offset, row.position)
    return found


def shape_in(conn: Connection, consumer: str) -> str | None:
    """Return the definition by which this consumer's tables were created, if there are any."""
    return shapes_in(conn, [consumer]).get(consumer)


def shapes_in(conn: Connection, consumers: Iterable[str]) -> dict[str, str]:
    rows = conn.execute(_SHAPES, {"consumers": list(consumers)})
    return {row.consumer: row.shape for row in rows}


def reached(conn: Connection, consumer: str, tp: Partition, position: int) -> bool:
    """Whether the read model has applied everything up to ``position`` on that partition."""
    c = positions.c
    found = conn.scalar(
        select(c.position).where(c.consumer == consumer, c.topic == tp[0], c.partition == tp[1])
    )
    return found is not None and found >= position
