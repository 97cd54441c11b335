"""The commands of an action: of those who work on it, and of those who show it or take it back.

``seen``: how many steps of the action the page showed (decision 0063).
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from shared.contracts.followup_actions import Linked, OwnerKind, TakenBackFor
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class OnAction:
    action_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded(OnAction):
    revision_id: str
    title: Sealed
    details: Sealed | None
    budget: Sealed | None
    starts_on: date | None
    target_on: date | None
    target_text: Sealed | None
    links: tuple[Linked, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanAction(Worded):
    owner_kind: OwnerKind
    owner: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen(OnAction):
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseAction(Worded):
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportProgress(Seen):
    report_id: str
    percent: int | None
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteAction(Seen):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class AbandonAction(Seen):
    report_id: str
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeAction(Seen):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class DefineIndicator(Seen):
    """``starts_on``: the first day on which a report is due; ``ends_on``: none is due later."""

    indicator_id: str
    title: Sealed
    unit: Sealed | None
    baseline: str
    target: str
    starts_on: date
    ends_on: date
    every_months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RescheduleIndicator(Seen):
    indicator_id: str
    starts_on: date
    ends_on: date
    every_months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportIndicator(Seen):
    indicator_id: str
    due_on: date
    report_id: str
    value: str
    text: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveIndicator(Seen):
    indicator_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreIndicator(Seen):
    indicator_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddActionFile(OnAction):
    """A stored, encrypted file beside its progress; see ``ActionFileAdded``."""

    attachment_id: str
    object_name: str
    sha256: str
    size: int
    media_type: str
    scanned: Literal["clean", "not_scanned"]
    details: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveActionFile(OnAction):
    """Also where it was published."""

    attachment_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishAction(Seen):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeActionBack(OnAction):
    """By its owner, by who works for a mandate whose recommendation it is about, or publishes."""

    reason: TakenBackFor


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveAction(OnAction):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreAction(OnAction):
    pass


OfIndicator: TypeAlias = (
    DefineIndicator | RescheduleIndicator | ReportIndicator | ArchiveIndicator | RestoreIndicator
)
Written: TypeAlias = ReviseAction | ReportProgress | CompleteAction | AbandonAction | ResumeAction
Filed: TypeAlias = AddActionFile | RemoveActionFile
Command: TypeAlias = (
    PlanAction
    | Written
    | OfIndicator
    | Filed
    | PublishAction
    | TakeActionBack
    | ArchiveAction
    | RestoreAction
)

TYPES: dict[str, type] = {
    "plan-action": PlanAction,
    "revise-action": ReviseAction,
    "report-progress": ReportProgress,
    "complete-action": CompleteAction,
    "abandon-action": AbandonAction,
    "resume-action": ResumeAction,
    "define-indicator": DefineIndicator,
    "reschedule-indicator": RescheduleIndicator,
    "report-indicator": ReportIndicator,
    "archive-indicator": ArchiveIndicator,
    "restore-indicator": RestoreIndicator,
    "add-action-file": AddActionFile,
    "remove-action-file": RemoveActionFile,
    "publish-action": PublishAction,
    "take-action-back": TakeActionBack,
    "archive-action": ArchiveAction,
    "restore-action": RestoreAction,
}
