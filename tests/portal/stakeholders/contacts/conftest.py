import pytest

from shared.core.roles import Role
from tests.support.contacts import Log
from tests.support.organisations import Register, named
from tests.support.portal import Pages, Visitor


@pytest.fixture
def register(portal: Pages) -> Register:
    """One organisation that everybody may find, and a hidden one."""
    kept = Register(portal.engine, portal.vault)
    kept.public(named(1), "Alpha Watch")
    kept.confirmed(named(2), "Hidden Network")
    return kept


@pytest.fixture
def log(portal: Pages, register: Register) -> Log:
    return Log(portal.engine, portal.vault)


@pytest.fixture
def officer(portal: Pages, log: Log) -> Visitor:
    return portal.signed_in(Role.STAKEHOLDER_OFFICER)


@pytest.fixture
def servicing(portal: Pages, log: Log) -> Visitor:
    """The officer of one mandate."""
    return portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"sr-torture"}))


@pytest.fixture
def focal(portal: Pages, log: Log) -> Visitor:
    """The focal point of the hidden organisation."""
    return portal.signed_in(Role.NGO_MEMBER, Role.FOCAL_POINT, organisation_id=named(2))
