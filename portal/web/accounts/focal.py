"""Until when somebody speaks for an organisation, and what ends with it.

The role holds up to a moment (``Account.focal_until``). No job has to run for that: code that reads
an account's rights asks here first, as it does for proposals, and what is over is taken then: the
role, the sessions and the tokens. A role without a moment, from before there were any, gets the
longest time from the first request on.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import Connection, Engine, delete, insert, select

from portal.web.accounts import account as accounts
from portal.web.accounts import session as sessions
from portal.web.accounts.account import Account, rights_of
from portal.web.accounts.rights import Rights, given, taken
from portal.web.accounts.tables import accounts as table
from portal.web.accounts.tables import focal_suspensions
from portal.web.audit import entries
from portal.web.audit.chain import Read, put
from shared.core.geneva import day_of, start_of
from shared.core.roles import Role
from shared.reference.organisations import REGISTER_CLOCK, longest

_ROLE: Final = frozenset({Role.FOCAL_POINT})


@dataclass(frozen=True, slots=True)
class Suspension:
    """``reason``: takeover, coercion, or disputed."""

    reason: str
    by: str
    at: datetime


def end_of_day(last_day: date) -> datetime:
    """Return the moment up to which a designation with this last day holds."""
    return start_of(last_day + timedelta(days=1))


def settled(engine: Engine, account: Account, *, at: datetime) -> Account:
    """Return the account with what is over by now taken from it."""
    if not account.has(Role.FOCAL_POINT):
        return account
    if account.focal_until is None:
        with engine.begin() as conn:
            accounts.set_focal_until(conn, account.account_id, end_of_day(longest(day_of(at))))
        return account
    if at < account.focal_until:
        return account
    _settle(engine, account.account_id, at=at)
    with engine.connect() as conn:
        return accounts.by_id(conn, account.account_id) or account


def settle(engine: Engine, *, at: datetime) -> int:
    """Take what is over from everybody; return of how many."""
    with engine.connect() as conn:
        over = list(conn.scalars(select(table.c.account_id).where(table.c.focal_until <= at)))
    return sum(_settle(engine, one, at=at) for one in over)


def give(conn: Connection, account: Account, until: datetime) -> list[str]:
    """Make this person a focal point up to this moment; return what the audit log says of it.

    Nobody who is suspended becomes one by this.
    """
    if suspensions(conn, [account.account_id]):
        return []
    before = rights_of(account)
    after = _with(before, before.roles | _ROLE)
    accounts.set_rights(conn, account.account_id, after, account.organisation)
    accounts.set_focal_until(conn, account.account_id, until)
    sessions.end_all(conn, account.account_id)
    return given(before, after)


def take(conn: Connection, account: Account, *, all_roles: bool = False) -> list[str]:
    """Take the role, the sessions and the tokens at once; return what the audit log says of it.

    ``all_roles``: the account opens nothing any more.
    """
    before = rights_of(account)
    after = _with(before, frozenset() if all_roles else before.roles - _ROLE)
    accounts.set_rights(conn, account.account_id, after, account.organisation)
    accounts.end_programs(conn, account.account_id)
    sessions.end_all(conn, account.account_id)
    return taken(before, after)


def end(conn: Connection, account: Account) -> list[str]:
    """Take it for good: what a suspension took is not given back."""
    this = focal_suspensions.c.account_id == account.account_id
    conn.execute(delete(focal_suspensions).where(this))
    return take(conn, account)


def suspend(conn: Connection, account: Account, reason: str, *, by: str, at: datetime) -> list[str]:
    """Take it until somebody decides, and keep what it was.

    Two who dispute who speaks stay members. Whoever else may sit at the account opens nothing.
    """
    if not suspensions(conn, [account.account_id]):
        conn.execute(
            insert(focal_suspensions).values(
                account_id=account.account_id,
                roles=sorted(account.roles),
                focal_until=account.focal_until,
                reason=reason,
                suspended_by=by,
                suspended_at=at,
            )
        )
    return take(conn, account, all_roles=reason != "disputed")


def suspensions(conn: Connection, account_ids: Collection[str]) -> dict[str, Suspension]:
    """Return what is suspended of these accounts, by account."""
    these = focal_suspensions.c.account_id.in_(account_ids)
    return {
        row.account_id: Suspension(row.reason, row.suspended_by, row.suspended_at)
        for row in conn.execute(select(focal_suspensions).where(these))
    }


def reinstate(conn: Connection, account: Account) -> list[str]:
    """Give back what a suspension took; what is over by now ends with the next request."""
    this = focal_suspensions.c.account_id == account.account_id
    row = conn.execute(select(focal_suspensions).where(this)).one_or_none()
    if row is None:
        return []
    conn.execute(delete(focal_suspensions).where(this))
    before = rights_of(account)
    after = _with(before, before.roles | frozenset(map(Role, row.roles)))
    accounts.set_rights(conn, account.account_id, after, account.organisation)
    accounts.set_focal_until(conn, account.account_id, row.focal_until)
    sessions.end_all(conn, account.account_id)
    return given(before, after)


def _settle(engine: Engine, account_id: str, *, at: datetime) -> bool:
    with engine.begin() as conn:
        account = accounts.locked(conn, account_id)
        over = account and account.focal_until and account.focal_until <= at
        if account is None or not over:
            return False  # another process was faster
        put(conn, _said(account, take(conn, account)), at=at)
    return True


def _said(account: Account, lines: Sequence[str]) -> list[Read]:
    return [
        Read(
            actor_id=REGISTER_CLOCK.actor_id,
            roles=frozenset(),
            what=entries.REVOCATION,
            subject=f"account-{account.account_id}",
            purpose=line,
        )
        for line in lines
    ]


def _with(before: Rights, roles: frozenset[Role]) -> Rights:
    return Rights(
        roles=roles,
        mandates=before.mandates,
        states=before.states,
        organisation_id=before.organisation_id,
        office=before.office,
    )
