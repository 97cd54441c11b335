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


Fact: TypeAlias = (
    VisitThreadOpened | VisitMessageWritten | VisitMessageCorrected | VisitMessageStruck
)

TYPES: dict[str, type] = {
    "visit-thread-opened": VisitThreadOpened,
    "visit-message-written": VisitMessageWritten,
    "visit-message-corrected": VisitMessageCorrected,
    "visit-message-struck": VisitMessageStruck,
}
