"""For whom a person asks and answers beside themselves: for people of their own organisation."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection

from portal.stakeholders.organisations import merged
from portal.stakeholders.sessions import queries
from portal.web.accounts import account as accounts
from portal.web.accounts.account import Account
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


def _entry(organisation_id: str, entries: Mapping[str, str]) -> str:
    return merged.real(entries, register_id(organisation_id))
