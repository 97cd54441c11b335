"""Databases of tests are empty, separate, and of both kinds."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from portal.app.read_models import READ_MODELS
from shared.read_models.model import Applier
from shared.read_models.places import shapes
from tests.support.compiled import engine_of
from tests.support.postgres import in_memory
from tests.support.ready import ready

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


def test_tables_of_read_models_are_those_that_a_process_prepares(database_url: str) -> None:
    """Also where some are there already, and again."""
    with opened(database_url) as engine:
        ready(engine, READ_MODELS[:2])
        assert ready(engine, READ_MODELS)[0].prepare()
        found = _definition(engine)
        for model in READ_MODELS:
            Applier(engine, model).drop()
            assert Applier(engine, model).prepare()
        assert found == _definition(engine)


@contextmanager
def opened(url: str) -> Iterator[sa.Engine]:
    engine = engine_of(url)
    yield engine
    engine.dispose()


def _definition(engine: sa.Engine) -> object:
    """Return what each table is made of, and which version of each read model it is of."""
    there = sa.MetaData()
    there.reflect(engine)
    with engine.connect() as connection:
        made = connection.execute(sa.select(shapes).order_by(shapes.c.consumer)).all()
    parts = [
        (table.name, [*map(repr, table.columns)], sorted(map(repr, table.indexes)))
        for table in there.sorted_tables
    ]
    return re.sub(r" at 0x\w+", "", str((made, parts)))
