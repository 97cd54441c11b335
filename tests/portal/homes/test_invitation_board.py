"""The invitation board: what each person reads of the requests to a State, and of contacts."""

from datetime import date

import pytest

from portal.app.read_models import READ_MODELS
from shared.contracts.followup_invitation_commands import ExtendStandingInvitation
from shared.contracts.followup_visit_commands import LogVisitRequest
from shared.core.roles import Role
from tests.portal.committee.test_state_contacts import Log
from tests.portal.stakeholders.test_pages import text
from tests.support.invitations import Invitations
from tests.support.portal import Pages, Visitor
from tests.support.ready import ready
from tests.support.visits import Visits

R = Role
PAGE = "/invitations"
KENYA, TORTURE = frozenset({"KEN"}), frozenset({"sr-torture"})


@pytest.fixture
def some(portal: Pages) -> Pages:
    """Two requests to one State, of two mandates; one to another; an invitation; two contacts."""
    ready(portal.engine, READ_MODELS)
    at = portal.clock()
    visits = Visits(portal.engine, portal.vault, at)
    visits.log(LogVisitRequest, ago=900, kind="official")
    visits.log(LogVisitRequest, "KEN", "wgad", ago=100, kind="official")
    visits.log(LogVisitRequest, "UGA", "wgad", ago=10, kind="official")
    Invitations(portal.engine, at).enter(ExtendStandingInvitation, "CHE", date(2002, 5, 1))
    log = Log(portal)
    first = log.entry(1, "Zora of the office")
    log.entry(2, "Zora of the mandate", mandate="sr-torture", on=date(2026, 11, 20))
    assert first.on < date(2026, 11, 20)
    return portal


def lines(visitor: Visitor) -> str:
    page = text(visitor.get(PAGE).text)
    return page[page.index("Invitation board") : page.index("The same as a table")]


def test_each_reads_the_requests_of_the_files_that_they_read(some: Pages) -> None:
    desk = lines(some.signed_in(R.QUICK_RESPONSE_DESK))
    assert desk.index("Kenya") < desk.index("Uganda") < desk.index("Switzerland")
    assert "2 : Kenya Unanswered for 2 years" in desk
    assert "1 : Uganda Unanswered for less than a year" in desk
    holder = lines(some.signed_in(R.MANDATE_HOLDER, mandates=TORTURE))
    assert "1 : Kenya Unanswered for 2 years" in holder
    assert "Uganda" not in holder, "of the files of others there are lines alone"
    officer = lines(some.signed_in(R.DESK_OFFICER, state_codes=KENYA))
    assert "2 : Kenya" in officer
    assert "Uganda" not in officer


def test_the_last_contact_is_of_the_entries_that_are_read(some: Pages) -> None:
    assert "20 Nov 2026" in lines(some.signed_in(R.QUICK_RESPONSE_DESK))
    other = lines(some.signed_in(R.MANDATE_HOLDER, mandates=frozenset({"wgad"})))
    assert "Last contact" in other
    assert "20 Nov 2026" not in other


@pytest.mark.parametrize(
    "role", [R.NGO_MEMBER, R.COORDINATION_COMMITTEE, R.CANDIDATE, R.GOVERNMENT, R.UN_PARTNER]
)
def test_who_reads_no_visit_file_has_no_board(some: Pages, role: Role) -> None:
    answer = some.signed_in(role, state_codes=KENYA).get(PAGE)
    assert answer.status_code == 200
    assert "Invitation board" not in answer.text


def test_the_public_page_has_none(some: Pages) -> None:
    assert "Invitation board" not in some.visitor().get("/en/standing-invitations").text
    desk = some.signed_in(R.QUICK_RESPONSE_DESK)
    assert "Invitation board" not in desk.get("/en/standing-invitations").text


def test_an_empty_board_says_what_appears_there(portal: Pages) -> None:
    ready(portal.engine, READ_MODELS)
    assert "or a contact is recorded" in portal.signed_in(R.QUICK_RESPONSE_DESK).get(PAGE).text
