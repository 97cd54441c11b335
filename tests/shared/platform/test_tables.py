import sqlite3
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Column, Engine, Integer, MetaData, Table, insert, select, text
from sqlalchemy.exc import OperationalError, StatementError, TimeoutError  # noqa: A004  # ours is theirs here

from shared.platform.settings import Settings
from shared.platform.tables import Instant, make_engine

tables = MetaData()
moments = Table("moments", tables, Column("id", Integer, primary_key=True), Column("at", Instant))


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = make_engine(database_url, durable=True)
    tables.create_all(made)
    yield made
    made.dispose()


def test_a_time_comes_back_aware_and_in_utc(engine: Engine) -> None:
    at = datetime(2026, 1, 5, 9, 30, 1, 234567, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    with engine.begin() as conn:
        conn.execute(insert(moments).values(id=1, at=at))
        found = conn.scalar(select(moments.c.at))
    assert found == at
    assert found.tzinfo is UTC


def test_a_naive_time_is_refused(engine: Engine) -> None:
    naive = datetime(2026, 1, 5)  # noqa: DTZ001  # the very thing that is refused
    with pytest.raises(StatementError, match="Naive"), engine.begin() as conn:
        conn.execute(insert(moments).values(id=1, at=naive))


def test_no_time_stays_no_time(engine: Engine) -> None:
    with engine.begin() as conn:
        conn.execute(insert(moments).values(id=1, at=None))
        assert conn.execute(select(moments.c.at)).scalar_one() is None


def test_reading_before_writing_does_not_lose_to_another_writer(engine: Engine) -> None:
    """On SQLite a transaction that read first would fail at once; ours waits its turn."""
    errors: list[BaseException] = []

    def count_up() -> None:
        try:
            for _ in range(20):
                with engine.begin() as conn:
                    conn.execute(select(moments)).all()
                    conn.execute(insert(moments).values(at=None))
        except BaseException as error:  # noqa: BLE001  # handed to the test
            errors.append(error)

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with engine.connect() as conn:
        assert len(conn.execute(select(moments)).all()) == 80


def test_a_writer_that_waits_in_vain_says_so_and_the_next_one_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.platform.tables._PATIENCE", 0.05)
    engine = make_engine(f"sqlite:///{tmp_path}/x.db", durable=True)
    tables.create_all(engine)
    other = sqlite3.connect(tmp_path / "x.db", isolation_level=None)  # as another process would
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError, match="locked"), engine.begin():
        pass
    other.execute("COMMIT")
    with engine.begin() as conn:
        conn.execute(insert(moments).values(id=1, at=None))
    with engine.connect() as conn:
        assert conn.scalar(select(moments.c.id)) == 1
    other.close()
    engine.dispose()


def test_reading_does_not_wait_for_a_writer(engine: Engine) -> None:
    with engine.begin() as writing:
        writing.execute(insert(moments).values(id=1, at=None))
        with engine.connect() as reading:
            assert reading.execute(select(moments)).all() == []


@pytest.mark.parametrize(("durable", "synchronous"), [(True, 2), (False, 1)])
def test_sqlite_is_as_durable_as_asked(tmp_path: Path, *, durable: bool, synchronous: int) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/var/made/x.db", durable=durable)
    with engine.connect() as conn:
        assert conn.scalar(text("PRAGMA synchronous")) == synchronous
        assert conn.scalar(text("PRAGMA journal_mode")) == "wal"
        assert conn.scalar(text("PRAGMA foreign_keys")) == 1
        assert conn.scalar(text("PRAGMA busy_timeout")) == 5000
    engine.dispose()


def test_postgresql_gives_no_more_connections_than_the_pool_has(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAPPORTEUR_DATABASE_POOL", "1")
    monkeypatch.setenv("RAPPORTEUR_DATABASE_OVERFLOW", "1")
    engine = make_engine(postgres_url, durable=True, pool=Settings().pool)
    monkeypatch.setattr(engine.pool, "_timeout", 0.01)
    with engine.connect(), engine.connect(), pytest.raises(TimeoutError):
        engine.connect()
    engine.dispose()


@pytest.mark.parametrize(("durable", "synchronous"), [(True, "on"), (False, "off")])
def test_postgresql_is_as_durable_as_asked(
    postgres_url: str, *, durable: bool, synchronous: str
) -> None:
    """(The test server's own default is off, so the durable one is asked in words.)"""
    url = postgres_url.replace("postgresql+psycopg:", "postgresql:")
    engine = make_engine(url, durable=durable)
    with engine.connect() as conn:
        if durable:
            conn.execute(text("SET synchronous_commit = DEFAULT"))
            synchronous = (
                conn.scalar(
                    text("SELECT reset_val FROM pg_settings WHERE name = 'synchronous_commit'")
                )
                or ""
            )
        assert conn.scalar(text("SHOW synchronous_commit")) == synchronous
    engine.dispose()


def test_postgresql_compiles_no_query(postgres_url: str) -> None:
    engine = make_engine(postgres_url, durable=False)
    with engine.connect() as conn:
        assert conn.scalar(text("SHOW jit")) == "off"
    engine.dispose()


def _gone(url: str, engine: Engine) -> None:
    """End the connections of an engine from another, as a server that restarts does."""
    with engine.connect() as one, engine.connect() as other:
        pids = [conn.scalar(text("SELECT pg_backend_pid()")) for conn in (one, other)]
    server = make_engine(url, durable=False)
    with server.connect() as conn:
        for pid in pids:
            assert conn.scalar(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})
    server.dispose()


def test_a_connection_that_is_gone_is_noticed_at_most_once(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not at all by what comes after a rest; else by one, and by no other connection."""
    engine = make_engine(postgres_url, durable=False)
    for rested, failures in ((0.0, 0), (60.0, 1)):
        monkeypatch.setattr("shared.platform.tables._RESTED", rested)
        _gone(postgres_url, engine)
        failed = 0
        for _ in range(4):
            try:
                with engine.connect() as conn:
                    assert conn.scalar(text("SELECT 1")) == 1
            except OperationalError:
                failed += 1
        assert failed == failures
    engine.dispose()


def test_a_connection_that_did_not_rest_is_asked_nothing(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = make_engine(postgres_url, durable=False)
    pinged: list[object] = []
    monkeypatch.setattr(engine.dialect, "do_ping", pinged.append)
    for _ in range(3):
        with engine.connect():
            pass
    assert pinged == []
    monkeypatch.setattr("shared.platform.tables._RESTED", 0.0)
    with engine.connect():
        assert len(pinged) == 1
    engine.dispose()
