"""Facts of what a mandate needs: views on it, and the terms of reference of a vacancy (A.2)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from shared.core.message import Sealed

Capacity: TypeAlias = Literal["holder", "organisation"]
"""The outgoing holder, or who speaks for an organisation of the register."""
Consent: TypeAlias = Literal["named", "anonymous"]
"""Whether the panel reads which organisation it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsViewGiven:
    """``version``: from 1 on; a later one takes the place of the one before."""

    vacancy_id: str
    view_id: str
    version: int
    author_id: str
    capacity: Capacity
    consent: Consent
    text: Sealed
    given_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsViewWithdrawn:
    vacancy_id: str
    view_id: str
    withdrawn_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsViewReturned:
    """It speaks of a person: nobody reads it until its author corrects it."""

    vacancy_id: str
    view_id: str
    version: int
    author_id: str
    reason: Sealed
    returned_by: str
    returned_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsOfReferenceSet:
    """Of this vacancy, for the panel and the selection officers."""

    vacancy_id: str
    text: Sealed
    set_by: str
    set_at: datetime


Fact: TypeAlias = NeedsViewGiven | NeedsViewWithdrawn | NeedsViewReturned | TermsOfReferenceSet

TYPES: dict[str, type] = {
    "needs-view-given": NeedsViewGiven,
    "needs-view-withdrawn": NeedsViewWithdrawn,
    "needs-view-returned": NeedsViewReturned,
    "terms-of-reference-set": TermsOfReferenceSet,
}
