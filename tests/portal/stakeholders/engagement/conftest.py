import pytest

from portal.app.read_models import READ_MODELS
from shared.core.roles import Role
from tests.support.engagement import TORTURE, Reports
from tests.support.organisations import Register
from tests.support.portal import Pages, Visitor
from tests.support.ready import ready


@pytest.fixture
def register(portal: Pages) -> Register:
    ready(portal.engine, READ_MODELS)
    return Register(portal.engine, portal.vault)


@pytest.fixture
def reports(portal: Pages, register: Register) -> Reports:
    return Reports(portal.engine, portal.vault)


@pytest.fixture
def drafter(portal: Pages, reports: Reports) -> Visitor:
    """An officer of the mandate."""
    return portal.signed_in(
        Role.HUMAN_RIGHTS_OFFICER,
        account_id="drafter",
        name="Dora Drafter",
        mandates=frozenset({TORTURE}),
    )


@pytest.fixture
def checker(portal: Pages, reports: Reports) -> Visitor:
    return portal.signed_in(Role.STAKEHOLDER_OFFICER, account_id="checker")
