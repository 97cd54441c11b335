import pytest

from shared.contracts.followup_visit_commands import LogVisitAcceptance, LogVisitRequest
from tests.support.portal import Pages
from tests.support.visit_letters import Letters
from tests.support.visits import Visits


@pytest.fixture
def visits(portal: Pages) -> Visits:
    return Visits(portal.engine, portal.vault, portal.clock())


@pytest.fixture
def letters(portal: Pages) -> Letters:
    return Letters(portal.engine, portal.vault, portal.clock())


@pytest.fixture
def asked(visits: Visits) -> Visits:
    """Kenya was asked four years ago, and France has proposed dates."""
    visits.log(LogVisitRequest, "KEN", ago=1_500, kind="official")
    visits.log(LogVisitRequest, "FRA", ago=500, kind="official")
    visits.log(LogVisitAcceptance, "FRA", ago=90, dates=visits.window())
    return visits
