"""What is new of partners of missions, for notices: proposed, admitted, or given a task."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, exists, or_, select

from portal.followup.missions.read_model import missions, ours, steps
from portal.followup.partners import queries
from portal.followup.partners.read_model import partners, tasks
from portal.followup.visit_reports.read_model import reports
from portal.web.accounts import offices
from shared.contracts.followup_partners import Kind
from shared.core.actor import Actor
from shared.core.geneva import day_of

KEY: Final = partners.c.partner_id
_p, _t = partners.c, tasks.c


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """``once``: what tells it apart from the same of another time. ``by``: who proposed it."""

    partner_id: str
    mission_id: str
    mandate: str
    kind: Kind
    who: str
    at: datetime
    once: str
    by: str


def proposed(conn: Connection, since: datetime, today: date) -> Iterator[News]:
    """Yield what waits for a holder since then."""
    waits = (_p.admitted_at.is_(None), _p.ended_at.is_(None), _p.until >= today)
    for row in conn.execute(_of_missions().where(_p.proposed_at > since, *waits)):
        yield _news(row, row.proposed_at, row.began)


def told(conn: Connection, since: datetime, today: date) -> Iterator[News]:
    """Yield what partners are told of that are admitted to where the mission stands now.

    It opens to them when they are admitted, on their first day, or when the mission goes on.
    """
    goes_on = exists().where(steps.c.mission_id == _p.mission_id, steps.c.done_at > since)
    fresh = or_(_p.admitted_at > since, _p.first > day_of(since), goes_on)
    open_ = _of_missions().where(*open_now(today))
    for row in conn.execute(open_.where(fresh)):
        yield _news(row, row.admitted_at, row.began)
    given = open_.join(tasks, _t.partner_id == _p.partner_id).add_columns(_t.task_id, _t.set_at)
    these = (or_(_t.set_at > since, _p.undertaken_at > since), _t.step > _p.began)
    for row in conn.execute(given.where(*these, _p.undertaken_at.is_not(None))):
        yield _news(row, row.set_at, row.task_id)


def advised(conn: Connection, since: datetime) -> Iterator[News]:
    """Yield what partners answered since then where they were asked for advice."""
    these = _of_missions().join(tasks, _t.partner_id == _p.partner_id)
    found = these.add_columns(_t.task_id, _t.given_at).where(_t.given_at > since)
    for row in conn.execute(found.order_by(_t.task_id)):
        yield _news(row, row.given_at, f"{row.task_id} {row.given_at.isoformat()}")


def reported(conn: Connection, since: datetime) -> Iterator[News]:
    """Yield the partners of a mission of which a report was published since then, and still is.

    Those that were admitted and undertook, also once their last day is over: a report comes a year
    after a visit. Not those whose access the mandate ended. ``mission_id``: on which the report is.
    """
    was = (_p.admitted_at.is_not(None), _p.undertaken_at.is_not(None), _p.ended_at.is_(None))
    out = (reports.c.stage == "published", reports.c.published_at > since)
    came = missions.alias("came_along").c
    own = select(came.mission_id).where(came.joint == _p.mission_id).correlate(partners)
    its = or_(reports.c.mission_id == _p.mission_id, reports.c.mission_id.in_(own))
    these = _of_missions().join(reports, its)
    found = these.add_columns(reports.c.number, reports.c.mission_id.label("on"))
    for row in conn.execute(found.where(*was, *out).order_by(_p.partner_id, reports.c.number)):
        yield replace(_news(row, row.admitted_at, row.number), mission_id=row.on)


def coordinators(conn: Connection, mission_id: str, today: date) -> Sequence[Row[Any]]:
    """Return the Resident Coordinators who are admitted now to a mission that did not begin.

    Also before they undertook anything: the page asks them to first, and shows no dates till then.
    """
    now = (
        _p.mission_id == mission_id,
        _p.kind == "rc",
        missions.c.phase == "planning",
        missions.c.kept_at.is_(None),
        *open_now(today),
    )
    these = select(_p.partner_id, _p.who).join(missions, queries.joined_by_mission())
    return conn.execute(these.where(*now).order_by(_p.partner_id)).all()


def open_now(today: date) -> tuple[ColumnElement[bool], ...]:
    """Return whether a partner is admitted to where the mission stands, joined to its mission."""
    return (
        _p.admitted_at.is_not(None),
        _p.ended_at.is_(None),
        _p.first <= today,
        _p.until >= today,
        queries.in_scope(),
        ~offices.is_over(missions.c.mandate, today),
    )


def open_to(actor: Actor, today: date | ColumnElement[date]) -> tuple[ColumnElement[bool], ...]:
    """Return whether a partner's page is open to this person, for a query of ``KEY``."""
    return queries.joined_by_mission(), queries.seen(actor, today)


def of_office(actor: Actor) -> ColumnElement[bool]:
    """Whether this person works for the mandate of a mission, for a query of its key."""
    return ours(actor.mandates)


def _of_missions() -> Select[Any]:
    """Return the partners, each with whose its mission is today."""
    these = select(partners, missions.c.mandate.label("of"))
    return these.join(missions, queries.joined_by_mission())


def _news(row: Row[Any], at: datetime, once: object) -> News:
    return News(
        partner_id=row.partner_id,
        mission_id=row.mission_id,
        mandate=row.of,
        kind=row.kind,
        who=row.who,
        at=at,
        once=str(once),
        by=row.proposed_by,
    )
