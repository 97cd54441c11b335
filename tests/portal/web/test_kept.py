"""What a process keeps of read models is read again once one of them has gone on."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine, insert, update

from portal.web.kept import Kept
from shared.platform.tables import make_engine
from shared.read_models.places import bookkeeping, positions


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = make_engine(database_url, durable=False)
    bookkeeping.create_all(made)
    yield made
    made.dispose()


def reached(conn: Connection, consumer: str, position: int) -> None:
    at = {"topic": "intake.events", "partition": 0, "position": position, "offset": position}
    conn.execute(insert(positions), {"consumer": consumer, **at})


def test_it_is_read_once_until_one_of_its_read_models_goes_on(engine: Engine) -> None:
    read: list[int] = []

    def make(_: Connection) -> int:
        read.append(len(read))
        return read[-1]

    kept = Kept("portal.one", "portal.two", make=make)

    def now() -> int:
        with engine.connect() as conn:
            return kept.of(conn)

    assert [now(), now()] == [0, 0]
    with engine.begin() as conn:
        reached(conn, "portal.one", 5)
        reached(conn, "portal.other", 5)
    assert [now(), now()] == [1, 1]
    with engine.begin() as conn:
        conn.execute(
            update(positions).where(positions.c.consumer == "portal.other"), {"position": 6}
        )
    assert now() == 1, "of another read model"
    with engine.begin() as conn:
        reached(conn, "portal.two", 1)
    assert [now(), now()] == [2, 2]
    other = Kept("portal.one", make=make)
    with engine.connect() as conn:
        assert other.of(conn) == 3, "each keeps its own"
