import pytest

from tests.support.portal import Pages
from tests.support.submissions import Told


@pytest.fixture
def told(portal: Pages) -> Told:
    """The portal's tables of submissions, to be told facts."""
    return Told(portal.engine)
