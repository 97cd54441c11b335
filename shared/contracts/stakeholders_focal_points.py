"""Facts of stakeholders about focal points: F1 to F6 of section B.3.

A person is an account's id; what else is known of them is one text, sealed under the key of the
organisation, so that one erasure takes it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from shared.core.message import Sealed

Ending: TypeAlias = Literal[
    "declined", "expired", "left", "organisation", "officer", "dissolved", "renewed"
]
"""Why somebody is no focal point any more, or does not become one."""
Suspicion: TypeAlias = Literal["takeover", "coercion", "disputed"]
"""Disputed: two claim to speak for the organisation, and the proof on file decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FocalPointProposed:
    """``about``: role, languages and proof. ``by_letter``: an officer has a signed letter."""

    organisation_id: str
    focal_point_id: str
    account_id: str
    about: Sealed
    by_letter: bool
    last_day: date
    proposed_by: str
    proposed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FocalPointAccepted:
    """By the person."""

    organisation_id: str
    focal_point_id: str
    accepted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FocalPointDesignated:
    """``last_day``: in Geneva; at its end the access is void."""

    organisation_id: str
    focal_point_id: str
    account_id: str
    last_day: date
    designated_by: str
    designated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FocalPointExpiryNoticed:
    """``days``: 60, 30 or 7 before the last day."""

    organisation_id: str
    focal_point_id: str
    days: int
    noticed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FocalPointEnded:
    organisation_id: str
    focal_point_id: str
    account_id: str
    reason: Ending
    ended_by: str
    ended_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FocalPointWorkReassigned:
    """``to_account``: another focal point of the organisation, who takes over what was open."""

    organisation_id: str
    focal_point_id: str
    to_account: str
    reassigned_by: str
    reassigned_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FocalPointSuspended:
    organisation_id: str
    focal_point_id: str
    account_id: str
    reason: Suspicion
    suspended_by: str
    suspended_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FocalPointReinstated:
    """By another officer, who made sure by a second channel or decided by the proof."""

    organisation_id: str
    focal_point_id: str
    account_id: str
    reinstated_by: str
    reinstated_at: datetime


Fact: TypeAlias = (
    FocalPointProposed
    | FocalPointAccepted
    | FocalPointDesignated
    | FocalPointExpiryNoticed
    | FocalPointEnded
    | FocalPointWorkReassigned
    | FocalPointSuspended
    | FocalPointReinstated
)

TYPES: dict[str, type] = {
    "focal-point-proposed": FocalPointProposed,
    "focal-point-accepted": FocalPointAccepted,
    "focal-point-designated": FocalPointDesignated,
    "focal-point-expiry-noticed": FocalPointExpiryNoticed,
    "focal-point-ended": FocalPointEnded,
    "focal-point-work-reassigned": FocalPointWorkReassigned,
    "focal-point-suspended": FocalPointSuspended,
    "focal-point-reinstated": FocalPointReinstated,
}
