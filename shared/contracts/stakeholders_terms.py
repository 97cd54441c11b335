"""Facts of stakeholders: who holds a mandate, from which day to which."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from shared.contracts.feed import Feed, Shown
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderTermStarted:
    """Recorded before, on or after the day on which it starts. ``ends_on`` is the last day.

    ``seat``: the regional group of a Working Group's seat; None in any other mandate.
    ``holder_id``: the holder's account, None without one. ``number``: the holder's first or second
    term.
    """

    term_id: str
    mandate: str
    seat: str | None
    holder: Sealed
    holder_id: str | None
    number: int
    starts_on: date
    ends_on: date
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderTermEnded:
    """``ended_on``: the last day. ``reason_code``: one of shared.reference.terms.ENDS."""

    term_id: str
    mandate: str
    ended_on: date
    reason_code: str
    recorded_by: str
    recorded_at: datetime


Fact: TypeAlias = HolderTermStarted | HolderTermEnded

TYPES: dict[str, type] = {
    "holder-term-started": HolderTermStarted,
    "holder-term-ended": HolderTermEnded,
}

FEED: Feed = {
    HolderTermStarted: Shown(words="Term of a mandate-holder recorded", mandates="mandate"),
    HolderTermEnded: Shown(words="End of a mandate-holder's term recorded", mandates="mandate"),
}
