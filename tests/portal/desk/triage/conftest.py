from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.support.compiled import engine_of
from tests.support.portal import Pages
from tests.support.submissions import Told


@pytest.fixture
def told(portal: Pages) -> Told:
    """The tables that the pages of triage read, to be told facts."""
    return Told(portal.engine)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = engine_of(database_url)
    yield engine
    engine.dispose()
