"""A mission, folded from its events: section E.4 of visits-recommendations-knowledge.md."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final, TypeAlias, TypedDict, assert_never

from services.followup import holding
from shared.contracts.followup_holding import HoldingHeard
from shared.contracts.followup_mission_commands import OnMission
from shared.contracts.followup_missions import (
    ConfidentialItemSet,
    MandateAskedToJoin,
    MandateJoinedVisit,
    MandateLeftVisit,
    MandateNotAskedToJoin,
    MissionGoesOnIn,
    MissionKindChanged,
    MissionOpened,
    MissionParticularsSet,
    MissionPassedOn,
    MissionPlansChanged,
    MissionStatementIssued,
    MissionStepTaken,
    MissionTaskMarked,
    MissionTaskSet,
    OfMission,
    Particular,
    Phase,
    Plans,
    PreliminaryFindingsRefused,
    PreliminaryFindingsShared,
    ProgrammeItem,
    ProgrammeItemSet,
    TaskLine,
    TaskState,
    What,
)
from shared.contracts.followup_visits import VisitKind, Window
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused, require
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference.holding import Holding, in_office
from shared.reference.missions import DONE_BY, FOR_DAYS
from shared.reference.visits import AHEAD

Heard: TypeAlias = OfMission | HoldingHeard
LEADS_TO: Final[Mapping[What, Phase]] = {
    "began": "underway",
    "interrupted": "interrupted",
    "resumed": "underway",
    "ended": "ended",
    "completed": "completed",
}
_OLDEST: Final = timedelta(days=365)
_TEAM: Final = (Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER)
FINDINGS: Final = "findings"
"""The task of what the Government hears first, and the press then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mission:
    """``steps`` is 0 where there is none. ``done``: marks such as that security was cleared.

    ``moves``: the steps that led to where it stands, each with its day. ``called_off_on``: None
    unless the visit file says so. ``completed_on``: the later of the day that was entered for the
    last completion, and that on which it was noted. ``kept_on``: the day from which it is a record
    of a mandate that ended, and nobody works on it. ``statements``: of its end that are public.
    ``kind``: of the visit, as its file says.

    ``version``: how often the programme with the State was changed. ``clearances``: of security,
    by the ids of their notes.

    ``asked``: mandates that may join. ``joined``: those that have, by the mission of their own
    file (E.1). ``into``: the joint mission in which this one goes on; ``joints``: by which step.

    ``holding`` and ``own``, the missions of files that join, belong to other streams, and are there
    only while a decision reads them.
    """

    mission_id: str = ""
    mandate: str = ""
    state: str = ""
    dates: Window | None = None
    kind: VisitKind = "official"
    plans: Plans = "agreed"
    called_off_on: date | None = None
    file_step: int = 0
    moves: tuple[tuple[What, date], ...] = ()
    completed_on: date | None = None
    kept_on: date | None = None
    done: frozenset[What] = frozenset()
    tasks: Mapping[str, TaskState] = field(default_factory=dict)
    lines: Mapping[str, TaskLine] = field(default_factory=dict)
    particulars: tuple[Particular, ...] = ()
    items: Mapping[str, ProgrammeItem] = field(default_factory=dict)
    version: int = 0
    statements: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()
    joined: Mapping[str, str] = field(default_factory=dict)
    into: str | None = None
    joints: Mapping[str, int] = field(default_factory=dict)
    clearances: frozenset[str] = frozenset()
    steps: int = 0
    holding: Holding = field(default_factory=Holding)
    own: "Mapping[str, Confidential]" = field(default_factory=dict)

    @property
    def mandates(self) -> frozenset[str]:
        """Whose visit it is: the mandate that leads, and those that have joined."""
        return frozenset({self.mandate, *self.joined.values()})

    @property
    def phase(self) -> Phase:
        return LEADS_TO[self.moves[-1][0]] if self.moves else "planning"

    @property
    def called_off(self) -> bool:
        """Whether nothing follows: what was under way is still ended, and its sources are told."""
        return self.plans == "called_off" and not self.moves


@dataclass(frozen=True, slots=True, kw_only=True)
class Confidential:
    """The confidential programme; ``mission`` is another stream, there while a decision reads."""

    items: Mapping[str, ProgrammeItem] = field(default_factory=dict)
    steps: int = 0
    mission: Mission = field(default_factory=Mission)


def evolve(state: Mission, event: Heard) -> Mission:
    if isinstance(event, HoldingHeard):
        return replace(state, holding=holding.evolve(state.holding, event))
    state = replace(state, steps=event.step)
    match event:
        case MissionOpened():
            return replace(
                state,
                mission_id=event.mission_id,
                mandate=event.mandate,
                state=event.state,
                dates=event.dates,
                kind=event.kind,
                file_step=event.file_step,
            )
        case MissionKindChanged():
            return replace(state, kind=event.kind, file_step=event.file_step)
        case MissionPlansChanged():
            return _planned(state, event)
        case MissionTaskMarked():
            return replace(state, tasks={**state.tasks, event.task: event.now})
        case MissionTaskSet():
            return replace(state, lines={**state.lines, event.line.task: event.line})
        case MissionParticularsSet():
            return replace(state, particulars=event.particulars)
        case ProgrammeItemSet():
            # What was agreed on was another programme.
            agreed: frozenset[What] = frozenset({"programme_agreed"})
            items = {**state.items, event.item.item_id: event.item}
            left = state.done - agreed if state.phase == "planning" else state.done
            return replace(state, items=items, version=state.version + 1, done=left)
        case MissionStepTaken():
            return _taken(state, event)
        case MissionPassedOn():
            return _passed(state, event)
        case PreliminaryFindingsShared() | PreliminaryFindingsRefused():
            return state  # what follows from it is decided of the statement
        case MissionStatementIssued():
            issued = state.statements | {event.statement_id}
            return replace(state, statements=issued, tasks={**state.tasks, FINDINGS: "done"})
        case (
            MandateAskedToJoin()
            | MandateNotAskedToJoin()
            | MandateJoinedVisit()
            | MandateLeftVisit()
            | MissionGoesOnIn()
        ):
            return _joint(state, event)
    assert_never(event)


def _joint(
    state: Mission,
    event: MandateAskedToJoin
    | MandateNotAskedToJoin
    | MandateJoinedVisit
    | MandateLeftVisit
    | MissionGoesOnIn,
) -> Mission:
    match event:
        case MandateAskedToJoin():
            return replace(state, asked=state.asked | {event.asked})
        case MandateNotAskedToJoin():
            return replace(state, asked=state.asked - {event.asked})
        case MandateJoinedVisit():
            joined = {**state.joined, event.own_mission_id: event.joining}
            return replace(state, joined=joined, asked=state.asked - {event.joining})
        case MandateLeftVisit():
            left = {one: of for one, of in state.joined.items() if one != event.own_mission_id}
            return replace(state, joined=left)
        case MissionGoesOnIn():
            joints = {**state.joints, event.joint: event.joint_step}
            return replace(state, into=event.into, joints=joints)
    assert_never(event)


def _passed(state: Mission, event: MissionPassedOn) -> Mission:
    if event.to is None:
        return replace(state, kept_on=day_of(event.done_at))
    return replace(state, mandate=event.to)


def _planned(state: Mission, event: MissionPlansChanged) -> Mission:
    """What was cleared and agreed on was for other days."""
    off = day_of(event.done_at) if event.plans == "called_off" else None
    state = replace(state, plans=event.plans, called_off_on=off, file_step=event.file_step)
    if event.dates is None:
        return state
    tasks: dict[str, TaskState] = {**state.tasks, **dict.fromkeys(FOR_DAYS, "open")}
    return replace(state, dates=event.dates, done=frozenset(), tasks=tasks)


def _taken(state: Mission, event: MissionStepTaken) -> Mission:
    if event.what == "taken_back":
        return replace(state, moves=state.moves[:-1])
    if event.what in LEADS_TO:
        if event.what == "completed":
            state = replace(state, completed_on=max(event.on, day_of(event.done_at)))
        return replace(state, moves=(*state.moves, (event.what, event.on)))
    if event.what == "security_cleared":
        state = replace(state, clearances=state.clearances | {event.note_id})
    if task := DONE_BY.get(event.what):
        state = replace(state, tasks={**state.tasks, task: "done"})
    return replace(state, done=state.done | {event.what})


def evolve_confidential(state: Confidential, event: ConfidentialItemSet | Heard) -> Confidential:
    if not isinstance(event, ConfidentialItemSet):
        return replace(state, mission=evolve(state.mission, event))
    items = {**state.items, event.item.item_id: event.item}
    return replace(state, items=items, steps=event.step)


class Step(TypedDict):
    mission_id: str
    mandate: str
    state: str
    step: int
    done_by: str
    done_at: datetime


def step_of(command: OnMission, asked: Asked, mission: Mission, steps: int) -> Step:
    return Step(
        mission_id=command.mission_id,
        mandate=mission.mandate,
        state=mission.state,
        step=steps + 1,
        done_by=asked.by.actor_id,
        done_at=asked.at,
    )


def works(mandate: str, asked: Asked, mission: Mission, *, theirs: bool = False) -> None:
    """Let through who works for the mandate of the mission, or for one that has joined it.

    ``theirs``: whether this is for the person to do, whoever works for the mandate.
    """
    if not theirs:
        require(
            asked,
            Role.HUMAN_RIGHTS_OFFICER,
            Role.MANDATE_HOLDER,
            no="Only the Human-rights officer or Mandate-holder may work on a mission.",
        )
    if not mission.steps or mandate not in mission.mandates:
        raise Refused("There is no such mission.")
    if not (theirs or asked.by.serves(mandate)):
        raise Forbidden("Only those who work for the mandate may work on its mission.")
    goes_on(mission)
    by_itself(mission)


def works_on_paper(mandate: str, asked: Asked, mission: Mission, *, no: str) -> None:
    """Let through who works for the mandate, and the desk officer of the State (E.10)."""
    require(asked, *_TEAM, Role.DESK_OFFICER, no=no)
    if not mission.steps or mandate not in mission.mandates:
        raise Refused("There is no such mission.")
    if not (of_team(asked, mission) or of_state(asked, mission)):
        raise Forbidden(no)


def of_team(asked: Asked, mission: Mission) -> bool:
    return asked.by.has(*_TEAM) and not asked.by.mandates.isdisjoint(mission.mandates)


def of_state(asked: Asked, mission: Mission) -> bool:
    return asked.by.has(Role.DESK_OFFICER) and mission.state in asked.by.states


def by_itself(mission: Mission) -> None:
    """Refuse what is written on a mission that goes on in that of a joint visit."""
    if mission.into is not None:
        raise Refused("The visit goes on as a joint visit. Its mission is that of the joint visit.")


def goes_on(mission: Mission) -> None:
    """Refuse what would change the visit of a mandate that ended, once it is a record (SC3)."""
    if mission.kept_on is not None:
        raise Refused("Its mandate has ended, and it is kept as a record.")


def decides(mandate: str, asked: Asked, state: Mission) -> None:
    """Let through the holder in office; while the mandate is vacant, who works for it.

    Of a joint visit that is the holder of the mandate that leads it.
    """
    if mandate != state.mandate:
        raise Forbidden("The Mandate-holder who leads the joint visit decides this.")
    vacant = state.holding.silent_since(day_of(asked.at)) is not None
    if vacant and asked.by.has(Role.HUMAN_RIGHTS_OFFICER):
        return
    if not asked.by.has(Role.MANDATE_HOLDER):
        raise Forbidden("Only the Mandate-holder may decide this about a mission.")
    in_office(state.holding, asked)


def there(on: date, asked: Asked) -> None:
    """Refuse a day at the place on which nothing can have been."""
    today = day_of(asked.at)
    if not today - _OLDEST <= on <= today + AHEAD:
        raise Refused("Enter the day on which it was: at most a year ago, and not in the future.")
