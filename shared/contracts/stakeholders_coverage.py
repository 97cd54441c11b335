"""Facts of stakeholders about the coverage of States: K2 of section D.3.

A set of standards is data with a version. What comes from outside is an answer with its source and
the day of the source. A snapshot of a month stands as it was taken.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from shared.contracts.feed import Feed, Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """One question, as it was adopted. ``kind``: of its answers (shared.reference.coverage).

    ``public``: whether everybody reads its column.
    """

    key: str
    question: str
    unit: str
    source: str
    kind: str
    public: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardSetAdopted:
    """``version`` counts the sets from 1."""

    version: int
    standards: tuple[Standard, ...]
    adopted_by: str
    adopted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageValue:
    """``value``: None takes back what was recorded. ``source``: a symbol or an address.

    ``dated_on``: the day of the source.
    """

    state: str
    value: str | None
    source: str
    dated_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageValuesRecorded:
    """``values``: those that changed. ``via``: typed by a member, or from a sheet."""

    standard: str
    values: tuple[CoverageValue, ...]
    via: Literal["member", "sheet"]
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageCell:
    """``source``: None where the platform counted by itself. ``dated_on``: of source or count."""

    state: str
    value: str
    source: str | None
    dated_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageColumn:
    """A State that is not in ``cells`` has no data."""

    standard: str
    cells: tuple[CoverageCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageSnapshotTaken:
    """``month``: such as "2026-11"; there is one for each. ``version``: of the set."""

    month: str
    version: int
    columns: tuple[CoverageColumn, ...]
    taken_at: datetime


Fact: TypeAlias = StandardSetAdopted | CoverageValuesRecorded | CoverageSnapshotTaken

TYPES: dict[str, type] = {
    "standard-set-adopted": StandardSetAdopted,
    "coverage-values-recorded": CoverageValuesRecorded,
    "coverage-snapshot-taken": CoverageSnapshotTaken,
}

FEED: Feed = {
    StandardSetAdopted: Shown(words="Standards of coverage adopted"),
    CoverageSnapshotTaken: Shown(words="Monthly snapshot of coverage taken"),
}
"""An answer that is recorded has no line: a sheet has hundreds, and each is on the page."""
