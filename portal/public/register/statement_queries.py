"""Public queries of statements."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Engine, and_, func, select, true

from portal.public.register import search
from portal.public.register.cards import Wanted
from portal.public.register.statement_model import statements
from shared.core.geneva import day_of

PAGE = 20
_BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """``edition``: above 1 it was corrected, the last time at ``issued_at``."""

    key: int
    statement_id: str
    edition: int
    kind: str
    mandates: tuple[str, ...]
    states: tuple[str, ...]
    language: str
    symbol: str | None
    visit_from: date | None
    visit_to: date | None
    title: str
    text: str
    government_view: str
    first_issued_at: datetime
    issued_at: datetime


def found(conn: Connection, wanted: Wanted, most: int = PAGE) -> tuple[list[Statement], int | None]:
    """Return a page of statements, newest first, and the key to go on after; None at the end.

    Of ``wanted`` the words, State, mandate and ``type`` (the kind) count.
    """
    c = statements.c
    marks = [
        search.mark(kind, value)
        for kind, value in (
            ("state", wanted.state),
            ("mandate", wanted.mandate),
            ("kind", wanted.type),
        )
        if value
    ]
    query = search.query(wanted.words, marks, dialect=conn.dialect.name)
    which = c.key < wanted.before if wanted.before is not None else true()
    if query is not None:
        keys = search.keys(conn, statements, query, before=wanted.before, most=most + 1)
        which = c.key.in_(keys)
    rows = _rows(conn, which, c.key.desc(), most + 1)
    return rows[:most], rows[most - 1].key if len(rows) > most else None


def counted(conn: Connection, wanted: Wanted) -> int:
    """Return how many hold the words."""
    query = search.query(wanted.words, dialect=conn.dialect.name)
    if query is None:
        return conn.scalar(select(func.count()).select_from(statements)) or 0
    return len(search.keys(conn, statements, query))


def keys(conn: Connection, words: str) -> list[int]:
    """Return the keys of those with the words, newest first."""
    query = search.query(words, dialect=conn.dialect.name)
    return sorted(search.keys(conn, statements, query), reverse=True) if query else []


def by_key(conn: Connection, keys: Sequence[int]) -> list[Statement]:
    """Return these, newest first."""
    return _rows(conn, statements.c.key.in_(keys), statements.c.key.desc(), None)


def by_id(conn: Connection, statement_id: str) -> Statement | None:
    """One look into the public table, whether there is such a statement or not."""
    rows = _rows(conn, statements.c.statement_id == statement_id, statements.c.key, 1)
    return rows[0] if rows else None


def issued_between(conn: Connection, begin: datetime, end: datetime) -> list[Statement]:
    c = statements.c
    this = and_(c.first_issued_at >= begin, c.first_issued_at < end)
    return _rows(conn, this, c.first_issued_at.desc(), None)


def latest(conn: Connection, most: int = 50) -> list[Statement]:
    return _rows(conn, true(), statements.c.issued_at.desc(), most)


def months(conn: Connection) -> set[tuple[int, int]]:
    """Return the months in which a statement was issued."""
    at = conn.scalars(select(statements.c.first_issued_at).distinct())
    return {(one.year, one.month) for one in map(day_of, at)}


def batches(database: Engine, wanted: Wanted) -> Iterator[list[Statement]]:
    """A batch at a time, each with a connection of its own: no database waits for a slow reader."""
    after = wanted.before
    while True:
        with database.connect() as conn:
            some, after = found(conn, replace(wanted, before=after), _BATCH)
        yield some
        if after is None:
            return


def _rows(
    conn: Connection, which: ColumnElement[bool], order: ColumnElement[object], most: int | None
) -> list[Statement]:
    columns = [statements.c[name] for name in Statement.__slots__]
    these = select(*columns).where(which)
    rows = conn.execute(these.order_by(order, statements.c.key.desc()).limit(most))
    return [
        Statement(**{**row._asdict(), "mandates": tuple(row.mandates), "states": tuple(row.states)})
        for row in rows
    ]
