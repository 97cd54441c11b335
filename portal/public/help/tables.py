"""The kept table of reported problems with the platform: nothing about any case."""

from sqlalchemy import Column, MetaData, String, Table

from shared.platform.tables import Instant

tables = MetaData()

problems = Table(
    "problem_reports",
    tables,
    Column("report_id", String(36), primary_key=True),
    Column("reported_at", Instant, nullable=False, index=True),
    Column("page", String(20), nullable=False),  # codes of portal.public.help.forms
    Column("what", String(20), nullable=False),
    Column("text", String(500), nullable=False),
    Column("account_id", String(36)),  # only of people who want to be asked
)
