"""Queries of the Committee's meetings: section D.5, and no more.

The Committee reads all; a desk officer the meetings that they called or are invited to; the Chief,
the Quick Response Desk and mandate-holders what is not kept to those who are named. Who left the
Committee reads nothing by that role.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, false, or_, select, true

from portal.committee.meetings.read_model import guests, invited, items, meetings
from portal.committee.members import queries as members
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference.committee_meetings import GUESTS as _GUESTS

GUESTS: Final = frozenset(_GUESTS)
WRITERS: Final = frozenset({Role.COORDINATION_COMMITTEE, Role.DESK_OFFICER})
READERS: Final = WRITERS | {Role.CHIEF, Role.QUICK_RESPONSE_DESK, Role.MANDATE_HOLDER}
_OPEN_TO: Final = (Role.CHIEF, Role.QUICK_RESPONSE_DESK, Role.MANDATE_HOLDER)
_m, _i = meetings.c, items.c
_known = _m.called_at.is_not(None)
_item_known = _i.opened_at.is_not(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """``stage``: called, cancelled, held or agreed. ``version``: of the minutes."""

    meeting_id: str
    kind: str
    starts_at: datetime
    states: Sequence[str]
    named_only: bool
    agenda: Sealed
    place: Sealed | None
    called_by: str
    called_at: datetime
    stage: str
    code: str | None
    held_on: date | None
    participants: Sequence[str] | None
    minutes_due_on: date | None
    version: int | None
    minutes: Sealed | None
    agreed_at: datetime | None

    def late(self, today: date) -> bool:
        """Whether the minutes are overdue."""
        due = self.minutes_due_on
        return self.stage == "held" and due is not None and due < today


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """``stage``: open, done or dropped."""

    action_id: str
    meeting_id: str
    text: Sealed
    owner_id: str | None
    due_on: date
    stage: str
    on_time: bool | None
    reason: Sealed | None
    opened_at: datetime
    closed_at: datetime | None

    def late(self, today: date) -> bool:
        return self.stage == "open" and self.due_on < today


def visible(actor: Actor, *, works: bool) -> ColumnElement[bool]:
    """Which meetings exist for this person. ``works``: whether they work for the Committee."""
    if works:
        return true()
    any_of: list[ColumnElement[bool]] = [false()]
    if actor.has(*_OPEN_TO):
        any_of.append(_m.named_only.is_(False))
    if actor.has(Role.DESK_OFFICER):
        any_of.append(own(actor))
    return or_(*any_of)


def own(actor: Actor) -> ColumnElement[bool]:
    """The meetings that this person called or is invited to."""
    these = select(invited.c.meeting_id).where(invited.c.officer_id == actor.actor_id)
    return or_(_m.called_by == actor.actor_id, _m.meeting_id.in_(these))


def as_guest(actor: Actor) -> ColumnElement[bool]:
    """The meetings whose guest this person is, and never one that is kept to those named."""
    these = select(guests.c.meeting_id).where(guests.c.guest_id == actor.actor_id)
    return and_(_m.named_only.is_(False), _m.meeting_id.in_(these))


def to_come(seen: ColumnElement[bool]) -> Select[Any]:
    """Return what is called and was not held, the next one first."""
    these = select(meetings).where(_known, _m.stage == "called", seen)
    return these.order_by(_m.starts_at, _m.meeting_id)


def over(seen: ColumnElement[bool]) -> Select[Any]:
    """Return what was held or cancelled, the last one first."""
    these = select(meetings).where(_known, _m.stage != "called", seen)
    return these.order_by(_m.starts_at.desc(), _m.meeting_id)


def one(conn: Connection, meeting_id: str, seen: ColumnElement[bool]) -> Meeting | None:
    these = select(meetings).where(_known, _m.meeting_id == meeting_id, seen)
    row = conn.execute(these).one_or_none()
    return meeting(row) if row else None


def takes_part(conn: Connection, actor: Actor, meeting_id: str, on: date) -> bool:
    """Whether this person works on the meeting: for the Committee, or as an officer of it."""
    if members.works(conn, actor, on):
        return True
    if not actor.has(Role.DESK_OFFICER):
        return False
    these = select(_m.meeting_id).where(_m.meeting_id == meeting_id, own(actor))
    return conn.scalar(these) is not None


def invited_to(conn: Connection, meeting_id: str) -> list[str]:
    these = select(invited.c.officer_id).where(invited.c.meeting_id == meeting_id)
    return list(conn.scalars(these.order_by(invited.c.officer_id)))


def guests_of(conn: Connection, meeting_id: str) -> list[str]:
    these = select(guests.c.guest_id).where(guests.c.meeting_id == meeting_id)
    return list(conn.scalars(these.order_by(guests.c.invited_at, guests.c.guest_id)))


def items_of(conn: Connection, meeting_id: str) -> list[Item]:
    """Return the action items of a meeting: what is open first, the most urgent on top."""
    these = select(items).where(_item_known, _i.meeting_id == meeting_id)
    rows = conn.execute(these.order_by(_i.stage != "open", _i.due_on, _i.action_id))
    return [item(row) for row in rows]


def item_of(conn: Connection, meeting_id: str, action_id: str) -> Item | None:
    these = and_(_item_known, _i.meeting_id == meeting_id, _i.action_id == action_id)
    row = conn.execute(select(items).where(these)).one_or_none()
    return item(row) if row else None


def mine(actor: Actor, *, takes_part: bool) -> Select[Any]:
    """Return the open action items that this person has, the most urgent first.

    ``takes_part``: for the Committee or as a desk officer; who left has none.
    """
    own = _i.owner_id == actor.actor_id if takes_part else false()
    these = select(items).where(_item_known, _i.stage == "open", own)
    return these.order_by(_i.due_on, _i.action_id)


def open_items(conn: Connection) -> list[Item]:
    """Return every open action item, for the notices of what is due."""
    these = select(items).where(_item_known, _i.stage == "open").order_by(_i.action_id)
    return [item(row) for row in conn.execute(these)]


def without_minutes(conn: Connection) -> list[Meeting]:
    """Return every meeting whose minutes are not agreed, the most urgent first."""
    these = select(meetings).where(_known, _m.stage == "held")
    rows = conn.execute(these.order_by(_m.minutes_due_on, _m.meeting_id))
    return [meeting(row) for row in rows]


def on_time(conn: Connection) -> tuple[int, int]:
    """Return how many action items were done on time, and how many were done."""
    these = select(_i.on_time).where(_item_known, _i.stage == "done")
    found = list(conn.scalars(these))
    return sum(map(bool, found)), len(found)


def meeting(row: Row[Any]) -> Meeting:
    return Meeting(**{name: getattr(row, name) for name in Meeting.__dataclass_fields__})


def item(row: Row[Any]) -> Item:
    return Item(**{name: getattr(row, name) for name in Item.__dataclass_fields__})
