"""Incidents of a mission (M9): what is logged, by whom, and what stands in none."""

from dataclasses import replace
from typing import Any

from services.followup.mission.incident import INCIDENT
from shared.contracts.followup_incident_commands import LogIncident, StrikeIncident
from shared.contracts.followup_incidents import IncidentLogged, IncidentStruck
from shared.contracts.followup_missions import MissionPlansChanged
from shared.core.message import Sealed, derive_id
from shared.core.testing import AT, given
from shared.reference.incidents import ACTS, KINDS
from shared.reference.reprisals import ACTS as OF_CASES
from tests.followup.missions import MISSION_ID, OPENED, fact
from tests.followup.visits import DAY, HOLDER, MANDATE, OFFICER, OTHER_HOLDER, STATE, TODAY

ID = str(derive_id("incident of a test"))
TEXT = Sealed(f"incident-{ID}", "dGV4dA")
OF = {"incident_id": ID, "mission_id": MISSION_ID, "mandate": MANDATE}
LOG = LogIncident(
    **OF,
    kind="interview",
    clause="detention",
    on=TODAY,
    afterwards=True,
    account=TEXT,
    action=TEXT,
    told=("security", "holder", "holder"),
)
BY: dict[str, Any] = {**OF, "state": STATE, "done_by": OFFICER.actor_id, "done_at": AT}
LOGGED = IncidentLogged(
    **BY,
    kind="interview",
    clause="detention",
    on=TODAY,
    afterwards=True,
    account=TEXT,
    action=TEXT,
    told=("holder", "security"),
)
STRIKE, STRUCK = StrikeIncident(**OF), IncidentStruck(**BY)


def after(*facts: Any) -> Any:
    return given(INCIDENT, *facts)


def test_who_works_for_the_mandate_logs_an_incident_and_strikes_it() -> None:
    after(OPENED).when(LOG, by=OFFICER).then(LOGGED)
    after(OPENED).when(LOG, by=HOLDER).then(replace(LOGGED, done_by=HOLDER.actor_id))
    after(OPENED, LOGGED).when(LOG, by=OFFICER).then_nothing()
    after(OPENED, LOGGED).when(STRIKE, by=OFFICER).then(STRUCK)
    after(OPENED, LOGGED, STRUCK).when(STRIKE, by=OFFICER).then_nothing()
    after(OPENED).when(STRIKE, by=OFFICER).then_refused("no such incident")
    other = replace(STRIKE, mission_id="another")
    elsewhere = replace(OPENED, mission_id="another")
    after(elsewhere, LOGGED).when(other, by=OFFICER).then_refused("no such incident")
    after(OPENED).when(LOG, by=OTHER_HOLDER).then_forbidden()
    after(OPENED).when(LOG, by=replace(HOLDER, roles=frozenset())).then_forbidden()
    for missing in ((), (replace(OPENED, mandate="wgad"),)):
        after(*missing).when(LOG, by=OFFICER).then_refused("no such mission")
    assert INCIDENT.consults(LOG, INCIDENT.initial) == [f"mission-{MISSION_ID}"]


def test_it_is_one_of_the_list_on_a_day_that_was() -> None:
    for wrong, says in (
        ({"kind": "x"}, "what happened"),
        ({"told": ("x",)}, "who was told"),
        ({"clause": "x"}, "the clause"),
        ({"on": TODAY + 2 * DAY}, "the day on which"),
        ({"on": TODAY - 366 * DAY}, "the day on which"),
    ):
        after(OPENED).when(replace(LOG, **wrong), by=OFFICER).then_refused(says)
    bare = replace(LOG, clause=None, action=None, told=(), afterwards=False)
    logged = replace(LOGGED, clause=None, action=None, told=(), afterwards=False)
    after(OPENED).when(bare, by=OFFICER).then(logged)
    off = fact(MissionPlansChanged, 2, plans="called_off", dates=None, file_step=6)
    after(OPENED, off).when(LOG, by=OFFICER).then_refused("called off")


def test_who_is_affected_stands_in_no_incident() -> None:
    """They are in the reprisal case alone, which no incident names (XR2)."""
    names = set(LOGGED.__dataclass_fields__) | set(STRUCK.__dataclass_fields__)
    assert not [name for name in names if "case" in name or "affected" in name or "risk" in name]
    assert set(ACTS) <= set(KINDS)
    assert set(ACTS.values()) <= set(OF_CASES)
    assert len(KINDS) == 13
