"""Pseudonyms of sources in facts about submissions, which only the vault can make.

So neither the portal's database nor the event store names a person who filed: joining submissions
with accounts finds nothing (decision 0035).
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Protocol

from sqlalchemy import Connection

from portal.web.accounts import account as accounts
from portal.web.accounts.account import Account
from shared.core.actor import Actor
from shared.core.roles import Role

SOURCES = (Role.NGO_MEMBER, Role.CONTACT_POINT)
_PSEUDONYM = re.compile(r"[0-9a-f]{32}")
_PERSON = "filer"
_ORGANISATION = "organisation"


class Pseudonyms(Protocol):
    """The vault, as far as it is needed here."""

    def pseudonym(self, use: str, value: str) -> str: ...


def is_pseudonym(filer: str) -> bool:
    """Whether this is one, and no account's id."""
    return _PSEUDONYM.fullmatch(filer) is not None


def person(vault: Pseudonyms, account_id: str) -> str:
    return vault.pseudonym(_PERSON, account_id)


def organisation(vault: Pseudonyms, organisation_id: str) -> str:
    return vault.pseudonym(_ORGANISATION, organisation_id)


def begin(vault: Pseudonyms) -> None:
    """Make the keys of the pseudonyms, if they are not there yet."""
    person(vault, "")
    organisation(vault, "")


def known(vault: Pseudonyms, actor: Actor) -> Actor:
    """Return the actor with the pseudonyms of who files; everybody else as they are."""
    if actor.filed_as or not actor.has(*SOURCES):
        return actor
    under = actor.organisation_id and organisation(vault, actor.organisation_id)
    return replace(actor, filed_as=person(vault, actor.actor_id), filed_under=under or None)


def accounts_of(
    conn: Connection, vault: Pseudonyms, filers: Collection[str]
) -> Mapping[str, Account]:
    """Return the account of each of these, by what a fact or a receipt calls them.

    Nothing but the vault leads there, so every account is tried.
    """
    wanted = set(filers)
    ids = {account_id: account_id for account_id in wanted}
    ids |= {person(vault, account_id): account_id for account_id in accounts.ids(conn)}
    found = accounts.by_ids(conn, [ids[filer] for filer in wanted & ids.keys()])
    return {filer: found[ids[filer]] for filer in wanted & ids.keys() if ids[filer] in found}
