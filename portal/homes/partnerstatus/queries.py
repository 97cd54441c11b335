"""What became of partners of missions elsewhere: a suspension, a risk flag, a dissolution, a law.

It ends nobody's access, and is for those who work for the mandate (decision 0252).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal, TypeAlias

from sqlalchemy import Connection, exists, or_, select

from portal.casefile.contactpoints.read_model import contact_points
from portal.followup.missions.read_model import missions
from portal.followup.partners.read_model import partners
from portal.stakeholders.organisations import laws, merged
from portal.stakeholders.organisations.law_model import laws as law_table
from portal.stakeholders.organisations.queries import flags_of
from portal.stakeholders.organisations.read_model import flags, organisations
from shared.contracts.followup_partners import Kind
from shared.reference.partners import BY_ORGANISATION, one_form

What: TypeAlias = Literal["suspended", "flagged", "dissolved", "law"]

_p, _m = partners.c, missions.c
_points, _entries = contact_points.c, organisations.c
_DISSOLVED: Final = _entries.stage == "dissolved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """``at``: since when the platform knows it."""

    what: What
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    partner_id: str
    mission_id: str
    status: Status


def of_partner(conn: Connection, kind: Kind, who: str, state: str) -> list[Status]:
    """Return what stands now of a partner of a visit to this State. Ask before who looks."""
    if kind not in BY_ORGANISATION:
        return []
    entry = merged.real_of(conn, one_form(kind, who))
    family = merged.family(conn, entry)
    found: list[Status] = []
    stopped = select(_points.suspended_at).where(
        _points.organisation_id.in_({who, *family}), _points.suspended_at.is_not(None)
    )
    if kind == "nhri" and (at := conn.scalar(stopped.order_by(_points.suspended_at.desc()))):
        found.append(Status(what="suspended", at=at))
    if some := flags_of(conn, entry):
        found.append(Status(what="flagged", at=some[-1].raised_at))
    over = select(_entries.staged_at).where(_entries.organisation_id == entry, _DISSOLVED)
    if at := conn.scalar(over):
        found.append(Status(what="dissolved", at=at))
    law = laws.one(conn, state)
    if law is not None and law.stands:
        found.append(Status(what="law", at=law.recorded_at))
    return found


def changed(conn: Connection, since: datetime, today: date) -> Iterator[Changed]:
    """Yield what became of partners since then, of those that are proposed or admitted still."""
    if not _anything(conn, since):
        return
    stand = (_p.kind.in_(BY_ORGANISATION), _p.ended_at.is_(None), _p.until >= today)
    these = select(_p.partner_id, _p.mission_id, _p.kind, _p.who, _p.proposed_at, _m.state)
    joined = these.join(missions, _m.mission_id == _p.mission_id)
    for row in conn.execute(joined.where(*stand, _m.kept_at.is_(None)).order_by(_p.partner_id)):
        for status in of_partner(conn, row.kind, row.who, row.state):
            if status.at > max(since, row.proposed_at):
                yield Changed(partner_id=row.partner_id, mission_id=row.mission_id, status=status)


def _anything(conn: Connection, since: datetime) -> bool:
    """Whether anything became of anybody: mostly nothing did, and no partner is looked at."""
    any_ = or_(
        exists().where(_points.suspended_at > since),
        exists().where(flags.c.raised_at > since),
        exists().where(_DISSOLVED, _entries.staged_at > since),
        exists().where(law_table.c.recorded_at > since),
    )
    return bool(conn.scalar(select(any_)))
