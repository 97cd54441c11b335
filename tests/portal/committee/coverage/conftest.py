import pytest

from portal.app.read_models import READ_MODELS
from tests.support.contacts import Log
from tests.support.coverage import States
from tests.support.organisations import Register
from tests.support.portal import Pages
from tests.support.ready import ready


@pytest.fixture
def states(portal: Pages) -> States:
    ready(portal.engine, READ_MODELS)
    return States(portal.engine)


@pytest.fixture
def register(portal: Pages, states: States) -> Register:
    return Register(portal.engine, portal.vault)


@pytest.fixture
def log(portal: Pages, register: Register) -> Log:
    return Log(portal.engine, portal.vault)
