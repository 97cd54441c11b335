"""A joint visit (E.1): other mandates join one mission, each by its own holder, and may leave.

Each has dates in a visit file of its own, which opened a mission. That one stands behind the joint
one from then on: it hears what its file says, and tells the joint mission who does not come along.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias, assert_never

from services.followup.mission.state import Mission, decides, evolve, goes_on, step_of, works
from shared.contracts.followup_mission_commands import (
    AskMandateToJoin,
    JoinMission,
    LeaveMission,
    OfJoint,
    OnMission,
    TakeBackAskToJoin,
)
from shared.contracts.followup_missions import (
    MandateAskedToJoin,
    MandateJoinedVisit,
    MandateLeftVisit,
    MandateNotAskedToJoin,
    MissionGoesOnIn,
    MissionStepTaken,
)
from shared.contracts.followup_missions import OfMission as Fact
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused, require
from shared.core.roles import Role
from shared.reference import mandates
from shared.reference.holding import in_office


@dataclass(frozen=True, slots=True, kw_only=True)
class HearJoint(OnMission):
    """Only this service's own policy sends it: ``seen`` is the step of the joint mission."""

    into: str
    joined: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HearJoined(OnMission):
    """Only this service's own policy sends it, of a mission that goes on in the joint one."""

    own_mission_id: str
    comes: bool


OfPolicy: TypeAlias = HearJoint | HearJoined


def on_followup(fact: object) -> Sequence[OfPolicy]:
    """Tell the own mission that it goes on in another; and that one who does not come along."""
    match fact:
        case MandateJoinedVisit() | MandateLeftVisit():
            joined = isinstance(fact, MandateJoinedVisit)
            return [
                HearJoint(
                    mission_id=fact.own_mission_id,
                    mandate=fact.joining if isinstance(fact, MandateJoinedVisit) else fact.leaving,
                    seen=fact.step,
                    into=fact.mission_id,
                    joined=joined,
                )
            ]
        case MissionGoesOnIn(into=str() as into):
            return [
                HearJoined(
                    mission_id=into,
                    mandate=fact.mandate,
                    seen=fact.joint_step,
                    own_mission_id=fact.mission_id,
                    comes=fact.comes,
                )
            ]
        case _:
            return []


def decide(command: OfJoint, asked: Asked, state: Mission) -> Sequence[Fact]:
    match command:
        case AskMandateToJoin() | TakeBackAskToJoin():
            return _ask(command, asked, state)
        case JoinMission():
            return _join(command, asked, state)
        case LeaveMission():
            return _leave(command, asked, state)
    assert_never(command)


def _ask(
    command: AskMandateToJoin | TakeBackAskToJoin, asked: Asked, state: Mission
) -> Sequence[MandateAskedToJoin | MandateNotAskedToJoin]:
    works(command.mandate, asked, state)
    decides(command.mandate, asked, state)
    step = step_of(command, asked, state, state.steps)
    if isinstance(command, TakeBackAskToJoin):
        if command.asked not in state.asked:
            return []
        return [MandateNotAskedToJoin(**step, asked=command.asked)]
    if command.asked not in mandates() or command.asked in state.mandates:
        raise Refused("Choose another mandate from the list.")
    if command.asked in state.asked:
        return []
    _before(state)
    return [MandateAskedToJoin(**step, asked=command.asked)]


def _join(command: JoinMission, asked: Asked, state: Mission) -> Sequence[MandateJoinedVisit]:
    """The holder says yes in person, of a visit whose days the own file has agreed."""
    require(
        asked, Role.MANDATE_HOLDER, no="Only the Mandate-holder may decide this about a mission."
    )
    if not asked.by.serves(command.mandate):
        raise Forbidden("You can decide about visits only for a mandate that you hold.")
    if state.joined.get(command.own_mission_id) == command.mandate:
        return []
    if state.mission_id != command.mission_id or command.mandate not in state.asked:
        raise Refused("There is no such mission.")
    in_office(state.holding, asked)
    goes_on(state)
    _before(state)
    _unchanged(command, state)
    _own_stands(command, state)
    joined = {**state.joined, command.own_mission_id: command.mandate}
    return [
        MandateJoinedVisit(
            **step_of(command, asked, state, state.steps),
            joining=command.mandate,
            own_mission_id=command.own_mission_id,
            joined=named(state, joined.values()),
        )
    ]


def _own_stands(command: JoinMission, state: Mission) -> None:
    """Refuse to join without a visit file that agreed these days, or with a programme beside."""
    behind = state.own.get(command.own_mission_id)
    own = behind.mission if behind else Mission()
    if (own.mandate, own.state) != (command.mandate, state.state) or not agrees(own, state):
        raise Refused("Agree on the days of this visit in your own visit file first.")
    if own.moves or own.into is not None or own.joined:
        raise Refused("Your own mission began, or is a joint visit already.")
    confidential = behind.items if behind else {}
    kept = [*own.items.values(), *confidential.values()]
    if any(each.state != "withdrawn" for each in kept):
        raise Refused(
            "Your own mission has a programme. A joint visit has one: take its meetings out, and "
            "put them into that of the joint visit once you have joined."
        )


def agrees(own: Mission, joint: Mission) -> bool:
    """Whether the file behind a mission says the days of the joint one, on settled terms."""
    return own.plans == joint.plans == "agreed" and own.dates == joint.dates is not None


def _leave(command: LeaveMission, asked: Asked, state: Mission) -> Sequence[MandateLeftVisit]:
    """Also of a visit that was called off, or became a record of who led it."""
    require(
        asked,
        Role.HUMAN_RIGHTS_OFFICER,
        Role.MANDATE_HOLDER,
        no="Only the Human-rights officer or Mandate-holder may work on a mission.",
    )
    own = next((one for one, of in state.joined.items() if of == command.mandate), None)
    if own is None:
        raise Refused("There is no such mission.")
    if not asked.by.serves(command.mandate):
        raise Forbidden("Only those who work for the mandate may work on its mission.")
    decides(command.mandate, asked, replace(state, mandate=command.mandate))
    if state.moves:
        raise Refused("The visit has begun.")
    return left(command, asked, state, [own])


def left(
    command: OnMission, asked: Asked, state: Mission, owns: Sequence[str]
) -> list[MandateLeftVisit]:
    """Return that these do not come along, one after the other."""
    found: list[MandateLeftVisit] = []
    for own in owns:
        rest = [of for one, of in state.joined.items() if one != own]
        one = MandateLeftVisit(
            **step_of(command, asked, state, state.steps),
            leaving=state.joined[own],
            own_mission_id=own,
            joined=named(state, rest),
        )
        state = evolve(state, one)
        found.append(one)
    return found


def named(state: Mission, some: Iterable[str]) -> tuple[str, ...]:
    """Return the mandates besides the one that leads, each once."""
    return tuple(sorted({*some} - {state.mandate}))


def hear(command: OfPolicy, asked: Asked, state: Mission) -> Sequence[Fact]:
    if isinstance(command, HearJoint):
        return _go_on(command, asked, state)
    return _tell(command, asked, state)


def _go_on(command: HearJoint, asked: Asked, state: Mission) -> Sequence[MissionGoesOnIn]:
    """What comes late or twice changes nothing."""
    if not state.steps or command.seen <= state.joints.get(command.into, 0):
        return []
    return [
        MissionGoesOnIn(
            **step_of(command, asked, state, state.steps),
            joint=command.into,
            into=command.into if command.joined else None,
            joint_step=command.seen,
            comes=state.plans != "called_off" and state.kept_on is None,
        )
    ]


def stands_behind(command: OnMission, asked: Asked, state: Mission) -> Sequence[MissionGoesOnIn]:
    """Return what the joint mission is told, after its own file or custody changed this one."""
    if state.into is None:
        return []
    return [
        MissionGoesOnIn(
            **step_of(command, asked, state, state.steps),
            joint=state.into,
            into=state.into,
            joint_step=state.joints[state.into],
            comes=state.plans != "called_off" and state.kept_on is None,
        )
    ]


def _tell(command: HearJoined, asked: Asked, state: Mission) -> Sequence[Fact]:
    of = state.joined.get(command.own_mission_id)
    if of is None:
        return []
    if not command.comes:
        return [] if state.moves else left(command, asked, state, [command.own_mission_id])
    if of == command.mandate:
        return []
    joined = {**state.joined, command.own_mission_id: command.mandate}
    return [
        MandateJoinedVisit(
            **step_of(command, asked, state, state.steps),
            joining=command.mandate,
            own_mission_id=command.own_mission_id,
            joined=named(state, joined.values()),
        )
    ]


def begins(
    taken: MissionStepTaken, command: OnMission, asked: Asked, state: Mission
) -> Sequence[Fact]:
    """Return that it begins, for all who come along; not who does not: its file says other days."""
    owns = [
        one
        for one in state.joined
        if one not in state.own or not agrees(state.own[one].mission, state)
    ]
    behind = left(command, asked, state, owns)
    here = named(state, (of for one, of in state.joined.items() if one not in owns))
    return [
        *behind,
        replace(taken, step=taken.step + len(behind), mandates=(state.mandate, *here)),
    ]


def _before(state: Mission) -> None:
    if state.called_off:
        raise Refused("The visit was called off.")
    if state.moves:
        raise Refused("The visit has begun.")


def _unchanged(command: OnMission, state: Mission) -> None:
    if command.seen != state.steps:
        raise Refused("The mission has changed. Look at it again.")
