"""Facts of followup about published cases of reprisal: what a public report has, in its words.

An entry has a stream and an id of its own. No fact of it names a case, whose group alone knows
which case it was: nothing of a case follows from it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class OfReprisalEntry:
    entry_id: str
    state: str
    done_by: str
    done_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprisalEntryPublished(OfReprisalEntry):
    """``year``: of the Secretary-General's report; ``symbol``, ``published_on``: of its document.

    ``mandates``: that the report names for it. ``text``: as it was sent for that report, sealed
    under a key of the entry.
    """

    year: int
    symbol: str
    published_on: date
    mandates: tuple[str, ...]
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprisalEntryCorrected(OfReprisalEntry):
    """``symbol``: of the document that corrects the report."""

    symbol: str
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprisalEntryWithdrawn(OfReprisalEntry):
    """It is public here no more. ``reason``: one of WITHDRAWN."""

    reason: str


Fact: TypeAlias = ReprisalEntryPublished | ReprisalEntryCorrected | ReprisalEntryWithdrawn

TYPES: dict[str, type] = {
    "reprisal-entry-published": ReprisalEntryPublished,
    "reprisal-entry-corrected": ReprisalEntryCorrected,
    "reprisal-entry-withdrawn": ReprisalEntryWithdrawn,
}
