import pytest

from tests.support.channel import Told
from tests.support.portal import Pages


@pytest.fixture
def told(portal: Pages) -> Told:
    return Told(portal.engine)
