import pytest

from shared.core.roles import Role
from tests.support.organisations import Register, named
from tests.support.portal import Pages, Visitor
from tests.support.subscriptions import Notices


@pytest.fixture
def register(portal: Pages) -> Register:
    """A hidden organisation."""
    kept = Register(portal.engine, portal.vault)
    kept.confirmed(named(1), "Hidden Network")
    return kept


@pytest.fixture
def notices(portal: Pages, register: Register) -> Notices:
    return Notices(portal.engine, portal.vault)


@pytest.fixture
def officer(portal: Pages, notices: Notices) -> Visitor:
    return portal.signed_in(Role.STAKEHOLDER_OFFICER)


@pytest.fixture
def focal(portal: Pages, notices: Notices) -> Visitor:
    """The focal point of the hidden organisation."""
    return portal.signed_in(
        Role.NGO_MEMBER, Role.FOCAL_POINT, account_id="focal", organisation_id=named(1)
    )


@pytest.fixture
def member(portal: Pages, notices: Notices) -> Visitor:
    """A member of the hidden organisation."""
    return portal.signed_in(Role.NGO_MEMBER, account_id="member", organisation_id=named(1))
