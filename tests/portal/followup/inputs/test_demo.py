"""The invented call of a demonstration, as the services rule on it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from portal.followup.inputs import demo
from services.followup.input.call import INPUT_CALL, Call
from services.followup.input.contribution import CONTRIBUTION, Contribution
from services.followup.mission.decide import MISSION, on_followup
from services.followup.mission.state import Mission
from services.followup.visit_file.decide import VISIT_FILE
from shared.core.actor import Actor, Asked, system
from shared.core.message import Sealed
from shared.core.roles import Role
from tests.followup.test_visit_file import held

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PEOPLE: Mapping[str, Role] = {
    "officer": Role.HUMAN_RIGHTS_OFFICER,
    "holder": Role.MANDATE_HOLDER,
}


def invented(by: str | Actor) -> Actor:
    if isinstance(by, Actor):
        return by
    return Actor(actor_id=by, roles=frozenset({PEOPLE[by]}), mandates=frozenset({"sr-torture"}))


def test_the_services_take_what_is_invented(monkeypatch: pytest.MonkeyPatch) -> None:
    file = VISIT_FILE.initial
    mission = Mission(holding=MISSION.fold([held(holder_id="holder")]).holding)
    call = Call()
    contributions: dict[str, Contribution] = {}

    def ask(command: Any, by: str | Actor, _case: str, *_step: str) -> None:
        nonlocal file, mission, call
        asked = Asked(at=AT, by=invented(by))
        if hasattr(command, "contribution_id"):
            state = contributions.get(command.contribution_id, Contribution(call=call))
            facts: Any = CONTRIBUTION.decide(command, asked, state)
            contributions[command.contribution_id] = CONTRIBUTION.fold(facts, state)
        elif hasattr(command, "call_id"):
            facts = INPUT_CALL.decide(command, asked, Call(mission=mission))
            call = INPUT_CALL.fold(facts, call)
        else:
            facts = VISIT_FILE.decide(command, asked, VISIT_FILE.fold([HELD], file))
            file = VISIT_FILE.fold(facts, file)
            for heard in on_followup(facts[-1]):
                opened = MISSION.decide(heard, Asked(at=AT, by=system("policy")), mission)
                mission = MISSION.fold(opened, mission)
        assert facts

    monkeypatch.setattr(demo, "ask", ask)
    monkeypatch.setattr(demo, "now", lambda: AT)
    monkeypatch.setattr(demo, "seal", Sealed)
    demo.tell()
    assert not call.was_over(AT)
    assert len(contributions) == 2
    assert {one.read for one in contributions.values()} == {True, False}


HELD = held(holder_id="holder")
