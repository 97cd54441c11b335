"""The commands of issues of the briefing and the bulletin.

The Chief's office and the Quick Response Desk edit and approve; the clock opens and sends.
``version``: as the page showed it (decision 0063).
"""

from dataclasses import dataclass
from typing import TypeAlias

from shared.contracts.stakeholders_briefings import Edition, Kind
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIssue:
    """Only the clock sends it."""

    kind: Kind
    period: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DropItem:
    """Also of an issue that was sent: it then stands there as removed."""

    kind: Kind
    period: str
    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepItem:
    """Of an issue that was sent: by another person than who removed the item."""

    kind: Kind
    period: str
    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditItem:
    """``text``: None takes the sentence off, also of an issue that was sent."""

    kind: Kind
    period: str
    item: str
    text: Sealed | None
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddItem:
    """``item``: its key begins with "added-"."""

    kind: Kind
    period: str
    item: str
    section: str
    edition: Edition
    text: Sealed
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandInIssue:
    kind: Kind
    period: str
    items: tuple[str, ...]
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveIssue:
    """A second person: nobody who changed it or handed it in."""

    kind: Kind
    period: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipIssue:
    kind: Kind
    period: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeUpIssue:
    kind: Kind
    period: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SendIssue:
    """Only the clock sends it. ``items``: what of the approved ones is public at this moment."""

    kind: Kind
    period: str
    items: tuple[str, ...]
    version: int


OfItem: TypeAlias = DropItem | KeepItem | EditItem | AddItem
Command: TypeAlias = (
    OpenIssue | OfItem | HandInIssue | ApproveIssue | SkipIssue | TakeUpIssue | SendIssue
)

TYPES: dict[str, type] = {
    "open-issue": OpenIssue,
    "drop-issue-item": DropItem,
    "keep-issue-item": KeepItem,
    "edit-issue-item": EditItem,
    "add-issue-item": AddItem,
    "hand-in-issue": HandInIssue,
    "approve-issue": ApproveIssue,
    "skip-issue": SkipIssue,
    "take-up-issue": TakeUpIssue,
    "send-issue": SendIssue,
}
