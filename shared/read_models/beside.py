"""Building a new generation of a read model's tables beside the live one (decision 0021).

The next generation is a separate read model: the same projection, tables called ``<name>__next``,
and a consumer called ``<consumer>.beside``, with its own positions and group. Pages and the live
consumer do not know of it. Once the next generation has reached every position of the live one, a
single transaction swaps names and positions. The live consumer then continues on the new tables,
from their positions. The next build removes the leftovers of a generation.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from sqlalchemy import (
    DDL,
    Connection,
    Engine,
    MetaData,
    Table,
    delete,
    event,
    insert,
    inspect,
    text,
    update,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.sql.elements import quoted_name

from shared.facts.kafka import Partition, Published
from shared.read_models.model import Applier, Change, ReadModel, digest, digest_of, shape_of
from shared.read_models.places import Reached, alone, places, positions, shape_in, shapes

_NEXT, _OLD = "__next", "__old"
_TAGS = ("__a", "__b")  # of the indexes of two generations: they keep their names
_PATIENCE = "50ms"  # for a table's readers; less than the database waits to look for deadlocks
_ATTACHED = "attached"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """Objects of one kind of database beyond a table's definition, as statements.

    ``<table>`` stands for the table's present name, ``<live>`` for the name that pages use,
    ``<to>`` for its next name; ``<tag>`` distinguishes objects that keep their name when tables
    change theirs.
    """

    made: Sequence[str] = ()
    gone: Sequence[str] = ()
    leaving: Sequence[str] = ()
    arrived: Sequence[str] = ()


def attach(table: Table, attached: Mapping[str, Attached]) -> None:
    """Create and drop these objects with the table. ``attached``: by the kind of database."""
    table.info[_ATTACHED] = attached
    _listen(table, attached, live=table.name, tag="")


class Gone(Exception):
    """There is no live generation beside which another could be built."""


@dataclass(slots=True)
class Generation:
    """The next generation of ``live``'s tables."""

    live: Applier
    next: Applier = field(init=False)

    def __post_init__(self) -> None:
        self.next = Applier(self.engine, _beside(self.live.model, ""))

    @property
    def engine(self) -> Engine:
        return self.live.engine

    def begin(self, *, anew: bool) -> None:
        """Create the next generation's tables; leftovers of them stay unless ``anew``.

        Raises ``Gone``.
        """
        with self.live.writing() as conn:
            if shape_in(conn, self.live.model.consumer) is None:
                raise Gone(self.live.model.consumer)
            _drop(conn, self.live.model.tables, _OLD)
            self.next = Applier(self.engine, _beside(self.live.model, self._tag(conn)))
        if anew or not self.next.prepare():
            self.next.drop()
            self.next.prepare()

    def progress(self) -> tuple[int, int]:
        """Return how many facts the next generation has applied, and the live one.

        The two are the same once another process has swapped them.
        """
        with self.engine.connect() as conn:
            applied, of = (
                sum(offset + 1 for offset, _ in _reached(conn, applier.model.consumer).values())
                for applier in (self.next, self.live)
            )
            over = shape_in(conn, self.next.model.consumer) is None
        return of if over else applied, of

    def alike(self) -> bool:
        """Whether the live tables have this version's definition."""
        with self.engine.connect() as conn:
            return shape_in(conn, self.live.model.consumer) == shape_of(self.live.model.tables)

    def analyse(self) -> None:
        """Update PostgreSQL's statistics of the filled tables, before pages query them."""
        with self.engine.begin() as conn:
            if conn.dialect.name == "postgresql":
                for table in self.next.model.tables.sorted_tables:
                    conn.execute(text(f"ANALYZE {table.name}"))

    def hashes(self) -> tuple[str, str] | None:
        """Return the live and the next generation's hash, if both are at the same position.

        They must be equal. Pages and consumers do not wait for this.
        """
        live, coming = self.live.model, self.next.model
        with self.engine.connect() as conn:
            if conn.dialect.name == "postgresql":  # SQLite's readers see one moment anyway
                conn.execution_options(isolation_level="REPEATABLE READ")
            if _positions(conn, live.consumer) != _positions(conn, coming.consumer):
                return None
            named = {
                table.name: coming.tables.tables[table.name + _NEXT]
                for table in live.tables.sorted_tables
            }
            return digest(conn, live.tables), digest_of(conn, named)

    def swap(self) -> bool:
        """Swap the next generation in; False while it is behind, or while tables are read.

        It is all or nothing. No read fails, and none sees tables of both generations. It also
        returns True if another process has swapped. Raises ``Gone``.
        """
        live, coming = self.live.model, self.next.model
        with self.live.writing() as conn:
            alone(conn, coming.consumer)
            if shape_in(conn, coming.consumer) is None:
                return shape_in(conn, live.consumer) == shape_of(live.tables)
            if shape_in(conn, live.consumer) is None:
                raise Gone(live.consumer)
            reached = _positions(conn, coming.consumer)
            behind = _positions(conn, live.consumer).items()
            if any(reached.get(tp, 0) < position for tp, position in behind):
                return False
            if not _locked(conn, live.tables):
                return False
            for table in live.tables.sorted_tables:
                if inspect(conn).has_table(table.name):
                    _rename(conn, table, table.name, table.name + _OLD)
                _rename(conn, table, table.name + _NEXT, table.name)
            for of in (positions, shapes):
                conn.execute(delete(of).where(of.c.consumer == live.consumer))
            conn.execute(
                update(positions)
                .where(positions.c.consumer == coming.consumer)
                .values(consumer=live.consumer)
            )
            conn.execute(delete(shapes).where(shapes.c.consumer == coming.consumer))
            conn.execute(insert(shapes).values(consumer=live.consumer, shape=shape_of(live.tables)))
        return True

    def sweep(self) -> None:
        """Drop the tables that are no longer live."""
        with self.live.writing() as conn:
            _drop(conn, self.live.model.tables, _OLD)

    def _tag(self, conn: Connection) -> str:
        names = {
            index["name"] or ""
            for table in self.live.model.tables.sorted_tables
            if inspect(conn).has_table(table.name)
            for index in inspect(conn).get_indexes(table.name)
        }
        taken = any(name.endswith(_TAGS[0]) for name in names)
        return _TAGS[1] if taken else _TAGS[0]


def beside(consumer: str) -> str:
    """Return the name of the next generation's consumer and Kafka group."""
    return f"{consumer}.beside"


def _beside(model: ReadModel, tag: str) -> ReadModel:
    tables = MetaData()
    copies: dict[str, Table] = {}
    for table in model.tables.sorted_tables:
        copy = table.to_metadata(tables, name=table.name + _NEXT)
        for index in copy.indexes:
            index.name = quoted_name(f"{index.name}{tag}", quote=None)
        _listen(copy, _objects_of(table), live=table.name, tag=tag)
        copies[table.name] = copy

    def project(published: Published) -> Iterable[Change]:
        for change in model.project(published):
            yield replace(change, table=copies[change.table.name])

    return replace(model, consumer=beside(model.consumer), tables=tables, project=project)


def _reached(conn: Connection, consumer: str) -> Reached:
    return places(conn, consumer)[consumer]


def _positions(conn: Connection, consumer: str) -> dict[Partition, int]:
    return {tp: position for tp, (_, position) in _reached(conn, consumer).items()}


def _locked(conn: Connection, tables: MetaData) -> bool:
    """Whether all these tables are locked against readers until the transaction ends.

    All are locked at once, before any is renamed: a page that has read one of them reads the others
    of the same generation. The lock never waits long: readers win, and the caller tries again.
    """
    if conn.dialect.name != "postgresql":
        return True  # readers of SQLite keep what they see
    names = [table.name for table in tables.sorted_tables if inspect(conn).has_table(table.name)]
    conn.execute(text(f"SET LOCAL lock_timeout = '{_PATIENCE}'"))
    try:
        with conn.begin_nested():
            for name in names:
                conn.execute(text(f"LOCK TABLE {name} IN ACCESS EXCLUSIVE MODE"))
    except OperationalError:
        return False
    return True


def _rename(conn: Connection, table: Table, now: str, to: str) -> None:
    attached = _objects_of(table).get(conn.dialect.name, Attached())
    for statement in attached.leaving:
        conn.execute(text(_fill(statement, now, live=table.name, to=to)))
    conn.execute(text(f"ALTER TABLE {now} RENAME TO {to}"))
    if to == table.name:
        for statement in attached.arrived:
            conn.exec_driver_sql(_fill(statement, to, live=table.name))


def _drop(conn: Connection, tables: MetaData, ending: str) -> None:
    for table in tables.sorted_tables:
        attached = _objects_of(table).get(conn.dialect.name, Attached())
        for statement in attached.gone:
            conn.execute(text(_fill(statement, table.name + ending, live=table.name)))
        conn.execute(text(f"DROP TABLE IF EXISTS {table.name}{ending}"))


def _objects_of(table: Table) -> Mapping[str, Attached]:
    found: Mapping[str, Attached] = table.info.get(_ATTACHED, MappingProxyType({}))
    return found


def _listen(table: Table, attached: Mapping[str, Attached], *, live: str, tag: str) -> None:
    for dialect, objects in attached.items():
        for when, statements in (("after_create", objects.made), ("before_drop", objects.gone)):
            for statement in statements:
                ddl = DDL(_fill(statement, table.name, live=live, tag=tag))  # type: ignore[no-untyped-call]  # as SQLAlchemy has it
                event.listen(table, when, ddl.execute_if(dialect=dialect))


def _fill(statement: str, table: str, *, live: str, to: str = "", tag: str = "") -> str:
    names = {"<table>": table, "<live>": live, "<to>": to, "<tag>": tag}
    for name, value in names.items():
        statement = statement.replace(name, value)
    return statement
