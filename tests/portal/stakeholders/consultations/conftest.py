import pytest

from shared.core.roles import Role
from tests.support.consultations import Forum
from tests.support.organisations import Register, named
from tests.support.portal import Pages, Visitor


@pytest.fixture
def register(portal: Pages) -> Register:
    return Register(portal.engine, portal.vault)


@pytest.fixture
def forum(portal: Pages, register: Register) -> Forum:
    return Forum(portal.engine, portal.vault)


@pytest.fixture
def officer(portal: Pages, forum: Forum) -> Visitor:
    return portal.signed_in(Role.STAKEHOLDER_OFFICER, account_id="the-officer")


@pytest.fixture
def member(portal: Pages, forum: Forum) -> Visitor:
    """A member of the first organisation."""
    return portal.signed_in(
        Role.NGO_MEMBER,
        account_id="member",
        name="Mira Member",
        organisation_id=named(1),
        organisation="Alpha Watch",
    )
