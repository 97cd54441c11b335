"""Changes are shown against the version that this person last opened."""

from typing import Any

import pytest
from sqlalchemy import select

from portal.letters.approval.opened import opened
from shared.core.roles import Role
from tests.portal.letters.communications.conftest import Desk
from tests.support.letters import LEAD
from tests.support.portal import Visitor

FIRST, SECOND, THIRD = (f"Excellency,\nthe {one}." for one in ("first", "second", "third"))
CHANGED = "What changed since version"


def second_holder(desk: Desk) -> Visitor:
    return desk.portal.signed_in(
        Role.MANDATE_HOLDER, name="second holder", mandates=frozenset({LEAD})
    )


def revised(desk: Desk, page: str, text: str) -> None:
    desk.press("officer", f"{page}/revise", "/revise", text=text)
    desk.press("officer", page, "/request-approval")


@pytest.mark.parametrize("address", ["/waiting", ""])
def test_whoever_opens_a_text_first_reads_it_whole(desk: Desk, address: str) -> None:
    page = desk.awaiting(text=FIRST)
    desk.press("holder", page, "/approve")  # another holder of the mandate opened version 1
    revised(desk, page, SECOND)
    second = second_holder(desk)
    shown = second.get(address or page).text
    assert CHANGED not in shown
    assert "the second." in shown
    assert f"{CHANGED} 1" in desk["holder"].get(address or page).text


def test_it_is_the_last_one_opened_however_many_were_put_since(desk: Desk) -> None:
    page = desk.awaiting(text=FIRST)
    holder = desk["holder"]
    holder.get(page)
    revised(desk, page, SECOND)
    revised(desk, page, THIRD)
    assert f"{CHANGED} 1" in holder.get("/waiting").text
    assert f"{CHANGED} 1" in holder.get(page).text  # still, when it is opened again
    assert "from version 1 to version 3" in holder.get(f"{page}/compare").text
    revised(desk, page, FIRST)
    assert f"{CHANGED} 3" in holder.get(page).text


def test_what_refreshes_itself_opens_nothing(desk: Desk) -> None:
    page = desk.awaiting(text=FIRST)
    desk["holder"].fragment(f"{page}?seen=older")
    revised(desk, page, SECOND)
    assert CHANGED not in desk["holder"].get(page).text


def test_only_what_holders_open_is_noted(desk: Desk) -> None:
    page = desk.awaiting(text=FIRST)
    desk["officer"].get(page)
    desk["holder"].get(page)
    desk["holder"].get(page)
    with desk.portal.engine.connect() as conn:
        noted: list[Any] = list(conn.execute(select(opened)))
    holder = desk["holder"].account
    assert holder is not None
    assert [(one.actor_id, one.version) for one in noted] == [(holder.account_id, 1)]
