"""Facts of stakeholders about reports on engagement: capability 73 of procedure.md.

A report says what happened in one quarter between a mandate and organisations. Its numbers are
those of the day when it was drafted, without any that could tell of somebody. What an officer
writes beside them is sealed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from shared.contracts.feed import Feed, Shown
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """``numbers``: by kind, one of shared.reference.engagement.KINDS. None: so few that it is kept.

    ``sessions`` and ``consultations``: ids of those that are counted; they are public.
    """

    numbers: Mapping[str, int | None]
    sessions: tuple[str, ...]
    consultations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagementReportDrafted:
    """``quarter``: from 1 to 4. ``version`` counts the texts of all drafts, from 1."""

    report_id: str
    mandate: str
    year: int
    quarter: int
    counts: Counts
    narrative: Sealed
    version: int
    drafted_by: str
    drafted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagementReportChanged:
    """Its text, never its numbers. A check of before holds no more."""

    report_id: str
    mandate: str
    narrative: Sealed
    version: int
    changed_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagementReportChecked:
    """By another person than who wrote its text last."""

    report_id: str
    mandate: str
    checked_by: str
    checked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagementReportPublished:
    report_id: str
    mandate: str
    published_by: str
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagementReportKept:
    """For the mandate and the office alone. ``taken_back``: it was public until now."""

    report_id: str
    mandate: str
    taken_back: bool
    kept_by: str
    kept_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagementReportDiscarded:
    """It was never public. Another one can be drafted, with numbers of its own."""

    report_id: str
    mandate: str
    discarded_by: str
    discarded_at: datetime


Fact: TypeAlias = (
    EngagementReportDrafted
    | EngagementReportChanged
    | EngagementReportChecked
    | EngagementReportPublished
    | EngagementReportKept
    | EngagementReportDiscarded
)

TYPES: dict[str, type] = {
    "engagement-report-drafted": EngagementReportDrafted,
    "engagement-report-changed": EngagementReportChanged,
    "engagement-report-checked": EngagementReportChecked,
    "engagement-report-published": EngagementReportPublished,
    "engagement-report-kept": EngagementReportKept,
    "engagement-report-discarded": EngagementReportDiscarded,
}

FEED: Feed = {
    EngagementReportPublished: Shown(words="Report on engagement published", mandates="mandate"),
}
