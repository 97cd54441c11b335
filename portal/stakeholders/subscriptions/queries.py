"""Queries of subscriptions and of the reports of which notices go out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Text, and_, cast, or_, select

from portal.stakeholders.subscriptions.read_model import reports, subscriptions

_s, _r = subscriptions.c, reports.c
_IS_OUT = and_(_r.edition.is_not(None), _r.gone_at.is_(None))
_TOLD = _r.sent_edition.is_not(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """``countries`` and ``mandates``: none of them means all."""

    subscription_id: str
    number: int
    subscriber: str
    countries: Sequence[str]
    mandates: Sequence[str]
    language: str
    cadence: str
    chosen_at: datetime
    until_at: datetime | None
    ended_at: datetime | None

    @property
    def holds(self) -> bool:
        """Whether it does so now."""
        return self.until_at is None and self.ended_at is None

    def wants(self, report: "Report") -> bool:
        """The rule of an audience: the country and the mandate, and nothing else (SB1)."""
        return (not self.countries or not set(self.countries).isdisjoint(report.countries)) and (
            not self.mandates or not set(self.mandates).isdisjoint(report.mandates)
        )

    def held(self, at: datetime) -> bool:
        over = [end for end in (self.until_at, self.ended_at) if end is not None]
        return self.chosen_at <= at and all(end > at for end in over)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """``title``: None while the fact of the other service is on its way."""

    report_id: str
    title: str | None
    slug: str | None
    kind: str
    edition: int
    mandates: Sequence[str]
    countries: Sequence[str]
    out_at: datetime
    sent_edition: int | None
    count: int | None
    first_sent_at: datetime | None
    sent_at: datetime | None

    @property
    def waits(self) -> bool:
        """Whether no notice of this edition went out."""
        return self.sent_edition is None or self.sent_edition < self.edition


def waiting() -> Select[Any]:
    """Return what is out and has no notice of its edition yet, the latest first."""
    unsent = or_(_r.sent_edition.is_(None), _r.sent_edition < _r.edition)
    these = select(reports).where(_IS_OUT, unsent)
    return these.order_by(_r.out_at.desc(), _r.report_id)


def sent() -> Select[Any]:
    these = select(reports).where(_IS_OUT, _TOLD)
    return these.order_by(_r.sent_at.desc(), _r.report_id)


def one(conn: Connection, report_id: str) -> Report | None:
    row = conn.execute(select(reports).where(_IS_OUT, _r.report_id == report_id)).one_or_none()
    return report(row) if row else None


def known(conn: Connection, report_id: str) -> bool:
    """Whether the notice of this report has arrived here."""
    this = select(_r.report_id).where(_r.report_id == report_id, _r.sent_edition.is_not(None))
    return conn.scalar(this) is not None


def told_of(conn: Connection) -> list[Report]:
    """Return every report of which a notice went out and that is still public."""
    return [report(row) for row in conn.execute(sent())]


def of(conn: Connection, subscription_ids: Collection[str]) -> list[Subscription]:
    """Return every choice of these subscribers, the first first."""
    these = select(subscriptions).where(_s.subscription_id.in_(subscription_ids))
    rows = conn.execute(these.order_by(_s.subscription_id, _s.number))
    return [_subscription(row) for row in rows]


def audience(conn: Connection, report: Report, *, at: datetime) -> list[Subscription]:
    """Return the subscriptions to which a notice of this report goes that is sent ``at``.

    A corrigendum goes to the first audience, but for those who ended their subscription since.
    """
    these = select(subscriptions).where(*_hearing(report, at))
    found = map(_subscription, conn.execute(these))
    return [one for one in found if one.wants(report)]


def audience_ids(conn: Connection, report: Report, *, at: datetime) -> set[str]:
    """Return the ids of the same subscriptions, read as they are kept: there are thousands."""
    said = [cast(column, Text) for column in (_s.countries, _s.mandates)]
    rows = conn.execute(select(_s.subscription_id, *said).where(*_hearing(report, at))).all()
    codes = [{f'"{one}"' for one in some} for some in (report.countries, report.mandates)]
    return {
        subscription_id
        for subscription_id, countries, mandates in rows
        if _is_among(countries, codes[0]) and _is_among(mandates, codes[1])
    }


def _hearing(report: Report, at: datetime) -> list[ColumnElement[bool]]:
    """Return which choices a notice reaches: those that held when the first one went out."""
    first = report.first_sent_at or at
    if first == at:
        return [_held(_s, first)]
    now = subscriptions.alias("now")
    still = select(now.c.subscription_id).where(_held(now.c, at))
    return [_held(_s, first), _s.subscription_id.in_(still)]


def _is_among(kept: str, codes: Collection[str]) -> bool:
    """Whether a list as it is kept has one of these codes, or has none and means all."""
    return kept == "[]" or any(code in kept for code in codes)


def _held(of: Any, at: datetime) -> ColumnElement[bool]:
    return and_(
        of.chosen_at <= at,
        or_(of.until_at.is_(None), of.until_at > at),
        or_(of.ended_at.is_(None), of.ended_at > at),
    )


def report(row: Row[Any]) -> Report:
    return Report(**{name: getattr(row, name) for name in Report.__dataclass_fields__})


def _subscription(row: Row[Any]) -> Subscription:
    return Subscription(**{name: getattr(row, name) for name in Subscription.__dataclass_fields__})
