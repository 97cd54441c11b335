"""Facts of stakeholders about the Committee's watch-list of situations: K3 and K4 of section D.3.

Why a situation is proposed, reviewed, levelled or closed is sealed: somebody may be named there.
None has a line in the feed: its time alone would tell that there is a list (SD8, decision 0078).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from shared.core.message import Sealed

Level: TypeAlias = Literal["watch", "concern", "urgent"]
Stage: TypeAlias = Literal["proposed", "declined", "open", "closed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationProposed:
    """``mandates``: the themes. ``codes``: of shared.reference.situations.INDICATORS.

    ``reprisals``: it rests on reprisals, so the desk of the State reads nothing of it (R15).
    ``alert_id``: of the alert of early warning that led to it.
    """

    situation_id: str
    state: str
    mandates: tuple[str, ...]
    codes: tuple[str, ...]
    level: Level
    reprisals: bool
    reason: Sealed
    alert_id: str | None
    proposed_by: str
    proposed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationDeclined:
    """``code``: one of DECLINED, or TAKEN_BACK by who proposed it."""

    situation_id: str
    code: str
    declined_by: str
    declined_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationOpened:
    """``review_on``: the last day for the first review."""

    situation_id: str
    review_on: date
    opened_by: str
    opened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationReviewed:
    """``number``: 1 for the first review. ``review_on``: the last day for the next one."""

    situation_id: str
    number: int
    note: Sealed
    review_on: date
    reviewed_by: str
    reviewed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationLevelChanged:
    situation_id: str
    before: Level
    level: Level
    reason: Sealed
    changed_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationClosed:
    """``code``: one of CLOSED."""

    situation_id: str
    code: str
    reason: Sealed
    closed_by: str
    closed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationReopened:
    situation_id: str
    reason: Sealed
    review_on: date
    reopened_by: str
    reopened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationKeptFromDesk:
    """It rests on reprisals by now, so the desk of the State reads nothing more of it (R15)."""

    situation_id: str
    kept_by: str
    kept_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GovernmentActionNoted:
    """``kind``: one of ACTIONS. ``source``: the symbol or the address of a public document."""

    situation_id: str
    action_id: str
    kind: str
    acted_on: date
    source: str
    noted_by: str
    noted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GovernmentActionTakenBack:
    situation_id: str
    action_id: str
    taken_back_by: str
    taken_back_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationGuestInvited:
    """A United Nations partner of the State, who reads it while it is open (D.5)."""

    situation_id: str
    guest_id: str
    invited_by: str
    invited_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationGuestWithdrawn:
    """Each invitation ends also when it is closed, or kept from the desk of the State."""

    situation_id: str
    guest_id: str
    withdrawn_by: str
    withdrawn_at: datetime


Fact: TypeAlias = (
    SituationProposed
    | SituationDeclined
    | SituationOpened
    | SituationReviewed
    | SituationLevelChanged
    | SituationClosed
    | SituationReopened
    | SituationKeptFromDesk
    | GovernmentActionNoted
    | GovernmentActionTakenBack
    | SituationGuestInvited
    | SituationGuestWithdrawn
)

TYPES: dict[str, type] = {
    "situation-proposed": SituationProposed,
    "situation-declined": SituationDeclined,
    "situation-opened": SituationOpened,
    "situation-reviewed": SituationReviewed,
    "situation-level-changed": SituationLevelChanged,
    "situation-closed": SituationClosed,
    "situation-reopened": SituationReopened,
    "situation-kept-from-desk": SituationKeptFromDesk,
    "government-action-noted": GovernmentActionNoted,
    "government-action-taken-back": GovernmentActionTakenBack,
    "situation-guest-invited": SituationGuestInvited,
    "situation-guest-withdrawn": SituationGuestWithdrawn,
}
