"""The commands of the watch-list, and their intended actors.

``step``: how many steps of the situation the page showed, without the actions of the Government.
``unable``: accounts of members who cannot act: disabled, without the role, or with a mandate that
it concerns. The record of elections, which the service reads, does not tell.
"""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from shared.contracts.stakeholders_situations import Level
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeSituation:
    """The Committee, and a desk officer on States of their own."""

    situation_id: str
    state: str
    mandates: tuple[str, ...]
    codes: tuple[str, ...]
    level: Level
    reprisals: bool
    reason: Sealed
    alert_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSituation:
    """The chair, or the next member by seniority who can and whom it does not concern."""

    situation_id: str
    step: int
    review_on: date
    unable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineSituation:
    """Who may open it; and who proposed it, by taking it back."""

    situation_id: str
    step: int
    code: str
    unable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSituation:
    """The Committee, and the desk of the State."""

    situation_id: str
    step: int
    note: Sealed
    review_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSituationLevel:
    """The Committee."""

    situation_id: str
    step: int
    level: Level
    reason: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseSituation:
    """Who may open it."""

    situation_id: str
    step: int
    code: str
    reason: Sealed
    unable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenSituation:
    """Who may open it."""

    situation_id: str
    step: int
    reason: Sealed
    review_on: date
    unable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepSituationFromDesk:
    """The Committee. What it rests on does not change back."""

    situation_id: str
    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteGovernmentAction:
    """The Committee, the desk of the State, and an officer of a mandate that it concerns."""

    situation_id: str
    action_id: str
    kind: str
    acted_on: date
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackGovernmentAction:
    """Whoever may note one: what was noted was wrong."""

    situation_id: str
    action_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteSituationGuest:
    """Who may review it. ``guest_id``: of an account whose roles and States the portal knows."""

    situation_id: str
    guest_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawSituationGuest:
    """Who may review it."""

    situation_id: str
    guest_id: str


Step: TypeAlias = (
    OpenSituation
    | DeclineSituation
    | ReviewSituation
    | ChangeSituationLevel
    | CloseSituation
    | ReopenSituation
    | KeepSituationFromDesk
)
OfActions: TypeAlias = NoteGovernmentAction | TakeBackGovernmentAction
OfGuests: TypeAlias = InviteSituationGuest | WithdrawSituationGuest
Command: TypeAlias = ProposeSituation | Step | OfActions | OfGuests

TYPES: dict[str, type] = {
    "propose-situation": ProposeSituation,
    "open-situation": OpenSituation,
    "decline-situation": DeclineSituation,
    "review-situation": ReviewSituation,
    "change-situation-level": ChangeSituationLevel,
    "close-situation": CloseSituation,
    "reopen-situation": ReopenSituation,
    "keep-situation-from-desk": KeepSituationFromDesk,
    "note-government-action": NoteGovernmentAction,
    "take-back-government-action": TakeBackGovernmentAction,
    "invite-situation-guest": InviteSituationGuest,
    "withdraw-situation-guest": WithdrawSituationGuest,
}
