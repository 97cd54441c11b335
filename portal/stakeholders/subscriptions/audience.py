"""Who hears of a report: from the pseudonyms of subscriptions to people, by the vault alone.

No table and no fact leads from a subscription to whoever has it: every account is tried.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from portal.stakeholders.organisations import merged
from portal.stakeholders.organisations.read_model import organisations
from portal.stakeholders.subscriptions.queries import Subscription
from portal.web.accounts import account as accounts
from portal.web.accounts.account import Account
from portal.web.accounts.filers import Pseudonyms
from portal.web.accounts.tables import focal_suspensions
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.organisations import register_id

FOR_ORGANISATION = (Role.FOCAL_POINT, Role.CONTACT_POINT)
PEOPLE = (Role.NGO_MEMBER, *FOR_ORGANISATION)
_SILENT = ("refused", "dissolved")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearer:
    """``quiet``: told in the inbox alone. ``weekly``: written to once a week at most."""

    account: Account
    weekly: bool
    quiet: bool


def subscription_id(vault: Pseudonyms, subscriber: str, of: str) -> str:
    """Return the id of whoever subscribes: it reveals nothing without the vault."""
    return str(derive_id("subscription", vault.pseudonym("subscriptions", f"{subscriber}/{of}")))


def own_id(vault: Pseudonyms, account: Account) -> str:
    return subscription_id(vault, "person", account.account_id)


def our_ids(conn: Connection, vault: Pseudonyms, account: Account) -> list[str]:
    """Return the ids of the organisation for which this person can subscribe, its own first.

    Those of entries that were merged into it come after it: they go on, and can be ended.
    """
    if account.organisation_id is None or not account.has(*FOR_ORGANISATION):
        return []
    real = merged.real_of(conn, account.organisation_id)
    entries = [real, *sorted(merged.family(conn, real) - {real})]
    return [subscription_id(vault, "organisation", one) for one in entries]


def _ears(conn: Connection, people: Collection[Account], leads_to: Mapping[str, str]) -> set[str]:
    """Return who hears for an organisation: who speaks for it, or its members where nobody does.

    Nobody whose account may be taken over hears for it as a member.
    """
    speak = {one.account_id for one in people if one.has(*FOR_ORGANISATION)}
    of = {
        one.account_id: merged.real(leads_to, register_id(one.organisation_id or ""))
        for one in people
    }
    spoken = {of[one] for one in speak}
    suspended = set(conn.scalars(select(focal_suspensions.c.account_id)))
    return speak | {one for one, whose in of.items() if whose not in spoken} - suspended


def hearers(conn: Connection, vault: Pseudonyms, some: Collection[Subscription]) -> list[Hearer]:
    """Return each person once; whoever wants it at once by one subscription gets it at once."""
    by_id = {one.subscription_id: one for one in some}
    if not by_id:
        return []
    people = {one.account_id: one for role in PEOPLE for one in accounts.holding(conn, role)}
    entries, leads_to = _entries(conn), merged.pointers(conn)
    ears = _ears(conn, people.values(), leads_to)
    ours = _of_entries(conn, vault, by_id, leads_to)
    found = []
    for account in people.values():
        real = merged.real(leads_to, register_id(account.organisation_id or ""))
        silent, standing = entries.get(real, (False, ""))
        mine = by_id.get(own_id(vault, account))
        wanted = [mine] if mine is not None else []
        if account.organisation_id and account.account_id in ears and not silent:
            wanted += ours.get(real, [])
        if wanted and not account.disabled:
            weekly = all(one.cadence == "weekly" for one in wanted)
            found.append(Hearer(account=account, weekly=weekly, quiet=standing == "person"))
    return found


def hearing_for(conn: Connection, some: Collection[str]) -> list[Hearer]:
    """Return who hears for these entries of the register, or what was merged into them, once each.

    Nobody hears for an entry that is refused, dissolved or dormant.
    """
    people = {one.account_id: one for role in PEOPLE for one in accounts.holding(conn, role)}
    entries, leads_to = _entries(conn), merged.pointers(conn)
    ears = _ears(conn, people.values(), leads_to)
    wanted = {merged.real(leads_to, one) for one in some}
    found = []
    for account in people.values():
        real = merged.real(leads_to, register_id(account.organisation_id or ""))
        silent, standing = entries.get(real, (True, ""))
        hears = account.account_id in ears and real in wanted and not silent
        if hears and account.organisation_id and not account.disabled:
            found.append(Hearer(account=account, weekly=False, quiet=standing == "person"))
    return found


def _of_entries(
    conn: Connection,
    vault: Pseudonyms,
    by_id: Mapping[str, Subscription],
    leads_to: Mapping[str, str],
) -> Mapping[str, list[Subscription]]:
    """Return by real entry what it subscribed to, and what those that were merged into it did."""
    whose = {register_id(one.organisation_id or "") for one in accounts.of_an_organisation(conn)}
    found: dict[str, list[Subscription]] = {}
    for entry in sorted(whose | leads_to.keys() | set(leads_to.values())):
        one = by_id.get(subscription_id(vault, "organisation", entry))
        if one is not None:
            found.setdefault(merged.real(leads_to, entry), []).append(one)
    return found


def _entries(conn: Connection) -> Mapping[str, tuple[bool, str]]:
    """Return whether each entry of the register hears of nothing, and its standing."""
    c = organisations.c
    rows = conn.execute(select(c.organisation_id, c.stage, c.standing, c.dormant_at))
    return {
        row.organisation_id: (row.stage in _SILENT or row.dormant_at is not None, row.standing)
        for row in rows
    }
