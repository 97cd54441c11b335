"""The commands of the forum of mandate-holders, and their intended actors.

Who is of a space is asked by the portal each time: the service knows no letters and no visits.
"""

from dataclasses import dataclass
from typing import TypeAlias

from shared.contracts.stakeholders_forum import Change, Space
from shared.contracts.stakeholders_library import LibraryFile
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class StartForumThread:
    """A holder; in the Committee's space one who works for it. It has a first message."""

    thread_id: str
    space: Space
    ref: str
    mandate: str
    title: Sealed
    message_id: str
    text: Sealed
    files: tuple[LibraryFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PostForumMessage:
    """A holder, or an officer who is invited."""

    thread_id: str
    message_id: str
    mandate: str
    text: Sealed
    answers: str | None
    mentions: str | None
    files: tuple[LibraryFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForumPoll:
    """A holder. ``choices``: sealed lines, so many as ``number`` says."""

    thread_id: str
    message_id: str
    mandate: str
    text: Sealed
    choices: Sealed
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectForumMessage:
    """Whoever wrote it. ``shown``: the version that the page showed (decision 0063)."""

    thread_id: str
    message_id: str
    shown: int
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteForumMessage:
    """Whoever wrote it."""

    thread_id: str
    message_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteInForum:
    """A holder."""

    thread_id: str
    message_id: str
    choice: int
    mandate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseForumPoll:
    """A holder: whoever asked may be gone."""

    thread_id: str
    message_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeForumThread:
    """A holder."""

    thread_id: str
    change: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteForumOfficer:
    """A holder."""

    thread_id: str
    officer_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndForumInvitation:
    """A holder."""

    thread_id: str
    officer_id: str


OfMessage: TypeAlias = CorrectForumMessage | DeleteForumMessage | VoteInForum | CloseForumPoll
OfThread: TypeAlias = (
    PostForumMessage
    | AskForumPoll
    | ChangeForumThread
    | InviteForumOfficer
    | EndForumInvitation
    | OfMessage
)
Command: TypeAlias = StartForumThread | OfThread

TYPES: dict[str, type] = {
    "start-forum-thread": StartForumThread,
    "post-forum-message": PostForumMessage,
    "ask-forum-poll": AskForumPoll,
    "correct-forum-message": CorrectForumMessage,
    "delete-forum-message": DeleteForumMessage,
    "vote-in-forum": VoteInForum,
    "close-forum-poll": CloseForumPoll,
    "change-forum-thread": ChangeForumThread,
    "invite-forum-officer": InviteForumOfficer,
    "end-forum-invitation": EndForumInvitation,
}
