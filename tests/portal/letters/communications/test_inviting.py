"""Inviting until a date, giving more time, joining."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest

from shared.contracts.approvals import MandateInvited, MandateJoined
from shared.contracts.approvals_drafting import InvitationExtended
from shared.core.geneva import GENEVA
from tests.portal.letters.communications.conftest import NEW, Desk
from tests.portal.letters.communications.test_decisions import actions
from tests.support.letters import LEAD, OTHER, THIRD
from tests.support.mandate_settings import SettingsTold, changed


def told(desk: Desk, kind: type) -> list[Any]:
    return [fact for fact in desk.service.facts if isinstance(fact, kind)]


def later(desk: Desk, **by: int) -> str:
    at = desk.portal.clock() + timedelta(**by)
    return at.astimezone(GENEVA).strftime("%Y-%m-%dT%H:%M")


def test_an_urgent_appeal_is_joined_within_hours_and_others_within_days(desk: Desk) -> None:
    desk.drafted()
    desk.drafted(type="AL", join_by=later(desk, days=5))
    urgent, ordinary = told(desk, MandateInvited)
    now = desk.portal.clock()
    assert timedelta(hours=11) < urgent.join_by - now <= timedelta(hours=12)
    assert timedelta(days=4, hours=23) < ordinary.join_by - now <= timedelta(days=5)


def test_the_mandate_that_leads_says_how_long_others_join(desk: Desk) -> None:
    SettingsTold(desk.portal.engine).tell(changed(LEAD, join_hours_urgent=6, reply_days={"UA": 30}))
    assert "within 30 days" in desk["officer"].get(NEW).text
    page = desk.drafted()
    desk.press("officer", f"{page}/invite", "/invite", mandate=THIRD)
    now = desk.portal.clock()
    for invited in told(desk, MandateInvited):
        assert timedelta(hours=5) < invited.join_by - now <= timedelta(hours=6)


def test_a_date_that_is_left_empty_is_set_by_the_service(desk: Desk) -> None:
    desk.drafted(join_by="")
    [invited] = told(desk, MandateInvited)
    assert invited.join_by == desk.portal.clock() + timedelta(hours=12)


def test_the_page_says_until_when_it_is_invited(desk: Desk) -> None:
    page = desk.drafted()
    assert "Invited, date to join" in " ".join(desk["officer"].get(page).text.split())
    assert "Date to join" in desk["other holder"].get(page).text


def test_an_officer_invites_later(desk: Desk) -> None:
    page = desk.drafted()
    sent = desk.press("officer", f"{page}/invite", "/invite", mandate=THIRD)
    assert sent.status_code == 303
    assert told(desk, MandateInvited)[-1].mandate == THIRD
    assert desk["strange holder"].get(page).status_code == 200
    offered = desk["officer"].get(f"{page}/invite").text
    assert f'value="{THIRD}"' not in offered.partition("Give more time")[0]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"mandate": ""}, "Choose the mandate"),
        ({"mandate": "astrology"}, "Choose the mandate from the list"),
        ({"mandate": THIRD, "join_by": ""}, "Enter the day and the time"),
        ({"mandate": THIRD, "join_by": "soon"}, "Enter the day and the time"),
        ({"mandate": THIRD, "join_by": "2020-01-01T00:00"}, "still to come"),
    ],
)
def test_a_wrong_invitation_is_refused_and_what_was_typed_stays(
    desk: Desk, typed: dict[str, str], sentence: str
) -> None:
    page = desk.drafted()
    sent = desk.press("officer", f"{page}/invite", "/invite", **typed)
    assert sent.status_code == 422
    assert sentence in sent.text
    if typed.get("join_by"):
        assert typed["join_by"] in sent.text


def test_whoever_is_silent_may_get_more_time(desk: Desk) -> None:
    page = desk.drafted()
    until = later(desk, days=3)
    sent = desk.press("officer", f"{page}/invite", "/extend", join_by=until)
    assert sent.status_code == 303
    [extended] = told(desk, InvitationExtended)
    assert extended.mandate == OTHER
    assert until in desk["officer"].get(f"{page}/invite").text
    assert "got more time to join" in desk["officer"].get(page).text


def test_a_wrong_date_is_refused_beside_what_was_typed(desk: Desk) -> None:
    page = desk.drafted()
    for typed in ("soon", "2020-01-01T00:00"):
        sent = desk.press("officer", f"{page}/invite", "/extend", join_by=typed)
        assert sent.status_code == 422
        assert typed in sent.text


@pytest.mark.parametrize("who", ["chair", "strange officer"])
def test_who_is_invited_reads_what_was_submitted_only_once_it_joined(desk: Desk, who: str) -> None:
    """Domain, section 6.1: another mandate gets a summary when it is invited."""
    page = desk.drafted()
    desk.press("officer", f"{page}/invite", "/invite", mandate=THIRD)
    shown = desk[who].get(page).text
    assert "Excellency" in shown
    assert "Planted narrative" not in shown
    assert "Planted Victim" not in shown
    assert desk.press("chair", page, "/join").status_code == 303
    assert "Planted narrative" in desk[who].get(page).text


def test_a_mandate_joins_by_saying_so(desk: Desk) -> None:
    page = desk.drafted()
    assert desk.press("other holder", page, "/join").status_code == 303
    [joined] = told(desk, MandateJoined)
    assert joined.mandate == OTHER
    shown = desk["other holder"].get(page).text
    assert "(joined)" in shown
    assert "join" not in actions(shown)
    assert "extend" not in actions(desk["officer"].get(f"{page}/invite").text)


@pytest.mark.parametrize("who", ["other officer", "strange officer"])
def test_nobody_but_the_leads_officer_invites(desk: Desk, who: str) -> None:
    page = desk.drafted()
    assert desk[who].get(f"{page}/invite").status_code == 404


def test_a_letter_that_is_gone_invites_nobody(desk: Desk) -> None:
    page = desk.cleared()
    desk.press("chief", f"{page}/transmit", "/transmit")
    assert desk["officer"].get(f"{page}/invite").status_code == 404


def test_only_whom_the_letter_invites_gets_more_time(desk: Desk) -> None:
    page = desk.drafted()
    sent = desk.press("officer", f"{page}/invite", "/extend", mandate=THIRD)
    assert sent.status_code == 404


def test_an_invitation_waits_for_its_holder_until_it_is_answered(desk: Desk) -> None:
    page = desk.drafted()
    shown = desk["other holder"].get("/waiting").text
    invitations, _, _ = shown.partition("A text that needs your approval")
    assert "Invitations to join" in invitations
    assert page in invitations
    assert "Invitations to join" not in desk["holder"].get("/waiting").text, "it leads"
    desk.press("other holder", page, "/join")
    assert "Invitations to join" not in desk["other holder"].get("/waiting").text


def test_an_open_waiting_page_says_that_an_invitation_came(desk: Desk) -> None:
    shown = desk["other holder"].get("/waiting").text
    address = re.search(r'hx-get="([^"]+)"', shown)
    assert address is not None
    desk.drafted()
    news = desk["other holder"].client.get(
        html.unescape(address[1]), headers={"HX-Request": "true"}
    )
    assert news.headers.get("HX-Refresh") == "true" or "Something changed" in news.text


def test_what_waits_for_approval_is_no_invitation_too(desk: Desk) -> None:
    desk.awaiting()
    shown = desk["other holder"].get("/waiting").text
    assert "Invitations to join" not in shown
    assert "Join the letter for SR HRDs" in shown
