"""Tables of read models for a test: made where the database has none yet."""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Connection, Engine, MetaData, create_mock_engine, inspect, select

from shared.read_models.model import Applier, ReadModel, shape_of
from shared.read_models.places import bookkeeping, shapes

_written: Final[dict[tuple[str, MetaData], list[str]]] = {}
"""The statements that make tables, by the kind of database and the tables."""


def ready(engine: Engine, models: Iterable[ReadModel]) -> list[Applier]:
    """Return an applier for each of them, its tables prepared.

    A portal of a test begins with all tables (``migrated``), another database with none. So it is
    asked once which there are, and not in a transaction for each read model; and what makes the
    tables is compiled once in a process.
    """
    appliers = [Applier(engine, model) for model in models]
    with engine.connect() as conn:
        there = set(inspect(conn).get_table_names())
        rows = conn.execute(select(shapes)).all() if shapes.name in there else []
    known = {row.consumer: row.shape for row in rows}
    new = [one.model for one in appliers if _is_new(one.model, known, there)]
    if new:
        with engine.begin() as conn:
            _make(conn, new, there)
    for one in appliers:
        if one.model not in new and known.get(one.model.consumer) != shape_of(one.model.tables):
            one.prepare()
    return appliers


def _is_new(model: ReadModel, known: dict[str, str], there: set[str]) -> bool:
    return model.consumer not in known and there.isdisjoint(model.tables.tables)


def _make(conn: Connection, models: list[ReadModel], there: set[str]) -> None:
    """Make tables that are not there as ``Applier.prepare`` does."""
    kept = [] if bookkeeping.tables.keys() <= there else [bookkeeping]
    for tables in (*kept, *(model.tables for model in models)):
        for statement in _statements(conn, tables):
            conn.exec_driver_sql(statement)
    made = [{"consumer": one.consumer, "shape": shape_of(one.tables)} for one in models]
    conn.execute(shapes.insert(), made)


def _statements(conn: Connection, tables: MetaData) -> list[str]:
    key = (conn.dialect.name, tables)
    if key not in _written:
        written: list[str] = []

        def write(statement: Any, *_: Any) -> None:
            written.append(str(statement.compile(dialect=conn.dialect)))

        tables.create_all(create_mock_engine(conn.engine.url, write), checkfirst=False)
        _written[key] = written
    return _written[key]
