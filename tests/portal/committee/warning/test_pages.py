"""Early warning for each role: section D.5, SD5 to SD8, and what is done with an alert."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from portal.committee.warning import counts
from portal.committee.warning.queries import READERS
from shared.contracts.stakeholders_alert_commands import (
    TYPES,
    AcknowledgeAlert,
    CloseAlert,
    DecideAlert,
    PinReference,
    TakeBackAlertStep,
)
from shared.core.roles import Role
from shared.reference import recipient_name
from tests.portal.stakeholders.test_pages import text
from tests.stakeholders import alerts as told
from tests.support.committee import Committee, elected, member
from tests.support.forms import hidden
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor
from tests.support.warnings import Warnings

PAGE, RULES = "/early-warning", "/early-warning/rules"
KENYA, IRAN, NEPAL = (recipient_name(one) for one in ("KEN", "IRN", "NPL"))
DAY = timedelta(days=1)
STEPS = ("take", "decide", "close", "take-back", "reference")
SHOWN = {"level": "alert", "now": "4"}
"""Of the alert of most tests."""


@pytest.fixture
def warnings(portal: Pages) -> Warnings:
    Committee(portal.engine, portal.vault)
    return Warnings(portal.engine, portal.vault)


@pytest.fixture
def kenya(portal: Pages, warnings: Warnings) -> str:
    return warnings.raised("KEN", portal.clock())


def form(**also: Any) -> dict[str, Any]:
    return {"command_id": str(uuid4()), **also}


def asked(portal: Pages) -> object:
    """Return the command that the service was asked for last."""
    kind, data, _ = asked_for(portal.asked[-1])
    return TypeAdapter(TYPES[kind]).validate_python(data)


def committee(portal: Pages, *nationalities: str, **also: Any) -> Visitor:
    """Return a member on record, of these nationalities."""
    visitor = portal.signed_in(Role.COORDINATION_COMMITTEE, **also)
    assert visitor.account
    seat = member("sr-torture", *nationalities, holder_id=visitor.account.account_id)
    Committee(portal.engine, portal.vault, told=1_000_000).tell(elected(members=(seat,)))
    return visitor


# --- who reads -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "role", [Role.COORDINATION_COMMITTEE, Role.CHIEF, Role.QUICK_RESPONSE_DESK]
)
def test_these_read_every_alert_in_bands(
    portal: Pages, warnings: Warnings, kenya: str, role: Role
) -> None:
    warnings.raised("IRN", portal.clock(), rule="urgent", now=50, usual=20, version=2)
    page = text(portal.signed_in(role).get(PAGE).text)
    said = "submissions: more than usual in 28 days (usual 0 to 3, now 4 to 9)."
    assert f"{KENYA}, {said} Rule 3.1 . Nobody has taken it." in page
    assert "urgent appeals: more than usual in 28 days (usual 20 to 49, now 50 or more)." in page
    assert "Rule 2.2 ." in page


@pytest.mark.parametrize("role", [Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER])
def test_a_holder_and_an_officer_read_of_the_state_of_their_mandate(
    portal: Pages, warnings: Warnings, kenya: str, role: Role
) -> None:
    iran = warnings.raised("IRN", portal.clock())
    visitor = portal.signed_in(role, mandates=frozenset({"sr-iran"}))
    page = text(visitor.get(PAGE).text)
    assert IRAN in page
    assert KENYA not in page
    assert visitor.get(f"{PAGE}/{iran}").status_code == 200
    assert visitor.get(f"{PAGE}/{kenya}").status_code == 404
    assert visitor.get(RULES).status_code == 403
    assert "No alert is open." in text(portal.signed_in(role).get(PAGE).text)


def test_a_desk_officer_reads_of_the_own_states_without_reprisals(
    portal: Pages, warnings: Warnings, kenya: str
) -> None:
    hidden = warnings.raised("NPL", portal.clock(), open_level=None, open_now=0)
    part = warnings.raised("UGA", portal.clock(), level="urgent", now=20, open_now=10)
    warnings.rose(part, "UGA", portal.clock() + DAY, now=50, open_level=None, open_now=0)
    states = frozenset({"NPL", "UGA"})
    desk = portal.signed_in(Role.DESK_OFFICER, state_codes=states)
    page = text(desk.get(PAGE).text)
    assert KENYA not in page
    assert NEPAL not in page
    assert f"{recipient_name('UGA')}, submissions: more than usual in 28 days (now 10 to 19" in page
    assert "usual 0" not in page, "reprisals are counted in it"
    one = text(desk.get(f"{PAGE}/{part}").text)
    assert "Raised (Alert, 10 to 19 )" in one
    for reprisals in ("Rose", "50 or more", "20 to 49"):
        assert reprisals not in one, reprisals
    assert desk.get(f"{PAGE}/{hidden}").status_code == 404
    both = portal.signed_in(Role.DESK_OFFICER, Role.COORDINATION_COMMITTEE, state_codes=states)
    assert NEPAL not in text(both.get(PAGE).text), "R15 wins"
    assert KENYA in text(both.get(PAGE).text)


def test_what_rests_on_reprisals_moves_nothing_on_the_page_of_the_desk(
    portal: Pages, warnings: Warnings
) -> None:
    """Neither the order, nor the version of the rule, nor what can be taken back (R15)."""
    states = frozenset({"NPL", "UGA"})
    desk = portal.signed_in(Role.DESK_OFFICER, state_codes=states)
    now = portal.clock()
    first, second = warnings.raised("UGA", now), warnings.raised("NPL", now + DAY)
    warnings.rose(first, "UGA", now + 2 * DAY, version=2, open_level=None, open_now=0)
    page = text(desk.get(PAGE).text)
    assert page.index(NEPAL) < page.index(recipient_name("UGA"))
    assert "Rule 3 ." in text(desk.get(f"{PAGE}/{first}").text)
    for fact in (told.TAKEN, told.DISMISSED):
        warnings.step(fact, second)
    assert desk.get(f"{PAGE}/{second}/take-back").status_code == 200
    warnings.step(told.CLOSED, second)
    for _ in range(2):
        assert "Take the last step back" not in text(desk.get(f"{PAGE}/{second}").text)
        assert desk.get(f"{PAGE}/{second}/take-back").status_code == 404
        warnings.raised("NPL", now + 3 * DAY, open_level=None, open_now=0)


def test_after_a_hidden_rise_each_reads_the_own_steps(portal: Pages, warnings: Warnings) -> None:
    """The desk no step that tells of the rise (R15); the Committee that the rise waits (SD7)."""
    desk = portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"UGA"}))
    member, now = committee(portal), portal.clock()
    one = warnings.raised("UGA", now)
    here = f"{PAGE}/{one}"
    for fact in (told.TAKEN, told.WATCHED):
        warnings.step(fact, one)
    before = text(desk.get(here).text)
    warnings.rose(one, "UGA", now + DAY, open_level=None, open_now=0)
    for own in (told.TAKEN, told.taken_back("raised")):
        warnings.step(own, one, whose="committee")
        assert text(desk.get(here).text) == before
    assert "Take this alert" in text(member.get(here).text)
    warnings.step(told.CLOSED, one, whose="desk")
    assert "Nobody has taken it." in text(member.get(here).text)
    assert one in member.get(PAGE).text
    assert "No alert is open." in text(desk.get(PAGE).text)
    assert "Closed" in text(desk.get(here).text)
    warnings.rose(one, "UGA", now + 2 * DAY, open_now=20)
    page = text(desk.get(here).text)
    assert "Raised (Alert, 20 to 49 )" in page
    assert "Closed" not in page, "as if it were another alert"


def test_what_both_take_back_goes_back_to_what_each_read(
    portal: Pages, warnings: Warnings, kenya: str
) -> None:
    desk = portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"KEN"}))
    for fact in (told.TAKEN, told.WATCHED, told.DISMISSED):
        warnings.step(fact, kenya)
    back = told.taken_back("acknowledged")
    warnings.step(back, kenya, desk_stage="referred", desk_code="desk")
    page = text(desk.get(f"{PAGE}/{kenya}").text)
    assert "Step taken back: Referred" in page
    assert "To the desk of the State" in page
    assert "Step taken back: Taken" in text(committee(portal).get(f"{PAGE}/{kenya}").text)


@pytest.mark.parametrize("role", [role for role in Role if role not in READERS])
def test_to_all_others_there_is_nothing_here(portal: Pages, kenya: str, role: Role) -> None:
    visitor = portal.signed_in(role)
    unknown = uuid4()
    for path in ("", *(f"/{step}" for step in STEPS)):
        there = visitor.get(f"{PAGE}/{kenya}{path}")
        nothing = visitor.get(f"{PAGE}/{unknown}{path}")
        assert there.status_code == nothing.status_code == 403
        assert text(there.text) == text(nothing.text)
    for path in (PAGE, RULES):
        assert visitor.get(path).status_code == 403


def test_an_alert_of_others_and_an_unknown_one_are_answered_alike(
    portal: Pages, kenya: str
) -> None:
    desk = portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"UGA"}))
    for path in ("", "/take", "/decide", "/close", "/take-back"):
        there, nothing = desk.get(f"{PAGE}/{kenya}{path}"), desk.get(f"{PAGE}/{uuid4()}{path}")
        assert there.status_code == nothing.status_code == 404
        assert text(there.text) == text(nothing.text)


def test_the_margin_of_live_activity_has_the_open_alerts_of_its_reader(
    portal: Pages, kenya: str
) -> None:
    page = portal.signed_in(Role.COORDINATION_COMMITTEE).get("/activity/").text
    assert f"/early-warning/{kenya}" in page
    desk = portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"UGA"}))
    assert "Early warning: open alerts" not in desk.get("/activity/").text
    own = portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"KEN"}))
    assert f"/early-warning/{kenya}" in own.get("/countries").text


# --- handling ------------------------------------------------------------------------------------


def test_a_member_takes_decides_closes_and_takes_back(
    portal: Pages, warnings: Warnings, kenya: str
) -> None:
    visitor = committee(portal)
    here = f"{PAGE}/{kenya}"
    of: dict[str, Any] = {"rule": "submissions", "state": "KEN", "alert_id": kenya}
    assert "Take this alert" in text(visitor.get(here).text)
    page = visitor.get(f"{here}/take").text
    assert [hidden(page, one) for one in SHOWN] == ["alert", "4"]
    assert hidden(page, "stage") == "raised"
    visitor.post(f"{here}/take", form(stage="raised", **SHOWN))
    of |= {"level": "alert", "now": 4}
    assert asked(portal) == AcknowledgeAlert(**of, stage="raised")
    warnings.step(told.TAKEN, kenya)
    decided = form(stage="acknowledged", outcome="referred:desk", **SHOWN)
    check = text(visitor.post(f"{here}/decide", decided).text)
    assert "Check what follows" in check
    assert "To the desk of the State" in check
    visitor.post(f"{here}/decide", {**decided, "checked": "send"})
    assert asked(portal) == DecideAlert(**of, stage="acknowledged", outcome="referred", code="desk")
    warnings.step(told.REFERRED, kenya)
    assert "To the desk of the State" in text(visitor.get(here).text)
    visitor.post(f"{here}/close", form(stage="referred", **SHOWN))
    assert asked(portal) == CloseAlert(**of, stage="referred")
    warnings.step(told.CLOSED, kenya)
    page = text(visitor.get(here).text)
    assert "Take the last step back" in page
    assert "No alert is open." in text(visitor.get(PAGE).text)
    visitor.post(f"{here}/take-back", form(stage="closed", **SHOWN))
    assert asked(portal) == TakeBackAlertStep(**of, stage="closed")
    warnings.step(told.taken_back("referred", "desk"), kenya)
    page = text(visitor.get(here).text)
    assert "Step taken back: Referred" in page, page


def test_watching_has_no_code_and_an_answer_is_needed(
    portal: Pages, warnings: Warnings, kenya: str
) -> None:
    visitor = committee(portal)
    warnings.step(told.TAKEN, kenya)
    here = f"{PAGE}/{kenya}/decide"
    watch = form(stage="acknowledged", outcome="watched", checked="send", **SHOWN)
    visitor.post(here, watch)
    last = asked(portal)
    assert isinstance(last, DecideAlert)
    assert (last.outcome, last.code) == ("watched", None)
    nothing = visitor.post(here, form(stage="acknowledged", **SHOWN))
    assert nothing.status_code == 422
    assert "Choose what follows from it" in nothing.text
    assert visitor.post(here, {**watch, "stage": "other"}).status_code == 422
    for name in SHOWN:
        assert visitor.post(here, {**watch, name: ""}).status_code == 422, "it says not what it is"


def test_a_step_is_not_taken_back_once_a_newer_alert_was_raised(
    portal: Pages, warnings: Warnings, kenya: str
) -> None:
    visitor = committee(portal)
    for fact in (told.TAKEN, told.DISMISSED, told.CLOSED):
        warnings.step(fact, kenya)
    assert visitor.get(f"{PAGE}/{kenya}/take-back").status_code == 200
    warnings.raised("KEN", portal.clock() + DAY)
    assert visitor.get(f"{PAGE}/{kenya}/take-back").status_code == 404
    assert "Take the last step back" not in visitor.get(f"{PAGE}/{kenya}").text


@pytest.mark.parametrize("of", [{"nationality": "KEN"}, {"mandate": "sr-iran"}])
def test_a_member_concerned_is_shown_as_recused_and_handles_nothing(
    portal: Pages, warnings: Warnings, kenya: str, of: dict[str, str]
) -> None:
    iran = warnings.raised("IRN", portal.clock())
    also = {"mandates": frozenset({of["mandate"]})} if "mandate" in of else {}
    visitor = committee(portal, of.get("nationality", "FRA"), "CHE", **also)
    own = iran if also else kenya
    page = visitor.get(f"{PAGE}/{own}")
    assert "You are recused" in text(page.text)
    assert "/take" not in page.text
    for step in STEPS:
        assert visitor.get(f"{PAGE}/{own}/{step}").status_code == 404
        assert visitor.post(f"{PAGE}/{own}/{step}", form(stage="raised")).status_code == 404
    other = kenya if also else iran
    assert visitor.get(f"{PAGE}/{other}/take").status_code == 200


def test_those_who_read_alone_find_no_button(portal: Pages, kenya: str) -> None:
    for role in (Role.CHIEF, Role.QUICK_RESPONSE_DESK):
        visitor = portal.signed_in(role)
        page = visitor.get(f"{PAGE}/{kenya}")
        assert "/take" not in page.text
        assert visitor.get(f"{PAGE}/{kenya}/take").status_code == 403


def test_a_desk_officer_takes_the_alerts_of_the_own_states(portal: Pages, kenya: str) -> None:
    desk = portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"KEN"}))
    desk.post(f"{PAGE}/{kenya}/take", form(stage="raised", **SHOWN))
    last = asked(portal)
    assert isinstance(last, AcknowledgeAlert)
    assert desk.get(f"{PAGE}/{kenya}/reference").status_code == 403


def test_a_time_of_which_no_history_is_held_is_not_pinned(
    portal: Pages, kenya: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would be kept, and change nothing. What was typed stays on the page."""
    visitor = committee(portal)
    here = f"{PAGE}/{kenya}/reference"
    typed = form(until="2021-02-26", reason="records", before="")
    for first in (None, date(2020, 2, 7)):
        monkeypatch.setattr(counts, "first", lambda *_, first=first: first)
        answer = visitor.post(here, typed)
        assert answer.status_code == 422
        assert 'value="2021-02-26"' in answer.text
        assert not portal.asked
    assert "too little history before 27 Feb 2021" in text(answer.text)
    visitor.post(here, {**typed, "until": "2021-02-27"})
    assert isinstance(asked(portal), PinReference)
    visitor.post(here, {**typed, "until": "", "command_id": str(uuid4())})
    last = asked(portal)
    assert isinstance(last, PinReference)
    assert last.until is None


def test_a_crisis_in_the_baseline_is_marked_and_another_time_is_pinned(
    portal: Pages, warnings: Warnings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counts, "first", lambda *_: date(2020, 1, 1))
    one = warnings.raised("KEN", portal.clock(), doubtful=True)
    visitor = committee(portal)
    here = f"{PAGE}/{one}"
    assert "so the usual may be too high" in text(visitor.get(here).text)
    until = told.PIN.until
    assert until
    visitor.post(f"{here}/reference", form(until=until.isoformat(), reason="crisis"))
    assert asked(portal) == PinReference(
        rule="submissions", state="KEN", before=None, until=until, reason_code="crisis"
    )
    warnings.tell(told.PINNED)
    page = text(visitor.get(here).text)
    assert "with the 104 weeks up to 31 Dec 2024" in page
    before = hidden(visitor.get(f"{here}/reference").text, "before")
    assert before == until.isoformat()
    for typed, shown in ((before, until), ("soon", date.min)):
        visitor.post(f"{here}/reference", form(until="", reason="crisis", before=typed))
        assert asked(portal) == PinReference(
            rule="submissions", state="KEN", before=shown, until=None, reason_code=None
        )
    warnings.tell(replace(told.PINNED, until=None, reason_code=None))
    assert "pinned" not in visitor.get(here).text
