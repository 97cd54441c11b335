"""Facts and commands of what people record for the annual statistics, with a public source.

External support and other posts of the system: section G.4 of visits-recommendations-knowledge.md.
Nothing here counts them, so each is as a public document says it. Nobody is named in it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPackEntry:
    """The Chief records a row of a table for a year. Recorded again, it stands in place of before.

    ``values``: one for each column. ``source``: a symbol or an address, with its day.
    ``seen``: the step that the page showed; 0 where nothing stands.
    """

    year: int
    table: str
    row: str
    values: tuple[int, ...]
    source: str
    dated_on: date
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackPackEntry:
    """Likewise: it was recorded by mistake."""

    year: int
    table: str
    row: str
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PackEntryRecorded:
    """``step``: of this row in this year, with this one."""

    year: int
    table: str
    row: str
    step: int
    values: tuple[int, ...]
    source: str
    dated_on: date
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PackEntryTakenBack:
    """No pack counts it from now on. What is frozen stays."""

    year: int
    table: str
    row: str
    step: int
    taken_back_by: str
    taken_back_at: datetime


Command: TypeAlias = RecordPackEntry | TakeBackPackEntry
Fact: TypeAlias = PackEntryRecorded | PackEntryTakenBack

COMMANDS: dict[str, type] = {
    "record-pack-entry": RecordPackEntry,
    "take-back-pack-entry": TakeBackPackEntry,
}
TYPES: dict[str, type] = {
    "pack-entry-recorded": PackEntryRecorded,
    "pack-entry-taken-back": PackEntryTakenBack,
}
