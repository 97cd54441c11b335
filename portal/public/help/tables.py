"""The kept table of reported problems with the platform: nothing about any case."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Column, Engine, MetaData, String, Table, delete

from shared.platform.tables import Instant

KEPT: Final = timedelta(days=90)

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


def prune(engine: Engine, *, at: datetime) -> int:
    """Throw away reports whose time is over; return how many."""
    with engine.begin() as conn:
        return conn.execute(delete(problems).where(problems.c.reported_at <= at - KEPT)).rowcount
