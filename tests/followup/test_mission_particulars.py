"""What is written of a mission beside its programme (E.2)."""

from dataclasses import replace
from typing import Any

from services.followup.mission.decide import MISSION
from shared.contracts import followup_missions as facts
from shared.contracts.followup_mission_commands import SetMissionParticulars
from shared.contracts.followup_missions import Particular
from shared.core.message import Sealed
from shared.core.testing import given
from tests.followup.missions import OPENED, ask, fact
from tests.followup.visits import HOLDER, OFFICER, OTHER_OFFICER, QRD


def some(*parts: str) -> tuple[Particular, ...]:
    return tuple(Particular(part=part, text=Sealed(f"mission-{part}", "text")) for part in parts)


def write(seen: int, *parts: str) -> Any:
    return ask(SetMissionParticulars, seen, particulars=some(*parts))


def written(step: int, *parts: str) -> Any:
    return fact(facts.MissionParticularsSet, step, particulars=some(*parts))


def test_those_of_the_mandate_write_all_of_it_at_once() -> None:
    for by in (OFFICER, HOLDER):
        given(MISSION, OPENED).when(write(1, "team", "places"), by=by).then(
            replace(written(2, "team", "places"), done_by=by.actor_id)
        )
    for other in (QRD, OTHER_OFFICER):
        given(MISSION, OPENED).when(write(1, "team"), by=other).then_forbidden()
    there = given(MISSION, OPENED, written(2, "team", "places"))
    there.when(write(2, "team", "places"), by=OFFICER).then_nothing()
    there.when(write(2, "team"), by=OFFICER).then(written(3, "team"))
    there.when(write(1, "team"), by=OFFICER).then_refused("has changed")


def test_it_has_the_known_parts_each_once_and_is_of_a_visit_that_is_not_called_off() -> None:
    for parts in (("cargo",), ("team", "team")):
        given(MISSION, OPENED).when(write(1, *parts), by=OFFICER).then_refused("no such part")
    off = fact(facts.MissionPlansChanged, 2, plans="called_off", dates=None, file_step=6)
    given(MISSION, OPENED, off).when(write(2, "team"), by=OFFICER).then_refused("called off")
