import pytest

from shared.core.roles import Role
from tests.support.advice import Counsel
from tests.support.organisations import Register, named
from tests.support.portal import Pages, Visitor


@pytest.fixture
def register(portal: Pages) -> Register:
    return Register(portal.engine, portal.vault)


@pytest.fixture
def counsel(portal: Pages, register: Register) -> Counsel:
    return Counsel(portal.engine, portal.vault)


@pytest.fixture
def nadia(portal: Pages, counsel: Counsel) -> Visitor:
    """Somebody of the first institution."""
    return portal.signed_in(
        Role.CONTACT_POINT,
        account_id="nadia",
        name="Nadia Quib",
        organisation_id=named(1),
        organisation="Zanthor Commission",
    )


@pytest.fixture
def officer(portal: Pages, counsel: Counsel) -> Visitor:
    return portal.signed_in(Role.STAKEHOLDER_OFFICER, account_id="an-officer", name="Olga Desk")


@pytest.fixture
def adviser(portal: Pages, counsel: Counsel) -> Visitor:
    return portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, account_id="adviser", name="Ada Viser")
