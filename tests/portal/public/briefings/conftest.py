import pytest

from tests.support.briefings import Issues
from tests.support.portal import Pages


@pytest.fixture
def issues(portal: Pages) -> Issues:
    return Issues(portal.engine, portal.vault)
