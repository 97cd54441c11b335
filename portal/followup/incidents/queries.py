"""What a person sees of incidents: section E.10, by the matrix.

Whoever works for the mandate reads and writes, the desk officer of the State reads, other mandates
know the kind alone, and the Committee its counts. A partner reads its own, and security those of
its kinds. A Government reads what was put to it, and what it answered.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, false, or_, select, true

from portal.followup.incidents.read_model import answers, incidents
from portal.followup.missions.read_model import missions, of_mandates
from portal.followup.partners import named
from portal.followup.partners import queries as partnered
from portal.followup.partners.queries import Partner
from portal.followup.partners.read_model import partners, undertakings
from portal.web import policy
from portal.web.accounts import account as accounts
from portal.web.policy import Kind, Scope, Sight
from shared.core.actor import Actor
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference.counts import told
from shared.reference.incidents import KINDS, LOGGED_BY
from shared.reference.partners import ROLES

READERS: Final = policy.readers(Kind.INCIDENT)
WRITERS: Final = policy.readers(Kind.INCIDENT, least=Sight.WRITE)
PARTNERS: Final = frozenset(ROLES[kind] for kind in LOGGED_BY)
GOVERNMENT: Final = Role.GOVERNMENT
COMMITTEE: Final = Role.COORDINATION_COMMITTEE
LISTED: Final = policy.readers(Kind.INCIDENT, least=Sight.METADATA) | {COMMITTEE}
LAST_YEARS: Final = 5
_c, _a, _p = incidents.c, answers.c, partners.c
_there = (_c.logged_at.is_not(None), _c.struck_at.is_(None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """``kinds``: each count, None where it is not told; nothing where there are fewer than five."""

    year: int
    kinds: Mapping[str, int | None]


def seen(actor: Actor, *, least: Sight = Sight.READ) -> ColumnElement[bool]:
    means = {
        Scope.ANY: true(),
        Scope.MANDATE: of_mandates(_c.mission_id, actor.mandates),
        Scope.STATE: _c.state.in_(sorted(actor.states)),
    }
    return policy.rows(actor, Kind.INCIDENT, means, least=least)


def of_mission(actor: Actor, mission_id: str) -> Select[Any]:
    these = select(incidents).where(_c.mission_id == mission_id, seen(actor), *_there)
    return these.order_by(_c.on.desc(), _c.incident_id)


def of_record(actor: Actor, mission_id: str) -> Select[Any]:
    """Return those, and what was put to the Government of one that was struck since."""
    shown = or_(and_(*_there), _c.put_at.is_not(None))
    these = select(incidents).where(_c.mission_id == mission_id, seen(actor), shown)
    return these.order_by(_c.on.desc(), _c.incident_id)


def answered(conn: Connection, some: Collection[str]) -> Mapping[str, Sequence[Row[Any]]]:
    """Return a Government's answers by incident, the first first. Ask before who looks."""
    these = select(answers).where(_a.incident_id.in_(sorted(some)))
    found: dict[str, list[Row[Any]]] = {}
    for row in conn.execute(these.order_by(_a.at, _a.answer_id)):
        found.setdefault(row.incident_id, []).append(row)
    return found


def called(
    conn: Connection, mission_id: str, some: Collection[Row[Any]], *, ours: bool
) -> Mapping[str, str]:
    """Return who logged each, by incident: of a partner, for the mandate alone."""
    known = accounts.names(conn, {each.by_id for each in some if each.side == "mandate"})
    names = {each.incident_id: known[each.by_id] for each in some if each.by_id in known}
    if not ours:
        return names
    of = {one.partner_id: (one.kind, one.who) for one in partnered.of_mission(conn, mission_id)}
    theirs = {each.incident_id: of[each.partner_id] for each in some if each.partner_id in of}
    by_who = named.called(conn, theirs.values())
    return names | {each: by_who.get(who, who) for each, (_, who) in theirs.items()}


def logs(actor: Actor, one: Partner) -> bool:
    """Whether this partner logs incidents, as this person."""
    stands = [Scope.ADMITTED] if one.open and one.kind in LOGGED_BY else []
    by = partnered.in_role(actor, one)
    return policy.sight(by, Kind.INCIDENT_PART, stands) >= Sight.WRITE


def of_partner(actor: Actor, one: Partner) -> Select[Any]:
    """Return what a partner reads that is admitted now: ask for the admission first."""
    own = _c.partner_id == one.partner_id if one.open and one.kind in LOGGED_BY else false()
    safety = and_(_c.mission_id == one.mission_id, _c.to_security.is_(True))
    means = {
        Scope.ADMITTED: own,
        Scope.SECURITY: safety if one.open and one.kind == "security" else false(),
    }
    theirs = policy.rows(partnered.in_role(actor, one), Kind.INCIDENT_PART, means)
    return select(incidents).where(theirs, *_there).order_by(_c.on.desc(), _c.incident_id)


def left(actor: Actor, on: date) -> Select[Any]:
    """Return what this partner logged, once its admission ended, for 30 days (VR2)."""
    return (
        select(incidents)
        .join(partners, _p.partner_id == _c.partner_id)
        .join(missions, partnered.joined_by_mission())
        .join(undertakings, partnered.undertook(actor))
        .where(partnered.left(actor, on), *_there)
        .order_by(_c.on.desc(), _c.incident_id)
    )


def put_to(actor: Actor) -> ColumnElement[bool]:
    """Whether it was put to a Government that this person answers for."""
    theirs = policy.rows(
        actor, Kind.INCIDENT_PUT, {Scope.STATE: _c.state.in_(sorted(actor.states))}
    )
    return and_(_c.put_at.is_not(None), theirs)


def put(actor: Actor) -> Select[Any]:
    """Return what was put to this Government, the newest first, and nothing else of it.

    Also where the mandate struck the incident since: what was exchanged was exchanged (VR6).
    """
    columns = (_c.incident_id, _c.mission_id, _c.state, _c.put_text, _c.put_at)
    these = select(*columns, missions.c.mandate, missions.c.joined).where(put_to(actor))
    joined = these.join(missions, missions.c.mission_id == _c.mission_id)
    return joined.order_by(_c.put_at.desc(), _c.incident_id)


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
