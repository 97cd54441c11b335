"""Facts of stakeholders: who wants notices of reports, which reports are out, and notices sent.

Who subscribes is a keyed pseudonym, and no fact has a list of recipients (decision 0067).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

Subscriber: TypeAlias = Literal["organisation", "person"]
Cadence: TypeAlias = Literal["at_once", "weekly"]
ReportKind: TypeAlias = Literal["letter", "statement"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """``countries`` and ``mandates``: none of them means all. A theme is that of its mandate."""

    countries: tuple[str, ...]
    mandates: tuple[str, ...]
    language: str
    cadence: Cadence


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionChosen:
    """``number`` counts the choices of one subscriber, from 1."""

    subscription_id: str
    subscriber: Subscriber
    number: int
    wishes: Wishes
    chosen_by: str
    chosen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionEnded:
    """``number``: of the choice that ended."""

    subscription_id: str
    number: int
    ended_by: str
    ended_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOut:
    """Another service made it public. ``edition``: above 1 for a corrigendum."""

    report_id: str
    kind: ReportKind
    edition: int
    mandates: tuple[str, ...]
    countries: tuple[str, ...]
    out_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportGone:
    """It is not public any more: no notice of it goes out until it is public again."""

    report_id: str
    gone_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSent:
    """``count``: people whom the preview had. ``first_sent_at``: whose audience it is."""

    report_id: str
    edition: int
    mandates: tuple[str, ...]
    countries: tuple[str, ...]
    count: int
    first_sent_at: datetime
    sent_by: str
    sent_at: datetime


OfSubscription: TypeAlias = SubscriptionChosen | SubscriptionEnded
OfReport: TypeAlias = ReportOut | ReportGone | NoticeSent
Fact: TypeAlias = OfSubscription | OfReport

TYPES: dict[str, type] = {
    "subscription-chosen": SubscriptionChosen,
    "subscription-ended": SubscriptionEnded,
    "report-out": ReportOut,
    "report-gone": ReportGone,
    "report-notice-sent": NoticeSent,
}
