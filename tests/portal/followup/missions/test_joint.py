"""A joint visit on its pages: who is asked, who joins, and what each of them and others read."""

from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from shared.contracts.followup_mission_commands import (
    TYPES,
    AskMandateToJoin,
    MarkMissionTask,
    TakeBackAskToJoin,
)
from shared.contracts.followup_missions import (
    MandateAskedToJoin,
    MandateLeftVisit,
    MandateNotAskedToJoin,
)
from shared.core.roles import Role
from tests.portal.stakeholders.test_pages import text
from tests.support.missions import Missions
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor

R = Role
OTHER = "wgad"


@pytest.fixture
def missions(portal: Pages) -> Missions:
    some = Missions(portal.engine, portal.vault, portal.clock())
    some.hear(ahead=20)
    some.official("Minister Zora")
    some.confidential("Widow Quib")
    return some


def of(portal: Pages, role: Role, *mandates: str) -> Visitor:
    return portal.signed_in(role, mandates=frozenset(mandates))


def send(visitor: Visitor, missions: Missions, page: str, **typed: str) -> None:
    sent = {"command_id": str(uuid4()), "seen": str(missions.mission.steps), **typed}
    assert visitor.post(page, sent).status_code == 303


def last(portal: Pages) -> Any:
    kind, data, _ = asked_for(portal.asked[-1])
    return TypeAdapter(TYPES[kind]).validate_python(data)


def test_who_leads_asks_and_who_is_asked_learns_no_more_than_that(
    portal: Pages, missions: Missions
) -> None:
    page = f"/missions/{missions.mission_id}"
    lead, theirs = of(portal, R.MANDATE_HOLDER, "sr-torture"), of(portal, R.MANDATE_HOLDER, OTHER)
    assert "Ask a mandate to join this visit" in lead.get(page).text
    assert (
        of(portal, R.HUMAN_RIGHTS_OFFICER, "sr-torture").get(f"{page}/joint/ask").status_code == 404
    )
    send(lead, missions, f"{page}/joint/ask", mandate=OTHER)
    assert last(portal) == AskMandateToJoin(
        mission_id=missions.mission_id,
        mandate="sr-torture",
        seen=missions.mission.steps,
        asked=OTHER,
    )
    assert theirs.get(f"{page}/joint/{OTHER}/join").status_code == 404
    missions.happens(MandateAskedToJoin, asked=OTHER)
    assert "Asked to join" in text(lead.get(page).text)
    assert theirs.get(page).status_code == 404
    assert "Asked to join a visit" in theirs.get("/waiting").text
    shown = theirs.get(f"{page}/joint/{OTHER}/join")
    assert "Join this visit?" in shown.text
    assert "Zora" not in shown.text
    for nobody in (
        of(portal, R.MANDATE_HOLDER, "sr-food"),
        of(portal, R.HUMAN_RIGHTS_OFFICER, OTHER),
    ):
        assert nobody.get(f"{page}/joint/{OTHER}/join").status_code in {403, 404}
    back = f"{page}/joint/{OTHER}/take-back"
    assert theirs.get(back).status_code == 404
    assert "Ask this mandate no more?" in lead.get(back).text
    send(lead, missions, back)
    assert last(portal) == TakeBackAskToJoin(
        mission_id=missions.mission_id,
        mandate="sr-torture",
        seen=missions.mission.steps,
        asked=OTHER,
    )


def test_a_notice_leads_who_is_asked_to_their_own_visit_file(
    portal: Pages, missions: Missions
) -> None:
    page, own = f"/missions/{missions.mission_id}/joint", f"/visits/{OTHER}/KEN"
    theirs, lead = (of(portal, R.HUMAN_RIGHTS_OFFICER, one) for one in (OTHER, "sr-torture"))
    assert theirs.get(page).status_code == 404
    missions.happens(MandateAskedToJoin, asked=OTHER)
    assert theirs.get(page).headers["Location"] == own
    assert "asks you to make this a joint visit" in text(theirs.get(own).text)
    missions.happens(MandateNotAskedToJoin, asked=OTHER)
    assert theirs.get(page).headers["Location"] == own
    assert "joint visit" not in text(theirs.get(own).text)
    for nobody in (lead, of(portal, R.MANDATE_HOLDER, "sr-food")):
        assert nobody.get(page).status_code == 404
    state = portal.signed_in(R.GOVERNMENT, state_codes=frozenset({"KEN"}))
    assert state.get(page).status_code == 403


def test_those_of_a_mandate_that_joined_read_and_write_the_one_mission(
    portal: Pages, missions: Missions
) -> None:
    page = f"/missions/{missions.mission_id}"
    officer = of(portal, R.HUMAN_RIGHTS_OFFICER, OTHER)
    assert officer.get(page).status_code == 404
    missions.join(OTHER)
    shown = text(officer.get(page).text)
    for words in ("Minister Zora", "Joint visit", "leads the visit", "Working Group on Arbitrary"):
        assert words in shown
    assert "Widow Quib" in text(officer.get(f"{page}/confidential").text)
    assert officer.get(f"{page}/input").status_code == 404  # who sent it agreed to the other one
    send(officer, missions, f"{page}/tasks/visas", now="done")
    assert last(portal) == MarkMissionTask(
        mission_id=missions.mission_id,
        mandate=OTHER,
        seen=missions.mission.steps,
        task="visas",
        now="done",
    )
    own = text(officer.get(f"/missions/{missions.own_id}").text)
    assert "goes on as a joint visit" in own
    assert officer.get(f"/missions/{missions.own_id}/tasks/visas").status_code == 404
    assert missions.own_id not in officer.get("/missions").text
    missions.happens(MandateLeftVisit, leaving=OTHER, own_mission_id=missions.own_id, joined=())
    assert officer.get(page).status_code == 404


def test_a_state_reads_one_programme_in_the_name_of_all_and_nothing_of_the_rest(
    portal: Pages, missions: Missions
) -> None:
    missions.join(OTHER)
    state = portal.signed_in(R.GOVERNMENT, state_codes=frozenset({"KEN"}))
    programme = text(state.get(f"/visit-programmes/{missions.mission_id}").text)
    for words in ("Minister Zora", "torture", "Working Group on Arbitrary"):
        assert words in programme
    assert "Quib" not in programme
    page = f"/missions/{missions.mission_id}"
    for closed in (page, f"{page}/confidential", f"{page}/joint/{OTHER}/leave"):
        assert state.get(closed).status_code == 403
    assert state.get(f"/visit-programmes/{missions.own_id}").status_code == 404


def test_the_holder_of_a_mandate_that_joined_leaves_for_it_alone(
    portal: Pages, missions: Missions
) -> None:
    missions.join(OTHER)
    page = f"/missions/{missions.mission_id}/joint/{OTHER}/leave"
    holder = of(portal, R.MANDATE_HOLDER, OTHER)
    assert "Leave this joint visit?" in holder.get(page).text
    send(holder, missions, page)
    assert (last(portal).mandate, last(portal).mission_id) == (OTHER, missions.mission_id)
    lead = of(portal, R.MANDATE_HOLDER, "sr-torture")
    assert lead.get(page).status_code == 404
    assert of(portal, R.HUMAN_RIGHTS_OFFICER, OTHER).get(page).status_code == 404
