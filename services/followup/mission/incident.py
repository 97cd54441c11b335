"""Incidents of a mission (M9): what happened, under which clause, who was told.

Each has a stream of its own, as it can be logged on the day or by telephone afterwards, whatever
else happens on the mission.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, TypeAlias, TypedDict

from services.followup.mission import state as missions
from services.followup.mission.state import Mission, works
from shared.contracts.followup_incident_commands import Command, LogIncident
from shared.contracts.followup_incidents import Fact, IncidentLogged, IncidentStruck
from shared.contracts.followup_missions import OfMission, OnMission
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused
from shared.core.geneva import day_of
from shared.reference.incidents import KINDS, TOLD
from shared.reference.visit_terms import CLAUSES
from shared.reference.visits import AHEAD

Heard: TypeAlias = Fact | OfMission
_OLDEST: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """``logged``: None before. ``mission``: of another stream, there while a decision reads it."""

    logged: IncidentLogged | None = None
    struck: bool = False
    mission: Mission = field(default_factory=Mission)


class Of(TypedDict):
    """What every fact of an incident says."""

    incident_id: str
    mission_id: str
    mandate: str
    state: str
    done_by: str
    done_at: datetime


def evolve(state: State, event: Heard) -> State:
    if isinstance(event, OnMission):
        return replace(state, mission=missions.evolve(state.mission, event))
    if isinstance(event, IncidentStruck):
        return replace(state, struck=True)
    return replace(state, logged=event)


def decide(command: Command, asked: Asked, state: State) -> Sequence[Fact]:
    works(command.mandate, asked, state.mission)
    of = Of(
        incident_id=command.incident_id,
        mission_id=command.mission_id,
        mandate=command.mandate,
        state=state.mission.state,
        done_by=asked.by.actor_id,
        done_at=asked.at,
    )
    if isinstance(command, LogIncident):
        return _log(command, asked, state, of)
    if state.logged is None or state.logged.mission_id != command.mission_id:
        raise Refused("There is no such incident.")
    return [] if state.struck else [IncidentStruck(**of)]


def _log(command: LogIncident, asked: Asked, state: State, of: Of) -> Sequence[Fact]:
    if state.logged is not None:
        return []
    if state.mission.called_off:
        raise Refused("The visit was called off.")
    if command.kind not in KINDS or not set(command.told) <= set(TOLD):
        raise Refused("Choose from the list what happened, and who was told.")
    if command.clause is not None and command.clause not in CLAUSES:
        raise Refused("Choose the clause of the terms of reference from the list.")
    today = day_of(asked.at)
    if not today - _OLDEST <= command.on <= today + AHEAD:
        raise Refused("Enter the day on which it was: at most a year ago, and not in the future.")
    logged = IncidentLogged(
        **of,
        kind=command.kind,
        clause=command.clause,
        on=command.on,
        afterwards=command.afterwards,
        account=command.account,
        action=command.action,
        told=tuple(sorted(set(command.told))),
    )
    return [logged]


INCIDENT: Decider[Command, Heard, State] = Decider(
    category="missionincident",
    key=lambda command: command.incident_id,
    initial=State(),
    decide=decide,
    evolve=evolve,
    consults=lambda command, _: [f"mission-{command.mission_id}"],
)
