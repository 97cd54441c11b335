import pytest

from portal.stakeholders.dialogues.read_model import DIALOGUES
from portal.stakeholders.sessions.read_model import SESSIONS
from shared.core.roles import Role
from shared.read_models.model import Applier
from tests.support.organisations import Register, named
from tests.support.portal import Pages, Visitor


@pytest.fixture
def register(portal: Pages) -> Register:
    Applier(portal.engine, SESSIONS).prepare()
    Applier(portal.engine, DIALOGUES).prepare()
    return Register(portal.engine, portal.vault)


@pytest.fixture
def officer(portal: Pages, register: Register) -> Visitor:
    return portal.signed_in(Role.STAKEHOLDER_OFFICER)


@pytest.fixture
def focal(portal: Pages, register: Register) -> Visitor:
    """Who speaks for the duplicate."""
    return portal.signed_in(
        Role.NGO_MEMBER, Role.FOCAL_POINT, organisation_id=named(2), organisation="Alfa Watch"
    )
