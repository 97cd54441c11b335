"""The commands of a mission: officers and the holder of the mandate.

``seen``: how many steps of the stream the page showed (decision 0063).
"""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from shared.contracts.followup_missions import (
    Particular,
    ProgrammeItem,
    TaskLine,
    TaskState,
    What,
)
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class OnMission:
    mission_id: str
    mandate: str
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkMissionTask(OnMission):
    task: str
    now: TaskState


@dataclass(frozen=True, slots=True, kw_only=True)
class SetMissionTask(OnMission):
    """A new task of its own, or one that is there, of the template too, as it is kept from now."""

    line: TaskLine


@dataclass(frozen=True, slots=True, kw_only=True)
class SetMissionParticulars(OnMission):
    """All of them: a part that is not there has no text any more."""

    particulars: tuple[Particular, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetProgrammeItem(OnMission):
    """A new one, or one that is there with its text and state anew."""

    item: ProgrammeItem


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeMissionStep(OnMission):
    """To interrupt, resume, end and complete is the holder's alone. ``on``: the day there."""

    what: What
    on: date
    note_id: str
    note: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPreliminaryFindingsShared(OnMission):
    """``office``, ``channel``: of shared.reference.missions; nobody is named."""

    on: date
    office: str
    channel: str
    note_id: str
    note: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPreliminaryFindingsRefused(OnMission):
    """The holder's alone. ``note``: how it came that the Government heard nothing."""

    on: date
    office: str
    note_id: str
    note: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class SetConfidentialItem(OnMission):
    item: ProgrammeItem


@dataclass(frozen=True, slots=True, kw_only=True)
class AskMandateToJoin(OnMission):
    """Of the holder of the mandate that leads."""

    asked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackAskToJoin(OnMission):
    asked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinMission(OnMission):
    """Of the holder of ``mandate``, which was asked. ``own_mission_id``: of the own visit file."""

    own_mission_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveMission(OnMission):
    """Of the holder of ``mandate``, which has joined."""


OfFindings: TypeAlias = RecordPreliminaryFindingsShared | RecordPreliminaryFindingsRefused
OfTasks: TypeAlias = MarkMissionTask | SetMissionTask
OfJoint: TypeAlias = AskMandateToJoin | TakeBackAskToJoin | JoinMission | LeaveMission
OfMission: TypeAlias = (
    OfJoint | OfTasks | SetMissionParticulars | SetProgrammeItem | TakeMissionStep | OfFindings
)
Command: TypeAlias = OfMission | SetConfidentialItem

TYPES: dict[str, type] = {
    "mark-mission-task": MarkMissionTask,
    "set-mission-task": SetMissionTask,
    "set-mission-particulars": SetMissionParticulars,
    "set-programme-item": SetProgrammeItem,
    "take-mission-step": TakeMissionStep,
    "record-preliminary-findings-shared": RecordPreliminaryFindingsShared,
    "record-preliminary-findings-refused": RecordPreliminaryFindingsRefused,
    "set-confidential-item": SetConfidentialItem,
    "ask-mandate-to-join": AskMandateToJoin,
    "take-back-ask-to-join": TakeBackAskToJoin,
    "join-mission": JoinMission,
    "leave-mission": LeaveMission,
}
