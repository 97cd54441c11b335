"""Read models: a pure function from a fact to changed rows, applied a batch at a time, once.

A projection says ``Put`` (insert the row, or set these columns) and ``Delete``. All changes of a
batch and the positions it reached are written in one transaction; a fact at or below the position
of its partition has been applied before and is left out, so delivering twice changes nothing.
Columns that a ``Put`` does not name keep their value, so tables fed from several topics, between
which there is no order, let every topic own its columns.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
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
from sqlalchemy.dialects import postgresql, sqlite

from shared.contracts import Contract
from shared.kafka import Partition, Published

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


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadModel:
    """One area's tables. ``consumer`` is ``portal.<area>``; ``project`` is pure."""

    consumer: str
    contracts: tuple[Contract, ...]
    tables: MetaData
    project: Callable[[Published], Iterable[Change]]


_writing: dict[int, Lock] = {}


@dataclass(slots=True)
class Applier:
    """Writes one read model's tables in one database."""

    engine: Engine
    model: ReadModel
    _lock: Lock = field(init=False)

    def __post_init__(self) -> None:
        # SQLite has one writer: consumers of a process queue here, not on a busy database
        self._lock = _writing.setdefault(id(self.engine), Lock())

    def prepare(self) -> None:
        """Create the tables; drop and create them anew when their definition has changed."""
        shape = _shape(self.model.tables)
        with self._lock, self.engine.begin() as conn:
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
        with self._lock, self.engine.begin() as conn:
            bookkeeping.create_all(conn)
            self._drop(conn)

    def remembered(self) -> dict[Partition, tuple[int, int]]:
        """(Offset, position) of the last fact applied, by partition."""
        c = positions.c
        with self.engine.connect() as conn:
            rows = conn.execute(
                select(c.topic, c.partition, c.offset, c.position).where(self._mine(positions))
            )
            return {(r.topic, r.partition): (r.offset, r.position) for r in rows}

    def apply(self, facts: Sequence[Published]) -> int:
        """Apply those of ``facts`` that are new, in one transaction; return how many were."""
        with self._lock, self.engine.begin() as conn:
            reached = self._reached(conn)
            new: list[Published] = []
            for fact in facts:
                if fact.position > reached.get(fact.tp, (0, 0))[1]:
                    new.append(fact)
                    reached[fact.tp] = (fact.offset, fact.position)
            if new:
                _write(conn, _merged(self.model.project, new))
                touched = {fact.tp for fact in new}
                self._advance(conn, {tp: reached[tp] for tp in touched})
        return len(new)

    def _reached(self, conn: Connection) -> dict[Partition, tuple[int, int]]:
        if conn.dialect.name == "postgresql":
            # one writer per consumer, also while a zombie still believes it owns the partition
            key = int.from_bytes(hashlib.sha256(self.model.consumer.encode()).digest()[:7])
            conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})
        c = positions.c
        rows = conn.execute(
            select(c.topic, c.partition, c.offset, c.position).where(self._mine(positions))
        )
        return {(r.topic, r.partition): (r.offset, r.position) for r in rows}

    def _advance(self, conn: Connection, reached: Mapping[Partition, tuple[int, int]]) -> None:
        _write(
            conn,
            [
                Put(
                    positions,
                    (self.model.consumer, topic, partition),
                    {"position": position, "offset": offset},
                )
                for (topic, partition), (offset, position) in reached.items()
            ],
        )

    def _drop(self, conn: Connection) -> None:
        self.model.tables.drop_all(conn)
        for table in (positions, shapes):
            conn.execute(delete(table).where(self._mine(table)))

    def _mine(self, table: Table) -> Any:
        return table.c.consumer == self.model.consumer


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
        table = puts[0].table
        names = [column.name for column in table.primary_key.columns]
        rows = [{**dict(zip(names, p.key, strict=True)), **p.values} for p in puts]
        conn.execute(_upsert(conn, table, names, list(puts[0].values)), rows)


def _upsert(conn: Connection, table: Table, keys: list[str], columns: list[str]) -> Any:
    dialect = sqlite if conn.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(table)
    if not columns:
        return statement.on_conflict_do_nothing(index_elements=keys)
    return statement.on_conflict_do_update(
        index_elements=keys, set_={name: statement.excluded[name] for name in columns}
    )


def _shape(tables: MetaData) -> str:
    columns = [
        f"{table.name}.{column.name}:{column.type!r}:{column.primary_key}"
        for table in tables.sorted_tables
        for column in table.columns
    ]
    return hashlib.sha256("\n".join(columns).encode()).hexdigest()
