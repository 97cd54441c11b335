"""Team, places, languages and the supporting body of a mission: who writes and reads them."""

from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from shared.contracts.followup_mission_commands import TYPES, SetMissionParticulars
from shared.core.roles import Role
from tests.portal.stakeholders.test_pages import text
from tests.support.missions import Missions
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor

R = Role


@pytest.fixture
def missions(portal: Pages) -> Missions:
    some = Missions(portal.engine, portal.vault, portal.clock())
    some.hear(ahead=90)
    return some


def officer(portal: Pages) -> Visitor:
    return portal.signed_in(R.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"sr-torture"}))


def typed(missions: Missions, **also: Any) -> dict[str, Any]:
    parts = {"team": "Doctor Zorb", "places": "Port Quay", "languages": "Swahili", "body": ""}
    return {"command_id": str(uuid4()), "seen": str(missions.mission.steps), **parts, **also}


def kept(portal: Pages, missions: Missions) -> SetMissionParticulars:
    kind, data, _ = asked_for(portal.asked[-1])
    command: object = TypeAdapter(TYPES[kind]).validate_python(data)
    assert isinstance(command, SetMissionParticulars)
    missions.ask(SetMissionParticulars, particulars=command.particulars)
    return command


def test_they_are_written_changed_and_taken_out(portal: Pages, missions: Missions) -> None:
    visitor, page = officer(portal), f"/missions/{missions.mission_id}"
    assert "will appear here" in text(visitor.get(page).text)
    assert visitor.post(f"{page}/particulars", typed(missions)).status_code == 303
    first = kept(portal, missions)
    assert [each.part for each in first.particulars] == ["team", "places", "languages"]
    assert len({each.text.subject for each in first.particulars}) == 3, "each has its own key"
    shown = text(visitor.get(page).text)
    for said in ("Doctor Zorb", "Port Quay", "Swahili"):
        assert said in shown
    assert "Doctor Zorb" in visitor.get(f"{page}/particulars").text
    assert visitor.post(f"{page}/particulars", typed(missions, team="")).status_code == 303
    again = kept(portal, missions)
    assert again.particulars[0].text.subject == first.particulars[1].text.subject
    assert "Doctor Zorb" not in text(visitor.get(page).text)


def test_the_desk_of_the_state_reads_them_and_no_day_sheet_has_them(
    portal: Pages, missions: Missions
) -> None:
    page = f"/missions/{missions.mission_id}"
    officer(portal).post(f"{page}/particulars", typed(missions))
    kept(portal, missions)
    desk = portal.signed_in(R.DESK_OFFICER, state_codes=frozenset({"KEN"}))
    assert "Doctor Zorb" in text(desk.get(page).text)
    assert desk.get(f"{page}/particulars").status_code == 403
    for path in ("sheet", "confidential/sheet"):
        assert "Zorb" not in officer(portal).get(f"{page}/{path}").text
    other = portal.signed_in(R.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"wgad"}))
    assert other.get(f"{page}/particulars").status_code == 404
