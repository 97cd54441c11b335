"""The tables of the end of a selection: reports, and what was proposed to the Council."""

from sqlalchemy import JSON, Boolean, Column, Date, Integer, MetaData, String, Table

from shared.platform.tables import Instant, SealedText

tables = MetaData()
"""Of the whole selection: see ``read_model``."""

reports = Table(
    "selection_reports",
    tables,
    Column("vacancy_id", String(36), primary_key=True),
    Column("report", Integer, primary_key=True),
    Column("text", SealedText),
    Column("numbers", JSON),
    Column("recused", JSON),  # regional groups
    Column("submitted_at", Instant),
    Column("published_at", Instant),
    Column("returned_at", Instant),
    Column("returned_reason", SealedText),
)
places = Table(
    "selection_report_places",
    tables,
    Column("vacancy_id", String(36), primary_key=True),
    Column("report", Integer, primary_key=True),
    Column("candidate_id", String(36), primary_key=True),
    Column("rank", Integer),  # equals share one
    Column("reason", SealedText),
)
additions = Table(  # conflicts that came to light after the report
    "selection_report_additions",
    tables,
    Column("vacancy_id", String(36), primary_key=True),
    Column("report", Integer, primary_key=True),
    Column("region", String(10), primary_key=True),
    Column("amended_at", Instant),
)
proposals = Table(
    "selection_proposals",
    tables,
    Column("vacancy_id", String(36), primary_key=True),
    Column("candidate_id", String(36), primary_key=True),
    Column("rank", Integer),
    Column("deviates", Boolean),
    Column("reasons", SealedText),
    Column("proposed_at", Instant),
    Column("outcome", String(20)),  # null while it is before the Council
    Column("decided_on", Date),
    Column("reason_code", String(40)),
    Column("decision", String(100)),
    Column("mandate", String(60)),
    Column("holder_id", String(36)),
    Column("starts_on", Date),
    Column("ends_on", Date),
    Column("recorded_by", String(36)),
    Column("recorded_at", Instant),
)
