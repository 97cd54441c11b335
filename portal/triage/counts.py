"""How many submissions each queue and each filter would leave: of those that exist for who asks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, literal, select

from portal.triage.filters import AGE_STEPS, AGES, NAMES, Filters, conditions, queues_for
from portal.triage.queues import QUEUES, status
from portal.triage.read_model import URGENT
from portal.triage.sight import visible
from portal.triage.tables import mandates, queue, tags
from shared.actor import Actor

_c = queue.c


def of_queues(conn: Connection, actor: Actor, filters: Filters, at: datetime) -> dict[str, int]:
    """Return how many are in each queue of this person that is work."""
    seen = and_(visible(actor), conditions(filters, actor, at))
    found = _by(conn, select(status, func.count()).where(seen).group_by(status))
    return {
        name: sum(found.get(one.value, 0) for one in QUEUES[name].holds)
        for name in queues_for(actor)
        if QUEUES[name].counted
    }


def of_filters(
    conn: Connection, actor: Actor, filters: Filters, at: datetime
) -> dict[str, dict[str, int]]:
    """Return filter → code → how many it would leave, the other filters and the queue kept."""
    return {name: _of(conn, name, actor, filters, at) for name in NAMES}


def _of(
    conn: Connection, name: str, actor: Actor, filters: Filters, at: datetime
) -> dict[str, int]:
    others = conditions(filters.without(name), actor, at)
    seen = and_(visible(actor), QUEUES[filters.status].where, others)
    match name:
        case "mandate":
            m = mandates.c
            current = and_(
                m.submission_id == _c.submission_id, m.triage_position == _c.triage_position
            )
            joined = queue.join(mandates, current)
            query: Select[Any] = select(m.mandate, func.count()).select_from(joined)
            return _by(conn, query.where(seen).group_by(m.mandate))
        case "tag":
            joined = queue.join(tags, tags.c.submission_id == _c.submission_id)
            query = select(tags.c.tag, func.count()).select_from(joined)
            return _by(conn, query.where(seen).group_by(tags.c.tag))
        case "assigned":
            mine = case(
                (_c.assignee == actor.actor_id, "me"),
                (_c.assignee.is_not(None), "other"),
                else_="nobody",
            )
            found = _by(conn, select(mine, func.count()).where(seen).group_by(mine))
            anyone = found.get("me", 0) + found.pop("other", 0)
            return {**found, "anyone": anyone} if anyone else found
        case _:
            code = _code(name, at)
            return _by(conn, select(code, func.count()).where(seen).group_by(code))


def _code(name: str, at: datetime) -> ColumnElement[str]:
    match name:
        case "urgency":
            return case((_c.rank == URGENT, "urgent"), else_="ordinary")
        case "reprisal":
            return case((_c.reprisal, "yes"), else_="no")
        case "age":
            steps = zip(AGES, AGE_STEPS[1:], strict=False)
            return case(
                *((_c.received_at > at - step, literal(code)) for code, step in steps),
                else_="older",
            )
        case _:
            return {"state": _c.state, "channel": _c.channel}[name]


def _by(conn: Connection, query: Select[Any]) -> dict[str, int]:
    found: Mapping[str, int] = {row[0]: row[1] for row in conn.execute(query)}
    return dict(found)
