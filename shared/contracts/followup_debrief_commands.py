"""The commands of the debrief of a mission: its mandate, the desk officer, and who is invited."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from shared.contracts.followup_debriefs import ClauseValue
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDebrief:
    """``seen``: the steps of its part that the page showed."""

    mission_id: str
    mandate: str
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepDebriefDraft(OnDebrief):
    draft: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldDebrief(OnDebrief):
    """``reason``: of a correction, which is a new version; None: the first one."""

    on: date
    attended: tuple[str, ...]
    attendees: Sealed | None
    worked: Sealed
    version: str
    values: tuple[ClauseValue, ...]
    risk_reviewed: bool
    promises: Sealed | None
    lessons: Sealed
    reason: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteDebriefTeamPart(OnDebrief):
    """``partner_id``: who comes as a partner says as which; None: who works on the debrief."""

    partner_id: str | None
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteToDebrief(OnDebrief):
    """``seen``: how many invitations the page showed. ``begins``: in Geneva."""

    on: date
    begins: str
    place: Sealed
    invited: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerDebriefInvitation(OnDebrief):
    """``seen``: the number of the invitation. ``office``: as of which one the person answers."""

    office: str
    comes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOffDebrief(OnDebrief):
    """``seen``: the number of the invitation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallDebriefAgain(OnDebrief):
    """Take back that it was called off. ``seen``: the number of the invitation."""


Command: TypeAlias = (
    KeepDebriefDraft
    | HoldDebrief
    | WriteDebriefTeamPart
    | InviteToDebrief
    | AnswerDebriefInvitation
    | CallOffDebrief
    | CallDebriefAgain
)

TYPES: dict[str, type] = {
    "keep-mission-debrief-draft": KeepDebriefDraft,
    "hold-mission-debrief": HoldDebrief,
    "write-mission-debrief-team-part": WriteDebriefTeamPart,
    "invite-to-mission-debrief": InviteToDebrief,
    "answer-mission-debrief-invitation": AnswerDebriefInvitation,
    "call-off-mission-debrief": CallOffDebrief,
    "call-mission-debrief-again": CallDebriefAgain,
}
