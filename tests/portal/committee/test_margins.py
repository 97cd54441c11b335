"""What is next and due of the Committee's work, where people land."""

import pytest

from shared.core.roles import Role
from tests.portal.stakeholders.test_pages import text
from tests.support import committee as members
from tests.support.meetings import Meetings
from tests.support.portal import Pages, Visitor

COUNTRIES = "/countries"


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
