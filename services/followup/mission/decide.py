"""A mission: one agreed visit, from its opening to what its sources are told (M1, M6 to M14).

A policy opens it once a holder agreed dates, and tells it what becomes of them; nobody opens one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias, assert_never

from services.followup import holding
from services.followup.mission import (
    clearing,
    debrief,
    exchange,
    findings,
    joint,
    particulars,
    passing,
    programme,
    tasks,
    telling,
)
from services.followup.mission.clearing import MarkSecurityCleared
from services.followup.mission.debrief import MarkDebriefed
from services.followup.mission.exchange import ConfirmProgrammeItem
from services.followup.mission.findings import MarkStatementIssued
from services.followup.mission.passing import PassMissionOn
from services.followup.mission.state import (
    LEADS_TO,
    Confidential,
    Heard,
    Mission,
    Step,
    decides,
    evolve,
    evolve_confidential,
    step_of,
    there,
    works,
)
from services.followup.mission.telling import MarkSourcesTold
from shared.contracts.followup_holding import HoldingHeard
from shared.contracts.followup_mission_commands import (
    JoinMission,
    MarkMissionTask,
    OfJoint,
    OfMission,
    RecordPreliminaryFindingsRefused,
    RecordPreliminaryFindingsShared,
    SetMissionParticulars,
    SetMissionTask,
    SetProgrammeItem,
    TakeMissionStep,
)
from shared.contracts.followup_mission_commands import OnMission as OnCommand
from shared.contracts.followup_missions import (
    ConfidentialItemSet,
    MissionKindChanged,
    MissionOpened,
    MissionPassedOn,
    MissionPlansChanged,
    MissionStepTaken,
    Phase,
    Plans,
    What,
)
from shared.contracts.followup_missions import OfMission as Fact
from shared.contracts.followup_visits import OnFile, VisitDatesAgreed, VisitKind, Window
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused
from shared.reference.visit_terms import SETTLED


@dataclass(frozen=True, slots=True, kw_only=True)
class HearVisitFile:
    """Only this service's own policy sends it. ``file_step``: which step of the file says so.

    ``kind``: of the visit; None: the file says nothing of it.
    """

    mission_id: str
    mandate: str
    state: str
    plans: Plans
    dates: Window | None
    file_step: int
    kind: VisitKind | None = None


OfPolicy: TypeAlias = (
    HearVisitFile
    | PassMissionOn
    | MarkStatementIssued
    | MarkDebriefed
    | MarkSecurityCleared
    | MarkSourcesTold
    | ConfirmProgrammeItem
    | joint.OfPolicy
)
Command: TypeAlias = OfMission | OfPolicy
_FROM: Final[Mapping[What, frozenset[Phase]]] = {
    "programme_agreed": frozenset({"planning"}),
    "security_cleared": frozenset({"planning"}),
    "began": frozenset({"planning"}),
    "interrupted": frozenset({"underway"}),
    "resumed": frozenset({"interrupted"}),
    "ended": frozenset({"underway", "interrupted"}),
    "completed": frozenset({"ended"}),
    "sources_told": frozenset({"ended", "completed"}),
    "taken_back": frozenset({"underway", "interrupted", "ended", "completed"}),
}
HOLDERS: Final = frozenset({"interrupted", "resumed", "ended", "completed"})


def on_followup(fact: object) -> Sequence[HearVisitFile]:
    """Tell a mission what becomes of its dates: the first time it opens (V10, M1)."""
    if not isinstance(fact, OnFile) or fact.now.mission_id is None:
        return []
    now = fact.now
    plans: Plans = "called_off" if now.called_off else "open"
    if now.status == "agreed":
        plans = "agreed" if now.terms in SETTLED else "unsettled"
    return [
        HearVisitFile(
            mission_id=fact.now.mission_id,
            mandate=_for(fact),
            state=fact.state,
            plans=plans,
            dates=now.dates if now.status == "agreed" else None,
            file_step=fact.step,
            kind=None if now.called_off else now.kind,  # of what comes after it, then
        )
    ]


def _for(fact: OnFile) -> str:
    """Return whose a mission is that the file opens: of who goes on with it (SC3)."""
    if isinstance(fact, VisitDatesAgreed) and fact.for_mandate:
        return fact.for_mandate
    return fact.mandate


def decide(command: Command, asked: Asked, state: Mission) -> Sequence[Fact]:
    if isinstance(command, HearVisitFile):
        return _hear(command, asked, state)
    if isinstance(command, PassMissionOn):
        return _pass_on(command, asked, state)
    if isinstance(command, MarkStatementIssued):
        return findings.issued(command, asked, state)
    if isinstance(command, MarkDebriefed):
        return debrief.mark(command, asked, state)
    if isinstance(command, joint.OfPolicy):
        return joint.hear(command, asked, state)
    if isinstance(command, OfJoint):
        return joint.decide(command, asked, state)
    if isinstance(command, ConfirmProgrammeItem):
        return exchange.confirm(command, asked, state)
    if isinstance(command, MarkSecurityCleared):
        return clearing.mark(command, asked, state)
    if isinstance(command, MarkSourcesTold):
        return telling.mark(command, asked, state)
    theirs = isinstance(command, MarkMissionTask) and tasks.is_theirs(command.task, asked, state)
    works(command.mandate, asked, state, theirs=theirs)
    match command:
        case SetProgrammeItem():
            return programme.set_official(command, asked, state)
        case MarkMissionTask() | SetMissionTask():
            return tasks.decide(command, asked, state)
        case SetMissionParticulars():
            return particulars.decide(command, asked, state)
        case TakeMissionStep():
            return _take(command, asked, state)
        case RecordPreliminaryFindingsShared() | RecordPreliminaryFindingsRefused():
            return findings.record(command, asked, state)
    assert_never(command)


def _hear(command: HearVisitFile, asked: Asked, state: Mission) -> Sequence[Fact]:
    if command.file_step <= state.file_step:
        return []
    new = command.dates if command.dates != state.dates else None
    kind = command.kind or state.kind
    same = state.plans == command.plans and new is None
    if same and kind == state.kind:
        return []
    told = Step(
        mission_id=command.mission_id,
        mandate=state.mandate or command.mandate,
        state=command.state,
        step=state.steps + 1,
        done_by=asked.by.actor_id,
        done_at=asked.at,
    )
    file_step = command.file_step
    if not state.steps:
        return [MissionOpened(**told, file_step=file_step, dates=new, kind=kind)] if new else []
    found: list[Fact] = []
    if kind != state.kind:
        found.append(MissionKindChanged(**told, file_step=file_step, kind=kind))
        state = evolve(state, found[0])
        told["step"] = state.steps + 1
    if not same:
        changed = MissionPlansChanged(**told, file_step=file_step, plans=command.plans, dates=new)
        found += [changed, *_joint_of(changed, asked, state)]
    return found


def _pass_on(command: PassMissionOn, asked: Asked, state: Mission) -> Sequence[Fact]:
    passed = passing.pass_on(command, asked, state)
    return [*passed, *(one for each in passed for one in _joint_of(each, asked, state))]


def _joint_of(
    fact: MissionPlansChanged | MissionPassedOn, asked: Asked, state: Mission
) -> list[Fact]:
    """Return what follows for a joint visit: it goes on for the others as their files say."""
    state = evolve(state, fact)
    about = OnCommand(mission_id=fact.mission_id, mandate=state.mandate, seen=state.steps)
    over = state.called_off or (state.kept_on is not None and not state.moves)
    gone = joint.left(about, asked, state, [*state.joined]) if over else []
    return [*joint.stands_behind(about, asked, state), *gone]


def _take(command: TakeMissionStep, asked: Asked, state: Mission) -> Sequence[Fact]:
    if command.what == "debriefed":
        raise Refused("What the debrief said is kept on its own page, and marks this step.")
    if _of_holder(command.what, state):
        decides(command.mandate, asked, state)
    if command.seen != state.steps:
        raise Refused("The mission has changed. Look at it again.")
    if state.called_off:
        raise Refused("The visit was called off.")
    if state.phase not in _FROM[command.what]:
        raise Refused("This does not follow from where the mission stands.")
    _on(command, asked, state)
    _in_order(command, state)
    taken = MissionStepTaken(
        **step_of(command, asked, state, state.steps),
        what=command.what,
        phase=state.phase,
        on=command.on,
        note_id=command.note_id,
        note=command.note,
        version=state.version if command.what == "programme_agreed" else None,
    )
    taken = replace(taken, phase=evolve(state, taken).phase)
    return joint.begins(taken, command, asked, state) if command.what == "began" else [taken]


def _of_holder(what: What, state: Mission) -> bool:
    """Whoever takes a step takes it back."""
    if what == "taken_back" and state.moves:
        what, _ = state.moves[-1]
    return what in HOLDERS


def _on(command: TakeMissionStep, asked: Asked, state: Mission) -> None:
    there(command.on, asked)
    if command.what in LEADS_TO and state.moves and command.on < state.moves[-1][1]:
        raise Refused("Enter a day that is not before that of the last step.")


def _in_order(command: TakeMissionStep, state: Mission) -> None:
    if command.what == "programme_agreed" and not state.items:
        raise Refused("The programme with the State has no item yet.")
    if command.what != "began":
        return
    if state.plans == "unsettled":
        raise Refused("The terms of reference are not settled any more. Look at the visit file.")
    if state.plans != "agreed":
        raise Refused("The dates are open. They are agreed in the visit file first.")
    if state.dates is None or command.on < state.dates.first:
        raise Refused("The visit begins on its first day.")
    if "security_cleared" not in state.done:
        raise Refused("Log first that security is cleared.")


def hears(state: Mission, event: Heard | ConfidentialItemSet) -> Mission:
    """Fold the missions of files that join beside that of the joint visit."""
    if isinstance(event, HoldingHeard):
        return evolve(state, event)
    if not isinstance(event, ConfidentialItemSet) and event.mission_id == (
        state.mission_id or event.mission_id
    ):
        return evolve(state, event)
    behind = state.own.get(event.mission_id, Confidential())
    own = {**state.own, event.mission_id: evolve_confidential(behind, event)}
    return replace(state, own=own)


def _consults(command: Command, state: Mission) -> Sequence[str]:
    if isinstance(command, OfPolicy):
        return []
    some = [holding.stream(command.mandate)]
    if isinstance(command, JoinMission):
        own = command.own_mission_id
        return [*some, f"mission-{own}", f"missionconfidential-{own}"]
    if isinstance(command, TakeMissionStep) and command.what == "began":
        return [*some, *(f"mission-{own}" for own in state.joined)]
    return some


MISSION: Decider[Command, Heard | ConfidentialItemSet, Mission] = Decider(
    category="mission",
    key=lambda command: command.mission_id,
    initial=Mission(),
    decide=decide,
    evolve=hears,
    consults=_consults,
)
