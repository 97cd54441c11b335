"""Incidents of a mission (M9): what happened, under which clause, who was told.

Each has a stream of its own, as it can be logged on the day or by telephone afterwards, whatever
else happens on the mission. What is put to the State, and what it answers, are steps of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, TypeAlias, TypedDict, assert_never

from services.followup import holding
from services.followup.mission import admission
from services.followup.mission.admission import Partner, admitted
from services.followup.mission.state import Mission, goes_on, works
from shared.contracts.followup_incident_commands import (
    AnswerIncident,
    Command,
    LogIncident,
    OfPartner,
    PutIncidentToState,
    StrikeIncident,
)
from shared.contracts.followup_incidents import (
    Fact,
    IncidentAnswered,
    IncidentLogged,
    IncidentPutToState,
    IncidentStruck,
    OnIncident,
    Side,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference.holding import in_office
from shared.reference.incidents import KINDS, LOGGED_BY, MOST_ANSWERS, OF_SECURITY, TOLD
from shared.reference.visit_terms import CLAUSES
from shared.reference.visits import AHEAD

Heard: TypeAlias = Fact | admission.Heard
_OLDEST: Final = timedelta(days=365)
_NONE: Final = "There is no such incident."


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """``logged``, ``put``: None before. ``answers``: their ids.

    ``partner`` and its mission belong to other streams, and are there while a decision reads them.
    """

    logged: IncidentLogged | None = None
    struck: bool = False
    put: IncidentPutToState | None = None
    answers: frozenset[str] = frozenset()
    partner: Partner = field(default_factory=Partner)

    @property
    def mission(self) -> Mission:
        return self.partner.mission


class Of(TypedDict):
    """What every fact of an incident says."""

    incident_id: str
    mission_id: str
    mandate: str
    state: str
    done_by: str
    done_at: datetime


def evolve(state: State, event: Heard) -> State:
    if not isinstance(event, OnIncident):
        return replace(state, partner=admission.evolve(state.partner, event))
    match event:
        case IncidentLogged():
            return replace(state, logged=event)
        case IncidentStruck():
            return replace(state, struck=True)
        case IncidentPutToState():
            return replace(state, put=event)
        case IncidentAnswered():
            return replace(state, answers=state.answers | {event.answer_id})
    assert_never(event)


def decide(command: Command, asked: Asked, state: State) -> Sequence[Fact]:
    match command:
        case LogIncident():
            return _log(command, asked, state)
        case StrikeIncident():
            return _strike(command, asked, state)
        case PutIncidentToState():
            return _put(command, asked, state)
        case AnswerIncident():
            return _answer(command, asked, state)
    assert_never(command)


def _log(command: LogIncident, asked: Asked, state: State) -> Sequence[IncidentLogged]:
    side = _side(command, asked, state)
    if state.logged is not None:
        return []
    if state.mission.called_off:
        raise Refused("The visit was called off.")
    kinds = KINDS if side == "mandate" else LOGGED_BY[side]
    if command.kind not in kinds or not set(command.told) <= set(TOLD):
        raise Refused("Choose from the list what happened, and who was told.")
    if command.clause is not None and command.clause not in CLAUSES:
        raise Refused("Choose the clause of the terms of reference from the list.")
    today = day_of(asked.at)
    if not today - _OLDEST <= command.on <= today + AHEAD:
        raise Refused("Enter the day on which it was: at most a year ago, and not in the future.")
    return [
        IncidentLogged(
            **_of(command, asked, state),
            kind=command.kind,
            clause=command.clause,
            on=command.on,
            afterwards=command.afterwards,
            account=command.account,
            action=command.action,
            told=tuple(sorted(set(command.told))),
            side=side,
            partner_id=command.partner_id,
            to_security=command.kind in OF_SECURITY,
        )
    ]


def _strike(command: StrikeIncident, asked: Asked, state: State) -> Sequence[IncidentStruck]:
    """The mandate strikes any; a partner what the same person logged for it."""
    _side(command, asked, state)
    one = _logged(command, state)
    mine = (one.partner_id, one.done_by) == (command.partner_id, asked.by.actor_id)
    if command.partner_id is not None and not mine:
        raise Refused(_NONE)
    return [] if state.struck else [IncidentStruck(**_of(command, asked, state))]


def _put(command: PutIncidentToState, asked: Asked, state: State) -> Sequence[IncidentPutToState]:
    works(command.mandate, asked, state.mission)
    if not asked.by.has(Role.HUMAN_RIGHTS_OFFICER):
        in_office(state.mission.holding, asked)
    _logged(command, state)
    if state.put is not None:
        if state.put.text == command.text:
            return []
        raise Refused("It was put to the Government already.")
    if state.struck:
        raise Refused(_NONE)
    return [IncidentPutToState(**_of(command, asked, state), text=command.text)]


def _answer(command: AnswerIncident, asked: Asked, state: State) -> Sequence[IncidentAnswered]:
    """Let the Government answer what was put to it; of all else it learns nothing."""
    mission, by = state.mission, asked.by
    theirs = by.has(Role.GOVERNMENT) and mission.state in by.states
    same = state.put is not None and state.put.mission_id == command.mission_id
    if not (theirs and same) or mission.mandate != command.mandate:
        raise Refused(_NONE)
    goes_on(mission)
    if command.answer_id in state.answers:
        return []
    if len(state.answers) >= MOST_ANSWERS:
        raise Refused("It was answered as often as it can be.")
    return [
        IncidentAnswered(
            **_of(command, asked, state), answer_id=command.answer_id, text=command.text
        )
    ]


def _side(command: OfPartner, asked: Asked, state: State) -> Side:
    """Return as whom somebody asks. Raises ``Refused`` to a partner as for no mission."""
    if command.partner_id is None:
        works(command.mandate, asked, state.mission)
        return "mandate"
    one = state.partner.proposed
    if (
        one is None
        or one.mission_id != command.mission_id
        or one.kind not in LOGGED_BY
        or state.mission.mandate != command.mandate
        or state.mission.called_off
        or asked.by.actor_id not in state.partner.undertaken
        or not admitted(state.partner, asked)
    ):
        raise Refused("There is no such mission.")
    return one.kind


def _logged(command: Command, state: State) -> IncidentLogged:
    if state.logged is None or state.logged.mission_id != command.mission_id:
        raise Refused(_NONE)
    return state.logged


def _of(command: Command, asked: Asked, state: State) -> Of:
    return Of(
        incident_id=command.incident_id,
        mission_id=command.mission_id,
        mandate=state.mission.mandate,
        state=state.mission.state,
        done_by=asked.by.actor_id,
        done_at=asked.at,
    )


def _others(command: Command, _: State) -> Sequence[str]:
    """Return the streams that a decision reads: the mission, the holding, and an admission."""
    some = [f"mission-{command.mission_id}", holding.stream(command.mandate)]
    if isinstance(command, LogIncident | StrikeIncident) and command.partner_id is not None:
        return [*some, f"missionpartner-{command.partner_id}"]
    return some


INCIDENT: Decider[Command, Heard, State] = Decider(
    category="missionincident",
    key=lambda command: command.incident_id,
    initial=State(),
    decide=decide,
    evolve=evolve,
    consults=_others,
)
