"""The watch-list for each role: section D.5, SD5 and SD8; what stands beside it, and proposing."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from portal.committee.situations.queries import READERS
from shared.contracts.stakeholders_situation_commands import (
    ProposeSituation,
)
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference import recipient_name
from tests.portal.committee.situations.conftest import (
    HOUSE,
    IRAN,
    KENYA,
    NEPAL,
    PAGE,
    STEPS,
    asked,
    form,
    on_record,
)
from tests.portal.stakeholders.test_pages import text
from tests.stakeholders import alerts as alerted
from tests.stakeholders import situations as said
from tests.support.committee import Committee, left
from tests.support.portal import Pages, Visitor
from tests.support.warnings import Warnings
from tests.support.watched import Watched

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
