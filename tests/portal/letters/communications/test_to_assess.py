"""A Government's reply, and information on a recommendation, are somebody's task."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.followup.replies.read_model import REPLIES
from shared.contracts.followup import ReplyDue
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.portal.letters.communications.conftest import Desk
from tests.support import cases as told
from tests.support.followup import (
    NOW,
    RECOMMENDATION,
    REPLY,
    assessed,
    due,
    graded,
    informed,
    issued,
    logged,
    overdue,
    tell,
)
from tests.support.letters import OTHER, THIRD

DUE: ReplyDue = due(reference="UA CHE 7/2026", mandates=("sr-torture", OTHER))
WORKERS = {"officer": "/mandate", "holder": "/waiting", "other holder": "/waiting"}
STRANGERS = {"strange officer": "/mandate", "strange holder": "/waiting"}
HEADING = "Replies to be assessed"
INFORMATION = "Information on implementation to be assessed"


def has_reply(desk: Desk, who: str, address: str) -> bool:
    page = desk[who].get(address).text
    _, there, after = page.partition(HEADING)
    assert not there or "UA CHE 7/2026" in after
    return bool(there)


def replied(desk: Desk, *facts: Any) -> None:
    tell(desk.portal.engine, REPLIES, [DUE, *facts])


@pytest.mark.parametrize(("who", "address"), WORKERS.items())
def test_a_reply_waits_for_the_mandates_that_signed_until_it_is_assessed(
    desk: Desk, who: str, address: str
) -> None:
    replied(desk)
    assert not has_reply(desk, who, address)
    replied(desk, logged(DUE))
    assert has_reply(desk, who, address)
    replied(desk, logged(DUE), graded(DUE))
    assert not has_reply(desk, who, address)


def test_a_mere_acknowledgement_waits_only_when_no_reply_came_in_time(desk: Desk) -> None:
    arrived = logged(DUE, "acknowledgement")
    replied(desk, arrived)
    assert not has_reply(desk, "holder", "/waiting")
    replied(desk, arrived, overdue(DUE))
    assert has_reply(desk, "holder", "/waiting")
    answer = logged(DUE, reply_id=str(derive_id("answer")))
    replied(desk, arrived, overdue(DUE), answer, graded(DUE, reply_id=answer.reply_id))
    assert not has_reply(desk, "holder", "/waiting")


@pytest.mark.parametrize(("who", "address"), STRANGERS.items())
def test_it_waits_for_nobody_else(desk: Desk, who: str, address: str) -> None:
    replied(desk, logged(DUE))
    tell(desk.portal.engine, RECOMMENDATIONS, [issued(), informed()])
    page = desk[who].get(address).text
    assert HEADING not in page
    assert INFORMATION not in page


def test_on_the_page_of_a_mandate_it_is_for_its_own_whatever_else_one_is(desk: Desk) -> None:
    replied(desk, logged(DUE))
    both = desk.portal.signed_in(
        Role.HUMAN_RIGHTS_OFFICER, Role.QUICK_RESPONSE_DESK, mandates=frozenset({THIRD})
    )
    assert HEADING not in both.get("/mandate").text


def test_the_holder_is_led_to_assessing_and_the_officer_to_the_case(desk: Desk) -> None:
    replied(desk, logged(DUE))
    assess = f"/replies/{DUE.communication_id}/{REPLY}/assess"
    assert f'href="{assess}"' in desk["holder"].get("/waiting").text
    assert assess not in desk["officer"].get("/mandate").text


def test_a_case_that_is_closed_asks_for_nothing_but_what_comes_later(desk: Desk) -> None:
    reply = logged(DUE)
    closed = replace(told.closed(DUE), closed_at=reply.logged_at + timedelta(days=1))
    replied(desk, reply, closed)
    assert not has_reply(desk, "holder", "/waiting")
    later = replace(
        reply,
        reply_id=str(derive_id("reply", "later")),
        logged_at=closed.closed_at + timedelta(days=1),
    )
    replied(desk, reply, closed, later)
    page = desk["holder"].get("/waiting").text
    assert "Came after the closure" in page
    assert f'href="/replies/{DUE.communication_id}/reopen"' in page


@pytest.mark.parametrize(("who", "address"), [("officer", "/mandate"), ("holder", "/waiting")])
def test_information_waits_until_the_mandate_has_assessed_what_it_says(
    desk: Desk, who: str, address: str
) -> None:
    def waits(*facts: Any) -> bool:
        tell(desk.portal.engine, RECOMMENDATIONS, [issued(), *facts])
        return INFORMATION in desk[who].get(address).text

    first = informed()
    later = replace(
        informed(info_id=str(derive_id("info", "later"))), received_at=NOW + timedelta(days=1)
    )
    assert not waits()
    assert waits(first)
    assert not waits(first, assessed("partially"))
    assert waits(first, assessed("partially"), later)
    page = desk[who].get(address).text
    assert "1 entry" in page
    assert f"/recommendations/{RECOMMENDATION}" in page


def test_the_page_says_when_a_reply_came_while_it_was_open(desk: Desk) -> None:
    replied(desk)
    page = desk["holder"].get("/waiting").text
    found = re.search(r'hx-get="([^"]+)"[^>]*hx-trigger="every 1s"', page)
    assert found
    replied(desk, logged(DUE))
    asked = found[1].replace("&amp;", "&")
    assert desk["holder"].fragment(asked).headers["HX-Refresh"] == "true"
