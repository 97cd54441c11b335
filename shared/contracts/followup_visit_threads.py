"""Facts of followup about the dialogue on a mission: section E.8.

A stream for each thread, so that a State's is apart from any other. The audience is said when a
thread is opened, and nothing changes it. The title and each message have a key of their own.
visits-recommendations-knowledge.md sections E.8 and E.10.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from shared.core.message import Sealed

Audience: TypeAlias = Literal["rc", "unct", "partners", "nhri", "state"]
"""Resident Coordinator alone, country team, all partners, national institution, the State."""
Side: TypeAlias = Literal["mandate", "desk", "rc", "unct", "nhri", "ngo", "state"]
"""As whom somebody writes; ``desk``: the desk officer of the State."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnThread:
    """``step``: how many steps its stream has with this one."""

    thread_id: str
    mission_id: str
    mandate: str
    state: str
    step: int
    done_by: str
    done_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitThreadOpened(OnThread):
    """``title``: under the key of ``thread_id``."""

    audience: Audience
    title: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitMessageWritten(OnThread):
    """``partner_id``: of the admission by which a partner writes; None for all others."""

    message_id: str
    side: Side
    partner_id: str | None
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitMessageCorrected(OnThread):
    """The text anew, by who wrote it; the one before stays shown."""

    message_id: str
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitMessageStruck(OnThread):
    """It was written by mistake: it stays on record, and nobody is shown its text any more.

    ``side``: who struck it, its own or the mandate.
    """

    message_id: str
    side: Side


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitMessageFileAdded(OnThread):
    """Beside a message, by who wrote it; for whoever reads the thread, until that is struck.

    The fact records a file, and never contains it. ``object_name``: of the encrypted file;
    ``sha256``: of its encrypted bytes; ``size``: bytes of the plain file. ``details``: JSON of its
    name, the SHA-256 of its content and the key to read it, sealed as the message is.
    """

    message_id: str
    attachment_id: str
    object_name: str
    sha256: str
    size: int
    media_type: str
    scanned: Literal["clean", "not_scanned"]
    details: Sealed


Fact: TypeAlias = (
    VisitThreadOpened
    | VisitMessageWritten
    | VisitMessageCorrected
    | VisitMessageStruck
    | VisitMessageFileAdded
)

TYPES: dict[str, type] = {
    "visit-thread-opened": VisitThreadOpened,
    "visit-message-written": VisitMessageWritten,
    "visit-message-corrected": VisitMessageCorrected,
    "visit-message-struck": VisitMessageStruck,
    "visit-message-file-added": VisitMessageFileAdded,
}
