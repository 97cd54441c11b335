"""Facts of stakeholders about issues of the weekly briefing and the quarterly bulletin (G.5).

An item is told by its key alone, such as "letter-17": what it says is made of public tables when it
is read. No fact says what could be in an issue; what somebody wrote is sealed. The feed tells that
an issue was sent that everybody reads.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from shared.contracts.feed import Feed, Shown
from shared.core.message import Sealed

Kind: TypeAlias = Literal["briefing", "bulletin"]
Edition: TypeAlias = Literal["public", "staff"]
"""``public``: everybody reads it, and so does the staff. ``staff``: the staff alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueOpened:
    """``period``: a week or a quarter, such as "2026-w47" or "2026-q3"."""

    kind: Kind
    period: str
    opened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDropped:
    """``sent``: the issue was, and the item stands there as removed."""

    kind: Kind
    period: str
    item: str
    sent: bool
    dropped_by: str
    dropped_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemKept:
    """What was dropped is in the issue again."""

    kind: Kind
    period: str
    item: str
    sent: bool
    kept_by: str
    kept_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemEdited:
    """A sentence of the editor stands below what the platform says. ``text``: None takes it off.

    ``sent``: the issue was; then it is only taken off.
    """

    kind: Kind
    period: str
    item: str
    sent: bool
    text: Sealed | None
    language: str
    edited_by: str
    edited_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemAdded:
    kind: Kind
    period: str
    item: str
    section: str
    edition: Edition
    text: Sealed
    language: str
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueHandedIn:
    """``items``: what the editor saw in it. ``version``: of the issue; each change counts one."""

    kind: Kind
    period: str
    items: tuple[str, ...]
    version: int
    handed_in_by: str
    handed_in_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueApproved:
    kind: Kind
    period: str
    version: int
    approved_by: str
    approved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueSkipped:
    """``code``: one of shared.reference.briefings.SKIPPED, or FALLEN."""

    kind: Kind
    period: str
    code: str
    skipped_by: str
    skipped_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueTakenUp:
    """It was skipped, and is edited after all."""

    kind: Kind
    period: str
    taken_up_by: str
    taken_up_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueLapsed:
    """Nobody approved it before the next one opened."""

    kind: Kind
    period: str
    lapsed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueSent:
    """``items``: what is in it. ``fallen``: what was approved, and was public no more.

    ``public``: some of it is for everybody. If not, the staff alone hears of the issue.
    """

    kind: Kind
    period: str
    items: tuple[str, ...]
    fallen: tuple[str, ...]
    public: bool
    sent_at: datetime


Fact: TypeAlias = (
    IssueOpened
    | ItemDropped
    | ItemKept
    | ItemEdited
    | ItemAdded
    | IssueHandedIn
    | IssueApproved
    | IssueSkipped
    | IssueTakenUp
    | IssueLapsed
    | IssueSent
)

TYPES: dict[str, type] = {
    "issue-opened": IssueOpened,
    "issue-item-dropped": ItemDropped,
    "issue-item-kept": ItemKept,
    "issue-item-edited": ItemEdited,
    "issue-item-added": ItemAdded,
    "issue-handed-in": IssueHandedIn,
    "issue-approved": IssueApproved,
    "issue-skipped": IssueSkipped,
    "issue-taken-up": IssueTakenUp,
    "issue-lapsed": IssueLapsed,
    "issue-sent": IssueSent,
}


def is_for_everybody(issue: IssueSent) -> bool:
    """What the staff alone reads has no line: not everybody with a feed is of the staff."""
    return issue.public


FEED: Feed = {IssueSent: Shown(words="Briefing or bulletin sent", where=is_for_everybody)}
