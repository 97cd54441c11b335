"""For whom a person asks and answers beside themselves: for people of their own organisation."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, exists, false, or_

from portal.stakeholders.organisations import merged
from portal.stakeholders.sessions import queries
from portal.stakeholders.sessions.read_model import seats
from portal.web.accounts import account as accounts
from portal.web.accounts import families
from portal.web.accounts.account import Account
from portal.web.accounts.tables import accounts as accounts_table
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference.organisations import register_id

FOR_OTHERS: Final = (Role.FOCAL_POINT, Role.CONTACT_POINT)


def speaks_for(account: Account, other: Account, entries: Mapping[str, str]) -> bool:
    """Whether it does so now: whoever is no focal point any more speaks for nobody else.

    ``entries``: where those that were merged lead to.
    """
    return (
        account.organisation_id is not None
        and account.has(*FOR_OTHERS)
        and other.organisation_id is not None
        and _entry(account.organisation_id, entries) == _entry(other.organisation_id, entries)
    )


def answers_for(conn: Connection, account: Account) -> set[str]:
    """Return for whom else this person asked and still speaks."""
    if not account.has(*FOR_OTHERS):
        return set()
    asked = accounts.by_ids(conn, queries.asked_for(conn, account.account_id))
    entries = merged.pointers(conn)
    return {account_id for account_id, one in asked.items() if speaks_for(account, one, entries)}


def answers(actor: Actor) -> ColumnElement[bool]:
    """The seats that this person asked for others of whom they still speak, as SQL.

    Of accounts from before the register, those with the same code are of one organisation.
    """
    c, own = accounts_table.c, actor.organisation_id
    if own is None or not actor.has(*FOR_OTHERS):
        return false()
    ours = or_(c.organisation_id == own, c.organisation_id.in_(families.of(register_id(own))))
    theirs = exists().where(c.account_id == seats.c.holder_id, ours)
    return and_(seats.c.asked_by == actor.actor_id, theirs.correlate(seats))


def _entry(organisation_id: str, entries: Mapping[str, str]) -> str:
    return merged.real(entries, register_id(organisation_id))
