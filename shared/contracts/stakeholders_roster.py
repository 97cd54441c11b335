"""Facts of the roster: people who agreed for 24 months to be found for vacancies to come.

Everything about a person is one sealed record (decision 0070). No fact has an account, a field, a
language or a region, so that nothing is left when the key is gone.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterJoined:
    """``entry_id``: a keyed pseudonym of the person; a returning person is a new entry.

    ``consent_until``: its last moment.
    """

    entry_id: str
    details: Sealed
    consent_until: datetime
    joined_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterDetailsChanged:
    """``details``: all of them, from now on. The consent ends when it did."""

    entry_id: str
    details: Sealed
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterConsentRenewed:
    entry_id: str
    consent_until: datetime
    renewed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterLeft:
    entry_id: str
    left_at: datetime


Fact: TypeAlias = RosterJoined | RosterDetailsChanged | RosterConsentRenewed | RosterLeft

TYPES: dict[str, type] = {
    "roster-joined": RosterJoined,
    "roster-details-changed": RosterDetailsChanged,
    "roster-consent-renewed": RosterConsentRenewed,
    "roster-left": RosterLeft,
}
