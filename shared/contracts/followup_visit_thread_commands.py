"""The commands of the dialogue on a mission: the mandate, partners, a desk officer, the State."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from shared.contracts.followup_visit_threads import Audience
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class OnThread:
    thread_id: str
    mission_id: str
    mandate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenVisitThread(OnThread):
    """The mandate, a partner for an audience that it is of, or the State, with the first message.

    No other command names an audience. ``partner_id``: the admission by which a partner comes.
    """

    audience: Audience
    title: Sealed
    message_id: str
    text: Sealed
    partner_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OnMessage(OnThread):
    """``partner_id``: the admission by which a partner comes; None for all others."""

    message_id: str
    partner_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteVisitMessage(OnMessage):
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectVisitMessage(OnMessage):
    """Who wrote it."""

    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikeVisitMessage(OnMessage):
    """Who wrote it; of what no State wrote, the mandate too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddVisitMessageFile(OnMessage):
    """A stored, encrypted file, by who wrote the message; see ``VisitMessageFileAdded``."""

    attachment_id: str
    object_name: str
    sha256: str
    size: int
    media_type: str
    scanned: Literal["clean", "not_scanned"]
    details: Sealed


OfMessage: TypeAlias = (
    WriteVisitMessage | CorrectVisitMessage | StrikeVisitMessage | AddVisitMessageFile
)
Command: TypeAlias = OpenVisitThread | OfMessage

TYPES: dict[str, type] = {
    "open-visit-thread": OpenVisitThread,
    "write-visit-message": WriteVisitMessage,
    "correct-visit-message": CorrectVisitMessage,
    "strike-visit-message": StrikeVisitMessage,
    "add-visit-message-file": AddVisitMessageFile,
}
