"""Databases: how to open them, and the column types that they share.

SQLite and PostgreSQL behave alike behind ``make_engine``: times are aware UTC, a transaction that
writes takes its lock when it begins, and ``durable`` says whether a commit must survive a power
cut.
"""

import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Final

from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Text,
    TypeDecorator,
    cast,
    create_engine,
    event,
    false,
    make_url,
    or_,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection
from typing_extensions import override

from shared.core.message import Sealed
from shared.platform.pool import Pool

_PATIENCE = 5.0  # seconds for SQLite's write lock
_STEP = 0.002  # seconds between two attempts at it
_UNTIL = "sqlite_write_lock_until"
_RESTED = 1.0  # seconds after which a connection may be gone without a word
_SINCE = "rests_since"
_WAIT = f"PRAGMA busy_timeout = {_PATIENCE * 1_000:.0f}"
_POOL = Pool()


def make_engine(url: str | URL, *, durable: bool, pool: Pool = _POOL) -> Engine:
    """Open a database.

    ``durable``: a commit is on disk when it returns. Set it for data that cannot be rebuilt
    (outbox, vault, accounts); leave it unset for read models, whose position is rolled back with
    them.

    ``pool`` is for PostgreSQL, which limits the total number of connections (``max_connections``).
    If none is free for 30 s the caller gets SQLAlchemy's ``TimeoutError``. It compiles no query:
    that takes some hundred ms each time, and what a page asks it answers in ten.

    On SQLite ``engine.begin()`` takes the write lock at once and waits up to 5 s for it, because a
    transaction that starts with a read could only fail at its first write. The threads of a process
    queue for it: with SQLite's own retries, at growing intervals of up to 100 ms, the one that has
    waited longest would come last. ``engine.connect()`` reads a snapshot and never waits.
    """
    url = make_url(url)
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, durable=durable)
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    engine = create_engine(
        url,
        pool_size=pool.size,
        max_overflow=pool.overflow,
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def configure(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        cursor.execute("SET jit = off")
        if not durable:
            cursor.execute("SET synchronous_commit = off")
        cursor.close()
        connection.commit()

    _ping_what_rested(engine)
    return engine


def _ping_what_rested(engine: Engine) -> None:
    """Ask a connection whether it is still there, if nobody used it for a second.

    To ask each time is a round trip for every use. One that is gone within its second fails once,
    and all that were opened before it are opened anew.
    """

    @event.listens_for(engine, "checkin")
    def rest(_: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
        entry.info[_SINCE] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def ping(
        connection: DBAPIConnection, entry: ConnectionPoolEntry, _: PoolProxiedConnection
    ) -> None:
        now = time.monotonic()
        if now - entry.info.get(_SINCE, now) < _RESTED:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error:
            raise InvalidatePoolError from None


class _Sqlite(Engine):
    """An engine whose ``begin`` starts a write transaction."""

    @override
    @contextmanager
    def begin(self) -> Iterator[Connection]:
        until = time.monotonic() + _PATIENCE
        queue = _queue(self.url.database or str(id(self)))
        mine = queue.acquire(timeout=_PATIENCE)
        try:
            with self.connect() as connection:
                connection.execution_options(**{_UNTIL: until})
                with connection.begin():
                    yield connection
        finally:
            if mine:
                queue.release()


@cache
def _queue(_database: str) -> Lock:
    return Lock()


def _sqlite(url: URL, *, durable: bool) -> Engine:
    kept: dict[str, int] = {}
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        kept = {"pool_size": _POOL.size, "max_overflow": _POOL.overflow}
    plain = create_engine(url, **kept)
    engine = _Sqlite(plain.pool, plain.dialect, plain.url, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def configure(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        # The driver must not begin transactions by its own rules; see begin() below.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(_WAIT)  # first: the next line may have to wait
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        until = connection.get_execution_options().get(_UNTIL)
        if until is None:
            connection.exec_driver_sql("BEGIN DEFERRED")
        else:
            _begin_writing(connection, until)

    return engine


def _begin_writing(connection: Connection, until: float) -> None:
    """Take the write lock; while another process has it, retry at even intervals."""
    raw: Any = connection.connection.driver_connection
    raw.execute("PRAGMA busy_timeout = 0")
    try:
        while time.monotonic() < until:
            try:
                raw.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorname != "SQLITE_BUSY":
                    break
                time.sleep(_STEP)
            else:
                return
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # fails, and SQLAlchemy says so
    finally:
        raw.execute(_WAIT)


def any_of(column: ColumnElement[Any], codes: Iterable[str]) -> ColumnElement[bool]:
    """Whether one of the codes stands in a list that is kept as JSON."""
    written = cast(column, Text)
    return or_(false(), *(written.contains(f'"{code}"', autoescape=True) for code in sorted(codes)))


class Instant(TypeDecorator[datetime]):
    """An aware time, kept in UTC and returned in UTC. A naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise NaiveTime(value)
        return value.astimezone(UTC) if value else None

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class NaiveTime(ValueError):
    """A time without a zone would mean another moment on another machine."""


TAG: Final = 24


def tag_of(sealed: Sealed) -> str:
    """Return what tells this ciphertext from every other: the 16 bytes at its end, as letters.

    A table keeps it beside a text of which thousands are compared: no database finds the end of a
    long text without reading all of it.
    """
    return sealed.cipher[-TAG:]


class SealedText(TypeDecorator[Sealed]):
    """Restricted text as ciphertext, beside the name of the key that opens it."""

    impl = Text
    cache_ok = True

    @override
    def process_bind_param(self, value: Sealed | None, dialect: Dialect) -> str | None:
        return f"{value.subject}|{value.cipher}" if value else None

    @override
    def process_result_value(self, value: str | None, dialect: Dialect) -> Sealed | None:
        return Sealed(*value.rsplit("|", 1)) if value else None
