"""The reports on one visit: that of who leads it, and one of each mandate that came along (E.1).

Each is on the mission of its own file, and those of the others go on in that of the joint visit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, select

from portal.followup.missions import queries as missions
from portal.followup.missions.queries import Mission
from portal.followup.missions.read_model import missions as table
from portal.followup.visit_reports import queries, words
from portal.web.i18n import names
from portal.web.i18n.formats import listed
from portal.web.policy import Sight
from shared.core.actor import Actor
from shared.reference.missions import has_report

ENDED: Final = frozenset({"ended", "completed"})
_m = table.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A report that can be begun: on this mission, which goes on in ``joint`` if it is not None."""

    mission_id: str
    mandate: str
    state: str
    joint: str | None
    steps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a report stands. ``by``: who writes it; empty where there is but one mandate."""

    mission_id: str
    by: str
    label: str
    tone: str


def on_visit(conn: Connection, mission_id: str) -> Sequence[str]:
    """Return the missions of a visit, that of who leads first. Ask before who looks."""
    return [mission_id, *came_along(conn, mission_id).values()]


def came_along(conn: Connection, visit: str) -> dict[str, str]:
    """Return by which mission each mandate came along on a joint visit. Ask before who looks."""
    these = select(_m.mandate, _m.mission_id).where(_m.joint == visit)
    return dict(conn.execute(these.order_by(_m.mandate)).tuples().all())


def visit_of(conn: Connection, mission_id: str) -> str:
    """Return the mission of the visit that a report is on. Ask before who looks."""
    return conn.scalar(select(_m.joint).where(_m.mission_id == mission_id)) or mission_id


def visiting(conn: Connection, mission_id: str) -> list[str]:
    """Return whose visit it is that a report is on, whichever of them writes it."""
    own = missions.mandates_of(conn, mission_id)
    return [*dict.fromkeys([*own, *missions.mandates_of(conn, visit_of(conn, mission_id))])]


def to_begin(conn: Connection, actor: Actor, one: Mission) -> list[Begun]:
    """Return the reports on a visit that this person can begin."""
    some = (begins(conn, actor, each) for each in on_visit(conn, one.mission_id))
    return [each for each in some if each is not None]


def begins(conn: Connection, actor: Actor, mission_id: str) -> Begun | None:
    """Return the report that this person can begin on a mission; None: there is none.

    A mandate that came along has one of its own unless it writes that of who leads. Whether a visit
    has one at all, the kind of the own file says (E.2).
    """
    own = missions.mission(conn, actor, mission_id)
    if own is None or own.sight < Sight.WRITE or not own.leads or not has_report(own.kind):
        return None
    visit = own if own.joint is None else missions.mission(conn, actor, own.joint)
    if visit is None or visit.phase not in ENDED or own.mandate not in visit.mandates:
        return None
    if own.joint and own.mandate in queries.writing(conn, own.joint):
        return None
    stage, steps = queries.begun(conn, mission_id)
    one = queries.report(conn, actor, mission_id)
    if stage not in {None, "withdrawn"} or (one is not None and queries.is_record(conn, one)):
        return None
    return Begun(
        mission_id=mission_id,
        mandate=own.mandate,
        state=own.state,
        joint=own.joint,
        steps=steps,
    )


def standing(conn: Connection, actor: Actor, one: Mission) -> list[Standing]:
    """Return the reports on a visit that this person reads."""
    some = on_visit(conn, one.mission_id)
    found = (queries.report(conn, actor, each) for each in some)
    joint = len(some) > 1 or one.joint is not None
    return [
        Standing(
            mission_id=each.mission_id,
            by=listed(map(names.mandate, each.mandates)) if joint else "",
            label=words.STAGES[each.stage][0],
            tone=words.STAGES[each.stage][1],
        )
        for each in found
        if each is not None
    ]
