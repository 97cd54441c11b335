"""How our databases are opened, and the column types that all of them share.

SQLite and PostgreSQL behave alike behind ``make_engine``: times are aware UTC, a transaction that
writes takes its lock when it begins, and ``durable`` says whether a commit must survive a power
cut.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import (
    URL,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Text,
    TypeDecorator,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry
from typing_extensions import override

from shared.message import Sealed

_LOCK = "sqlite_lock"
_THREADS = 32  # a web process has 16 and may hold two connections in each


def make_engine(url: str | URL, *, durable: bool) -> Engine:
    """Open a database.

    ``durable``: a commit is on disk when it returns. Set it for what cannot be rebuilt (outbox,
    vault, accounts); leave it unset for read models, whose position is rolled back with them.

    On SQLite ``engine.begin()`` takes the write lock at once and waits up to 5 s for it, because a
    transaction that read first could only fail at its first write. ``engine.connect()`` reads a
    snapshot and never waits.
    """
    url = make_url(url)
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, durable=durable)
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    engine = create_engine(
        url, pool_pre_ping=True, pool_size=4, max_overflow=_THREADS, hide_parameters=True
    )
    if not durable:

        @event.listens_for(engine, "connect")
        def relax(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
            connection.cursor().execute("SET synchronous_commit = off")
            connection.commit()

    return engine


class _Sqlite(Engine):
    """An engine whose ``begin`` is for writing."""

    @override
    @contextmanager
    def begin(self) -> Iterator[Connection]:
        with self.connect() as connection:
            connection.execution_options(**{_LOCK: "IMMEDIATE"})
            with connection.begin():
                yield connection


def _sqlite(url: URL, *, durable: bool) -> Engine:
    pool: dict[str, int] = {}
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        pool = {"pool_size": 4, "max_overflow": _THREADS}
    plain = create_engine(url, **pool)
    engine = _Sqlite(plain.pool, plain.dialect, plain.url, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def configure(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        # The driver must not begin transactions by its own rules; see begin() below.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout = 5000")  # first: the next line may have to wait
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        lock = connection.get_execution_options().get(_LOCK, "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {lock}")

    return engine


class Instant(TypeDecorator[datetime]):
    """An aware time, kept in UTC and given back in UTC. A naive one is refused."""

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
