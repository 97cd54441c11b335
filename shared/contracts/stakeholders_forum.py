"""Facts of stakeholders about the forum of mandate-holders: H.2 of its section.

They carry ids; texts are sealed, each message with a key of its own (RESTRICTED). None has a line
in the feed: whoever is no member learns nothing of the forum, not that a thread exists.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from shared.contracts.stakeholders_library import LibraryFile
from shared.core.message import Sealed

Space: TypeAlias = Literal["all", "committee", "letter", "visit"]
"""All holders; what the Committee consults holders on; one communication; one visit file."""
Change: TypeAlias = Literal["pinned", "unpinned", "closed", "reopened", "opened-to-new"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForumThreadStarted:
    """``ref``: the communication or the visit file; EVERYBODY of other spaces.

    ``mandate``: the office in whose name it was started. ``title`` has the key of the first
    message.
    """

    thread_id: str
    space: Space
    ref: str
    mandate: str
    title: Sealed
    started_by: str
    started_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ForumMessagePosted:
    """``answers``: the message to which it is an answer. ``mentions``: an account.

    ``choices``: of a poll, so many lines as ``poll`` says; None and 0: it is none. ``files``: their
    details have the key of the message.
    """

    thread_id: str
    message_id: str
    mandate: str
    text: Sealed
    answers: str | None
    mentions: str | None
    choices: Sealed | None
    poll: int
    files: tuple[LibraryFile, ...]
    posted_by: str
    posted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ForumMessageCorrected:
    """``version``: the new one; the first text is version 1.

    ``edit``: within the first minutes, so that the text before is not shown any more. Else it is a
    correction, and both are shown.
    """

    thread_id: str
    message_id: str
    version: int
    edit: bool
    text: Sealed
    corrected_by: str
    corrected_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ForumMessageDeleted:
    """It leaves a mark, and no text is shown any more."""

    thread_id: str
    message_id: str
    deleted_by: str
    deleted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ForumVoteCast:
    """``choice``: counted from 0. The last vote of a person counts."""

    thread_id: str
    message_id: str
    choice: int
    mandate: str
    voter: str
    voted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ForumPollClosed:
    thread_id: str
    message_id: str
    closed_by: str
    closed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ForumThreadChanged:
    """``opened-to-new``: those who are holders on that day read it, though it is older."""

    thread_id: str
    change: Change
    changed_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ForumOfficerInvited:
    thread_id: str
    officer_id: str
    invited_by: str
    invited_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ForumInvitationEnded:
    thread_id: str
    officer_id: str
    ended_by: str
    ended_at: datetime


Fact: TypeAlias = (
    ForumThreadStarted
    | ForumMessagePosted
    | ForumMessageCorrected
    | ForumMessageDeleted
    | ForumVoteCast
    | ForumPollClosed
    | ForumThreadChanged
    | ForumOfficerInvited
    | ForumInvitationEnded
)

TYPES: dict[str, type] = {
    "forum-thread-started": ForumThreadStarted,
    "forum-message-posted": ForumMessagePosted,
    "forum-message-corrected": ForumMessageCorrected,
    "forum-message-deleted": ForumMessageDeleted,
    "forum-vote-cast": ForumVoteCast,
    "forum-poll-closed": ForumPollClosed,
    "forum-thread-changed": ForumThreadChanged,
    "forum-officer-invited": ForumOfficerInvited,
    "forum-invitation-ended": ForumInvitationEnded,
}


def _without_files(told: dict[str, Any]) -> dict[str, Any]:
    """Version 1 had no files."""
    return {**told, "files": []}


UPCASTERS = {"forum-message-posted": (_without_files,)}
