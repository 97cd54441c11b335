"""The commands of the training event register.

Who keeps the library asks for each of them; the owner of a follow-up item closes it and opens it
again, and a trainer records findings. ``seen``: how many steps of the event the page showed
(decision 0063).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from shared.contracts.stakeholders_trainings import ModuleUsed, Outcome, TrainingDetails
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTraining:
    """Also one that was held before it came into the register."""

    training_id: str
    details: TrainingDetails


@dataclass(frozen=True, slots=True, kw_only=True)
class InTraining:
    training_id: str
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeTraining(InTraining):
    details: TrainingDetails


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelTraining(InTraining):
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReinstateTraining(InTraining):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTrainingHeld(InTraining):
    """Also once it is recorded, to correct it."""

    modules: tuple[ModuleUsed, ...]
    participants: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackTrainingHeld(InTraining):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluateTraining(InTraining):
    answers: Mapping[str, int]
    text: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NameTrainers(InTraining):
    """``trainer_ids``: all of them, from now on."""

    trainer_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTrainingFinding(InTraining):
    """Also a trainer."""

    finding_id: str
    code: str
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikeTrainingFinding(InTraining):
    """Also the trainer who recorded it."""

    finding_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfItem(InTraining):
    item_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTrainingFollowUp(OfItem):
    text: Sealed
    owner_id: str
    due_on: date
    finding_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveTrainingFollowUp(OfItem):
    owner_id: str
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseTrainingFollowUp(OfItem):
    """Its owner says that it is done; who keeps the register drops it, too."""

    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenTrainingFollowUp(OfItem):
    pass


OfPlanned: TypeAlias = (
    ChangeTraining
    | CancelTraining
    | ReinstateTraining
    | RecordTrainingHeld
    | TakeBackTrainingHeld
    | EvaluateTraining
    | NameTrainers
)
OfFinding: TypeAlias = RecordTrainingFinding | StrikeTrainingFinding
OfFollowUp: TypeAlias = (
    OpenTrainingFollowUp | MoveTrainingFollowUp | CloseTrainingFollowUp | ReopenTrainingFollowUp
)
Command: TypeAlias = PlanTraining | OfPlanned | OfFinding | OfFollowUp

TYPES: dict[str, type] = {
    "plan-training": PlanTraining,
    "change-training": ChangeTraining,
    "cancel-training": CancelTraining,
    "reinstate-training": ReinstateTraining,
    "record-training-held": RecordTrainingHeld,
    "take-back-training-held": TakeBackTrainingHeld,
    "evaluate-training": EvaluateTraining,
    "name-trainers": NameTrainers,
    "record-training-finding": RecordTrainingFinding,
    "strike-training-finding": StrikeTrainingFinding,
    "open-training-follow-up": OpenTrainingFollowUp,
    "move-training-follow-up": MoveTrainingFollowUp,
    "close-training-follow-up": CloseTrainingFollowUp,
    "reopen-training-follow-up": ReopenTrainingFollowUp,
}
