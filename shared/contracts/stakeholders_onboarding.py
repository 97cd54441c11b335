"""Facts of stakeholders: the first weeks of a mandate-holder (M12 to M14).

They are on ``onboarding-<term>``. Evidence and reasons are sealed under the key of the term.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from shared.core.message import Sealed

Owner: TypeAlias = Literal["holder", "officer", "chief"]
"""Who answers for an item: the new holder, an officer of the mandate, or the Chief."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KitItem:
    """``due_days``: days after the first day of the term. ``bars``: nobody signs before it."""

    key: str
    owner: Owner
    due_days: int
    bars: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OnboardingStarted:
    """A term is on record. ``kit``: as the office had it then. ``bars``: what keeps from signing.

    ``holder_id``: the holder's account, None without one.
    """

    term_id: str
    mandate: str
    holder_id: str | None
    starts_on: date
    kit: tuple[KitItem, ...]
    bars: tuple[str, ...]
    started_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OnboardingItemCompleted:
    """``bars_left``: what still keeps the holder from signing."""

    term_id: str
    mandate: str
    item: str
    evidence: Sealed | None
    bars_left: tuple[str, ...]
    done_by: str
    done_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OnboardingItemWaived:
    """Never of an item that bars signing."""

    term_id: str
    mandate: str
    item: str
    reason: Sealed
    waived_by: str
    waived_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OnboardingCompleted:
    """Nothing keeps the holder from signing any more; other items may be open."""

    term_id: str
    mandate: str
    completed_at: datetime


Fact: TypeAlias = (
    OnboardingStarted | OnboardingItemCompleted | OnboardingItemWaived | OnboardingCompleted
)

TYPES: dict[str, type] = {
    "onboarding-started": OnboardingStarted,
    "onboarding-item-completed": OnboardingItemCompleted,
    "onboarding-item-waived": OnboardingItemWaived,
    "onboarding-completed": OnboardingCompleted,
}
