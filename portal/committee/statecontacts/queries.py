"""Queries of the log of contacts with States: who reads which entries, and who writes them.

The Committee, the Chief and the Quick Response Desk read all; a desk officer those with own States;
holders and officers of mandates those of own mandates, and those of the office that are of none. No
Government and nobody outside reads any.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, false, or_, select, true

from portal.committee.statecontacts.read_model import contacts
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference import OTHER, recipients

OF_MANDATES: Final = (Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER)
WRITERS: Final = frozenset({Role.DESK_OFFICER, Role.CHIEF, *OF_MANDATES})
READERS: Final = WRITERS | {Role.COORDINATION_COMMITTEE, Role.QUICK_RESPONSE_DESK}
_c = contacts.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """``corrects``: an earlier entry; ``corrected_by``: the one that stands in its place."""

    entry_id: str
    state: str
    mandate: str | None
    channel: str
    day: date
    people: Sealed
    about: Sealed
    agreed: Sealed | None
    corrects: str | None
    corrected_by: str | None
    logged_by: str
    logged_at: datetime


def visible(actor: Actor, *, works: bool) -> ColumnElement[bool]:
    """Which entries exist for this person. ``works``: whether they work for the Committee."""
    if works or actor.has(Role.CHIEF, Role.QUICK_RESPONSE_DESK):
        return true()
    ways: list[ColumnElement[bool]] = [false()]
    if actor.has(Role.DESK_OFFICER):
        ways.append(_c.state.in_(sorted(actor.states)))
    if actor.has(*OF_MANDATES):
        ways.append(or_(_c.mandate.is_(None), _c.mandate.in_(sorted(actor.mandates))))
    return or_(*ways)


def log(seen: ColumnElement[bool], state: str = "") -> Select[Any]:
    """Return the entries, the latest contact first; ``state``: with it alone."""
    these = select(contacts).where(_c.logged_at.is_not(None), seen)
    narrowed = these.where(_c.state == state) if state else these
    return narrowed.order_by(_c.day.desc(), _c.logged_at.desc(), _c.entry_id)


def one(conn: Connection, entry_id: str, seen: ColumnElement[bool]) -> Contact | None:
    row = conn.execute(log(seen).where(_c.entry_id == entry_id)).one_or_none()
    return contact(row) if row else None


def with_states(conn: Connection, seen: ColumnElement[bool]) -> list[str]:
    """Return with which States there are contacts that this person reads."""
    these = select(_c.state).where(_c.logged_at.is_not(None), seen)
    return sorted(set(conn.scalars(these.distinct())))


def writes_on(actor: Actor) -> Sequence[str]:
    """Return on which States this person may write an entry."""
    every = recipients().keys() - {OTHER}
    if actor.has(Role.CHIEF, *OF_MANDATES):
        return sorted(every)
    return sorted(every & actor.states) if actor.has(Role.DESK_OFFICER) else []


def corrects(actor: Actor, this: Contact) -> bool:
    """Whether this person may write what stands in its place."""
    if this.corrected_by is not None:
        return False
    if actor.has(Role.CHIEF) or (actor.has(Role.DESK_OFFICER) and this.state in actor.states):
        return True
    return this.mandate is not None and actor.has(*OF_MANDATES) and actor.serves(this.mandate)


def contact(row: Row[Any]) -> Contact:
    return Contact(**{name: getattr(row, name) for name in Contact.__dataclass_fields__})
