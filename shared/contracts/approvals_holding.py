"""Facts of approvals about who holds a mandate: a vacant mandate signs nothing (SC2)."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderNoted:
    """A term, as stakeholders records it. ``last``: the last day, planned or real.

    It is on ``holding-<mandate>``, which every decision for the mandate reads.
    """

    mandate: str
    term_id: str
    seat: str | None
    holder_id: str | None
    starts_on: date
    last: date
    noted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateLifeNoted:
    """The last days on which the mandate transmits and signs; None: none is on record."""

    mandate: str
    transmits_until: date | None
    signs_until: date | None
    noted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BarsNoted:
    """``open``: the items of the onboarding that keep the holder of this term from signing."""

    mandate: str
    term_id: str
    open: tuple[str, ...]
    noted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VacantMandateDropped:
    """Nobody signs for the mandate from ``since`` on; the letter goes on without it."""

    communication_id: str
    mandate: str
    since: date
    dropped_at: datetime
