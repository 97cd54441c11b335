"""For whom a person asks and answers beside themselves: for people of their own organisation."""

from typing import Final

from sqlalchemy import Connection

from portal.stakeholders.sessions import queries
from portal.web.accounts import account as accounts
from portal.web.accounts.account import Account
from shared.core.roles import Role
from shared.reference.organisations import register_id

FOR_OTHERS: Final = (Role.FOCAL_POINT, Role.CONTACT_POINT)


def speaks_for(account: Account, other: Account) -> bool:
    """Whether it does so now: whoever is no focal point any more speaks for nobody else."""
    return (
        account.organisation_id is not None
        and account.has(*FOR_OTHERS)
        and register_id(account.organisation_id) == register_id(other.organisation_id or "")
    )


def answers_for(conn: Connection, account: Account) -> set[str]:
    """Return for whom else this person asked and still speaks."""
    if not account.has(*FOR_OTHERS):
        return set()
    asked = accounts.by_ids(conn, queries.asked_for(conn, account.account_id))
    return {account_id for account_id, one in asked.items() if speaks_for(account, one)}
