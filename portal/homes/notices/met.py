"""Recipients of news about the Committee: its members, who is invited, who has an action item."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection, select

from portal.committee.meetings import queries
from portal.committee.meetings.read_model import items, meetings
from portal.committee.members import queries as members
from portal.homes.notices.pages import Page
from portal.homes.notices.told import Told, told
from portal.web.accounts import account as accounts
from portal.web.accounts import offices, seats
from portal.web.accounts.account import Account, actor_of
from shared.core.roles import Role


def committee(conn: Connection, on: date) -> list[Account]:
    """Return who works for the Committee on this day."""
    found = offices.holding(conn, on, Role.COORDINATION_COMMITTEE)
    return [one for one in found if members.works(conn, actor_of(one), on)]


def leaders(conn: Connection, on: date) -> list[Account]:
    """Return the chair, or the Committee while no account is the chair."""
    return [one for one in committee(conn, on) if members.leads(conn, actor_of(one), on)]


def of_a_meeting(conn: Connection, row: Any, on: date) -> list[Told] | None:
    """Return the Committee and who is invited; None while the meeting is not known."""
    c = meetings.c
    known = select(c.meeting_id).where(c.meeting_id == row.meeting_id, c.called_at.is_not(None))
    if conn.scalar(known) is None:
        return None
    invited = _desk(conn, queries.invited_to(conn, row.meeting_id))
    found = {one.account_id: one for one in (*committee(conn, on), *invited)}
    return told(found.values(), "meeting", Page.MEETING, row.meeting_id)


def of_a_guest(conn: Connection, row: Any, on: date) -> list[Told] | None:
    """Return the guest whom the news is about, or all; None while the meeting is not known.

    Whose invitation was withdrawn, or given back, before anybody was told hears nothing of either.
    """
    c = meetings.c
    known = select(c.meeting_id).where(c.meeting_id == row.meeting_id, c.called_at.is_not(None))
    if conn.scalar(known) is None:
        return None
    some = set(queries.guests_of(conn, row.meeting_id))
    if row.guest_id:
        stands = row.kind == "meeting-guest-invited"
        some = {row.guest_id} if (row.guest_id in some) is stands else set()
    found = [offices.as_of(conn, one, on) for one in accounts.by_ids(conn, some).values()]
    able = [one for one in found if not one.disabled and one.has(*queries.GUESTS)]
    return told(able, "guest", Page.GUEST, row.meeting_id)


def of_an_item(conn: Connection, row: Any, on: date) -> list[Told] | None:
    """Return who has the item now; None while it is not known."""
    c = items.c
    known = select(c.owner_id).where(c.action_id == row.action_id, c.opened_at.is_not(None))
    this = conn.execute(known).one_or_none()
    if this is None:
        return None
    return has_it(conn, this.owner_id, row.meeting_id, on)


def has_it(conn: Connection, owner_id: str | None, meeting_id: str, on: date) -> list[Told]:
    """Return the owner of an action item, who may have left since it was given to them."""
    found = accounts.by_id(conn, owner_id) if owner_id else None
    if found is None or found.disabled or not offices.as_of(conn, found, on).has(*queries.WRITERS):
        return []
    return told([found], "owner", Page.MEETING, meeting_id)


def elected(conn: Connection, row: Any, on: date) -> list[Told] | None:
    """Return the members of an election who have an account, or the one who left.

    None while the election is not known. Who left is told though their term is over, too.
    """
    found = [one for one in seats.every(conn) if one.election_id == row.election_id]
    if not found:
        return None
    these = {
        one.holder_id
        for one in found[0].everybody
        if one.holder_id and row.term_id in {None, one.term_id}
    }
    return [
        Told(account=one, reason="elected", page=Page.COMMITTEE, item_id=one.account_id)
        for one in accounts.by_ids(conn, these).values()
        for then in [one if row.term_id else offices.as_of(conn, one, on)]
        if not one.disabled and then.has(Role.MANDATE_HOLDER, Role.COORDINATION_COMMITTEE)
    ]


def _desk(conn: Connection, ids: list[str]) -> list[Account]:
    found = accounts.by_ids(conn, ids).values()
    return [one for one in found if not one.disabled and one.has(Role.DESK_OFFICER)]


OF_COMMITTEE: Final[Mapping[str, Callable[[Connection, Any, date], list[Told] | None]]] = (
    MappingProxyType(
        {
            "meeting": of_a_meeting,
            "guest": of_a_guest,
            "owner": of_an_item,
            "elected": elected,
        }
    )
)
"""By audience, which is the reason too."""
