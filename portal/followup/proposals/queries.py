"""What each side reads of the exchange of a programme: section E.10, by the matrix.

A Government reads and writes by ``Kind.PROGRAMME``, and nothing here is read for it but what both
sides know of the programme. The office comes by its mission; the confidential programme is read for
it alone, to show what a proposal would meet.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, and_, case, func, not_, select

from portal.followup.missions import queries as missions
from portal.followup.missions.queries import Item, Mission
from portal.followup.partners import queries as partners
from portal.followup.proposals.read_model import heads, proposals
from portal.web import policy
from portal.web.policy import Kind, Sight
from shared.contracts.followup_proposals import Side
from shared.core.actor import Actor
from shared.reference.missions import FOR_STATE, PROPOSED

GOVERNMENT: Final = policy.readers(Kind.PROGRAMME, least=Sight.WRITE)
_BUSY: Final = (*FOR_STATE, "held")
_HOUR: Final = 60
_p = proposals.c
OPEN: Final = _p.stands == "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """A meeting at the time of a proposal. ``confidential``: no State knows of it."""

    item: Item
    confidential: bool


def of_mission(mission_id: str) -> Select[Any]:
    """Return the proposals of a mission, what waits first. Ask before who looks."""
    waits = case((OPEN, 0), else_=1)
    return select(proposals).where(_p.mission_id == mission_id).order_by(waits, _p.step.desc())


def one(conn: Connection, mission_id: str, proposal_id: str) -> Row[Any] | None:
    these = of_mission(mission_id).where(_p.proposal_id == proposal_id)
    return conn.execute(these).one_or_none()


def steps(conn: Connection, mission_id: str) -> int:
    """Return how many steps the exchange has: both sides know of each."""
    these = select(heads.c.steps).where(heads.c.mission_id == mission_id)
    return conn.scalar(these) or 0


def waiting(conn: Connection, mission_id: str, side: Side) -> int:
    """Return how many proposals of a side wait for the other's answer."""
    these = (_p.mission_id == mission_id, _p.side == side, OPEN)
    return conn.scalar(select(func.count()).select_from(proposals).where(*these)) or 0


def put_to(actor: Actor) -> Select[Any]:
    """Return what waits for this Government's answer while its visit goes on, the first first."""
    theirs = partners.of_state(actor).order_by(None).subquery()
    columns = (_p.proposal_id, _p.mission_id, _p.proposed_at, theirs.c.mandate, theirs.c.state)
    these = select(*columns).join(theirs, theirs.c.mission_id == _p.mission_id)
    off = and_(theirs.c.plans == "called_off", theirs.c.phase == "planning")
    on = and_(theirs.c.kept_at.is_(None), theirs.c.phase != "completed", not_(off))
    return these.where(OPEN, _p.side == "mandate", on).order_by(_p.proposed_at, _p.proposal_id)


def not_put(conn: Connection, one: Mission) -> list[Item]:
    """Return the items of the mandate that wait for nobody's answer, and were not agreed on."""
    waits = select(_p.item_id).where(_p.mission_id == one.mission_id, OPEN)
    open_ = set(conn.scalars(waits))
    items = missions.programme(conn, one)
    return [each for each in items if each.state == PROPOSED and each.item_id not in open_]


def changed(conn: Connection, one: Mission, some: Collection[Row[Any]]) -> set[str]:
    """Return which proposals of the mandate stand no more as they were put."""
    now = {each.item_id: each for each in missions.programme(conn, one)}
    ours = [each for each in some if each.side == "mandate" and each.stands == "open"]
    return {each.proposal_id for each in ours if not _same(each, now.get(each.item_id))}


def _same(put: Row[Any], item: Item | None) -> bool:
    names = ("day", "begins", "ends", "kind", "text", "place", "lead", "interpreter")
    return (
        item is not None
        and item.state == PROPOSED
        and all(getattr(put, name) == getattr(item, name) for name in names)
    )


def clashes(conn: Connection, one: Mission, put: Row[Any]) -> list[Clash]:
    """Return what a proposal of the State would meet at its time, for the office alone."""
    some = [(each, False) for each in missions.programme(conn, one)]
    if one.confidential:
        some += [(each, True) for each in missions.confidential_programme(conn, one)]
    return [
        Clash(item=each, confidential=apart)
        for each, apart in some
        if each.item_id != put.item_id
        and each.state in _BUSY
        and each.day == put.day
        and meet((put.begins, put.ends), (each.begins, each.ends))
    ]


def meet(one: tuple[str, str | None], other: tuple[str, str | None]) -> bool:
    """Whether two meetings of a day overlap; where no end is said an hour is counted."""
    (a, b), (c, d) = _minutes(one), _minutes(other)
    return a < d and c < b


def _minutes(one: tuple[str, str | None]) -> tuple[int, int]:
    begins, ends = one
    first = _minute(begins)
    return first, _minute(ends) if ends else first + _HOUR


def _minute(time: str) -> int:
    hours, minutes = time.split(":")
    return int(hours) * _HOUR + int(minutes)


def known(conn: Connection, mission_id: str) -> list[Item]:
    """Return the items that a Government may ask to change: it reads them. Ask before who looks."""
    return partners.exchanged(conn, mission_id)


def changeable(conn: Connection, mission_id: str) -> list[Item]:
    """Return those about which nothing waits, and that were not held yet."""
    waits = set(conn.scalars(select(_p.item_id).where(_p.mission_id == mission_id, OPEN)))
    items = [each for each in known(conn, mission_id) if each.state != "held"]
    return [each for each in items if each.item_id not in waits]
