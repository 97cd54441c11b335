"""The stored second factors of a person: an app, passkeys, recovery codes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from portal.web.accounts.account import Account
from portal.web.accounts.tables import authenticators, passkeys, recovery_codes
from shared.core.message import Sealed
from shared.core.roles import Role

_SOURCES = frozenset({Role.NGO_MEMBER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Passkey:
    passkey_id: str
    account_id: str
    name: str
    credential_id: str
    public_key: bytes
    sign_count: int
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Factors:
    """``app``: the sealed secret, once a code of it was entered. ``codes_left``: for recovery."""

    app: Sealed | None
    app_since: datetime | None
    passkeys: tuple[Passkey, ...]
    codes_left: int

    @property
    def count(self) -> int:
        return (self.app is not None) + len(self.passkeys)


def needed(roles: Iterable[Role]) -> bool:
    """Whether nobody may sign in without one who has these roles: all but sources (R20).

    A contact point is no source: it reads who the people are that it files for.
    """
    return not _SOURCES.issuperset(roles)


def needed_by(account: Account) -> bool:
    return needed(account.roles)


def of_account(conn: Connection, account_id: str) -> Factors:
    app = conn.execute(
        select(authenticators).where(
            authenticators.c.account_id == account_id, authenticators.c.confirmed_at.is_not(None)
        )
    ).one_or_none()
    mine = passkeys.c.account_id == account_id
    keys = conn.execute(select(passkeys).where(mine).order_by(passkeys.c.created_at))
    return Factors(
        app=app.secret if app else None,
        app_since=app.confirmed_at if app else None,
        passkeys=tuple(Passkey(**row._mapping) for row in keys),  # noqa: SLF001  # public in SQLAlchemy
        codes_left=conn.scalar(
            select(func.count()).where(recovery_codes.c.account_id == account_id)
        )
        or 0,
    )


def proposed_app(conn: Connection, account_id: str) -> Sealed | None:
    """Return the secret that was shown and of which no code came yet."""
    c = authenticators.c
    this = select(c.secret).where(c.account_id == account_id, c.confirmed_at.is_(None))
    found: Sealed | None = conn.scalar(this)
    return found


def propose_app(conn: Connection, account_id: str, secret: Sealed) -> None:
    """Keep a secret until a code of it comes, in place of one shown before.

    Raises ``IntegrityError`` when the person has an app.
    """
    c = authenticators.c
    conn.execute(delete(authenticators).where(c.account_id == account_id, c.confirmed_at.is_(None)))
    conn.execute(insert(authenticators).values(account_id=account_id, secret=secret))


def confirm_app(conn: Connection, account_id: str, *, step: int | None, at: datetime) -> None:
    """A code came: from now on the app counts. ``step``: of that code, which is spent."""
    this = authenticators.c.account_id == account_id
    conn.execute(update(authenticators).where(this).values(confirmed_at=at, last_step=step))


def spend_step(conn: Connection, account_id: str, step: int) -> bool:
    """Take note that this half minute's code was used; False: it, or a later one, was before."""
    c = authenticators.c
    this = update(authenticators).where(
        c.account_id == account_id, or_(c.last_step.is_(None), c.last_step < step)
    )
    return conn.execute(this.values(last_step=step)).rowcount > 0


def remove_app(conn: Connection, account_id: str) -> None:
    conn.execute(delete(authenticators).where(authenticators.c.account_id == account_id))


def add_passkey(
    conn: Connection,
    account_id: str,
    *,
    name: str,
    credential_id: str,
    public_key: bytes,
    sign_count: int,
    at: datetime,
) -> None:
    conn.execute(
        insert(passkeys).values(
            passkey_id=str(uuid4()),
            account_id=account_id,
            name=name,
            credential_id=credential_id,
            public_key=public_key,
            sign_count=sign_count,
            created_at=at,
        )
    )


def used_passkey(conn: Connection, passkey_id: str, *, sign_count: int, at: datetime) -> None:
    this = passkeys.c.passkey_id == passkey_id
    conn.execute(update(passkeys).where(this).values(sign_count=sign_count, last_used_at=at))


def remove_passkey(conn: Connection, account_id: str, passkey_id: str) -> None:
    c = passkeys.c
    conn.execute(delete(passkeys).where(c.account_id == account_id, c.passkey_id == passkey_id))


def keep_recovery_codes(conn: Connection, account_id: str, hashes: Iterable[str]) -> None:
    """Keep these in place of the ones before."""
    conn.execute(delete(recovery_codes).where(recovery_codes.c.account_id == account_id))
    conn.execute(
        insert(recovery_codes),
        [{"code_hash": code_hash, "account_id": account_id} for code_hash in hashes],
    )


def recovery_hashes(conn: Connection, account_id: str) -> list[str]:
    c = recovery_codes.c
    return list(conn.scalars(select(c.code_hash).where(c.account_id == account_id)))


def spend_recovery_code(conn: Connection, code_hash: str) -> bool:
    """Take the code away; False: somebody was faster."""
    this = recovery_codes.c.code_hash == code_hash
    return conn.execute(delete(recovery_codes).where(this)).rowcount > 0


def remove_all(conn: Connection, account_id: str) -> None:
    """Remove all factors: the person sets a new one up at the next signing in."""
    for table in (authenticators, passkeys, recovery_codes):
        conn.execute(delete(table).where(table.c.account_id == account_id))
