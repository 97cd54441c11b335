"""Which mandates somebody holds today, of those that their account has.

An administrator gives a mandate; the Council's term says from when to when it is held. Nothing is
taken from the account, so no job has to run: each request asks here, and what is not held today is
left out of the person's rights, for reading as for deciding. A term that is renewed is held again
at the next request, and so is a mandate that the Council brings back. A mandate of which no term is
on record counts as held, as it does for the services. The role of the Coordination Committee ends
with the seat in it (``seats``).

The tables are filled by the letters of the portal, from what approvals heard.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Date,
    Engine,
    Index,
    MetaData,
    String,
    Table,
    bindparam,
    select,
)

from portal.web.accounts import account as accounts
from portal.web.accounts import seats
from portal.web.accounts.account import Account
from shared.contracts.approvals_holding import HolderNoted, MandateLifeNoted
from shared.core.roles import Role
from shared.platform.tables import Instant
from shared.reference.holding import Holding

HOLDERS: Final = frozenset({Role.MANDATE_HOLDER, Role.CHAIR_RAPPORTEUR})
"""The roles that are nothing without a mandate that is held."""

_WITH_IT: Final = HOLDERS | {Role.COORDINATION_COMMITTEE}
"""A member leaves the Committee on the day on which the term ends (K1 of section D.3)."""


def tables_of(metadata: MetaData) -> tuple[Table, Table]:
    """Return the tables of terms and of the last days of mandates."""
    holders = Table(
        "communications_holders",
        metadata,
        Column("term_id", String(36), primary_key=True),
        Column("mandate", String(60)),
        Column("seat", String(10)),
        Column("holder_id", String(36)),
        Column("starts_on", Date),
        Column("last", Date),
        Column("noted_at", Instant),
        Index("communications_holders_mandate", "mandate"),
    )
    lives = Table(
        "communications_lives",
        metadata,
        Column("mandate", String(60), primary_key=True),
        Column("transmits_until", Date),
        Column("signs_until", Date),
        Column("noted_at", Instant),
    )
    return holders, lives


_holders, _lives = tables_of(MetaData())  # to read them; the letters make and fill them
_SOME = "some"
# Kept, because each request of who holds or serves a mandate asks them.
_THEIR_HOLDERS, _THEIR_LIVES = (
    select(table).where(table.c.mandate.in_(bindparam(_SOME, expanding=True)))
    for table in (_holders, _lives)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A mandate of an account on a day. ``first``, ``last``: of the person's own term.

    ``comes``: that term is still to begin. ``ended``: the last day of the mandate, once it is over.
    """

    mandate: str
    held: bool
    comes: bool = False
    first: date | None = None
    last: date | None = None
    ended: date | None = None


def settled(engine: Engine, account: Account, *, on: date) -> Account:
    """Return the account with what the person holds on that day."""
    if account.roles.isdisjoint(_WITH_IT):
        return account
    with engine.connect() as conn:
        return as_of(conn, account, on)


def as_of(conn: Connection, account: Account, on: date) -> Account:
    return _all_as_of(conn, [account], on)[0]


def holding(conn: Connection, on: date, *roles: Role) -> list[Account]:
    """Return everybody who has one of the roles on that day and is not disabled, by name."""
    found = _all_as_of(conn, accounts.holding(conn, *roles), on)
    return [one for one in found if one.has(*roles)]


def all_as_of(conn: Connection, on: date) -> list[Account]:
    """Return every account as it is on that day, by name."""
    return _all_as_of(conn, accounts.everybody(conn), on)


def of_all(conn: Connection, account_ids: Collection[str], on: date) -> Mapping[str, Account]:
    """Return these accounts as they are on that day, by id."""
    found = _all_as_of(conn, list(accounts.by_ids(conn, account_ids).values()), on)
    return {one.account_id: one for one in found}


def offices_of(conn: Connection, account_id: str, on: date) -> list[Office]:
    """Return what there is to say of each mandate of a holder's account, as it is stored."""
    account = accounts.by_id(conn, account_id)
    if account is None or account.roles.isdisjoint(HOLDERS):
        return []
    known = holdings(conn, account.mandates)
    return [_office(known[one], account.account_id, on) for one in sorted(account.mandates)]


def holdings(conn: Connection, some: Collection[str]) -> dict[str, Holding]:
    """Return what is on record of these mandates."""
    found = {one: Holding(mandate=one) for one in some}
    asked = {_SOME: sorted(some)}
    for row in conn.execute(_THEIR_HOLDERS, asked):
        found[row.mandate] = found[row.mandate].noted(HolderNoted(**row._asdict()))
    for row in conn.execute(_THEIR_LIVES, asked):
        found[row.mandate] = found[row.mandate].noted(MandateLifeNoted(**row._asdict()))
    return found


def is_over(mandate: ColumnElement[str], on: date | ColumnElement[date]) -> ColumnElement[bool]:
    """Whether the last day of this mandate is over, for a query."""
    c = _lives.c
    return select(c.mandate).where(c.mandate == mandate, c.signs_until < on).exists()


def terms_of(conn: Connection, people: Collection[str]) -> dict[str, list[HolderNoted]]:
    """Return every term on record of each of these people, also those that are over."""
    found: dict[str, list[HolderNoted]] = {one: [] for one in people}
    for row in conn.execute(select(_holders).where(_holders.c.holder_id.in_(people))):
        found[row.holder_id].append(HolderNoted(**row._asdict()))
    return found


def _all_as_of(conn: Connection, some: Sequence[Account], on: date) -> list[Account]:
    theirs = [one.mandates for one in some if not one.roles.isdisjoint(HOLDERS)]
    known = holdings(conn, frozenset().union(*theirs)) if theirs else {}
    seated = {one.account_id for one in some if one.has(Role.COORDINATION_COMMITTEE)}
    lost = seats.lost(conn, seated, on)
    return [_as_of(_seated(one, lost), known, on) for one in some]


def _seated(account: Account, lost: Collection[str]) -> Account:
    if account.account_id not in lost:
        return account
    return replace(account, roles=account.roles - {Role.COORDINATION_COMMITTEE})


def _as_of(account: Account, known: Mapping[str, Holding], on: date) -> Account:
    if account.roles.isdisjoint(HOLDERS):
        return account
    me = account.account_id
    held = frozenset(one for one in account.mandates if known[one].held_by(me, on))
    if held == account.mandates:
        return account
    kept, roles = held, account.roles
    if not held:
        comes = any(_comes(known[one], me, on) for one in account.mandates)
        roles -= {Role.COORDINATION_COMMITTEE} if comes else _WITH_IT
    if account.has(Role.HUMAN_RIGHTS_OFFICER):  # works for mandates that somebody else holds
        kept |= {one for one in account.mandates if not _own(known[one], me)}
    return replace(account, mandates=kept, roles=roles, past=account.mandates - kept)


def _office(known: Holding, person: str, on: date) -> Office:
    own = sorted(_own(known, person), key=lambda term: term.starts_on)
    over = known.signs_until is not None and on > known.signs_until
    now = [term for term in own if term.starts_on <= on <= term.last]
    term = next(iter(now or [one for one in own if one.starts_on > on] or own[-1:]), None)
    return Office(
        mandate=known.mandate,
        held=known.held_by(person, on),
        comes=term is not None and term.starts_on > on,
        first=term.starts_on if term else None,
        last=term.last if term else None,
        ended=known.signs_until if over else None,
    )


def _comes(known: Holding, person: str, on: date) -> bool:
    """Whether a term of this person is still to begin: their first weeks are open to them."""
    return any(term.starts_on > on for term in _own(known, person))


def _own(known: Holding, person: str) -> list[HolderNoted]:
    return [term for term in known.terms.values() if term.holder_id == person]
