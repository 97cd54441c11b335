"""The watch-list for each role: section D.5, SD5 and SD8, and what is done with a situation."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from portal.committee.situations.queries import READERS
from portal.web.accounts import account as accounts
from shared.contracts.stakeholders_situation_commands import (
    TYPES,
    ChangeSituationLevel,
    CloseSituation,
    DeclineSituation,
    KeepSituationFromDesk,
    NoteGovernmentAction,
    OpenSituation,
    ProposeSituation,
    ReopenSituation,
    ReviewSituation,
    TakeBackGovernmentAction,
)
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference import recipient_name
from tests.portal.stakeholders.test_pages import text
from tests.stakeholders import alerts as alerted
from tests.stakeholders import situations as said
from tests.support.committee import Committee, elected, left, member
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor
from tests.support.warnings import Warnings
from tests.support.watched import Watched

PAGE = "/watch-list"
KENYA, IRAN, NEPAL = (recipient_name(one) for one in ("KEN", "IRN", "NPL"))
STEPS = ("open", "decline", "take-back", "review", "level", "close", "reopen", "actions/note")
HOUSE = (Role.COORDINATION_COMMITTEE, Role.CHIEF, Role.QUICK_RESPONSE_DESK)


@pytest.fixture
def warnings(portal: Pages) -> Warnings:
    Committee(portal.engine, portal.vault)
    return Warnings(portal.engine, portal.vault)


@pytest.fixture
def list_(portal: Pages, warnings: Warnings) -> Watched:
    return Watched(portal.engine, portal.vault)


@pytest.fixture
def chair(portal: Pages, list_: Watched) -> Visitor:
    return portal.signed_in(Role.COORDINATION_COMMITTEE)


@pytest.fixture
def desk(portal: Pages, list_: Watched) -> Visitor:
    return portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"KEN"}))


def form(**also: Any) -> dict[str, Any]:
    return {"command_id": str(uuid4()), **also}


def asked(portal: Pages) -> Any:
    """Return the command that the service was asked for last."""
    kind, data, _ = asked_for(portal.asked[-1])
    return TypeAdapter(TYPES[kind]).validate_python(data)


def on_record(portal: Pages, visitor: Visitor, *nationalities: str, chair: bool = False) -> None:
    assert visitor.account
    seat = member("sr-torture", *nationalities, holder_id=visitor.account.account_id)
    other = member("sr-food", "CHE")
    fact = elected(members=(seat, other), chair=seat.term_id if chair else None)
    Committee(portal.engine, portal.vault, told=1_000_000).tell(fact)


# --- who reads -----------------------------------------------------------------------------------


@pytest.mark.parametrize("role", HOUSE)
def test_these_read_the_whole_list(portal: Pages, list_: Watched, role: Role) -> None:
    assert "No situation is open." in text(portal.signed_in(role).get(PAGE).text)
    kenya, _ = list_.opened("KEN"), list_.proposed("IRN")
    hidden = list_.opened("NPL", reprisals=True)
    visitor = portal.signed_in(role)
    page = text(visitor.get(PAGE).text)
    for state in (KENYA, IRAN, NEPAL):
        assert state in page
    one = text(visitor.get(f"{PAGE}/{kenya}").text)
    assert "Zora reasons" in one
    assert "Escalating hatred and violence" in one
    assert "rests on reprisals" in text(visitor.get(f"{PAGE}/{hidden}").text)


@pytest.mark.parametrize("role", [Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER])
def test_a_holder_and_an_officer_read_their_theme_or_state_once_it_is_open(
    portal: Pages, list_: Watched, role: Role
) -> None:
    theme, state = list_.opened("KEN", mandates=("wgad",)), list_.opened("IRN", mandates=())
    other, not_yet = list_.opened("NPL", mandates=()), list_.proposed("UGA", mandates=("wgad",))
    visitor = portal.signed_in(role, mandates=frozenset({"wgad", "sr-iran"}))
    page = text(visitor.get(PAGE).text)
    assert KENYA in page
    assert IRAN in page
    assert NEPAL not in page
    assert recipient_name("UGA") not in page
    for one, status in ((theme, 200), (state, 200), (other, 404), (not_yet, 404)):
        assert visitor.get(f"{PAGE}/{one}").status_code == status


def test_the_desk_reads_the_own_states_without_what_rests_on_reprisals(
    portal: Pages, list_: Watched, desk: Visitor
) -> None:
    """R15 wins, whatever else the person is."""
    kenya, hidden = list_.proposed("KEN"), list_.opened("KEN", "Hush reasons", reprisals=True)
    iran = list_.opened("IRN")
    page = text(desk.get(PAGE).text)
    assert KENYA in page
    assert "No situation is open." in page
    assert IRAN not in page
    for one, status in ((kenya, 200), (hidden, 404), (iran, 404)):
        assert desk.get(f"{PAGE}/{one}").status_code == status
        assert desk.get(f"{PAGE}/{one}/review").status_code == 404
    both = portal.signed_in(
        Role.DESK_OFFICER, Role.COORDINATION_COMMITTEE, state_codes=frozenset({"KEN"})
    )
    assert both.get(f"{PAGE}/{hidden}").status_code == 404
    assert both.get(f"{PAGE}/{iran}").status_code == 200


@pytest.mark.parametrize("role", [role for role in Role if role not in READERS])
def test_to_all_others_there_is_nothing_here(portal: Pages, list_: Watched, role: Role) -> None:
    one, visitor = list_.opened(), portal.signed_in(role)
    for path in ("", *(f"/{step}" for step in STEPS)):
        there = visitor.get(f"{PAGE}/{one}{path}")
        nothing = visitor.get(f"{PAGE}/{uuid4()}{path}")
        assert there.status_code == nothing.status_code == 403
        assert text(there.text) == text(nothing.text)
    assert visitor.get(PAGE).status_code == 403


def test_a_situation_of_others_and_an_unknown_one_are_answered_alike(
    portal: Pages, list_: Watched
) -> None:
    one, alert = list_.opened(), uuid4()
    desk = portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"UGA"}))
    for path in ("", "/review", "/take-back", "/actions/note", f"/actions/{alert}/take-back"):
        there, nothing = desk.get(f"{PAGE}/{one}{path}"), desk.get(f"{PAGE}/{uuid4()}{path}")
        assert there.status_code == nothing.status_code == 404
        assert text(there.text) == text(nothing.text)


def test_who_left_the_committee_reads_nothing_and_does_nothing(
    portal: Pages, list_: Watched, chair: Visitor
) -> None:
    one = list_.opened()
    on_record(portal, chair, "FRA")
    assert chair.get(f"{PAGE}/{one}").status_code == 200
    gone = left("sr-torture", day_of(portal.clock()) - timedelta(days=1))
    Committee(portal.engine, portal.vault, told=2_000_000).tell(gone)
    for path in (PAGE, f"{PAGE}/{one}", f"{PAGE}/propose"):
        refused = chair.get(path)
        assert refused.status_code == 403
        assert KENYA not in text(refused.text)


# --- beside it -----------------------------------------------------------------------------------


def test_alerts_stand_beside_it_in_bands_as_each_reader_reads_them(
    portal: Pages, warnings: Warnings, list_: Watched, chair: Visitor, desk: Visitor
) -> None:
    one = list_.opened()
    assert "No alert was raised on this State." in text(desk.get(f"{PAGE}/{one}").text)
    warnings.raised("KEN", portal.clock(), open_level=None, open_now=0)
    warnings.raised("IRN", portal.clock(), rule="urgent", now=50)
    page = text(chair.get(f"{PAGE}/{one}").text)
    assert f"{KENYA}, submissions: more than usual" in page
    assert "now 4 to 9" in page
    assert IRAN not in page
    assert "No alert was raised on this State." in text(desk.get(f"{PAGE}/{one}").text)


def test_a_review_that_is_overdue_is_flagged(
    portal: Pages, list_: Watched, chair: Visitor, desk: Visitor
) -> None:
    today = day_of(portal.clock())
    for state, days in (("KEN", -1), ("NPL", 0)):
        one = list_.proposed(state)
        list_.step(said.OPENED, one, review_on=today + timedelta(days=days))
    page = text(chair.get(PAGE).text)
    assert page.count("Overdue") == 1
    assert page.index(KENYA) < page.index(NEPAL), "first what is to review next"
    for visitor, address in ((desk, "/countries"), (chair, "/activity/")):
        beside = text(visitor.get(address).text)
        assert "Watch-list: reviews due" in beside
        assert KENYA in beside


# --- proposing -----------------------------------------------------------------------------------


def _proposal(**also: Any) -> dict[str, Any]:
    themes = {"theme": "wgad", "theme_2": "", "theme_3": ""}
    typed = {"state": "KEN", "codes": ["cerd-b"], "level": "watch", "reason": "Zora reasons"}
    return form(**{**themes, **typed, **also})


def test_the_committee_and_the_desk_propose(
    portal: Pages, list_: Watched, chair: Visitor, desk: Visitor
) -> None:
    page = text(chair.get(f"{PAGE}/propose").text)
    assert "It rests on reprisals" in page
    chair.post(f"{PAGE}/propose", _proposal(reprisals="y"))
    command = asked(portal)
    assert isinstance(command, ProposeSituation)
    assert (command.state, command.mandates, command.codes) == ("KEN", ("wgad",), ("cerd-b",))
    assert command.reprisals
    assert command.alert_id is None
    assert portal.vault.reveal(command.reason) == "Zora reasons"
    page = text(desk.get(f"{PAGE}/propose").text)
    assert "It rests on reprisals" not in page
    assert KENYA in page
    assert IRAN not in page
    desk.post(f"{PAGE}/propose", _proposal(reprisals="y"))
    assert not asked(portal).reprisals
    wrong = desk.post(f"{PAGE}/propose", _proposal(codes=[]))
    assert wrong.status_code == 422
    assert "Choose at least one indicator" in text(wrong.text)


@pytest.mark.parametrize(
    ("raised", "kept_back"),
    [
        ({}, False),
        ({"open_level": None, "open_now": 0}, True),
        ({"level": "urgent"}, True),
        ({"now": 10}, True),
    ],
)
def test_an_alert_that_was_referred_or_watched_leads_to_a_situation(
    portal: Pages,
    warnings: Warnings,
    list_: Watched,
    chair: Visitor,
    raised: dict[str, Any],
    *,
    kept_back: bool,
) -> None:
    alert = warnings.raised("KEN", portal.clock(), **raised)
    warning, propose = f"/early-warning/{alert}", f"{PAGE}/propose/from-alert/{alert}"
    assert "Propose a situation" not in text(chair.get(warning).text)
    assert chair.get(propose).status_code == 404
    warnings.step(alerted.TAKEN, alert)
    warnings.step(alerted.WATCHED, alert)
    assert propose in chair.get(warning).text
    page = text(chair.get(propose).text)
    assert ("the alert rests on reprisals" in page) is kept_back
    chair.post(propose, _proposal())
    assert asked(portal).alert_id == alert
    assert asked(portal).reprisals is kept_back
    situation = list_.opened("KEN", alert_id=alert)
    assert f"{PAGE}/{situation}" in chair.get(warning).text
    assert "This situation was proposed from it." in text(chair.get(f"{PAGE}/{situation}").text)


def test_a_rise_by_reprisals_alone_keeps_the_situation_from_the_desk(
    portal: Pages, warnings: Warnings, list_: Watched, chair: Visitor
) -> None:
    alert = warnings.raised("KEN", portal.clock())
    later = portal.clock() + timedelta(days=1)
    warnings.rose(alert, "KEN", later, now=50, open_level=None, open_now=0)
    warnings.step(alerted.TAKEN, alert)
    warnings.step(alerted.REFERRED, alert)
    chair.post(f"{PAGE}/propose/from-alert/{alert}", _proposal())
    assert asked(portal).reprisals


def test_nobody_proposes_from_an_alert_that_is_not_theirs(
    portal: Pages, warnings: Warnings, list_: Watched, desk: Visitor, chair: Visitor
) -> None:
    alert = warnings.raised("KEN", portal.clock(), open_level=None, open_now=0)
    warnings.step(alerted.TAKEN, alert)
    warnings.step(alerted.WATCHED, alert)
    path = f"{PAGE}/propose/from-alert"
    assert desk.get(f"{path}/{alert}").status_code == 404
    assert desk.get(f"{path}/{uuid4()}").status_code == 404
    on_record(portal, chair, "KEN")
    assert chair.get(f"{path}/{alert}").status_code == 404


# --- the steps -----------------------------------------------------------------------------------


def test_each_step_names_what_the_page_showed(
    portal: Pages, list_: Watched, chair: Visitor
) -> None:
    one = list_.proposed()
    until = (day_of(portal.clock()) + timedelta(days=30)).isoformat()
    page = chair.get(f"{PAGE}/{one}/open").text
    assert 'name="step" type="hidden" value="1"' in page
    chair.post(f"{PAGE}/{one}/open", form(step="1", review_on=until))
    assert isinstance(asked(portal), OpenSituation)
    assert (asked(portal).step, asked(portal).review_on.isoformat()) == (1, until)
    chair.post(f"{PAGE}/{one}/decline", form(step="x", code="later"))
    assert isinstance(asked(portal), DeclineSituation)
    assert asked(portal).step == -1
    list_.step(said.OPENED, one)
    review = form(step="2", review_on=until, note="Quib review")
    for path, typed, kind in (
        ("review", review, ReviewSituation),
        ("level", form(step="2", level="urgent", reason="Why"), ChangeSituationLevel),
        ("close", form(step="2", code="improved", reason="Why"), CloseSituation),
    ):
        assert 'value="2"' in chair.get(f"{PAGE}/{one}/{path}").text
        chair.post(f"{PAGE}/{one}/{path}", typed)
        assert isinstance(asked(portal), kind)
        assert asked(portal).step == 2
    for path in ("open", "decline", "take-back", "reopen"):
        assert chair.get(f"{PAGE}/{one}/{path}").status_code == 404
    list_.step(said.REVIEWED, one)
    list_.step(said.LEVELLED, one)
    list_.step(said.CLOSED, one)
    page = text(chair.get(f"{PAGE}/{one}").text)
    for words in ("Quib review", "Level changed (Urgent)", "Closed: The situation improved"):
        assert words in page
    chair.post(f"{PAGE}/{one}/reopen", form(step="5", review_on=until, reason="Again"))
    assert isinstance(asked(portal), ReopenSituation)
    list_.step(said.REOPENED, one)
    page = text(chair.get(f"{PAGE}/{one}").text)
    assert "Opened again" in page
    assert "Close this situation" in page


def test_the_desk_reviews_and_takes_the_own_proposal_back_and_no_more(
    portal: Pages, list_: Watched, desk: Visitor
) -> None:
    assert desk.account
    one = list_.proposed(proposed_by=desk.account.account_id)
    desk.post(f"{PAGE}/{one}/take-back", form(step="1"))
    assert asked(portal).code == "taken_back"
    assert desk.get(f"{PAGE}/{list_.proposed()}/take-back").status_code == 404
    list_.step(said.OPENED, one)
    page = text(desk.get(f"{PAGE}/{one}").text)
    assert "Review this situation" in page
    assert "Note an action of the Government" in page
    for words in ("Change the level", "Close this situation"):
        assert words not in page
    for path in ("open", "level", "close", "reopen"):
        assert desk.get(f"{PAGE}/{one}/{path}").status_code == 403


def test_a_member_concerned_is_shown_as_recused_and_decides_nothing(
    portal: Pages, list_: Watched, chair: Visitor
) -> None:
    on_record(portal, chair, "KEN")
    one = list_.opened()
    page = text(chair.get(f"{PAGE}/{one}").text)
    assert "You are recused" in page
    assert "Review this situation" not in page
    for path in ("review", "level", "close", "actions/note"):
        assert chair.get(f"{PAGE}/{one}/{path}").status_code == 404
    theme = list_.opened("NPL", mandates=("sr-torture",))
    assert "You are recused" in text(chair.get(f"{PAGE}/{theme}").text)
    assert "You are recused" not in text(chair.get(f"{PAGE}/{list_.opened('NPL')}").text)


def test_only_the_chair_opens_and_closes_where_there_is_one(
    portal: Pages, list_: Watched, chair: Visitor
) -> None:
    on_record(portal, chair, "FRA", chair=True)
    one, other = list_.proposed(), portal.signed_in(Role.COORDINATION_COMMITTEE)
    assert chair.get(f"{PAGE}/{one}/open").status_code == 200
    assert other.get(f"{PAGE}/{one}/open").status_code == 404
    list_.step(said.OPENED, one)
    assert "Change the level" in text(other.get(f"{PAGE}/{one}").text)
    assert "Close this situation" not in text(other.get(f"{PAGE}/{one}").text)


def test_what_rests_on_reprisals_later_is_kept_from_the_desk_then(
    portal: Pages, list_: Watched, chair: Visitor, desk: Visitor
) -> None:
    one = list_.opened()
    here, keep = f"{PAGE}/{one}", f"{PAGE}/{one}/keep-from-desk"
    assert "neither see nor review it" in text(chair.get(keep).text)
    assert desk.get(here).status_code == 200
    assert desk.get(keep).status_code == 403
    chair.post(keep, form(step="2"))
    assert asked(portal) == KeepSituationFromDesk(situation_id=one, step=2)
    list_.step(said.KEPT, one)
    assert desk.get(here).status_code == 404
    assert KENYA not in text(desk.get(PAGE).text)
    page = text(chair.get(here).text)
    assert "Kept from the desk of the State" in page
    assert "It rests on reprisals, so" in page
    assert keep not in page
    assert chair.get(keep).status_code == 404


@pytest.mark.parametrize("why", ["another mandate", "no role", "disabled"])
def test_somebody_stands_in_for_a_chair_whose_account_cannot_act(
    portal: Pages, list_: Watched, why: str
) -> None:
    """The record of elections knows of none of these."""
    role = Role.MANDATE_HOLDER if why == "no role" else Role.COORDINATION_COMMITTEE
    second = frozenset({"wgad"}) if why == "another mandate" else frozenset[str]()
    chair = portal.signed_in(role, mandates=second)
    on_record(portal, chair, "FRA", chair=True)
    assert chair.account
    with portal.engine.begin() as conn:
        accounts.set_disabled(conn, chair.account.account_id, disabled=why == "disabled")
    one = list_.proposed(mandates=("wgad",))
    other = portal.signed_in(Role.COORDINATION_COMMITTEE)
    until = (day_of(portal.clock()) + timedelta(days=30)).isoformat()
    other.post(f"{PAGE}/{one}/open", form(step="1", review_on=until))
    command = asked(portal)
    assert isinstance(command, OpenSituation)
    assert chair.account.account_id in command.unable
    other.post(f"{PAGE}/{one}/decline", form(step="1", code="later"))
    assert asked(portal).unable == command.unable
    list_.step(said.OPENED, one)
    other.post(f"{PAGE}/{one}/close", form(step="2", code="improved", reason="Why"))
    assert asked(portal).unable == command.unable
    list_.step(said.CLOSED, one)
    other.post(f"{PAGE}/{one}/reopen", form(step="3", review_on=until, reason="Again"))
    assert asked(portal).unable == command.unable


# --- actions of the Government -------------------------------------------------------------------


def test_an_action_is_noted_with_its_source_and_taken_back(
    portal: Pages, list_: Watched, chair: Visitor
) -> None:
    one = list_.opened(mandates=("wgad",))
    officer = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"wgad"}))
    holder = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"wgad"}))
    note = f"{PAGE}/{one}/actions/note"
    typed = form(kind="inquiry", acted_on="2026-01-04", source=said.SOURCE)
    assert "Check this action" in text(officer.post(note, typed).text)
    officer.post(note, {**typed, "checked": "send"})
    command = asked(portal)
    assert isinstance(command, NoteGovernmentAction)
    assert (command.kind, command.source) == ("inquiry", said.SOURCE)
    list_.step(said.NOTED, one, action_id=command.action_id)
    back = f"{PAGE}/{one}/actions/{command.action_id}/take-back"
    for visitor in (officer, chair, holder):
        page = visitor.get(f"{PAGE}/{one}").text
        assert said.SOURCE in page
        assert (back in page) is (visitor is not holder)
    assert holder.get(back).status_code == holder.get(note).status_code == 403
    officer.post(back, form())
    assert isinstance(asked(portal), TakeBackGovernmentAction)
    list_.step(said.UNNOTED, one, action_id=command.action_id)
    assert said.SOURCE not in chair.get(f"{PAGE}/{one}").text
    assert chair.get(back).status_code == 404


def test_what_was_erased_is_said(portal: Pages, list_: Watched, chair: Visitor) -> None:
    one = list_.opened()
    portal.vault.forget(f"situation-{one}", at=portal.clock())
    page = chair.get(f"{PAGE}/{one}")
    assert page.status_code == 200
    assert "Zora" not in page.text
