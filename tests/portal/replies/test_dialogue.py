"""The dialogue with the Government on the page of a case: what of it, in what order, for whom."""

from datetime import timedelta

import pytest

from portal.activity.lines import line
from portal.demo.read_model import DEMO
from portal.notices import read_model as notices
from shared.contracts.followup import DemoClockAdvanced
from shared.roles import Role
from tests.portal.replies.conftest import (
    BASE,
    DUE,
    Who,
    desk,
    government,
    happened,
    holder,
    officer,
    seal,
    strangers,
)
from tests.support import cases as told
from tests.support.followup import LETTER, NOW, arriving, tell
from tests.support.portal import Pages

CASE_PAGE = f"{BASE}/case"
SECTION = "Dialogue with the Government"
OFFICE, SAID = "Planted mission", "Planted answer."


def talked(portal: Pages) -> None:
    happened(
        portal,
        told.talked(DUE, with_whom=seal(portal, OFFICE), said=seal(portal, SAID)),
        told.talked(
            DUE,
            contact_id="another",
            kind="meeting",
            held_on=NOW.date() - timedelta(days=1),
            with_whom=seal(portal, OFFICE),
            said=seal(portal, "What came last."),
            noted_at=NOW - timedelta(hours=1),
        ),
    )


@pytest.mark.parametrize("who", [desk, officer, holder])
def test_those_who_work_on_the_case_read_it_newest_first(portal: Pages, who: Who) -> None:
    talked(portal)
    page = who(portal).get(CASE_PAGE).text.partition(SECTION)[2]
    shown = ("Meeting, 23 Nov 2026", "What came last.", "Telephone call, 21 Nov 2026", SAID)
    places = [page.find(words) for words in shown]
    assert -1 not in places
    assert places == sorted(places)
    assert OFFICE in page


def test_before_anybody_talked_the_page_says_so(portal: Pages) -> None:
    assert "No contact with the Government" in desk(portal).get(CASE_PAGE).text


def test_neither_the_government_nor_anybody_outside_learns_of_it(portal: Pages) -> None:
    talked(portal)
    inside = {Role.CHIEF, Role.DESK_OFFICER}  # they read the rest of the case too
    outside = [
        one for one in strangers(portal) if one.account is not None and not one.account.has(*inside)
    ]
    for visitor in [*outside, government(portal), portal.signed_in(Role.AUDITOR)]:
        page = visitor.get(CASE_PAGE).text
        for words in (SECTION, OFFICE, SAID, "Contact"):
            assert words not in page, visitor.account
    assert SAID in portal.signed_in(Role.CHIEF).get(CASE_PAGE).text


def test_what_was_erased_leaves_the_day_and_no_word(portal: Pages) -> None:
    talked(portal)
    portal.vault.forget(f"replycase-{LETTER}", at=NOW)
    page = desk(portal).get(CASE_PAGE).text
    assert "Telephone call, 21 Nov 2026" in page
    assert OFFICE not in page
    assert SAID not in page
    assert "erased" in page


def test_a_contact_of_tomorrow_has_not_been_though_a_demonstration_moved_its_clock(
    portal: Pages,
) -> None:
    moved = DemoClockAdvanced(days=45, advanced_by="account-1", advanced_at=NOW)
    tell(portal.engine, DEMO, [moved])
    portal.clock.forward(timedelta(hours=14, minutes=30))  # past midnight in Geneva, not in UTC
    form = {"command_id": told.COMMENT, "kind": "email", "with_whom": "A desk", "said": "Words"}
    visitor = desk(portal)
    assert visitor.post(f"{BASE}/dialogue", {**form, "held_on": "2026-11-26"}).status_code == 422
    assert visitor.post(f"{BASE}/dialogue", {**form, "held_on": "2026-11-25"}).status_code == 303


def test_the_feed_has_no_line_of_it_and_nobody_a_notice() -> None:
    [told_of] = arriving([told.talked(DUE)])
    assert line(told_of) is None
    assert list(notices.project(told_of)) == []
