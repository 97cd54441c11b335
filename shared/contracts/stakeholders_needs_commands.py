"""The commands about what a mandate needs, and their intended actors (A.2)."""

from dataclasses import dataclass
from typing import TypeAlias

from shared.contracts.stakeholders_needs import Capacity, Consent
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveNeedsView:
    """The outgoing holder, or who speaks for an organisation; again to correct it."""

    vacancy_id: str
    view_id: str
    capacity: Capacity
    consent: Consent
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawNeedsView:
    """Its author."""

    vacancy_id: str
    view_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnNeedsView:
    """The selection officer, of the version that the page showed."""

    vacancy_id: str
    view_id: str
    version: int
    reason: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTermsOfReference:
    """The selection officer."""

    vacancy_id: str
    text: Sealed


Command: TypeAlias = GiveNeedsView | WithdrawNeedsView | ReturnNeedsView | SetTermsOfReference

TYPES: dict[str, type] = {
    "give-needs-view": GiveNeedsView,
    "withdraw-needs-view": WithdrawNeedsView,
    "return-needs-view": ReturnNeedsView,
    "set-terms-of-reference": SetTermsOfReference,
}
