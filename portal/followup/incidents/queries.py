"""What a person sees of incidents: section E.10, by the matrix.

Whoever works for the mandate reads and writes, the desk officer of the State reads, other mandates
know the kind alone, and the Committee its counts.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, select, true

from portal.followup.incidents.read_model import incidents
from portal.followup.missions.read_model import of_mandates
from portal.web import policy
from portal.web.policy import Kind, Scope, Sight
from shared.core.actor import Actor
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference.counts import told
from shared.reference.incidents import KINDS

READERS: Final = policy.readers(Kind.INCIDENT)
WRITERS: Final = policy.readers(Kind.INCIDENT, least=Sight.WRITE)
COMMITTEE: Final = Role.COORDINATION_COMMITTEE
LISTED: Final = policy.readers(Kind.INCIDENT, least=Sight.METADATA) | {COMMITTEE}
LAST_YEARS: Final = 5
_c = incidents.c
_there = (_c.logged_at.is_not(None), _c.struck_at.is_(None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """``kinds``: each count, None where it is not told; nothing where there are fewer than five."""

    year: int
    kinds: Mapping[str, int | None]


def seen(actor: Actor, *, least: Sight = Sight.READ) -> ColumnElement[bool]:
    means = {
        Scope.ANY: true(),
        Scope.MANDATE: _c.mission_id.in_(of_mandates(actor.mandates)),
        Scope.STATE: _c.state.in_(sorted(actor.states)),
    }
    return policy.rows(actor, Kind.INCIDENT, means, least=least)


def of_mission(actor: Actor, mission_id: str) -> Select[Any]:
    these = select(incidents).where(_c.mission_id == mission_id, seen(actor), *_there)
    return these.order_by(_c.on.desc(), _c.incident_id)


def one(conn: Connection, actor: Actor, mission_id: str, incident_id: str) -> Row[Any] | None:
    """Return the incident that this person can write about."""
    these = select(incidents).where(_c.mission_id == mission_id, _c.incident_id == incident_id)
    return conn.execute(these.where(seen(actor, least=Sight.WRITE), *_there)).one_or_none()


def known(actor: Actor) -> Select[Any]:
    """Return what this person knows of each: which mandate, State and kind, and no day."""
    opens = seen(actor).label("opens")
    these = select(_c.incident_id, _c.mission_id, _c.mandate, _c.state, _c.kind, opens)
    listed = these.where(seen(actor, least=Sight.METADATA), *_there)
    return listed.order_by(_c.state, _c.mandate, _c.kind, _c.incident_id)


def counted(conn: Connection, today: date) -> list[Year]:
    """Return the counts by kind of the last years that are over, the newest first.

    By the day on which they were logged: of a year that is over nothing changes.
    """
    first = datetime(today.year - LAST_YEARS - 1, 12, 31, tzinfo=UTC)  # a day of Geneva is earlier
    these = select(_c.kind, _c.logged_at, _c.struck_at).where(_c.logged_at >= first)
    rows = conn.execute(these)
    kept = [
        (day_of(row.logged_at).year, row.kind)
        for row in rows
        if row.struck_at is None or day_of(row.struck_at).year > day_of(row.logged_at).year
    ]
    some = Counter(kept)
    return [
        Year(year=year, kinds=told({kind: some[year, kind] for kind in KINDS}))
        for year in range(today.year - 1, today.year - LAST_YEARS - 1, -1)
    ]
