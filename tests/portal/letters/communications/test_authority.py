"""Pages of standing authorisations and delegations."""

from datetime import timedelta
from typing import Any

import pytest

from shared.core.geneva import GENEVA
from tests.portal.letters.communications.conftest import Desk
from tests.portal.letters.communications.test_decisions import actions
from tests.support.letters import THIRD

PAGE = "/authority"
WORDS = "Standing authorisation"


def delegated(desk: Desk, **typed: Any) -> Any:
    member = desk["member"].account
    assert member is not None
    form = {"delegate": member.account_id, "scope": ["approve", "authorise"], **typed}
    return desk.press("chair", PAGE, "/delegations", **form)


def invited(desk: Desk) -> str:
    """Put a text before the group; return its page."""
    page = desk.drafted(others=[THIRD])
    assert desk.press("officer", page, "/request-approval").status_code == 303
    return page


def test_a_holder_lets_an_authorisation_stand_and_revokes_it(desk: Desk) -> None:
    assert WORDS not in desk["holder"].get(PAGE).text
    assert desk.press("holder", PAGE, "/standing").status_code == 303
    assert WORDS in desk["holder"].get(PAGE).text
    assert desk.press("holder", PAGE, "/standing/revoke").status_code == 303
    assert WORDS not in desk["holder"].get(PAGE).text


def test_the_chief_transmits_under_what_stands(desk: Desk) -> None:
    for holder in ("holder", "other holder"):
        desk.press(holder, PAGE, "/standing")
    page = desk.cleared(authorise=False)
    assert "Read and transmit" in desk["chief"].get("/transmit").text
    assert WORDS in desk["chief"].get("/transmit").text
    assert desk.press("chief", f"{page}/transmit", "/transmit").status_code == 303
    assert "Transmitted as UA KEN 1/2026" in desk["officer"].get(page).text


def test_it_can_be_withheld_for_one_letter(desk: Desk) -> None:
    for holder in ("holder", "other holder"):
        desk.press(holder, PAGE, "/standing")
    page = desk.cleared(authorise=False)
    assert desk.press("holder", page, "/revoke").status_code == 303
    assert "Waits for SR torture" in desk["chief"].get("/transmit").text
    assert "authorise" in actions(desk["holder"].get(page).text)


def test_a_member_approves_once_it_was_delegated(desk: Desk) -> None:
    page = invited(desk)
    shown = desk["member"].get(page).text
    assert "approve" not in actions(shown)
    assert "changes" in actions(shown)
    assert "The Chair-Rapporteur decides for WGAD" in shown
    assert delegated(desk).status_code == 303
    assert "In force" in desk["chair"].get(PAGE).text
    assert desk.press("member", page, "/approve").status_code == 303
    assert "WGAD approved version 1" in desk["officer"].get(page).text


def test_a_delegation_that_was_revoked_gives_nothing_more(desk: Desk) -> None:
    page = invited(desk)
    delegated(desk)
    assert desk.press("chair", PAGE, "/revoke").status_code == 303
    assert "Revoked" in desk["chair"].get(PAGE).text
    assert "approve" not in actions(desk["member"].get(page).text)
    assert "approve" in actions(desk["chair"].get(page).text)


def test_a_delegation_for_texts_only_does_not_authorise(desk: Desk) -> None:
    page = invited(desk)
    delegated(desk, scope=["approve"])
    sent = desk.press("member", page, "/approve", authorise="y")
    assert sent.status_code == 403
    assert desk.press("member", page, "/approve").status_code == 303
    assert "authorise" not in actions(desk["member"].get(page).text)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"delegate": ""}, "Choose the member"),
        ({"delegate": "somebody"}, "Choose a member of the Working Group"),
        ({"scope": []}, "Choose what the member may do"),
        ({"scope": ["everything"]}, "Choose what the member may do"),
        ({"ends_at": "never"}, "Enter the day and the time"),
        ({"starts_at": ""}, "Enter the day and the time"),
        ({"ends_at": "2020-01-01T00:00"}, "still to come"),
    ],
)
def test_a_wrong_delegation_is_refused_and_what_was_typed_stays(
    desk: Desk, typed: dict[str, Any], sentence: str
) -> None:
    sent = delegated(desk, **typed)
    assert sent.status_code == 422
    assert sentence in sent.text
    if typed.get("ends_at"):
        assert typed["ends_at"] in sent.text


def test_only_members_are_offered(desk: Desk) -> None:
    accounts = {one: desk[one].account for one in ("member", "holder", "chief", "chair")}
    shown = desk["chair"].get(PAGE).text
    ids = {one: account.account_id for one, account in accounts.items() if account}
    assert f'value="{ids["member"]}"' in shown
    for other in ("holder", "chief", "chair"):
        assert f'value="{ids[other]}"' not in shown


def test_a_member_sees_what_was_delegated_and_decides_nothing(desk: Desk) -> None:
    delegated(desk)
    shown = desk["member"].get(PAGE).text
    assert "In force" in shown
    assert actions(shown) == set()


def test_nobody_decides_for_a_mandate_that_is_not_his(desk: Desk) -> None:
    assert desk.press("holder", PAGE, "/standing", mandate=THIRD).status_code == 404
    sent = delegated(desk, mandate="sr-torture")
    assert sent.status_code == 404


def test_a_delegation_says_when_it_is_to_come_and_when_it_is_over(desk: Desk) -> None:
    tomorrow = desk.portal.clock() + timedelta(days=1)
    begins = tomorrow.astimezone(GENEVA).strftime("%Y-%m-%dT%H:%M")
    delegated(desk, starts_at=begins)
    assert "To come" in desk["chair"].get(PAGE).text
    assert "approve" not in actions(desk["member"].get(invited(desk)).text)
