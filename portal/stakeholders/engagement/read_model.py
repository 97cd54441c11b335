"""The table of reports on engagement. What officers write beside the numbers is sealed."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import JSON, Column, Integer, MetaData, String, Table

from shared.contracts.stakeholders import STAKEHOLDERS
from shared.contracts.stakeholders_engagement import (
    EngagementReportChanged,
    EngagementReportChecked,
    EngagementReportDiscarded,
    EngagementReportDrafted,
    EngagementReportKept,
    EngagementReportPublished,
)
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Put, ReadModel

CONSUMER = "portal.engagement"

tables = MetaData()
reports = Table(
    "engagement_reports",
    tables,
    Column("report_id", String(36), primary_key=True),
    Column("mandate", String(40), index=True),
    Column("year", Integer),
    Column("quarter", Integer),
    Column("numbers", JSON),  # by kind; null: so few that it is not told
    Column("sessions", JSON),
    Column("consultations", JSON),
    Column("counted_at", Instant),
    Column("narrative", SealedText),
    Column("version", Integer),  # of the text
    Column("written_by", String(80)),
    Column("stage", String(10)),  # drafted, checked, published, kept, discarded
    Column("stage_at", Instant, index=True),
    Column("published_at", Instant),  # the last time; it may be taken back since
)


def project(published: Published) -> Iterable[Change]:
    fact: Any = published.fact
    match fact:
        case EngagementReportDrafted():
            return [_drafted(fact)]
        case EngagementReportChanged():
            text = {"narrative": fact.narrative, "version": fact.version}
            return [_stage(fact, "drafted", fact.changed_at, written_by=fact.changed_by, **text)]
        case EngagementReportChecked():
            return [_stage(fact, "checked", fact.checked_at)]
        case EngagementReportPublished():
            at = fact.published_at
            return [_stage(fact, "published", at, published_at=at)]
        case EngagementReportKept():
            return [_stage(fact, "kept", fact.kept_at)]
        case EngagementReportDiscarded():
            return [_stage(fact, "discarded", fact.discarded_at)]
        case _:
            return []


def _drafted(f: EngagementReportDrafted) -> Put:
    return _stage(
        f,
        "drafted",
        f.drafted_at,
        mandate=f.mandate,
        year=f.year,
        quarter=f.quarter,
        numbers=dict(f.counts.numbers),
        sessions=list(f.counts.sessions),
        consultations=list(f.counts.consultations),
        counted_at=f.drafted_at,
        narrative=f.narrative,
        version=f.version,
        written_by=f.drafted_by,
    )


def _stage(f: Any, stage: str, at: object, **values: object) -> Put:
    return Put(reports, (f.report_id,), {"stage": stage, "stage_at": at, **values})


ENGAGEMENT = ReadModel(consumer=CONSUMER, contracts=(STAKEHOLDERS,), tables=tables, project=project)
