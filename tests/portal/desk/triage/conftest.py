from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from shared.platform.tables import make_engine
from tests.support.portal import Pages
from tests.support.submissions import Told


@pytest.fixture
def told(portal: Pages) -> Told:
    """The tables that the pages of triage read, to be told facts."""
    return Told(portal.engine)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = make_engine(database_url, durable=False)
    yield engine
    engine.dispose()
