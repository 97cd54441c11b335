"""The exchange of a programme: a Government writes its side, and meets nothing of the other one."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from portal.followup.proposals.queries import meet
from shared.contracts.followup_mission_commands import SetProgrammeItem
from shared.contracts.followup_proposal_commands import TYPES
from shared.core.roles import Role
from tests.portal.stakeholders.test_pages import text
from tests.support.exchange import GOVERNMENT, OFFICE, Proposals
from tests.support.missions import Missions
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor

MINE = frozenset({"sr-torture"})


@pytest.fixture
def some(portal: Pages) -> Proposals:
    missions = Missions(portal.engine, portal.vault, portal.clock())
    missions.hear(ahead=60)
    return Proposals(missions)


@pytest.fixture
def state(portal: Pages) -> Visitor:
    return portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({"KEN"}))


@pytest.fixture
def officer(portal: Pages) -> Visitor:
    return portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=MINE)


def typed(some: Proposals, **also: Any) -> dict[str, Any]:
    assert some.missions.mission.dates is not None
    day = some.missions.mission.dates.first.isoformat()
    said = {"kind": "judiciary", "text": "Judge Zora", "place": "Court", "contact": "Protocol"}
    when = {"day": day, "begins": "09:00", "ends": "10:00", "seen": "0", "words": ""}
    return {"command_id": str(uuid4()), "checked": "send", **when, **said, **also}


def asked(portal: Pages) -> Any:
    kind, data, _ = asked_for(portal.asked[-1])
    return TypeAdapter(TYPES[kind]).validate_python(data)


def test_a_government_proposes_asks_to_change_and_withdraws(
    portal: Pages, some: Proposals, state: Visitor
) -> None:
    page = f"/visit-programmes/{some.missions.mission_id}"
    assert page in state.get("/visit-programmes").text
    assert "will appear here" in text(state.get(page).text)
    form = state.get(f"{page}/propose").text
    assert "Victims" not in form
    assert "Civil society" not in form
    read = state.post(f"{page}/propose", typed(some, checked=""))
    assert "Check the proposal" in text(read.text)
    assert state.post(f"{page}/propose", typed(some)).status_code == 303
    new = asked(portal)
    assert (new.item.kind, new.item.state, new.item.ends) == ("judiciary", "proposed", "10:00")
    assert new.item.text.subject == f"mission-{new.item.item_id}"
    assert new.contact.subject == f"mission-{new.proposal_id}"
    assert state.post(f"{page}/propose", typed(some, kind="victims")).status_code == 422
    known = some.missions.official("Minister Zora", place=some.missions.item("Hall").text)
    change = f"{page}/propose/{known.item_id}"
    assert "Minister Zora" in state.get(change).text
    assert state.post(change, typed(some, place="")).status_code == 303
    assert asked(portal).item.item_id == known.item_id
    assert state.get(f"{page}/propose/{uuid4()}").status_code == 404
    one = some.proposed("Judge Quib")
    shown = text(state.get(page).text)
    assert "Proposed by your Government Waits for an answer" in shown
    assert "why Judge Quib" in shown
    gone = f"{page}/proposals/{one}/withdraw"
    assert "Judge Quib" in state.get(gone).text
    state.post(gone, {"command_id": str(uuid4()), "seen": "1"})
    assert (asked(portal).proposal_id, asked(portal).seen) == (one, 1)
    some.withdrawn(one)
    assert state.get(gone).status_code == 404
    assert "Withdrawn" in text(state.get(page).text)
    abroad = portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({"FRA"}))
    for path in (page, f"{page}/propose", change, gone):
        assert abroad.get(path).status_code == 404
    some.missions.hear("called_off", ahead=None)
    assert "/propose" not in state.get(page).text


def test_the_office_answers_and_alone_sees_what_a_proposal_meets(
    portal: Pages, some: Proposals, state: Visitor, officer: Visitor
) -> None:
    mission = f"/missions/{some.missions.mission_id}"
    page = f"{mission}/exchange"
    assert "will appear here" in text(officer.get(page).text)
    some.missions.official("Minister Zora", begins="09:00", ends="11:00")
    some.missions.confidential("Widow Quib", begins="09:15", ends="09:45")
    some.missions.confidential("Widow Tarn", begins="13:00")
    one = some.proposed("Judge Quib", begins="09:30", ends="10:30")
    assert "1 proposal of the State waits" in text(officer.get(mission).text)
    shown = text(officer.get(page).text)
    assert "in the confidential programme: 23 Jan 2027, 09:15\N{EN DASH}09:45: Victims" in shown
    assert "in the programme with the State: 23 Jan 2027, 09:00\N{EN DASH}11:00" in shown
    assert "13:00" not in shown
    answer = f"{page}/{one}/answer"
    assert "in the confidential programme" in text(officer.get(answer).text)
    desk = portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"KEN"}))
    theirs = text(desk.get(page).text)
    assert "Judge Quib" in theirs
    assert "confidential programme:" not in theirs
    assert desk.get(answer).status_code == 403
    seen = text(state.get(f"/visit-programmes/{some.missions.mission_id}").text)
    for secret in ("confidential", "same time", "09:15", "Victims"):
        assert secret not in seen
    said = {"command_id": str(uuid4()), "seen": "1", "agrees": "no"}
    assert officer.post(answer, said).status_code == 422, "a refusal says why"
    assert officer.post(answer, {**said, "words": "Rather on Friday"}).status_code == 303
    command = asked(portal)
    assert (command.agrees, command.seen) == (False, 1)
    some.answered(one)
    assert officer.get(answer).status_code == 404
    assert "Judge Quib" in text(state.get(f"/visit-programmes/{some.missions.mission_id}").text)
    assert "Agreed" in text(officer.get(page).text)


def test_the_mandate_puts_a_meeting_and_the_government_answers(
    portal: Pages, some: Proposals, state: Visitor, officer: Visitor
) -> None:
    page = f"/missions/{some.missions.mission_id}/exchange"
    theirs = f"/visit-programmes/{some.missions.mission_id}"
    item = some.missions.official("Warden Zora", "detention", state="proposed")
    assert "Warden Zora" not in state.get(theirs).text
    put = f"{page}/put/{item.item_id}"
    assert put in officer.get(page).text
    assert "Warden Zora" in officer.get(put).text
    assert officer.post(put, {"command_id": str(uuid4()), "seen": "0"}).status_code == 303
    assert asked(portal).item == item
    assert officer.get(f"{page}/put/{uuid4()}").status_code == 404
    one = some.proposed("Warden Zora", by=OFFICE)
    assert officer.get(put).status_code == 404, "it waits for the answer"
    board = text(state.get("/government-overview").text)
    assert "Meetings of a visit that await your answer" in board
    some.missions.hear("called_off", ahead=None)
    assert f"{theirs}/proposals" not in state.get(theirs).text
    assert theirs not in state.get("/government-overview").text
    some.missions.hear(ahead=60)
    assert "Warden Zora" in state.get(theirs).text
    answer = f"{theirs}/proposals/{one}/answer"
    said = {"command_id": str(uuid4()), "seen": "1", "agrees": "yes", "checked": "send"}
    assert "Warden Zora" in state.get(answer).text
    assert state.post(answer, said).status_code == 303
    assert asked(portal).agrees
    later = replace(item, begins="12:00")
    some.missions.ask(SetProgrammeItem, item=later)
    assert "stands no more as it was put" in text(officer.get(page).text)
    assert "stands no more" not in text(state.get(theirs).text)
    assert "12:00" not in state.get(theirs).text
    withdraw = f"{page}/{one}/withdraw"
    assert officer.post(withdraw, {"command_id": str(uuid4()), "seen": "1"}).status_code == 303
    some.missions.ask(SetProgrammeItem, item=item)
    some.answered(one, by=GOVERNMENT)
    assert state.get(answer).status_code == officer.get(withdraw).status_code == 404
    assert "Put to your Government Agreed" in text(state.get(theirs).text)
    assert some.missions.mission.items[item.item_id].state == "confirmed"


def test_meetings_overlap_and_without_an_end_an_hour_is_counted() -> None:
    assert meet(("09:00", "10:00"), ("09:59", None))
    assert meet(("09:00", None), ("09:30", "09:40"))
    assert not meet(("09:00", "10:00"), ("10:00", None))
    assert not meet(("09:00", None), ("10:00", "11:00"))
