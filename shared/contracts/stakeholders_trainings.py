"""Facts of stakeholders about the training event register: section H.3.

Who came is counted by kind, and nobody of them is named. Where it is, who trains, what was said of
it, what was found and what follows are sealed. None has a line in the feed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from shared.core.message import Sealed

Mode: TypeAlias = Literal["place", "online", "both"]
Outcome: TypeAlias = Literal["done", "dropped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingDetails:
    """``kind`` and ``audience``, for whom it is: codes of shared.reference.trainings.

    ``state``: of one State; None: of none, or of several. ``first`` and ``last``: days, both in it.
    """

    kind: str
    audience: str
    state: str | None
    first: date
    last: date
    mode: Mode
    place: Sealed | None
    trainers: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleUsed:
    """A version of a document of the library that was current while the event was held."""

    document_id: str
    language: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InTraining:
    """``step``: how many steps this event has with this one."""

    training_id: str
    step: int
    done_by: str
    done_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingPlanned(InTraining):
    details: TrainingDetails


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingChanged(InTraining):
    """``details``: all of them, from now on."""

    details: TrainingDetails


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingCancelled(InTraining):
    """``code``: one of shared.reference.trainings.CANCELLED."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingReinstated(InTraining):
    """It is planned again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingHeld(InTraining):
    """Recorded again, it stands for the record before. ``participants``: how many of each kind."""

    modules: tuple[ModuleUsed, ...]
    participants: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingHeldTakenBack(InTraining):
    """It was recorded by mistake: the event is planned, and was not evaluated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingEvaluated(InTraining):
    """All of it as it is now. ``answers``: how many people gave each."""

    answers: Mapping[str, int]
    text: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingTrainersNamed(InTraining):
    """All of them as they are now. ``trainer_ids``: accounts, which record what they found."""

    trainer_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingFindingRecorded(InTraining):
    """``code``: what it is about, one of shared.reference.trainings.FINDINGS."""

    finding_id: str
    code: str
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingFindingStruck(InTraining):
    """It was recorded by mistake, and counts nowhere."""

    finding_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingFollowUpOpened(InTraining):
    """``owner_id``: the account that does it; ``due_on``: until the end of this day.

    ``finding_id``: the finding that it follows up; None: none.
    """

    item_id: str
    text: Sealed
    owner_id: str
    due_on: date
    finding_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingFollowUpMoved(InTraining):
    """To another owner or another day."""

    item_id: str
    owner_id: str
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingFollowUpClosed(InTraining):
    item_id: str
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingFollowUpReopened(InTraining):
    item_id: str


OfPlanned: TypeAlias = (
    TrainingChanged
    | TrainingCancelled
    | TrainingReinstated
    | TrainingHeld
    | TrainingHeldTakenBack
    | TrainingEvaluated
    | TrainingTrainersNamed
)
OfFinding: TypeAlias = TrainingFindingRecorded | TrainingFindingStruck
OfItem: TypeAlias = (
    TrainingFollowUpOpened
    | TrainingFollowUpMoved
    | TrainingFollowUpClosed
    | TrainingFollowUpReopened
)
Fact: TypeAlias = TrainingPlanned | OfPlanned | OfFinding | OfItem


def _of_no_finding(told: dict[str, Any]) -> dict[str, Any]:
    """Version 1 knew no findings."""
    return {**told, "finding_id": None}


TYPES: dict[str, type] = {
    "training-planned": TrainingPlanned,
    "training-changed": TrainingChanged,
    "training-cancelled": TrainingCancelled,
    "training-reinstated": TrainingReinstated,
    "training-held": TrainingHeld,
    "training-held-taken-back": TrainingHeldTakenBack,
    "training-evaluated": TrainingEvaluated,
    "training-trainers-named": TrainingTrainersNamed,
    "training-finding-recorded": TrainingFindingRecorded,
    "training-finding-struck": TrainingFindingStruck,
    "training-follow-up-opened": TrainingFollowUpOpened,
    "training-follow-up-moved": TrainingFollowUpMoved,
    "training-follow-up-closed": TrainingFollowUpClosed,
    "training-follow-up-reopened": TrainingFollowUpReopened,
}

UPCASTERS = {"training-follow-up-opened": (_of_no_finding,)}
