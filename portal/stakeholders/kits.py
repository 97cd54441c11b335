"""Queries of the first weeks of mandate-holders: who may read them, what is due, what is red."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, false, func, or_, select, true

from portal.stakeholders.read_model import items, onboardings, terms
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role

SOON = timedelta(days=3)
"""So long before the day on which an item is due, its owner is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """``due_on``: its last day without being red."""

    term_id: str
    item: str
    number: int
    owner: str
    bars: bool
    due_on: date
    done_at: datetime | None
    done_by: str | None
    evidence: Sealed | None
    waived_at: datetime | None
    reason: Sealed | None

    @property
    def open(self) -> bool:
        return self.done_at is None and self.waived_at is None

    def red(self, on: date) -> bool:
        return self.open and self.due_on < on


@dataclass(frozen=True, slots=True, kw_only=True)
class Weeks:
    """The onboarding of one term. ``items``: in the order of the kit."""

    term_id: str
    mandate: str
    holder_id: str | None
    starts_on: date
    started_at: datetime
    ready_at: datetime | None
    items: Sequence[Item]

    @property
    def bars(self) -> list[Item]:
        """What keeps the holder from signing."""
        return [one for one in self.items if one.bars and one.done_at is None]

    @property
    def open(self) -> list[Item]:
        return [one for one in self.items if one.open]

    def red(self, on: date) -> list[Item]:
        return [one for one in self.items if one.red(on)]


READERS = frozenset(
    {
        Role.CHIEF,
        Role.HUMAN_RIGHTS_OFFICER,
        Role.COORDINATION_COMMITTEE,
        Role.STAKEHOLDER_OFFICER,
        Role.SELECTION_OFFICER,
    }
)
"""Who sees how far it is: section C.5. All but the Chief and officers see no more than that."""
OPENERS = frozenset({Role.CHIEF, Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER})
"""Who has to do with the items: the Chief, officers of the mandate, and the new holder."""


def visible(actor: Actor) -> ColumnElement[bool]:
    """The onboardings whose items exist for this person."""
    c = onboardings.c
    any_of: list[ColumnElement[bool]] = [false()]
    if actor.has(Role.CHIEF):
        any_of.append(true())
    if actor.has(Role.HUMAN_RIGHTS_OFFICER):
        any_of.append(c.mandate.in_(sorted(actor.mandates)))
    if actor.has(Role.MANDATE_HOLDER):
        any_of.append(c.holder_id == actor.actor_id)
    return or_(*any_of)


def own(conn: Connection, account_id: str, on: date) -> list[Weeks]:
    """Return the onboardings of this holder that are not over."""
    return _some(conn, and_(onboardings.c.holder_id == account_id, _lasts(on)))


def find(conn: Connection, actor: Actor, term_id: str) -> Weeks | None:
    found = _some(conn, and_(onboardings.c.term_id == term_id, visible(actor)))
    return found[0] if found else None


def under_way(conn: Connection, actor: Actor, on: date) -> list[Weeks]:
    """Return the onboardings with open items of which this person sees how far they are."""
    everybody = actor.has(*(READERS - {Role.HUMAN_RIGHTS_OFFICER}))
    which = true() if everybody else visible(actor)
    return [one for one in _some(conn, and_(which, _lasts(on))) if one.open]


def all_under_way(conn: Connection, on: date) -> list[Weeks]:
    return [one for one in _some(conn, _lasts(on)) if one.open]


def _lasts(on: date) -> ColumnElement[bool]:
    """Whether the term of the onboarding is not over on that day."""
    last = func.coalesce(terms.c.ended_on, terms.c.ends_on)
    over = select(terms.c.term_id).where(terms.c.term_id == onboardings.c.term_id, last < on)
    return ~over.exists()


def _some(conn: Connection, which: ColumnElement[bool]) -> list[Weeks]:
    c = onboardings.c
    known = and_(which, c.starts_on.is_not(None))
    rows = conn.execute(select(onboardings).where(known).order_by(c.starts_on, c.term_id)).all()
    of: dict[str, list[Item]] = {row.term_id: [] for row in rows}
    some = select(items).where(items.c.term_id.in_(of), items.c.number.is_not(None))
    for row in conn.execute(some.order_by(items.c.number)):
        of[row.term_id].append(_item(row._asdict()))
    return [Weeks(**row._asdict(), items=of[row.term_id]) for row in rows]


def _item(row: dict[str, Any]) -> Item:
    return Item(**row)
