"""Facts of stakeholders about the annual statistics: the contents of "Facts and figures".

Section G.4 of visits-recommendations-knowledge.md. A pack is of one year that is over. Its numbers
stand in the fact of the draft, and the fact that freezes them names their hash (decision 0093).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

from shared.contracts.feed import Feed, Shown
from shared.core.catalogue import Upcaster


@dataclass(frozen=True, slots=True, kw_only=True)
class PackRow:
    """``key``: a code, of what the rows of its table are. ``values``: one for each column."""

    key: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackTable:
    """``key``: of the tables in shared.reference.packs. One that is absent has no facts yet."""

    key: str
    rows: tuple[PackRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """How far a read model had come in a partition when it was counted."""

    read_model: str
    topic: str
    partition: int
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticsPackDrafted:
    """``number``: 0 is the pack, and its corrigenda follow. ``reason``: of a corrigendum, a code.

    ``as_of``: the day on which it was counted; ``within``: the days in which to reply.
    ``definitions``: the version by which it was counted, so that a past pack is counted as then.
    """

    year: int
    number: int
    reason: str | None
    as_of: date
    within: int
    position: tuple[Reached, ...]
    tables: tuple[PackTable, ...]
    hash: str
    drafted_by: str
    drafted_at: datetime
    definitions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticsPackDiscarded:
    year: int
    number: int
    discarded_by: str
    discarded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticsPackFrozen:
    """Everybody reads it from now on, as it is. ``hash``: SHA-256 of its CSV file."""

    year: int
    number: int
    position: tuple[Reached, ...]
    hash: str
    frozen_by: str
    frozen_at: datetime


Fact: TypeAlias = StatisticsPackDrafted | StatisticsPackDiscarded | StatisticsPackFrozen

TYPES: dict[str, type] = {
    "statistics-pack-drafted": StatisticsPackDrafted,
    "statistics-pack-discarded": StatisticsPackDiscarded,
    "statistics-pack-frozen": StatisticsPackFrozen,
}


def _first(told: dict[str, Any]) -> dict[str, Any]:
    """Version 1 had the first definitions alone."""
    return {**told, "definitions": 1}


UPCASTERS: dict[str, tuple[Upcaster, ...]] = {"statistics-pack-drafted": (_first,)}

FEED: Feed = {StatisticsPackFrozen: Shown(words="Annual statistics frozen")}
