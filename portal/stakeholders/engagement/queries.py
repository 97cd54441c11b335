"""Queries of reports on engagement: everybody reads the published ones, a mandate its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, false, select, true

from portal.stakeholders.engagement.read_model import reports
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role

_c = reports.c
_known = _c.narrative.is_not(None)
OF_MANDATES = (Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """``numbers``: by kind; None: so few that it is not told. ``counted_at``: when they were."""

    report_id: str
    mandate: str
    year: int
    quarter: int
    numbers: Mapping[str, int | None]
    sessions: Sequence[str]
    consultations: Sequence[str]
    counted_at: datetime
    narrative: Sealed
    version: int
    written_by: str
    stage: str
    stage_at: datetime
    published_at: datetime | None


def visible(actor: Actor) -> ColumnElement[bool]:
    """Stakeholder officers read every report; others those of their mandates."""
    if actor.has(Role.STAKEHOLDER_OFFICER):
        return true()
    if actor.has(*OF_MANDATES):
        return _c.mandate.in_(sorted(actor.mandates))
    return false()


def listed(actor: Actor) -> Select[Any]:
    """Return what this person may read, the newest quarter first."""
    these = select(reports).where(_known, _c.stage != "discarded", visible(actor))
    return these.order_by(_c.year.desc(), _c.quarter.desc(), _c.mandate)


def public() -> Select[Any]:
    """Return what everybody reads, the newest quarter first."""
    these = select(reports).where(_known, _c.stage == "published")
    return these.order_by(_c.year.desc(), _c.quarter.desc(), _c.mandate)


def one(conn: Connection, report_id: str, actor: Actor) -> Report | None:
    return _one(conn, _c.report_id == report_id, _c.stage != "discarded", visible(actor))


def public_one(conn: Connection, report_id: str) -> Report | None:
    return _one(conn, _c.report_id == report_id, _c.stage == "published")


def report(row: Row[Any]) -> Report:
    return Report(**{name: getattr(row, name) for name in Report.__dataclass_fields__})


def _one(conn: Connection, *which: ColumnElement[bool]) -> Report | None:
    row = conn.execute(select(reports).where(_known, *which)).one_or_none()
    return report(row) if row else None
