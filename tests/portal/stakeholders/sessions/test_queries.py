"""The queries of sessions answer alike on both databases."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import create_engine

from portal.stakeholders.sessions import queries
from shared.platform.vault import Vault, tables
from tests.support.sessions import NOW, Hall


@pytest.fixture
def hall(database_url: str) -> Iterator[Hall]:
    engine = create_engine(database_url)
    tables.create_all(engine)
    yield Hall(engine, Vault(engine, [Fernet.generate_key().decode()]))
    engine.dispose()


def test_sessions_are_found_by_whom_they_are_for_and_seats_by_who_still_speaks(hall: Hall) -> None:
    session_id = hall.opened(1, title="one", audience=("ngo",))
    hall.opened(2, title="both", audience=("nhri", "ngo"), begins=NOW + timedelta(days=30))
    hall.opened(3, title="other", audience=("nhri",))
    hall.opened(4, title="over", audience=("ngo",), begins=NOW - timedelta(days=1))
    hall.asks(session_id, "member", by="focal")
    hall.asks(session_id, "focal")
    with hall.engine.connect() as conn:
        for categories, titles in (
            (["ngo"], ["one", "both"]),
            (["nhri"], ["other", "both"]),
            (["n"], []),
            ([], []),
        ):
            rows = conn.execute(queries.upcoming_for(NOW, categories)).all()
            assert [row.title for row in rows] == titles
        assert queries.asked_for(conn, "focal") == ["member"]
        for others, holders in (({"member"}, {"member", "focal"}), (set[str](), {"focal"})):
            rows = conn.execute(queries.of_person("focal", others)).all()
            assert {row.holder_id for row in rows} == holders
        assert queries.taken(conn, "member", [session_id]) == {session_id}
        assert queries.taken(conn, "focal", []) == set()
