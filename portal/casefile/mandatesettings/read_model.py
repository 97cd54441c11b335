"""Every version of each mandate's settings: what already runs keeps the version it began with."""

from collections.abc import Iterable

from sqlalchemy import JSON, BigInteger, Column, MetaData, SmallInteger, String, Table

from shared.contracts.stakeholders import STAKEHOLDERS
from shared.contracts.stakeholders_mandates import MandateSettingsChanged
from shared.facts.kafka import Published
from shared.platform.tables import Instant
from shared.read_models.model import Change, Put, ReadModel

CONSUMER = "portal.mandatesettings"

tables = MetaData()
mandate_settings = Table(
    "mandate_settings",
    tables,
    Column("mandate", String(60), primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("reply_days", JSON),  # kind of letter to days
    Column("reminder_days", JSON),
    Column("join_hours_urgent", SmallInteger),
    Column("join_days", SmallInteger),
    Column("approval_hours_urgent", SmallInteger),
    Column("approval_hours", SmallInteger),
    Column("admissibility_points", JSON),
    Column("changed_by", String(80)),
    Column("changed_at", Instant),
)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case MandateSettingsChanged(settings=s) as f:
            reminders = None if s.reminder_days is None else list(s.reminder_days)
            values = {
                "reply_days": dict(s.reply_days),
                "reminder_days": reminders,
                "join_hours_urgent": s.join_hours_urgent,
                "join_days": s.join_days,
                "approval_hours_urgent": s.approval_hours_urgent,
                "approval_hours": s.approval_hours,
                "admissibility_points": list(s.admissibility_points),
                "changed_by": f.changed_by,
                "changed_at": f.changed_at,
            }
            return [Put(mandate_settings, (f.mandate, published.position), values)]
        case _:
            return []


MANDATE_SETTINGS = ReadModel(
    consumer=CONSUMER, contracts=(STAKEHOLDERS,), tables=tables, project=project
)
