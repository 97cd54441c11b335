"""Security is cleared by the security partner itself (M7), and the mission says so once."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.followup.app import FOLLOWUP_SERVICE
from services.followup.mission.clearing import MarkSecurityCleared
from services.followup.mission.decide import MISSION
from services.followup.mission.partner import PARTNER
from shared.contracts import followup_missions as of_missions
from shared.contracts import followup_partners as facts
from shared.contracts.followup_partner_commands import ClearPartnerSecurity
from shared.core.actor import system
from shared.core.message import Sealed
from shared.core.testing import given
from tests.followup import partners
from tests.followup.missions import MISSION_ID, OPENED
from tests.followup.missions import fact as of_mission
from tests.followup.visits import OFFICER, SOON, TODAY

SEC = partners.AGENCY
NOTE = Sealed("mission-n-1", "dGV4dA")
ID = partners.of_agency(partners.PROPOSED, "security").partner_id
ADMITTED = (
    partners.of_agency(partners.PROPOSED, "security"),
    partners.of_agency(partners.ADMITTED, "security"),
    replace(partners.of_agency(partners.UNDERTAKEN, "security"), done_by=SEC.actor_id),
)
SAID: dict[str, Any] = {"on": TODAY, "dates": SOON, "note_id": "n-1", "note": NOTE}
CLEAR = replace(partners.ask(ClearPartnerSecurity, **SAID), partner_id=ID)
CLEARED = replace(
    partners.fact(facts.PartnerSecurityCleared, 4, done_by=SEC.actor_id, **SAID), partner_id=ID
)
STEP: dict[str, Any] = {
    "what": "security_cleared",
    "phase": "planning",
    "on": TODAY,
    "note_id": "n-1",
    "note": NOTE,
    "done_by": SEC.actor_id,
}
TAKEN = of_mission(of_missions.MissionStepTaken, 2, **STEP)
MOVED = replace(SOON, last=SOON.last + timedelta(days=1))
BEGAN = of_mission(
    of_missions.MissionStepTaken,
    3,
    **{**STEP, "what": "began", "phase": "underway", "on": SOON.first},
)
POLICY = system("followup")


def plans(step: int, now: Any, dates: Any = None) -> Any:
    return of_mission(
        of_missions.MissionPlansChanged, step, plans=now, dates=dates, file_step=40 + step
    )


def test_m7_the_security_partner_clears_and_again_where_conditions_change() -> None:
    there = (OPENED, *ADMITTED)
    given(PARTNER, *there).when(CLEAR, by=SEC).then(CLEARED)
    given(PARTNER, *there, CLEARED).when(CLEAR, by=SEC).then_nothing()
    again = replace(CLEAR, note_id="n-2", note=None)
    new = replace(CLEARED, step=5, note_id="n-2", note=None)
    given(PARTNER, *there, CLEARED).when(again, by=SEC).then(new)


def test_nobody_else_clears() -> None:
    no = "no such mission"
    given(PARTNER, OPENED, *ADMITTED).when(CLEAR, by=OFFICER).then_refused(no)
    given(PARTNER, OPENED, *ADMITTED[:2]).when(CLEAR, by=SEC).then_refused(no)
    given(PARTNER, OPENED).when(CLEAR, by=SEC).then_refused(no)
    agency = [
        partners.of_agency(partners.PROPOSED),
        partners.of_agency(partners.ADMITTED),
        replace(partners.of_agency(partners.UNDERTAKEN), done_by=SEC.actor_id),
    ]
    as_agency = replace(CLEAR, partner_id=agency[0].partner_id)
    given(PARTNER, OPENED, *agency).when(as_agency, by=SEC).then_refused(no)


@pytest.mark.parametrize(
    ("since", "also", "why"),
    [
        ((TAKEN, BEGAN), {}, "does not follow"),
        ((plans(2, "open"),), {}, "The dates are open"),
        ((plans(2, "agreed", MOVED),), {}, "The dates have changed"),
        ((), {"on": TODAY + timedelta(days=5)}, "not in the future"),
        (
            tuple(replace(TAKEN, step=n, note_id=f"n-{n}") for n in range(2, 32)),
            {},
            "as often as it can be",
        ),
    ],
)
def test_what_is_not_cleared(since: tuple[Any, ...], also: dict[str, Any], why: str) -> None:
    given(PARTNER, OPENED, *ADMITTED, *since).when(replace(CLEAR, **also), by=SEC).then_refused(why)


def test_a_policy_takes_the_step_once_and_for_these_dates_alone() -> None:
    mark = MarkSecurityCleared(mission_id=MISSION_ID, by_id=SEC.actor_id, **SAID)
    assert FOLLOWUP_SERVICE.react(CLEARED) == [mark]
    assert not FOLLOWUP_SERVICE.react(ADMITTED[1])
    given(MISSION, OPENED).when(mark, by=POLICY).then(TAKEN)
    assert "security_cleared" in MISSION.fold([OPENED, TAKEN]).done
    kept = of_mission(of_missions.MissionPassedOn, 2, to=None)
    others: list[tuple[Any, ...]] = [
        (TAKEN,),
        (plans(2, "agreed", MOVED),),
        (TAKEN, BEGAN),
        (plans(2, "called_off"),),
        (kept,),
    ]
    for since in others:
        given(MISSION, OPENED, *since).when(mark, by=POLICY).then_nothing()
    begun = replace(BEGAN, step=2)
    given(MISSION, OPENED, begun).when(mark, by=POLICY).then_nothing()
