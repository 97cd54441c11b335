"""Who can be invited, come to a meeting, or have an action item; and what they are called."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from portal.committee.meetings import queries
from portal.committee.meetings.queries import Meeting
from portal.web.accounts import account as accounts
from portal.web.accounts.account import Account
from portal.web.i18n.names import spelt
from shared.core.roles import Role


def officers(conn: Connection) -> dict[str, str]:
    """Return the desk officers who can be invited, by name."""
    return _named(accounts.holding(conn, Role.DESK_OFFICER))


def of_meeting(conn: Connection, meeting: Meeting) -> dict[str, str]:
    """Return who can come to it, or have an action item of it, by name."""
    invited = queries.invited_to(conn, meeting.meeting_id)
    found = accounts.by_ids(conn, {*invited, meeting.called_by, *(meeting.participants or ())})
    committee = accounts.holding(conn, Role.COORDINATION_COMMITTEE)
    able = [one for one in found.values() if not one.disabled]
    return _named({one.account_id: one for one in (*committee, *able)}.values())


def called(conn: Connection, some: Iterable[str | None]) -> Mapping[str, str]:
    return accounts.names(conn, {one for one in some if one})


def _named(some: Iterable[Account]) -> dict[str, str]:
    return {one.account_id: one.name for one in sorted(some, key=lambda one: spelt(one.name))}
