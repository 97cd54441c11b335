"""Who hears of a report: from the pseudonyms of subscriptions to people, by the vault alone.

No table and no fact leads from a subscription to whoever has it: every account is tried.
"""

from collections.abc import Collection, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final, Protocol, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, or_, select

from portal.stakeholders.organisations import merged
from portal.stakeholders.organisations.queries import STAGE
from portal.stakeholders.organisations.read_model import organisations
from portal.stakeholders.subscriptions import queries
from portal.stakeholders.subscriptions.queries import Report, Subscription
from portal.web.accounts import account as accounts
from portal.web.accounts.account import Account, Member, holds
from portal.web.accounts.filers import Pseudonyms
from portal.web.accounts.tables import focal_suspensions
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.organisations import register_id

T = TypeVar("T")

FOR_ORGANISATION = (Role.FOCAL_POINT, Role.CONTACT_POINT)
PEOPLE = (Role.NGO_MEMBER, *FOR_ORGANISATION)
_SILENT = ("refused", "dissolved")
_UNKNOWN = (False, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearer:
    """``quiet``: told in the inbox alone. ``weekly``: written to once a week at most."""

    account: Account
    weekly: bool
    quiet: bool


class Vaulted(Pseudonyms, Protocol):
    """The vault, as far as it is needed to remember its pseudonyms."""

    @property
    def engine(self) -> Engine: ...


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


def hearers(conn: Connection, vault: Vaulted, some: Collection[Subscription]) -> list[Hearer]:
    """Return each person once; whoever wants it at once by one subscription gets it at once."""
    by_id = {one.subscription_id: one for one in some}
    if not by_id:
        return []
    people = {one.account_id: one for one in accounts.holding(conn, *PEOPLE)}
    return [
        Hearer(
            account=people[account_id],
            weekly=all(one.cadence == "weekly" for one in wanted),
            quiet=standing == "person",
        )
        for account_id, wanted, standing in _told(conn, vault, by_id, people.values())
    ]


def count(conn: Connection, vault: Vaulted, report: Report, *, at: datetime) -> int:
    """Return how many people hear of this report, of whom nothing else is read."""
    wanted = dict.fromkeys(queries.audience_ids(conn, report, at=at), True)
    people = accounts.members(conn, *PEOPLE) if wanted else []
    return sum(1 for _ in _told(conn, vault, wanted, people))


def _told(
    conn: Connection, vault: Vaulted, by_id: Mapping[str, T], people: Collection[Account | Member]
) -> Iterator[tuple[str, list[T], str]]:
    """Yield who hears, by which subscriptions, and the standing of the organisation."""
    leads_to, entries = merged.pointers(conn), _entries(conn)
    of = _real_of(leads_to, people)
    ears = _ears(conn, people, of)
    persons = _ids_of(vault, "person", of.keys())
    ours = {
        entry: some
        for entry, some in _of_entries(vault, by_id, leads_to, {*of.values()}).items()
        if not entries.get(entry, _UNKNOWN)[0]
    }
    for one in people:
        real, mine = of[one.account_id], persons[one.account_id]
        wanted = [by_id[mine]] if mine in by_id else []
        if real in ours and one.organisation_id and one.account_id in ears:
            wanted += ours[real]
        if wanted:
            yield one.account_id, wanted, entries.get(real, _UNKNOWN)[1]


def _real_of(
    leads_to: Mapping[str, str], people: Collection[Account | Member]
) -> Mapping[str, str]:
    """Return the real entry of the register of each of these people, by account."""
    organisations = {one.organisation_id for one in people}
    of = {one: merged.real(leads_to, _entry(one or "")) for one in organisations}
    return {one.account_id: of[one.organisation_id] for one in people}


def _ears(
    conn: Connection, people: Collection[Account | Member], of: Mapping[str, str]
) -> set[str]:
    """Return who hears for an organisation: who speaks for it, or its members where nobody does.

    Nobody whose account may be taken over hears for it as a member.
    """
    speak = {one.account_id for one in people if holds(one.roles, FOR_ORGANISATION)}
    spoken = {of[one] for one in speak}
    suspended = set(conn.scalars(select(focal_suspensions.c.account_id)))
    return speak | {one for one, whose in of.items() if whose not in spoken} - suspended


def hearing_for(conn: Connection, some: Collection[str]) -> list[Hearer]:
    """Return who hears for these entries of the register, or what was merged into them, once each.

    Nobody hears for an entry that is refused, dissolved or dormant.
    """
    people = accounts.holding(conn, *PEOPLE)
    entries, leads_to = _entries(conn), merged.pointers(conn)
    of = _real_of(leads_to, people)
    ears = _ears(conn, people, of)
    wanted = {merged.real(leads_to, one) for one in some}
    found = []
    for account in people:
        silent, standing = entries.get(of[account.account_id], (True, ""))
        hears = account.account_id in ears and of[account.account_id] in wanted and not silent
        if hears and account.organisation_id:
            found.append(Hearer(account=account, weekly=False, quiet=standing == "person"))
    return found


def _of_entries(
    vault: Vaulted, by_id: Mapping[str, T], leads_to: Mapping[str, str], entries: AbstractSet[str]
) -> Mapping[str, list[T]]:
    """Return by real entry what it subscribed to, and what those that were merged into it did."""
    whose = entries | leads_to.keys() | {*leads_to.values()}
    ids = _ids_of(vault, "organisation", whose)
    found: dict[str, list[T]] = {}
    for entry in sorted(one for one in whose if ids[one] in by_id):
        found.setdefault(merged.real(leads_to, entry), []).append(by_id[ids[entry]])
    return found


_entry = lru_cache(maxsize=100_000)(register_id)
_IDS: Final[WeakKeyDictionary[Engine, dict[str, dict[str, str]]]] = WeakKeyDictionary()
"""The pseudonyms of subscribers that were made before: 45,000 take a second (decision 0074)."""


def _ids_of(vault: Vaulted, subscriber: str, whose: AbstractSet[str]) -> Mapping[str, str]:
    """Return the ids of these subscribers at least, each of which is made once."""
    known = _IDS.setdefault(vault.engine, {}).setdefault(subscriber, {})
    for one in whose - known.keys():
        known[one] = subscription_id(vault, subscriber, one)
    return known


def _entries(conn: Connection) -> Mapping[str, tuple[bool, str]]:
    """Return whether each entry of the register hears of nothing, and its standing."""
    c = organisations.c
    silent = or_(STAGE.in_(_SILENT), c.dormant_at.is_not(None))
    rows = conn.execute(select(c.organisation_id, silent, c.standing)).all()
    return {entry: (bool(is_silent), standing) for entry, is_silent, standing in rows}
