import pytest

from shared.core.roles import Role
from tests.support.dialogues import Council
from tests.support.organisations import Register, named
from tests.support.portal import Pages, Visitor


@pytest.fixture
def register(portal: Pages) -> Register:
    return Register(portal.engine, portal.vault)


@pytest.fixture
def council(portal: Pages, register: Register) -> Council:
    return Council(portal.engine, portal.vault)


@pytest.fixture
def officer(portal: Pages, council: Council) -> Visitor:
    return portal.signed_in(Role.STAKEHOLDER_OFFICER, account_id="an-officer")


@pytest.fixture
def member(portal: Pages, council: Council) -> Visitor:
    """A member of the first organisation."""
    return portal.signed_in(
        Role.NGO_MEMBER,
        account_id="member",
        name="Mira Member",
        organisation_id=named(1),
        organisation="Alpha Watch",
    )
