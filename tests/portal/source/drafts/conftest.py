import pytest

from tests.support.portal import Pages
from tests.support.submissions import Told


@pytest.fixture
def told(portal: Pages) -> Told:
    """The submissions' tables."""
    return Told(portal.engine)
