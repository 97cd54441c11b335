"""Facts of stakeholders about the planning board: K7 of section D.3.

A plan is a mandate's: a visit or a letter to a State, in a period. Comments are sealed. None has a
line in the feed: who reads the feed and not the board would learn of a plan by it (SD9).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from shared.core.message import Sealed

Kind: TypeAlias = Literal["visit", "letter"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityPlanned:
    """``first`` and ``last``: days of the period, both in it.

    ``reprisals``: it rests on them, so the desk of the State reads nothing of it (R15).
    """

    plan_id: str
    mandate: str
    kind: Kind
    state: str
    first: date
    last: date
    reprisals: bool
    planned_by: str
    planned_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityMoved:
    """To another period. What was confirmed is to be confirmed anew."""

    plan_id: str
    first: date
    last: date
    moved_by: str
    moved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClashFlagged:
    """Two plans on one State, with ``apart`` days or fewer between them. It blocks neither."""

    plan_id: str
    mandate: str
    other_id: str
    other_mandate: str
    state: str
    apart: int
    flagged_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityCommented:
    plan_id: str
    comment_id: str
    text: Sealed
    author: str
    commented_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityConfirmed:
    plan_id: str
    confirmed_by: str
    confirmed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityDropped:
    """``code``: one of shared.reference.plans.DROPPED."""

    plan_id: str
    code: str
    dropped_by: str
    dropped_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityKeptFromDesk:
    """It rests on reprisals by now, so the desk of the State reads nothing more of it (R15)."""

    plan_id: str
    kept_by: str
    kept_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityShared:
    """With the United Nations partners of the State, who read what is planned and when (SD9)."""

    plan_id: str
    shared_by: str
    shared_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivitySharingEnded:
    plan_id: str
    ended_by: str
    ended_at: datetime


Fact: TypeAlias = (
    ActivityPlanned
    | ActivityMoved
    | ClashFlagged
    | ActivityCommented
    | ActivityConfirmed
    | ActivityDropped
    | ActivityKeptFromDesk
    | ActivityShared
    | ActivitySharingEnded
)

TYPES: dict[str, type] = {
    "activity-planned": ActivityPlanned,
    "activity-moved": ActivityMoved,
    "clash-flagged": ClashFlagged,
    "activity-commented": ActivityCommented,
    "activity-confirmed": ActivityConfirmed,
    "activity-dropped": ActivityDropped,
    "activity-kept-from-desk": ActivityKeptFromDesk,
    "activity-shared": ActivityShared,
    "activity-sharing-ended": ActivitySharingEnded,
}
