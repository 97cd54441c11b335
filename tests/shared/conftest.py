"""Fixtures for tests of the shared machinery."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from shared.platform.tables import make_engine


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = make_engine(database_url, durable=False)
    yield engine
    engine.dispose()
