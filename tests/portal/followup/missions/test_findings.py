"""Preliminary findings on the page of a mission: who logs what, and who reads it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from portal.followup.missions import found, words
from shared.contracts.followup_mission_commands import (
    TYPES,
    RecordPreliminaryFindingsRefused,
    RecordPreliminaryFindingsShared,
)
from shared.core.roles import Role
from shared.reference.holding import Holding
from shared.reference.missions import OFFICES, WAYS
from tests.portal.stakeholders.test_pages import text
from tests.support.missions import Missions
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor

R = Role
OWN = {"mandates": frozenset({"sr-torture"})}


@pytest.fixture
def missions(portal: Pages) -> Missions:
    some = Missions(portal.engine, portal.vault, portal.clock())
    some.hear()
    some.step("security_cleared")
    return some


def officer(portal: Pages) -> Visitor:
    return portal.signed_in(R.HUMAN_RIGHTS_OFFICER, **OWN)


def holder(portal: Pages) -> Visitor:
    return portal.signed_in(R.MANDATE_HOLDER, **OWN)


def last(portal: Pages) -> Any:
    kind, data, _ = asked_for(portal.asked[-1])
    return TypeAdapter(TYPES[kind]).validate_python(data)


def sent(missions: Missions, **also: str) -> dict[str, str]:
    return {
        "command_id": str(uuid4()),
        "seen": str(missions.mission.steps),
        "on": str(missions.at.date()),
        "office": "foreign_ministry",
        **also,
    }


def test_they_are_logged_once_the_visit_began(portal: Pages, missions: Missions) -> None:
    page = f"/missions/{missions.mission_id}"
    visitor = officer(portal)
    assert "/findings/shared" not in visitor.get(page).text
    assert visitor.get(f"{page}/findings/shared").status_code == 404
    missions.step("began")
    shown = visitor.get(page).text
    assert f"{page}/findings/shared" in shown
    assert f"{page}/findings/refused" not in shown
    assert f"{page}/findings/refused" in holder(portal).get(page).text
    form = visitor.get(f"{page}/findings/shared")
    assert form.status_code == 200
    assert f'value="{missions.at.date()}"' in form.text
    typed = sent(missions, channel="meeting", note="In two languages")
    wrong = visitor.post(f"{page}/findings/shared", {**typed, "channel": ""})
    assert wrong.status_code == 422
    assert "Choose how they were shared" in text(wrong.text)
    assert "In two languages" in text(wrong.text)
    assert visitor.post(f"{page}/findings/shared", typed).status_code == 303
    command = last(portal)
    assert isinstance(command, RecordPreliminaryFindingsShared)
    assert (command.office, command.channel) == ("foreign_ministry", "meeting")
    assert command.note is not None
    assert command.note.subject == f"mission-{command.note_id}"
    assert portal.vault.reveal(command.note) == "In two languages"
    assert visitor.post(f"{page}/findings/tea", typed).status_code == 404


def test_the_holder_logs_that_the_government_refused(portal: Pages, missions: Missions) -> None:
    missions.step("began")
    page = f"/missions/{missions.mission_id}/findings/refused"
    assert officer(portal).get(page).status_code == 404
    visitor = holder(portal)
    bare = visitor.post(page, sent(missions))
    assert bare.status_code == 422
    assert "Say how the Government refused to hear them" in text(bare.text)
    typed = sent(missions, note="It called the meeting off")
    assert visitor.post(page, typed).status_code == 303
    command = last(portal)
    assert isinstance(command, RecordPreliminaryFindingsRefused)
    assert portal.vault.reveal(command.note) == "It called the meeting off"


def test_while_nobody_holds_office_the_officer_logs_a_refusal(
    portal: Pages, missions: Missions, monkeypatch: pytest.MonkeyPatch
) -> None:
    missions.step("began")
    vacant = Holding(mandate="sr-torture", signs_until=missions.at.date() - timedelta(days=1))
    monkeypatch.setattr(found, "holdings", lambda *_: {"sr-torture": vacant})
    page = f"/missions/{missions.mission_id}/findings/refused"
    assert officer(portal).get(page).status_code == 200


def test_they_stand_in_the_course_without_their_note_for_the_desk(
    portal: Pages, missions: Missions
) -> None:
    missions.step("began")
    note_id = str(uuid4())
    missions.ask(
        RecordPreliminaryFindingsShared,
        on=missions.at.date(),
        office="head_of_state",
        channel="call",
        note_id=note_id,
        note=portal.vault.seal(f"mission-{note_id}", "Zithra interpreted"),
    )
    page = f"/missions/{missions.mission_id}"
    desk = portal.signed_in(R.DESK_OFFICER, state_codes=frozenset({"KEN"}))
    for visitor, of_team in ((officer(portal), True), (desk, False)):
        shown = text(visitor.get(page).text)
        assert "Preliminary findings were shared with the Government" in shown
        assert "Office of the Head of State" in shown
        assert "By telephone or video call" in shown
        assert ("Zithra" in shown) is of_team
    assert desk.get(f"{page}/findings/shared").status_code == 403


def test_every_office_and_way_has_its_word() -> None:
    assert set(words.OFFICES) == set(OFFICES)
    assert set(words.WAYS) == set(WAYS)
