"""What is next and due of the Committee's work, where people land."""

from datetime import timedelta

import pytest

from shared.core.geneva import day_of
from shared.core.roles import Role
from tests.portal.stakeholders.test_pages import text
from tests.stakeholders import committee_advice, iap
from tests.support import committee as members
from tests.support.committee_advice import Questions
from tests.support.iap import Procedures
from tests.support.meetings import Meetings
from tests.support.portal import Pages, Visitor

COUNTRIES, FEED = "/countries", "/activity/"


@pytest.fixture
def meetings(portal: Pages) -> Meetings:
    members.Committee(portal.engine, portal.vault)
    return Meetings(portal.engine, portal.vault)


def officer(portal: Pages, account_id: str) -> Visitor:
    return portal.signed_in(
        Role.DESK_OFFICER, account_id=account_id, state_codes=frozenset({"KEN"})
    )


def test_a_desk_officer_sees_the_next_meetings_on_the_own_countries(
    portal: Pages, meetings: Meetings
) -> None:
    heading = "Meetings with the Committee"
    desk, stranger = officer(portal, "a-desk"), officer(portal, "another")
    others = meetings.called("others")
    gone = meetings.called("gone", invited=("a-desk",))
    meetings.cancelled(gone)
    assert heading not in text(desk.get(COUNTRIES).text)
    invited = meetings.called("invited", invited=("a-desk",), named_only=True)
    page = desk.get(COUNTRIES).text
    assert heading in text(page)
    assert [one in page for one in (invited, others, gone)] == [True, False, False]
    assert heading not in text(stranger.get(COUNTRIES).text)


def test_who_lands_on_what_waits_finds_the_own_action_items_there(
    portal: Pages, meetings: Meetings
) -> None:
    one = meetings.called()
    meetings.held(one)
    meetings.item(one, owner="a-member")
    member = portal.signed_in(
        Role.COORDINATION_COMMITTEE, Role.MANDATE_HOLDER, account_id="a-member"
    )
    assert "Nonce task" in text(member.get("/waiting").text)
    holder = portal.signed_in(Role.MANDATE_HOLDER, account_id="a-holder")
    assert "Nonce task" not in text(holder.get("/waiting").text)


def test_the_committee_sees_beside_the_feed_what_is_due_next(
    portal: Pages, meetings: Meetings
) -> None:
    today = day_of(portal.clock())
    questions = Questions(portal.engine, portal.vault)
    procedures = Procedures(portal.engine, portal.vault)
    member = portal.signed_in(Role.COORDINATION_COMMITTEE, account_id="a-member")
    headings = (
        "Advice of the Committee: answers due",
        "Internal advisory procedure: outcomes due",
        "Meetings of the Committee: minutes due",
    )
    assert not any(one in text(member.get(FEED).text) for one in headings)
    late = questions.asked(due_on=today - timedelta(days=2))
    over = questions.asked()
    questions.tell(committee_advice.DECLINED, over)
    going = procedures.received(due_on=today + timedelta(days=3))
    ended = procedures.received()
    procedures.tell(iap.NOT_TAKEN_UP, ended)
    held = meetings.called()
    meetings.held(held)
    page = member.get(FEED).text
    assert all(one in text(page) for one in headings)
    assert "2 days ago" in text(page)
    assert "in 3 days" in text(page)
    seen = [one in page for one in (late, going, held, over, ended)]
    assert seen == [True, True, True, False, False]
    for other in (Role.CHIEF, Role.MANDATE_HOLDER, Role.DESK_OFFICER):
        page = text(portal.signed_in(other).get(FEED).text)
        assert not any(one in page for one in headings)
    meetings.written(held)
    meetings.agreed(held)
    assert headings[2] not in text(member.get(FEED).text)


def test_a_procedure_is_due_for_no_member_whom_it_concerns(
    portal: Pages, meetings: Meetings
) -> None:
    procedures = Procedures(portal.engine, portal.vault)
    record = members.Committee(portal.engine, portal.vault, told=900)
    seats = [members.member("sr-food", "NPL", holder_id="chair")]
    record.tell(members.elected(members=tuple(seats)), members.designated("sr-food"))
    chair = portal.signed_in(Role.COORDINATION_COMMITTEE, account_id="chair")
    against = [procedures.received(mandate="sr-food"), procedures.received(state="NPL")]
    assert "outcomes due" not in text(chair.get(FEED).text)
    other = procedures.received(mandate=None, state="FJI")
    page = chair.get(FEED).text
    assert other in page
    assert not any(one in page for one in against)
