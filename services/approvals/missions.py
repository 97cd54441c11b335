"""Missions, kept here so that the statement at the end of one reads where it stands.

Followup publishes their course; a policy notes what a statement needs on a stream of this service
(decisions 0012 and 0140).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias, assert_never

from shared.contracts.approvals_missions import MissionHeard
from shared.contracts.followup_missions import (
    MissionOpened,
    MissionPassedOn,
    MissionPlansChanged,
    MissionStepTaken,
    PreliminaryFindingsRefused,
    PreliminaryFindingsShared,
)
from shared.core.actor import Asked
from shared.core.decider import Decider

Told: TypeAlias = (
    MissionOpened
    | MissionPlansChanged
    | MissionStepTaken
    | MissionPassedOn
    | PreliminaryFindingsShared
    | PreliminaryFindingsRefused
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HearMission:
    """Only this service's own policy sends it."""

    of: Told


@dataclass(frozen=True, slots=True)
class State:
    heard: MissionHeard | None = None


def decide(command: HearMission, asked: Asked, state: State) -> Sequence[MissionHeard]:
    """Note what is new by its step: what comes late or twice changes nothing."""
    fact, heard = command.of, state.heard
    if heard is None:
        if not isinstance(fact, MissionOpened):
            return []
        return [_opened(fact, asked)]
    if fact.step <= heard.step:
        return []
    now = _now(heard, fact)
    return [] if now == heard else [replace(now, step=fact.step, heard_at=asked.at)]


def _opened(fact: MissionOpened, asked: Asked) -> MissionHeard:
    return MissionHeard(
        mission_id=fact.mission_id,
        mandate=fact.mandate,
        state=fact.state,
        step=fact.step,
        planned_first=fact.dates.first,
        planned_last=fact.dates.last,
        began_on=None,
        ended_on=None,
        called_off=False,
        findings=None,
        heard_at=asked.at,
    )


def _now(heard: MissionHeard, fact: Told) -> MissionHeard:
    match fact:
        case MissionOpened():
            return heard
        case MissionPlansChanged():
            off = fact.plans == "called_off" and heard.began_on is None
            if fact.dates is None:
                return replace(heard, called_off=off)
            first, last = fact.dates.first, fact.dates.last
            return replace(heard, called_off=off, planned_first=first, planned_last=last)
        case MissionStepTaken():
            return _course(heard, fact)
        case MissionPassedOn():
            return heard if fact.to is None else replace(heard, mandate=fact.to)
        case PreliminaryFindingsShared():
            return replace(heard, findings="shared")
        case PreliminaryFindingsRefused():
            return replace(heard, findings="refused")
    assert_never(fact)


def _course(heard: MissionHeard, fact: MissionStepTaken) -> MissionHeard:
    """``phase``: where it stands after the step, also after one that was taken back."""
    match fact.what:
        case "began":
            return replace(heard, began_on=fact.on)
        case "ended":
            return replace(heard, ended_on=fact.on)
        case "taken_back" if fact.phase == "planning":
            return replace(heard, began_on=None, ended_on=None)
        case "taken_back" if fact.phase in {"underway", "interrupted"}:
            return replace(heard, ended_on=None)
        case _:
            return heard


def evolve(_: State, event: MissionHeard) -> State:
    return State(heard=event)


def on_followup(fact: object) -> Sequence[HearMission]:
    match fact:
        case (
            MissionOpened()
            | MissionPlansChanged()
            | MissionStepTaken()
            | MissionPassedOn()
            | PreliminaryFindingsShared()
            | PreliminaryFindingsRefused()
        ):
            return [HearMission(of=fact)]
        case _:
            return []


def stream(mission_id: str) -> str:
    """Return the stream that a statement at the end of the mission reads."""
    return MISSIONS.stream_of(mission_id)


MISSIONS: Decider[HearMission, MissionHeard, State] = Decider(
    category="missionheard",
    key=lambda command: command.of.mission_id,
    initial=State(),
    decide=decide,
    evolve=evolve,
)
