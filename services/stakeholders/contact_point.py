"""A contact point: a national institution recognised to file for people (R16, capability 83).

The Chief decides: recognition binds the whole branch, so neither the desk, which works with the
institution every day, nor a selection officer should stop or admit an institution.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias, assert_never

from shared.contracts.stakeholders_commands import OfContactPoint as Command
from shared.contracts.stakeholders_commands import (
    RecogniseContactPoint,
    ReinstateContactPoint,
    SuspendContactPoint,
)
from shared.contracts.stakeholders_contact_points import (
    Accreditation,
    ContactPointRecognised,
    ContactPointReinstated,
    ContactPointSuspended,
    Fact,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused, require
from shared.core.roles import Role
from shared.reference.contact_points import SUSPENSIONS


@dataclass(frozen=True, slots=True)
class Absent:
    """Never recognised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    accreditation: Accreditation
    suspended: bool = False


State: TypeAlias = Absent | Recognised


def decide(command: Command, asked: Asked, state: State) -> Sequence[Fact]:
    require(
        asked,
        Role.CHIEF,
        no="Only the Chief of the Special Procedures Branch may decide who is a contact point.",
    )
    if isinstance(command, RecogniseContactPoint):
        return _recognise(command, asked, state)
    if isinstance(state, Absent):
        raise Refused("This institution was never recognised as a contact point.")
    match command:
        case SuspendContactPoint():
            return _suspend(command, asked, state)
        case ReinstateContactPoint():
            return _reinstate(command, asked, state)
    assert_never(command)


def evolve(state: State, event: Fact) -> State:
    if isinstance(event, ContactPointRecognised):
        accreditation = event.accreditation
        if isinstance(state, Absent):
            return Recognised(accreditation=accreditation)
        return replace(state, accreditation=accreditation)
    if isinstance(state, Absent):
        return state
    match event:
        case ContactPointSuspended():
            return replace(state, suspended=True)
        case ContactPointReinstated():
            return replace(state, suspended=False)
    assert_never(event)


def _recognise(command: RecogniseContactPoint, asked: Asked, state: State) -> Sequence[Fact]:
    """Record another accreditation; only reinstating ends a suspension."""
    if isinstance(state, Recognised) and state.accreditation == command.accreditation:
        return []
    return [
        ContactPointRecognised(
            organisation_id=command.organisation_id,
            accreditation=command.accreditation,
            recognised_by=asked.by.actor_id,
            recognised_at=asked.at,
        )
    ]


def _suspend(command: SuspendContactPoint, asked: Asked, state: Recognised) -> Sequence[Fact]:
    if command.reason_code not in SUSPENSIONS:
        raise Refused("Choose a reason from the list.")
    if state.suspended:
        return []
    return [
        ContactPointSuspended(
            organisation_id=command.organisation_id,
            reason_code=command.reason_code,
            suspended_by=asked.by.actor_id,
            suspended_at=asked.at,
        )
    ]


def _reinstate(command: ReinstateContactPoint, asked: Asked, state: Recognised) -> Sequence[Fact]:
    if not state.suspended:
        return []
    return [
        ContactPointReinstated(
            organisation_id=command.organisation_id,
            reinstated_by=asked.by.actor_id,
            reinstated_at=asked.at,
        )
    ]


CONTACT_POINT: Decider[Command, Fact, State] = Decider(
    category="recognition",
    key=lambda command: command.organisation_id,
    initial=Absent(),
    decide=decide,
    evolve=evolve,
)
