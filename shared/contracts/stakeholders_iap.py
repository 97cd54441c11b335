"""Facts of stakeholders about the internal advisory procedure (IAP) of the Committee.

K11 of selection-stakeholders-committee.md section D.3. It is about working methods and never about
a case. Everything that is written in it is sealed under a key of each procedure.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class IapReceived:
    """``mandate``: which it is about; None: none alone. ``state``: of a Government that asks.

    ``of_holder``: the holder of the mandate asks. ``due_on``: the day by which the outcome is told.
    """

    iap_id: str
    mandate: str | None
    state: str | None
    of_holder: bool
    papers: Sealed
    due_on: date
    received_from: str
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IapCategorised:
    """``category``: one of shared.reference.iap.CATEGORIES. It replaces the one before."""

    iap_id: str
    category: str
    categorised_by: str
    categorised_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IapHolderInvited:
    """``points``: on which the holder is to comment; the papers stay with the Committee.

    ``holders``: the accounts that had the mandate that day, but for who asked. Whoever was invited
    stays so when others are invited later.
    """

    iap_id: str
    mandate: str
    holders: tuple[str, ...]
    points: Sealed
    comment_by: date
    invited_by: str
    invited_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IapHolderCommented:
    """It replaces the comment that the same person made before."""

    iap_id: str
    comment: Sealed
    commented_by: str
    commented_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IapConsidered:
    iap_id: str
    considered_by: str
    considered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IapOutcomeRecorded:
    """For the Committee alone. It replaces the outcome before."""

    iap_id: str
    outcome: Sealed
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IapOutcomeTold:
    """``told_to``: of shared.reference.iap.HEARS, by the category."""

    iap_id: str
    told: Sealed
    told_to: tuple[str, ...]
    told_by: str
    told_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IapNotTakenUp:
    """``code``: one of shared.reference.iap.REFUSED. Who asked is told it."""

    iap_id: str
    code: str
    refused_by: str
    refused_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IapWithdrawn:
    """By who asked, until the outcome is told."""

    iap_id: str
    withdrawn_by: str
    withdrawn_at: datetime


Fact: TypeAlias = (
    IapReceived
    | IapCategorised
    | IapHolderInvited
    | IapHolderCommented
    | IapConsidered
    | IapOutcomeRecorded
    | IapOutcomeTold
    | IapNotTakenUp
    | IapWithdrawn
)

TYPES: dict[str, type] = {
    "iap-received": IapReceived,
    "iap-categorised": IapCategorised,
    "iap-holder-invited": IapHolderInvited,
    "iap-holder-commented": IapHolderCommented,
    "iap-considered": IapConsidered,
    "iap-outcome-recorded": IapOutcomeRecorded,
    "iap-outcome-told": IapOutcomeTold,
    "iap-not-taken-up": IapNotTakenUp,
    "iap-withdrawn": IapWithdrawn,
}
