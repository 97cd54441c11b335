"""Writing many rows into tables, in the fastest way for each database.

SQLAlchemy would build the statement for every call and the values row by row; here a statement is
built once for a table and its columns, and values are made column by column. For PostgreSQL many
rows are copied (COPY) into a temporary table of the transaction and inserted from there at once:
one message instead of one for each row.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

from sqlalchemy import Connection, Dialect, Table
from sqlalchemy.dialects import postgresql, sqlite

_MANY = 100  # rows from which on COPY is worth a table of its own

_Bind: TypeAlias = Callable[[Any], Any] | None


@dataclass(frozen=True, slots=True)
class _Plan:
    """``names``: the statement's values, in order; ``binds`` convert a value for it."""

    sql: str
    names: tuple[str, ...]
    binds: tuple[_Bind, ...]


def upsert(
    conn: Connection, table: Table, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Insert each row, or set its ``columns`` if a row with its key exists.

    A row has its key, in the order of the table's key, then the ``columns``. No two have the same
    key.
    """
    plan = _plan(conn.dialect, table, tuple(columns))
    given = dict(zip([*_key(table), *columns], zip(*rows, strict=True), strict=True))
    values = [
        map(bind, given[name]) if bind else given[name]
        for name, bind in zip(plan.names, plan.binds, strict=True)
    ]
    ready = list(zip(*values, strict=True))
    if conn.dialect.name == "sqlite":
        conn.exec_driver_sql(plan.sql, ready)
    elif len(ready) < _MANY:
        conn.exec_driver_sql(plan.sql, [dict(zip(plan.names, row, strict=True)) for row in ready])
    else:
        _copy(conn, table, plan, ready)


def _copy(conn: Connection, table: Table, plan: _Plan, rows: Sequence[Sequence[Any]]) -> None:
    quoted = conn.dialect.identifier_preparer.quote
    into, columns = quoted(table.name), ", ".join(map(quoted, plan.names))
    conflict = plan.sql[plan.sql.rindex(" ON CONFLICT ") :]
    raw: Any = conn.connection.driver_connection
    with raw.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE arriving ON COMMIT DROP AS SELECT {columns} FROM {into} LIMIT 0"  # noqa: S608  # names of ours
        )
        with cursor.copy(f"COPY arriving ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(
            f"INSERT INTO {into} ({columns}) SELECT {columns} FROM arriving{conflict}"  # noqa: S608  # likewise
        )
        cursor.execute("DROP TABLE arriving")


@lru_cache(maxsize=1_000)
def _plan(dialect: Dialect, table: Table, columns: tuple[str, ...]) -> _Plan:
    keys = _key(table)
    names = tuple(column.name for column in table.columns if column.name in {*keys, *columns})
    statement: Any = (sqlite if dialect.name == "sqlite" else postgresql).insert(table)
    if columns:
        statement = statement.on_conflict_do_update(
            index_elements=keys, set_={name: statement.excluded[name] for name in columns}
        )
    else:
        statement = statement.on_conflict_do_nothing(index_elements=keys)
    return _Plan(
        sql=str(statement.compile(dialect=dialect, column_keys=names)),
        names=names,
        binds=tuple(
            table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names
        ),
    )


def _key(table: Table) -> list[str]:
    return [column.name for column in table.primary_key.columns]
