"""Databases of tests are empty, separate, and of both kinds."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.support.postgres import in_memory

NOTE = sa.Table("note", sa.MetaData(), sa.Column("word", sa.Text))


@pytest.mark.parametrize("word", ["first", "second"])
def test_each_test_gets_an_empty_database(database_url: str, word: str) -> None:
    engine = sa.create_engine(database_url)
    NOTE.create(engine)
    with engine.begin() as connection:
        connection.execute(NOTE.insert(), {"word": word})
        assert connection.scalars(sa.select(NOTE.c.word)).all() == [word]
    engine.dispose()


def test_postgresql_is_private(postgres_url: str) -> None:
    engine = sa.create_engine(postgres_url)
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SHOW listen_addresses")) == ""
    engine.dispose()


def test_it_lies_in_memory_where_that_has_room(tmp_path: Path) -> None:
    assert in_memory(tmp_path, room=1) == tmp_path
    assert in_memory(tmp_path, room=1 << 60) is None
    assert in_memory(tmp_path / "none", room=1) is None
