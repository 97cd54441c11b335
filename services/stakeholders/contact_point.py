"""A contact point: a national institution recognised to file for people (R16, capability 83).

The Chief decides: recognition binds the whole branch, so neither the desk, which works with the
institution every day, nor a selection officer should stop or admit an institution.

What GANHRI decides is in the register of organisations, and the recognition follows it by itself
(decision 0076): another grade is recorded, no grade suspends, and the grade that is back reinstates
what the register suspended, and nothing that the Chief did. So it is with an institution that was
dissolved. The Chief's own commands say what the register says, so no recognition holds meanwhile.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias, assert_never

from shared.contracts.stakeholders_commands import (
    Bar,
    FollowAccreditation,
    RecogniseContactPoint,
    ReinstateContactPoint,
    SuspendContactPoint,
)
from shared.contracts.stakeholders_commands import OfContactPoint as Command
from shared.contracts.stakeholders_contact_points import (
    Accreditation,
    ContactPointRecognised,
    ContactPointReinstated,
    ContactPointSuspended,
    Fact,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Forbidden, Refused, require
from shared.core.roles import Role
from shared.reference.contact_points import DISSOLVED, LAPSED, SUSPENSIONS
from shared.reference.organisations import REGISTER_CLOCK


@dataclass(frozen=True, slots=True)
class Absent:
    """Never recognised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """``by_register``: no grade was in force, or it was dissolved, and the Chief did nothing."""

    accreditation: Accreditation
    suspended: bool = False
    by_register: bool = False


State: TypeAlias = Absent | Recognised
_NO = "Only the Chief of the Special Procedures Branch may decide who is a contact point."


def decide(command: Command, asked: Asked, state: State) -> Sequence[Fact]:
    if isinstance(command, FollowAccreditation):
        return _follow(command, asked, state)
    require(asked, Role.CHIEF, no=_NO)
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
            return replace(state, suspended=True, by_register=_registers(event.suspended_by))
        case ContactPointReinstated():
            return replace(state, suspended=False, by_register=False)
    assert_never(event)


def _follow(command: FollowAccreditation, asked: Asked, state: State) -> Sequence[Fact]:
    """Only the clock of the register asks; who was never recognised is not by a grade."""
    if not _registers(asked.by.actor_id):
        raise Forbidden(_NO)
    if isinstance(state, Absent):
        return []
    one = command.organisation_id
    if command.grade is None or command.dissolved:
        reason = DISSOLVED if command.dissolved else LAPSED
        return [] if state.suspended else [_suspended(one, reason, asked)]
    facts: list[Fact] = []
    if command.grade != state.accreditation:
        facts.append(_recognised(one, command.grade, asked))
    if state.by_register:
        facts.append(_reinstated(one, asked))
    return facts


def _registers(actor_id: str) -> bool:
    return actor_id == REGISTER_CLOCK.actor_id


def _recognise(command: RecogniseContactPoint, asked: Asked, state: State) -> Sequence[Fact]:
    """Record another accreditation; only reinstating ends a suspension."""
    if not (isinstance(state, Recognised) and state.suspended):
        _not_barred(command.barred)
    if isinstance(state, Recognised) and state.accreditation == command.accreditation:
        return []
    return [_recognised(command.organisation_id, command.accreditation, asked)]


def _suspend(command: SuspendContactPoint, asked: Asked, state: Recognised) -> Sequence[Fact]:
    if command.reason_code not in SUSPENSIONS:
        raise Refused("Choose a reason from the list.")
    if state.suspended and not state.by_register:
        return []
    return [_suspended(command.organisation_id, command.reason_code, asked)]


def _reinstate(command: ReinstateContactPoint, asked: Asked, state: Recognised) -> Sequence[Fact]:
    if not state.suspended:
        return []
    _not_barred(command.barred)
    return [_reinstated(command.organisation_id, asked)]


def _not_barred(why: Bar | None) -> None:
    """Refuse what the register's clock would undo within a minute."""
    if why == "dissolved":
        raise Refused("The institution was dissolved, as the register of organisations says.")
    if why == "no-grade":
        raise Refused(
            "No accreditation is in force in the register of organisations. Once one is recorded "
            "there, a recognition that lapsed is reinstated by itself."
        )


def _recognised(one: str, accreditation: Accreditation, asked: Asked) -> ContactPointRecognised:
    return ContactPointRecognised(
        organisation_id=one,
        accreditation=accreditation,
        recognised_by=asked.by.actor_id,
        recognised_at=asked.at,
    )


def _suspended(one: str, reason_code: str, asked: Asked) -> ContactPointSuspended:
    return ContactPointSuspended(
        organisation_id=one,
        reason_code=reason_code,
        suspended_by=asked.by.actor_id,
        suspended_at=asked.at,
    )


def _reinstated(one: str, asked: Asked) -> ContactPointReinstated:
    return ContactPointReinstated(
        organisation_id=one, reinstated_by=asked.by.actor_id, reinstated_at=asked.at
    )


CONTACT_POINT: Decider[Command, Fact, State] = Decider(
    category="recognition",
    key=lambda command: command.organisation_id,
    initial=Absent(),
    decide=decide,
    evolve=evolve,
)
