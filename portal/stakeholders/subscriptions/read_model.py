"""The tables of subscriptions, every choice with its time, and of reports with their notices.

The first audience of a report is found again by its time: no table lists recipients.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import JSON, Column, Integer, MetaData, String, Table, Text

from portal.web.cases import slug
from shared.contracts.approvals import APPROVALS
from shared.contracts.approvals_statements import StatementIssued
from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_publication import CommunicationPublished
from shared.contracts.stakeholders import STAKEHOLDERS
from shared.contracts.stakeholders_notices import (
    NoticeSent,
    ReportGone,
    ReportOut,
    SubscriptionChosen,
    SubscriptionEnded,
)
from shared.facts.kafka import Published
from shared.platform.tables import Instant
from shared.read_models.model import Change, Put, ReadModel

CONSUMER = "portal.subscriptions"

tables = MetaData()
subscriptions = Table(
    "report_subscriptions",
    tables,
    Column("subscription_id", String(36), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("subscriber", String(12)),
    Column("countries", JSON),
    Column("mandates", JSON),
    Column("language", String(5)),
    Column("cadence", String(10)),
    Column("chosen_at", Instant, index=True),
    Column("until_at", Instant, index=True),  # of a choice in whose place another one came
    Column("ended_at", Instant),  # of one that was ended: whoever chooses anew begins anew
)
reports = Table(
    "report_notices",
    tables,
    Column("report_id", String(36), primary_key=True),
    Column("title", Text),
    Column("slug", String(60)),  # of a letter
    Column("kind", String(12)),
    Column("edition", Integer),
    Column("mandates", JSON),
    Column("countries", JSON),
    Column("out_at", Instant, index=True),
    Column("gone_at", Instant),
    Column("sent_edition", Integer),
    Column("count", Integer),
    Column("first_sent_at", Instant),
    Column("sent_at", Instant),
)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case SubscriptionChosen() as f:
            return _chosen(f)
        case SubscriptionEnded() as f:
            return [Put(subscriptions, (f.subscription_id, f.number), {"ended_at": f.ended_at})]
        case ReportOut() as f:
            about = {"mandates": list(f.mandates), "countries": list(f.countries)}
            out = {"kind": f.kind, "edition": f.edition, "out_at": f.out_at, "gone_at": None}
            return [_report(f.report_id, **about, **out)]
        case ReportGone() as f:
            return [_report(f.report_id, gone_at=f.gone_at)]
        case NoticeSent() as f:
            sent = {"sent_edition": f.edition, "count": f.count, "sent_at": f.sent_at}
            return [_report(f.report_id, **sent, first_sent_at=f.first_sent_at)]
        case StatementIssued() as f:
            return [_report(f.statement_id, title=f.title, slug=None)]
        case CommunicationPublished() as f:
            return [_report(f.communication_id, title=f.reference, slug=slug(f.reference))]
        case _:
            return []


def _chosen(f: SubscriptionChosen) -> list[Change]:
    wishes = {
        "subscriber": f.subscriber,
        "countries": list(f.wishes.countries),
        "mandates": list(f.wishes.mandates),
        "language": f.wishes.language,
        "cadence": f.wishes.cadence,
        "chosen_at": f.chosen_at,
        "until_at": None,
        "ended_at": None,
    }
    new = Put(subscriptions, (f.subscription_id, f.number), wishes)
    if f.number == 1:
        return [new]
    return [Put(subscriptions, (f.subscription_id, f.number - 1), {"until_at": f.chosen_at}), new]


def _report(report_id: str, **values: Any) -> Put:
    return Put(reports, (report_id,), values)


SUBSCRIPTIONS = ReadModel(
    consumer=CONSUMER,
    contracts=(APPROVALS, FOLLOWUP, STAKEHOLDERS),
    tables=tables,
    project=project,
)
