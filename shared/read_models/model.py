"""Read models: a pure function from a fact to changed rows, applied a batch at a time, once.

A projection returns ``Put`` (insert the row, or set these columns) and ``Delete``. All changes of a
batch and the positions that it reached are written in one transaction. A fact at or below the
position of its partition has been applied before and is left out, so delivering it twice changes
nothing. A ``Put`` leaves the columns that it does not name as they are. Topics have no order among
each other, so in tables fed from several topics each topic has its own columns.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, TypeAlias

from sqlalchemy import (
    Connection,
    Engine,
    MetaData,
    Table,
    delete,
    inspect,
    select,
    tuple_,
)

from shared.contracts import Contract
from shared.facts.kafka import Partition, Published
from shared.read_models.places import (
    Reached,
    alone,
    bookkeeping,
    places,
    places_of,
    positions,
    shape_in,
    shapes,
    shapes_in,
)
from shared.read_models.upsert import upsert

MADE_BY: Final = "made by"
"""In a column's ``info``: by which version of which program its values were computed, or what was
added to it that no table has which is there already, such as an index.

With another one the tables are built anew.
"""


@dataclass(frozen=True, slots=True)
class Put:
    table: Table
    key: tuple[Any, ...]
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Delete:
    """``key``: of one row, or a prefix of it: of all rows with that prefix."""

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


class Superseded(Exception):
    """These tables are not the ones that this consumer fed; writing would leave gaps in them.

    Another process rebuilt them, or they have another version's definition.
    """


class Behind(Superseded):
    """They are further back than this consumer left them, and may be fed from there.

    A database that ended without a word lost its last commits, which nothing waited for (see
    ``make_engine``), or another process began anew.
    """


@dataclass(slots=True)
class Applier:
    """Writes one read model's tables in one database."""

    engine: Engine
    model: ReadModel
    _seen: Reached = field(init=False, default_factory=dict)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, which excludes every other transaction of this consumer.

        That includes a zombie that still believes it owns the partition.
        """
        with self.engine.begin() as conn:
            alone(conn, self.model.consumer)
            yield conn

    def prepare(self) -> bool:
        """Create missing tables; return whether they have this version's definition.

        Tables of another definition stay: pages of another version may be reading them. This
        version's are built beside them (``shared.read_models.beside``, decision 0021).
        """
        shape = shape_of(self.model.tables)
        with self.writing() as conn:
            there = inspect(conn).get_table_names()
            if not bookkeeping.tables.keys() <= set(there):
                bookkeeping.create_all(conn)
            known = shape_in(conn, self.model.consumer)
            if known not in {None, shape}:
                return False
            missing = self.model.tables.tables.keys() - there
            if known is None or missing:
                self._drop(conn)
                self.model.tables.create_all(conn)
                conn.execute(shapes.insert().values(consumer=self.model.consumer, shape=shape))
        return True

    def drop(self) -> None:
        """Drop everything: the next ``prepare`` and start rebuild it from the first fact."""
        with self.writing() as conn:
            bookkeeping.create_all(conn)
            self._drop(conn)

    def remembered(self) -> dict[Partition, tuple[int, int]]:
        """(Offset, position) of the last fact applied, by partition."""
        with self.engine.connect() as conn:
            found = places(conn, self.model.consumer)[self.model.consumer]
        self.saw(found)
        return found

    def apply(self, facts: Sequence[Published]) -> int:
        """Apply the new ones of ``facts``, in one transaction; return their number.

        Raises ``Superseded`` and changes nothing if the tables are not those that it fed before.
        """
        (number,) = apply_together([(self, facts)])
        return number

    def saw(self, reached: Reached) -> None:
        """Remember the tables' position: if they are ever behind it, they were rebuilt."""
        self._seen = dict(reached)

    def wrote(self, reached: Reached) -> None:
        """Remember how far it brought the tables on some partitions."""
        self._seen |= reached

    def last_seen(self, concerned: Iterable[Partition]) -> Reached:
        """Return the tables' position as this process knows it, without asking them.

        Of a partition of which they have nothing it is the beginning.
        """
        return {tp: self._seen.get(tp, (0, 0)) for tp in concerned}

    def look(self, reached: Reached) -> None:
        """Raise ``Behind`` if the tables are further back on any partition than they were."""
        self._must_not_be_behind({tp: reached.get(tp, (0, 0)) for tp in self._seen})

    def must_be_fed(self, shape: str | None, reached: Reached) -> None:
        """Raise ``Superseded`` or ``Behind`` if the tables are not those that were fed before.

        ``reached``: the tables' position on the partitions that are to be written. Where these are
        no further back than they were, nothing between is missing, whoever feeds the others;
        ``look`` is for these.
        """
        if shape not in {None, shape_of(self.model.tables)}:
            raise Superseded
        self._must_not_be_behind(reached)

    def _must_not_be_behind(self, reached: Reached) -> None:
        if any(position < self._seen.get(tp, (0, 0))[1] for tp, (_, position) in reached.items()):
            raise Behind

    def _drop(self, conn: Connection) -> None:
        self._seen = {}
        self.model.tables.drop_all(conn)
        for table in (positions, shapes):
            conn.execute(delete(table).where(self._mine(table)))

    def _mine(self, table: Table) -> Any:
        return table.c.consumer == self.model.consumer


def apply_together(arrived: Sequence[tuple[Applier, Sequence[Published]]]) -> list[int]:
    """Apply to each read model its new facts, all in one transaction; return the numbers.

    All read models are of one database, and none appears twice. The changes are computed before the
    transaction, which is short, since others write to this database too. If the tables are not
    where this process saw them last, on a partition of these facts, they are computed again: what
    other processes wrote of theirs meanwhile is no reason to. Raises ``Superseded`` and changes
    nothing if a read model's tables are not those that it fed before.
    """
    engine, consumers = arrived[0][0].engine, [applier.model.consumer for applier, _ in arrived]
    concerned = {fact.tp for _, facts in arrived for fact in facts}
    seen = {applier.model.consumer: applier.last_seen(concerned) for applier, _ in arrived}
    changes, new, reached = _changes(arrived, seen)
    if not any(new):  # nothing but repeated facts, unless other tables have come
        with engine.connect() as conn:
            seen = places_of(conn, consumers, concerned)
        changes, new, reached = _changes(arrived, seen)
    if any(new):
        with engine.begin() as conn:
            alone(conn, *consumers)
            now, made = places_of(conn, consumers, concerned), shapes_in(conn, consumers)
            for applier, _ in arrived:
                consumer = applier.model.consumer
                applier.must_be_fed(made.get(consumer), now[consumer])
            if now != seen:
                changes, new, reached = _changes(arrived, now)
            _write(conn, changes)
        for applier, _ in arrived:
            applier.wrote(reached[applier.model.consumer])
    return new


def look_at_all(appliers: Sequence[Applier]) -> None:
    """Raise ``Behind`` if tables of these, all of one database, are further back than they were."""
    if not appliers:
        return
    with appliers[0].engine.connect() as conn:
        found = places(conn, *(applier.model.consumer for applier in appliers))
    for applier in appliers:
        applier.look(found[applier.model.consumer])


def _changes(
    arrived: Sequence[tuple[Applier, Sequence[Published]]], seen: Mapping[str, Reached]
) -> tuple[list[Change], list[int], dict[str, Reached]]:
    """Return the rows to write, the number of new facts for each, and the new position of each."""
    changes: list[Change] = []
    numbers = []
    reached: dict[str, Reached] = {}
    for applier, facts in arrived:
        consumer = applier.model.consumer
        place = reached[consumer] = dict(seen[consumer])
        new: list[Published] = []
        for fact in facts:
            if fact.position > place.get(fact.tp, (0, 0))[1]:
                new.append(fact)
                place[fact.tp] = (fact.offset, fact.position)
        changes += _merge(applier.model.project, new)
        changes += [
            Put(positions, (consumer, *tp), {"position": place[tp][1], "offset": place[tp][0]})
            for tp in {fact.tp for fact in new}
        ]
        numbers.append(len(new))
    return changes, numbers, reached


def unlike(engine: Engine, models: Sequence[ReadModel]) -> list[str]:
    """Return those whose live tables have another version's definition."""
    with engine.connect() as conn:
        if not inspect(conn).has_table(shapes.name):
            return []
        live = shapes_in(conn, [model.consumer for model in models])
    return [
        model.consumer
        for model in models
        if live.get(model.consumer) not in {None, shape_of(model.tables)}
    ]


def digest(conn: Connection, tables: MetaData) -> str:
    """Return a hash over every row of every table: equal tables have equal hashes."""
    return digest_of(conn, {table.name: table for table in tables.sorted_tables})


def digest_of(conn: Connection, tables: Mapping[str, Table]) -> str:
    """Return the same hash for tables that have another name at present."""
    seen = hashlib.sha256()
    for name, table in tables.items():
        seen.update(name.encode())
        for row in conn.execute(select(table).order_by(*table.primary_key.columns)):
            seen.update(repr(tuple(row)).encode())
    return seen.hexdigest()


def _merge(
    project: Callable[[Published], Iterable[Change]], facts: Iterable[Published]
) -> list[Change]:
    """Merge the changes of each row: later columns win; a row deleted on the way starts afresh."""
    rows: dict[tuple[str, tuple[Any, ...]], list[Change]] = {}
    for fact in facts:
        for change in project(fact):
            if isinstance(change, Delete) and len(change.key) < len(change.table.primary_key):
                _drop_rows(rows, change)
            at = rows.setdefault((change.table.name, change.key), [])
            if isinstance(change, Delete):
                at[:] = [change]
            elif at and isinstance(at[-1], Put):
                at[-1] = Put(change.table, change.key, {**at[-1].values, **change.values})
            else:
                at.append(change)
    return [change for changes in rows.values() for change in changes]


def _drop_rows(rows: dict[tuple[str, tuple[Any, ...]], list[Change]], gone: Delete) -> None:
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


@cache
def shape_of(tables: MetaData) -> str:
    """Return a hash of the tables' definition, and of what computes a column's values."""
    columns = [
        f"{table.name}.{column.name}:{column.type!r}:{column.primary_key}"
        + column.info.get(MADE_BY, "")
        for table in tables.sorted_tables
        for column in table.columns
    ]
    return hashlib.sha256("\n".join(columns).encode()).hexdigest()
