"""A person who can sign in: the stored data, and the actor that services see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from itertools import islice
from typing import Any, NamedTuple

from pydantic_core import from_json
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Text,
    and_,
    bindparam,
    cast,
    delete,
    func,
    insert,
    or_,
    select,
    true,
    update,
)

from portal.web.accounts.rights import Rights
from portal.web.accounts.tables import accounts, api_tokens, focal_suspensions, proposals
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.platform.tables import any_of
from shared.reference.organisations import register_id

_LENGTH = 36  # of an id of the register


class Member(NamedTuple):
    """Of which organisation somebody is, and in which roles."""

    account_id: str
    organisation_id: str | None
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    account_id: str
    email: str
    name: str
    password_hash: str
    roles: frozenset[Role]
    organisation_id: str | None = None
    organisation: str | None = None
    mandates: frozenset[str] = frozenset()
    state_codes: frozenset[str] = frozenset()
    demo: bool = False
    disabled: bool = False
    start_hash: str | None = None
    start_until: datetime | None = None
    """Of a start password and until when it is good; None: there is none."""
    language: str | None = None
    """Of the person's pages and mails; None: they never chose."""
    comes_at: datetime | None = None
    """From when something holds that two persons agreed on and that is not done yet."""

    focal_until: datetime | None = None
    """Up to when the person speaks for the organisation; None: since before there was an end."""

    past: frozenset[str] = frozenset()
    """The mandates of the account that the person does not hold today: see ``offices``."""

    office: str | None = None
    """Of a United Nations partner; None: an agency."""

    contact: str | None = None
    """Functional address of the office of a desk officer or Resident Coordinator."""

    @property
    def begun(self) -> bool:
        """Whether the person ever chose a password."""
        return bool(self.password_hash)

    @property
    def title(self) -> str:
        """The person's function, in words."""
        return listed(gettext(role.label) for role in Role if role in self.roles)

    def has(self, *roles: Role) -> bool:
        """Whether the person holds one of these roles."""
        return not self.roles.isdisjoint(roles)


def actor_of(account: Account) -> Actor:
    """Return who this account is to the services: opaque id, roles and reach, no name."""
    return Actor(
        actor_id=account.account_id,
        roles=account.roles,
        organisation_id=account.organisation_id,
        mandates=account.mandates,
        states=account.state_codes,
        office=account.office,
    )


def rights_of(account: Account) -> Rights:
    return Rights(
        roles=account.roles,
        mandates=account.mandates,
        states=account.state_codes,
        organisation_id=account.organisation_id,
        office=account.office,
    )


def by_id(conn: Connection, account_id: str) -> Account | None:
    row = conn.execute(_of_id(), {"asked": account_id}).one_or_none()
    return of_row(row) if row else None


@cache  # every page asks for it: SQLAlchemy remembers how to write it
def _of_id() -> Select[Any]:
    return every().where(accounts.c.account_id == bindparam("asked"))


def locked(conn: Connection, account_id: str) -> Account | None:
    """Return the account, which nobody else changes until this transaction is over."""
    query = every().where(accounts.c.account_id == account_id).with_for_update(of=accounts)
    row = conn.execute(query).one_or_none()
    return of_row(row) if row else None


def ids(conn: Connection) -> list[str]:
    """Return the id of every account there is."""
    return list(conn.scalars(select(accounts.c.account_id)))


def by_ids(conn: Connection, account_ids: Collection[str]) -> dict[str, Account]:
    rows = conn.execute(every().where(accounts.c.account_id.in_(account_ids)))
    return {row.account_id: of_row(row) for row in rows}


def by_email(conn: Connection, email: str) -> Account | None:
    this = accounts.c.email == email.strip().lower()
    row = conn.execute(every().where(this)).one_or_none()
    return of_row(row) if row else None


def names(conn: Connection, account_ids: Collection[str]) -> dict[str, str]:
    """Return the names to show for these ids, by name; an id without an account is left out."""
    c = accounts.c
    some = select(c.account_id, c.name).where(c.account_id.in_(account_ids))
    rows = conn.execute(some.order_by(c.name, c.account_id))
    return {row.account_id: row.name for row in rows}


def holding(conn: Connection, *roles: Role) -> list[Account]:
    """Return everybody who holds one of the roles and is not disabled, by name."""
    these = every().where(~accounts.c.disabled, _given(roles))
    rows = conn.execute(these.order_by(accounts.c.name))
    return [account for account in map(of_row, rows) if account.has(*roles)]


def members(conn: Connection, *roles: Role) -> list[Member]:
    """Return the same people, and of each only what they are."""
    c = accounts.c
    columns = select(c.account_id, c.organisation_id, cast(c.roles, Text).label("roles"))
    rows = conn.execute(columns.where(~c.disabled, _given(roles))).all()
    found = (Member(account, organisation, _kept(held)) for account, organisation, held in rows)
    return [one for one in found if holds(one.roles, roles)]


@lru_cache(maxsize=1_000)
def holds(held: frozenset[Role], some: tuple[Role, ...]) -> bool:
    """Return whether one of some roles is among these; thousands of people hold the same few."""
    return not held.isdisjoint(some)


def of_organisations(conn: Connection, register_ids: Collection[str]) -> list[Account]:
    """Return everybody who is of these entries of the register and not disabled, by name.

    What an account has is the id of an entry, or a code from before the register.
    """
    c = accounts.c
    codes = select(c.organisation_id).where(_is_code(c.organisation_id)).distinct()
    theirs = [code for code in conn.scalars(codes) if register_id(code) in register_ids]
    these = (c.organisation_id.in_([*register_ids, *theirs]), ~c.disabled)
    rows = conn.execute(every().where(*these).order_by(c.name, c.account_id))
    return list(map(of_row, rows))


def add(conn: Connection, account: Account) -> None:
    conn.execute(
        insert(accounts).values(
            account_id=account.account_id,
            email=account.email.strip().lower(),
            name=account.name,
            password_hash=account.password_hash,
            roles=sorted(account.roles),
            organisation_id=account.organisation_id,
            organisation=account.organisation,
            mandates=sorted(account.mandates),
            state_codes=sorted(account.state_codes),
            demo=account.demo,
            disabled=account.disabled,
            start_hash=account.start_hash,
            start_until=account.start_until,
            language=account.language,
            focal_until=account.focal_until,
            office=account.office,
            contact=account.contact,
        )
    )


def everybody(conn: Connection) -> list[Account]:
    """Return every account there is, by name."""
    return list(map(of_row, conn.execute(every().order_by(accounts.c.name, accounts.c.email))))


def found(
    conn: Connection, words: str, role: Role | None, *, first: int = 0, most: int | None = None
) -> list[Account]:
    """Return the accounts whose name, e-mail or organisation has these words, by name.

    ``first``, ``most``: those of a page. Only they are read whole; and of nobody else anything,
    where no word is asked for.
    """
    c, asked = accounts.c, words.casefold().split()
    some = select(c.account_id, c.name, c.email, c.organisation).where(_held(role))
    some = some.order_by(c.name, c.email)
    if asked:
        rows = (row for row in conn.execute(some) if _mentions(row, asked))
        these = list(islice(rows, first, None if most is None else first + most))
    else:
        these = list(conn.execute(some.offset(first).limit(most)))
    whole = by_ids(conn, [row.account_id for row in these])
    return [whole[row.account_id] for row in these]


def set_rights(conn: Connection, account_id: str, rights: Rights, organisation: str | None) -> None:
    """Keep these. Whoever speaks for no organisation has no end of it either.

    What a suspension keeps was for the organisation of before: with another one it is gone.
    """
    this = accounts.c.account_id == account_id
    elsewhere = accounts.c.organisation_id.is_distinct_from(rights.organisation_id)
    moved = select(accounts.c.account_id).where(this, elsewhere)
    conn.execute(delete(focal_suspensions).where(focal_suspensions.c.account_id.in_(moved)))
    until = accounts.c.focal_until if Role.FOCAL_POINT in rights.roles else None
    conn.execute(
        update(accounts)
        .where(this)
        .values(
            focal_until=until,
            roles=sorted(rights.roles),
            mandates=sorted(rights.mandates),
            state_codes=sorted(rights.states),
            organisation_id=rights.organisation_id,
            organisation=organisation,
            office=rights.office,
        )
    )
    _end_programs_without(conn, account_id, rights)


def set_email(conn: Connection, account_id: str, email: str) -> None:
    """Keep another address. Raises ``IntegrityError`` when it is another account's."""
    this = accounts.c.account_id == account_id
    conn.execute(update(accounts).where(this).values(email=email.strip().lower()))


def set_contact(conn: Connection, account_id: str, contact: str | None) -> None:
    """Keep the functional address of the person's office; None: it has none."""
    this = accounts.c.account_id == account_id
    conn.execute(update(accounts).where(this).values(contact=contact))


def set_language(conn: Connection, account_id: str, language: str | None) -> None:
    """Keep the language of pages and mails; None: as the browser asks."""
    this = accounts.c.account_id == account_id
    conn.execute(update(accounts).where(this).values(language=language))


def set_focal_until(conn: Connection, account_id: str, until: datetime | None) -> None:
    """Keep up to when the person speaks for the organisation."""
    this = accounts.c.account_id == account_id
    conn.execute(update(accounts).where(this).values(focal_until=until))


def set_disabled(conn: Connection, account_id: str, *, disabled: bool) -> None:
    """Let the person in or not. Tokens of programs end with that, and come back with nothing."""
    end_programs(conn, account_id)
    this = accounts.c.account_id == account_id
    conn.execute(update(accounts).where(this).values(disabled=disabled))


def set_password(conn: Connection, account_id: str, password_hash: str) -> None:
    """Keep another password, which the person chose. A start password stops working.

    Programs that use the account may have the old one: they are signed out.
    """
    end_programs(conn, account_id)
    this = accounts.c.account_id == account_id
    new = {"password_hash": password_hash, "start_hash": None, "start_until": None}
    conn.execute(update(accounts).where(this).values(**new))


def set_start(conn: Connection, account_id: str, start_hash: str, *, until: datetime) -> None:
    """Keep a start password beside the person's own, in place of one before."""
    this = accounts.c.account_id == account_id
    new = {"start_hash": start_hash, "start_until": until}
    conn.execute(update(accounts).where(this).values(**new))


def end_start(conn: Connection, account_id: str) -> None:
    """Take no start password of this account any more."""
    this = accounts.c.account_id == account_id
    conn.execute(update(accounts).where(this).values(start_hash=None, start_until=None))


def end_programs(conn: Connection, account_id: str) -> None:
    """Take no token any more that this person made."""
    conn.execute(delete(api_tokens).where(api_tokens.c.account_id == account_id))


def _end_programs_without(conn: Connection, account_id: str, rights: Rights) -> None:
    """End the tokens that these rights are not good for: given again, they revive none."""
    these = api_tokens.c.account_id == account_id
    if Role.FOCAL_POINT in rights.roles:
        these &= api_tokens.c.organisation_id != (rights.organisation_id or account_id)
    conn.execute(delete(api_tokens).where(these))


def _mentions(row: Row[Any], words: Sequence[str]) -> bool:
    text = f"{row.name} {row.email} {row.organisation or ''}".casefold()
    return all(word in text for word in words)


def _held(role: Role | None) -> ColumnElement[bool]:
    """Whether this is a role of the account: a system administrator has no other (R2)."""
    if role is None:
        return true()
    alone = role is Role.SYSTEM_ADMIN
    return and_(_given([role]), true() if alone else ~_given([Role.SYSTEM_ADMIN]))


def _given(roles: Collection[Role]) -> ColumnElement[bool]:
    """Whether the row names one of these, so that not everybody is read to find a few."""
    return any_of(accounts.c.roles, roles)


def _is_code(organisation_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether it is no id of the register as that writes it."""
    return or_(
        func.length(organisation_id) != _LENGTH, organisation_id != func.lower(organisation_id)
    )


def every() -> Select[Any]:
    """Every account, with from when something is due for it."""
    c = proposals.c
    due = select(func.min(c.effective_at)).where(
        c.account_id == accounts.c.account_id, c.applied_at.is_(None), c.ended_at.is_(None)
    )
    return select(accounts, due.scalar_subquery().label("comes_at"))


def of_row(row: Row[Any]) -> Account:
    """Return the account of a row of ``every``."""
    return Account(
        account_id=row.account_id,
        email=row.email,
        name=row.name,
        password_hash=row.password_hash,
        roles=_roles(row.roles),
        organisation_id=row.organisation_id,
        organisation=row.organisation,
        mandates=frozenset(row.mandates),
        state_codes=frozenset(row.state_codes),
        demo=row.demo,
        disabled=row.disabled,
        start_hash=row.start_hash,
        start_until=row.start_until,
        language=row.language,
        comes_at=row.comes_at,
        focal_until=row.focal_until,
        office=row.office,
        contact=row.contact,
    )


@lru_cache(maxsize=1_000)
def _kept(roles: str) -> frozenset[Role]:
    """Return the roles as the row has them: few sets of roles are those of very many people."""
    return _roles(from_json(roles))


def _roles(kept: Collection[str]) -> frozenset[Role]:
    """A system administrator has no other role, whatever the table says (R2)."""
    roles = frozenset(map(Role, kept))
    return roles & {Role.SYSTEM_ADMIN} or roles
