"""The state of an organisation's focal points, folded from their events."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto
from typing import TypeAlias, assert_never

from shared.contracts.stakeholders_focal_points import (
    Fact,
    FocalPointAccepted,
    FocalPointDesignated,
    FocalPointEnded,
    FocalPointExpiryNoticed,
    FocalPointProposed,
    FocalPointReinstated,
    FocalPointSuspended,
    FocalPointWorkReassigned,
)

Later: TypeAlias = (
    FocalPointAccepted
    | FocalPointDesignated
    | FocalPointExpiryNoticed
    | FocalPointEnded
    | FocalPointWorkReassigned
    | FocalPointSuspended
    | FocalPointReinstated
)
"""What happens to one that was proposed."""


class Step(Enum):
    PROPOSED = auto()
    ACCEPTED = auto()
    ACTIVE = auto()
    SUSPENDED = auto()
    ENDED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Focal:
    """``designated``: it was in force at some time. ``handed_to``: who took over what was open."""

    account_id: str
    last_day: date
    step: Step = Step.PROPOSED
    designated: bool = False
    noticed: frozenset[int] = frozenset()
    suspended_by: str | None = None
    handed_to: str | None = None


def evolved(known: Mapping[str, Focal], event: Fact) -> Mapping[str, Focal]:
    if isinstance(event, FocalPointProposed):
        new = Focal(account_id=event.account_id, last_day=event.last_day)
        return {**known, event.focal_point_id: new}
    one = known.get(event.focal_point_id)
    return known if one is None else {**known, event.focal_point_id: _evolved(one, event)}


def _evolved(one: Focal, event: Later) -> Focal:
    match event:
        case FocalPointAccepted():
            return replace(one, step=Step.ACCEPTED)
        case FocalPointDesignated():
            return replace(one, step=Step.ACTIVE, designated=True, last_day=event.last_day)
        case FocalPointExpiryNoticed():
            return replace(one, noticed=one.noticed | {event.days})
        case FocalPointEnded():
            return replace(one, step=Step.ENDED)
        case FocalPointWorkReassigned():
            return replace(one, handed_to=event.to_account)
        case FocalPointSuspended():
            return replace(one, step=Step.SUSPENDED, suspended_by=event.suspended_by)
        case FocalPointReinstated():
            return replace(one, step=Step.ACTIVE, suspended_by=None)
    assert_never(event)
