import pytest

from shared.core.roles import Role
from tests.support.organisations import Register, named
from tests.support.portal import Pages, Visitor


@pytest.fixture
def register(portal: Pages) -> Register:
    return Register(portal.engine, portal.vault)


@pytest.fixture
def officer(portal: Pages, register: Register) -> Visitor:
    return portal.signed_in(Role.STAKEHOLDER_OFFICER)


@pytest.fixture
def focal(portal: Pages, register: Register) -> Visitor:
    """The focal point of the first organisation."""
    return portal.signed_in(
        Role.NGO_MEMBER, Role.FOCAL_POINT, organisation_id=named(1), organisation="Alpha Watch"
    )
