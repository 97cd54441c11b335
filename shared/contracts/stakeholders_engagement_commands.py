"""The commands of reports on engagement.

Their actors write for the mandate: stakeholder officers, and who holds or services it.
"""

from dataclasses import dataclass
from typing import TypeAlias

from shared.contracts.stakeholders_engagement import Counts
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftEngagementReport:
    """``report_id``: what shared.reference.engagement.report_id makes of the other three."""

    report_id: str
    mandate: str
    year: int
    quarter: int
    counts: Counts
    narrative: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeEngagementReport:
    report_id: str
    narrative: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckEngagementReport:
    """Another person than who wrote it last. ``version``: of the text that they read."""

    report_id: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishEngagementReport:
    """Once it is checked, or kept. ``version``: of the text that they read."""

    report_id: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepEngagementReport:
    """Once it is checked; a published one is taken back so."""

    report_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscardEngagementReport:
    """While it was never public."""

    report_id: str


Command: TypeAlias = (
    DraftEngagementReport
    | ChangeEngagementReport
    | CheckEngagementReport
    | PublishEngagementReport
    | KeepEngagementReport
    | DiscardEngagementReport
)

TYPES: dict[str, type] = {
    "draft-engagement-report": DraftEngagementReport,
    "change-engagement-report": ChangeEngagementReport,
    "check-engagement-report": CheckEngagementReport,
    "publish-engagement-report": PublishEngagementReport,
    "keep-engagement-report": KeepEngagementReport,
    "discard-engagement-report": DiscardEngagementReport,
}
