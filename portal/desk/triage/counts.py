"""Counts for each queue and filter, of the submissions that the person may see.

Two scans of the narrow table are enough: one by the columns of a row, one by its mandates.
"""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    select,
)

from portal.casefile.queue.sight import visible
from portal.casefile.queue.tables import queue, tags
from portal.desk.triage.filters import AGE_STEPS, AGES, Filters, conditions, queues_for
from portal.desk.triage.queues import QUEUES, status
from portal.desk.triage.read_model import URGENT
from shared.core.actor import Actor

_c = queue.c
_OF_THE_ROW = ("urgency", "state", "assigned", "age", "reprisal", "channel")
_SOMEBODY = "somebody"
_FITS: Mapping[tuple[str, str], frozenset[str]] = MappingProxyType(
    {("assigned", "anyone"): frozenset({"me", _SOMEBODY})}
)
"""What a code stands for where it is not itself."""


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
    there = and_(visible(actor), QUEUES[filters.status].where)
    return {
        **_of_the_row(conn, there, actor, filters, at),
        "mandate": _mandates(conn, and_(there, conditions(filters.without("mandate"), actor, at))),
        "tag": _tags(conn, and_(there, conditions(filters.without("tag"), actor, at))),
    }


def _of_the_row(
    conn: Connection, there: ColumnElement[bool], actor: Actor, filters: Filters, at: datetime
) -> dict[str, dict[str, int]]:
    """One scan: rows that are alike in all of this are counted together, and told apart here."""
    codes = _codes(actor, at)
    beside = filters.without(*_OF_THE_ROW)
    rows = conn.execute(
        select(*codes.values(), func.count())
        .where(there, conditions(beside, actor, at))
        .group_by(*codes.values())
    )
    wanted = {
        name: _FITS.get((name, code), frozenset({code}))
        for name, code in filters.codes.items()
        if name in codes
    }
    left: dict[str, Counter[str]] = {name: Counter() for name in codes}
    for row in rows:
        *values, number = row
        alike = dict(zip(codes, values, strict=True))
        missed = {name for name, fits in wanted.items() if alike[name] not in fits}
        for name in codes:
            if missed <= {name}:
                left[name][alike[name]] += number
    found = {name: dict(counted) for name, counted in left.items()}
    return {**found, "assigned": _assigned(found["assigned"])}


def _assigned(found: dict[str, int]) -> dict[str, int]:
    """Somebody else is no filter, but anyone is."""
    anyone = found.get("me", 0) + found.pop(_SOMEBODY, 0)
    return {**found, "anyone": anyone} if anyone else found


def _codes(actor: Actor, at: datetime) -> dict[str, ColumnElement[str]]:
    steps = zip(AGES, AGE_STEPS[1:], strict=False)
    return {
        "urgency": case((_c.rank == URGENT, literal("urgent")), else_=literal("ordinary")),
        "state": _c.state,
        "assigned": case(
            (_c.assignee == actor.actor_id, literal("me")),
            (_c.assignee.is_not(None), literal(_SOMEBODY)),
            else_=literal("nobody"),
        ),
        "age": case(
            *((_c.received_at > at - step, literal(code)) for code, step in steps),
            else_=literal("older"),
        ),
        "reprisal": case((_c.reprisal, literal("yes")), else_=literal("no")),
        "channel": _c.channel,
    }


def _mandates(conn: Connection, seen: ColumnElement[bool]) -> dict[str, int]:
    """The same mandates are counted together: there are not as many sets as submissions."""
    chosen = cast(_c.mandates, String)
    found: Counter[str] = Counter()
    for text, number in conn.execute(select(chosen, func.count()).where(seen).group_by(chosen)):
        for mandate in dict.fromkeys(json.loads(text)):
            found[mandate] += number
    return dict(found)


def _tags(conn: Connection, seen: ColumnElement[bool]) -> dict[str, int]:
    joined = queue.join(tags, tags.c.submission_id == _c.submission_id)
    query = select(tags.c.tag, func.count()).select_from(joined)
    return _by(conn, query.where(seen).group_by(tags.c.tag))


def _by(conn: Connection, query: Select[Any]) -> dict[str, int]:
    return {row[0]: row[1] for row in conn.execute(query)}
