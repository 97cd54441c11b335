"""Who gets an account for an organisation: its first focal point, and whom a focal point invites.

An organisation that was just confirmed filed nothing yet, so its first account reads nothing of
others. Whom it lets in afterwards is for its focal points to decide (decision 0052).
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from uuid import uuid4

from sqlalchemy import Connection

from portal.stakeholders.organisations import merged
from portal.stakeholders.organisations.profile import Profile
from portal.web.accounts import account as accounts
from portal.web.accounts import acts, focal, rights, starting
from portal.web.accounts import session as sessions
from portal.web.accounts.account import Account, rights_of
from portal.web.accounts.rights import Rights
from portal.web.audit import entries
from portal.web.context import real_now, today
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.organisations import longest


class _Undone(Exception):
    """Nothing of it stays."""


_FILES_FOR_PEOPLE = frozenset({"nhri", "ombudsman"})


def welcome(
    conn: Connection, organisation_id: str, profile: Profile, contact: Mapping[str, str]
) -> bool:
    """Make the account of its first focal point; False: the address has an account already."""
    files = Role.CONTACT_POINT if profile.type in _FILES_FOR_PEOPLE else Role.NGO_MEMBER
    return _add(
        conn,
        Account(
            account_id=str(derive_id("first focal point", organisation_id)),
            email=contact["email"],
            name=contact["name"],
            password_hash="",
            roles=frozenset({files, Role.FOCAL_POINT}),
            organisation_id=organisation_id,
            organisation=profile.name,
            focal_until=focal.end_of_day(longest(today())),
        ),
    )


def invite(conn: Connection, by: Account, account_id: str, name: str, email: str) -> bool:
    """Make the account of a member, in the role that the focal point has beside its own.

    An address that has an account costs the same work, so that no time tells.
    """
    member = Account(
        account_id=account_id,
        email=email,
        name=name,
        password_hash="",
        roles=by.roles & rights.OF_ORGANISATION,
        organisation_id=by.organisation_id,
        organisation=by.organisation,
    )
    if _add(conn, member):
        return True
    with suppress(_Undone), conn.begin_nested():
        _make(conn, replace(member, account_id=str(uuid4()), email=f"{uuid4()}@invalid"))
        raise _Undone
    return False


def people(conn: Connection, organisation_id: str) -> list[Account]:
    """Return who is of this organisation of the register, or of one merged into it, by name."""
    return accounts.of_organisations(conn, merged.family(conn, organisation_id))


def withdraw_invitations(conn: Connection, organisation_id: str) -> None:
    """Let nobody in who was invited and did not come yet: perhaps an intruder invited them.

    An administrator can send them another start password.
    """
    for one in people(conn, organisation_id):
        if not one.begun:
            starting.withdraw(conn, one.account_id)
            sessions.end_all(conn, one.account_id)
            acts.record(conn, entries.REVOCATION, _subject(one), ("start-password",))


def end_focal_points(conn: Connection, organisation_id: str) -> None:
    """Take the role from all of them, with their programs and sessions. They stay members."""
    found = people(conn, organisation_id)
    suspended = focal.suspensions(conn, [one.account_id for one in found])
    for one in found:
        if one.has(Role.FOCAL_POINT) or one.account_id in suspended:
            lines = focal.end(conn, accounts.locked(conn, one.account_id) or one)
            acts.record(conn, entries.REVOCATION, _subject(one), lines or ("role:focal_point",))


def _add(conn: Connection, account: Account) -> bool:
    known = accounts.by_email(conn, account.email), accounts.by_id(conn, account.account_id)
    if any(known):
        return False
    _make(conn, account)
    return True


def _make(conn: Connection, account: Account) -> None:
    accounts.add(conn, account)
    starting.ask(conn, account.account_id, due_at=real_now())
    acts.record(conn, entries.ACCOUNT_CREATED, _subject(account))
    acts.record(conn, entries.GRANT, _subject(account), rights.given(Rights(), rights_of(account)))


def _subject(account: Account) -> str:
    return f"account-{account.account_id}"
