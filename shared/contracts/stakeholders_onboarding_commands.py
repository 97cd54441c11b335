"""The commands of onboarding. The owner of an item asks for them, or the Chief."""

from dataclasses import dataclass
from typing import TypeAlias

from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteOnboardingItem:
    """``evidence``: where the proof is; None where there is none to name."""

    term_id: str
    item: str
    evidence: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiveOnboardingItem:
    term_id: str
    item: str
    reason: Sealed


Command: TypeAlias = CompleteOnboardingItem | WaiveOnboardingItem

TYPES: dict[str, type] = {
    "complete-onboarding-item": CompleteOnboardingItem,
    "waive-onboarding-item": WaiveOnboardingItem,
}
