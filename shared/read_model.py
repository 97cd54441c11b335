"""Read models: a pure function from a fact to changed rows, applied a batch at a time, once.

A projection says ``Put`` (insert the row, or set these columns) and ``Delete``. All changes of a
batch and the positions it reached are written in one transaction; a fact at or below the position
of its partition has been applied before and is left out, so delivering twice changes nothing.
Columns that a ``Put`` does not name keep their value, so tables fed from several topics, between
which there is no order, let every topic own its columns.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    delete,
    inspect,
    select,
    text,
    tuple_,
)

from shared.contracts import Contract
from shared.kafka import Partition, Published
from shared.upsert import upsert

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


@dataclass(frozen=True, slots=True)
class Put:
    table: Table
    key: tuple[Any, ...]
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Delete:
    """``key``: of one row, or its beginning: of all rows that begin so."""

    table: Table
    key: tuple[Any, ...]


Change: TypeAlias = Put | Delete

Reached: TypeAlias = dict[Partition, tuple[int, int]]
"""(Offset, position) of the last fact applied, by partition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadModel:
    """One area's tables. ``consumer`` is ``portal.<area>``; ``project`` is pure."""

    consumer: str
    contracts: tuple[Contract, ...]
    tables: MetaData
    project: Callable[[Published], Iterable[Change]]


@dataclass(slots=True)
class Applier:
    """Writes one read model's tables in one database."""

    engine: Engine
    model: ReadModel

    def prepare(self) -> None:
        """Create the tables; drop and create them anew when their definition has changed."""
        shape = _shape(self.model.tables)
        with self.engine.begin() as conn:
            bookkeeping.create_all(conn)
            known = conn.scalar(select(shapes.c.shape).where(self._mine(shapes)))
            missing = [
                table.name
                for table in self.model.tables.sorted_tables
                if not inspect(conn).has_table(table.name)
            ]
            if known == shape and not missing:
                return
            self._drop(conn)
            self.model.tables.create_all(conn)
            conn.execute(shapes.insert().values(consumer=self.model.consumer, shape=shape))

    def drop(self) -> None:
        """Forget everything: the next ``prepare`` and start rebuild it from the first fact."""
        with self.engine.begin() as conn:
            bookkeeping.create_all(conn)
            self._drop(conn)

    def remembered(self) -> dict[Partition, tuple[int, int]]:
        """(Offset, position) of the last fact applied, by partition."""
        with self.engine.connect() as conn:
            return _remembered(conn, [self.model.consumer])[self.model.consumer]

    def apply(self, facts: Sequence[Published]) -> int:
        """Apply those of ``facts`` that are new, in one transaction; return how many were."""
        (number,) = apply_together([(self, facts)])
        return number

    def _drop(self, conn: Connection) -> None:
        self.model.tables.drop_all(conn)
        for table in (positions, shapes):
            conn.execute(delete(table).where(self._mine(table)))

    def _mine(self, table: Table) -> Any:
        return table.c.consumer == self.model.consumer


def apply_together(arrived: Sequence[tuple[Applier, Sequence[Published]]]) -> list[int]:
    """Apply to each read model what is new to it, all in one transaction; return how many facts.

    All read models are of one database, none is there twice. What changes is worked out before
    the transaction begins, so that it is short: others write to this database too. Should another
    process have applied something meanwhile, it is worked out again.
    """
    engine, consumers = arrived[0][0].engine, [applier.model.consumer for applier, _ in arrived]
    with engine.connect() as conn:
        seen = _remembered(conn, consumers)
    changes, new = _changes(arrived, seen)
    if any(new):
        with engine.begin() as conn:
            _alone(conn, consumers)
            if (now := _remembered(conn, consumers)) != seen:
                changes, new = _changes(arrived, now)
            _write(conn, changes)
    return new


def _changes(
    arrived: Sequence[tuple[Applier, Sequence[Published]]], seen: Mapping[str, Reached]
) -> tuple[list[Change], list[int]]:
    """Return what is to be written, positions included, and how many facts are new to each."""
    changes: list[Change] = []
    numbers = []
    for applier, facts in arrived:
        consumer, place = applier.model.consumer, dict(seen[applier.model.consumer])
        new: list[Published] = []
        for fact in facts:
            if fact.position > place.get(fact.tp, (0, 0))[1]:
                new.append(fact)
                place[fact.tp] = (fact.offset, fact.position)
        changes += _merged(applier.model.project, new)
        changes += [
            Put(positions, (consumer, *tp), {"position": place[tp][1], "offset": place[tp][0]})
            for tp in {fact.tp for fact in new}
        ]
        numbers.append(len(new))
    return changes, numbers


def _alone(conn: Connection, consumers: Sequence[str]) -> None:
    """One writer per consumer, also while a zombie still believes it owns the partition."""
    if conn.dialect.name == "postgresql":
        hashes = [hashlib.sha256(consumer.encode()).digest() for consumer in consumers]
        for key in sorted(int.from_bytes(digest[:7]) for digest in hashes):  # in one order for all
            conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def _remembered(conn: Connection, consumers: Sequence[str]) -> dict[str, Reached]:
    c = positions.c
    rows = conn.execute(
        select(c.consumer, c.topic, c.partition, c.offset, c.position).where(
            c.consumer.in_(consumers)
        )
    )
    found: dict[str, Reached] = {consumer: {} for consumer in consumers}
    for row in rows:
        found[row.consumer][row.topic, row.partition] = (row.offset, row.position)
    return found


def reached(conn: Connection, consumer: str, tp: Partition, position: int) -> bool:
    """Whether the read model has applied everything up to ``position`` on that partition."""
    c = positions.c
    found = conn.scalar(
        select(c.position).where(c.consumer == consumer, c.topic == tp[0], c.partition == tp[1])
    )
    return found is not None and found >= position


def digest(conn: Connection, tables: MetaData) -> str:
    """A hash over every row of every table: equal tables, equal hash."""
    seen = hashlib.sha256()
    for table in tables.sorted_tables:
        seen.update(table.name.encode())
        for row in conn.execute(select(table).order_by(*table.primary_key.columns)):
            seen.update(repr(tuple(row)).encode())
    return seen.hexdigest()


def _merged(
    project: Callable[[Published], Iterable[Change]], facts: Iterable[Published]
) -> list[Change]:
    """One change a row: later columns win, and a row deleted on the way starts afresh."""
    rows: dict[tuple[str, tuple[Any, ...]], list[Change]] = {}
    for fact in facts:
        for change in project(fact):
            if isinstance(change, Delete) and len(change.key) < len(change.table.primary_key):
                _dropped(rows, change)
            at = rows.setdefault((change.table.name, change.key), [])
            if isinstance(change, Delete):
                at[:] = [change]
            elif at and isinstance(at[-1], Put):
                at[-1] = Put(change.table, change.key, {**at[-1].values, **change.values})
            else:
                at.append(change)
    return [change for changes in rows.values() for change in changes]


def _dropped(rows: dict[tuple[str, tuple[Any, ...]], list[Change]], gone: Delete) -> None:
    beginning = len(gone.key)
    for name, key in list(rows):
        if name == gone.table.name and key[:beginning] == gone.key:
            del rows[name, key]


def _write(conn: Connection, changes: Iterable[Change]) -> None:
    gone: dict[tuple[str, int], list[Delete]] = {}
    put: dict[tuple[str, frozenset[str]], list[Put]] = {}
    for change in changes:
        if isinstance(change, Delete):
            gone.setdefault((change.table.name, len(change.key)), []).append(change)
        else:
            put.setdefault((change.table.name, frozenset(change.values)), []).append(change)
    for (_, columns), deletes in gone.items():
        table = deletes[0].table
        keys = [d.key for d in deletes]
        key = tuple_(*list(table.primary_key.columns)[:columns])
        conn.execute(delete(table).where(key.in_(keys)))
    for puts in put.values():
        names = list(puts[0].values)
        rows = [(*p.key, *map(p.values.__getitem__, names)) for p in puts]
        upsert(conn, puts[0].table, names, rows)


def _shape(tables: MetaData) -> str:
    columns = [
        f"{table.name}.{column.name}:{column.type!r}:{column.primary_key}"
        for table in tables.sorted_tables
        for column in table.columns
    ]
    return hashlib.sha256("\n".join(columns).encode()).hexdigest()
