import pytest

from shared.core.roles import Role
from tests.support.organisations import Register, named
from tests.support.portal import Pages, Visitor
from tests.support.sessions import Hall


@pytest.fixture
def register(portal: Pages) -> Register:
    return Register(portal.engine, portal.vault)


@pytest.fixture
def hall(portal: Pages, register: Register) -> Hall:
    return Hall(portal.engine, portal.vault)


@pytest.fixture
def officer(portal: Pages, hall: Hall) -> Visitor:
    return portal.signed_in(Role.STAKEHOLDER_OFFICER, account_id="the-officer")


@pytest.fixture
def focal(portal: Pages, hall: Hall) -> Visitor:
    """The focal point of the first organisation."""
    return portal.signed_in(
        Role.NGO_MEMBER,
        Role.FOCAL_POINT,
        account_id="focal",
        name="Flora Focal",
        organisation_id=named(1),
        organisation="Alpha Watch",
    )


@pytest.fixture
def member(portal: Pages, hall: Hall) -> Visitor:
    """A member of the first organisation."""
    return portal.signed_in(
        Role.NGO_MEMBER,
        account_id="member",
        name="Mira Member",
        organisation_id=named(1),
        organisation="Alpha Watch",
    )
