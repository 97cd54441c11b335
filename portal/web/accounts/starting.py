"""Start passwords: made by us, valid for some days and one signing in, known only to the owner.

Somebody requests one; it is made when it is sent, and only its hash stays. The old password works
until the person has signed in with the new one and chosen another.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    and_,
    delete,
    exists,
    insert,
    or_,
    select,
    update,
)

from portal.web.accounts import account as accounts
from portal.web.accounts import codes, passwords
from portal.web.accounts.account import Account
from portal.web.accounts.tables import accounts as table
from portal.web.accounts.tables import start_letters

START_LIFE = timedelta(days=7)
_TAKEN = timedelta(minutes=5)  # longer than any attempt lasts
AGAIN = timedelta(minutes=5)
_AT_ONCE = 50  # letters


@dataclass(frozen=True, slots=True)
class Letter:
    """``due_at``: None while the account has no rights. ``refused_at``: when the address did."""

    due_at: datetime | None
    refused_at: datetime | None


def start_password() -> str:
    """Return a new one: over 110 bits that can be typed from a letter."""
    return "-".join(codes.new_recovery_codes()[:2])


def ask(conn: Connection, account_id: str, *, due_at: datetime | None) -> None:
    """Let a start password go out, in place of one that did not yet.

    ``due_at``: None for a new account that has no rights yet; ``release`` sends it then.
    """
    conn.execute(delete(start_letters).where(start_letters.c.account_id == account_id))
    conn.execute(insert(start_letters).values(account_id=account_id, due_at=due_at))


def release(conn: Connection, account_id: str, *, at: datetime) -> None:
    """Send what waits for the account's rights: it has them now."""
    c = start_letters.c
    this = update(start_letters).where(c.account_id == account_id, c.due_at.is_(None))
    conn.execute(this.values(due_at=at))


def withdraw(conn: Connection, account_id: str) -> None:
    """Let no start password of this account work any more; another one can be asked for."""
    sent(conn, account_id)
    accounts.end_start(conn, account_id)


def asked(conn: Connection, account_id: str) -> bool:
    """Whether a start password of this account may be made now."""
    c = start_letters.c
    this = and_(c.account_id == account_id, c.due_at.is_not(None), ~_DISABLED)
    return conn.scalar(select(c.account_id).where(this)) is not None


def letter(conn: Connection, account_id: str) -> Letter | None:
    """Return the letter that did not go out yet."""
    c = start_letters.c
    row = conn.execute(
        select(c.due_at, c.refused_at).where(c.account_id == account_id)
    ).one_or_none()
    return Letter(row.due_at, row.refused_at) if row else None


def due(conn: Connection, *, at: datetime) -> list[str]:
    """Return whose letters are to go, as many as go at a time."""
    c = start_letters.c
    return list(
        conn.scalars(select(c.account_id).where(_due(at)).order_by(c.due_at).limit(_AT_ONCE))
    )


def take(engine: Engine, account_id: str, *, at: datetime) -> tuple[Account, str] | None:
    """Make the start password to send; None: another process was faster.

    Its hash is kept first, so that no letter holds a password that does not serve.
    """
    c = start_letters.c
    with engine.begin() as conn:
        this = update(start_letters).where(c.account_id == account_id, _due(at))
        if not conn.execute(this.values(taken_until=at + _TAKEN)).rowcount:
            return None
        password = make(conn, account_id, at=at)
        account = accounts.by_id(conn, account_id)
    return (account, password) if account else None


def make(conn: Connection, account_id: str, *, at: datetime) -> str:
    """Keep a new start password; return it, to hand over and to forget."""
    password = start_password()
    hashed = passwords.hashed(password, unguessable=True)
    accounts.set_start(conn, account_id, hashed, until=at + START_LIFE)
    return password


def sent(conn: Connection, account_id: str) -> None:
    conn.execute(delete(start_letters).where(start_letters.c.account_id == account_id))


def went(conn: Connection, account_id: str, *, at: datetime) -> None:
    """The letter that was taken at this moment went, and not one that was asked for since."""
    conn.execute(delete(start_letters).where(_taken(account_id, at)))


def refuse(conn: Connection, account_id: str, *, at: datetime) -> None:
    """Note that the address refuses the letter of this moment, for administrators to see."""
    conn.execute(update(start_letters).where(_taken(account_id, at)).values(refused_at=at))


def put_off(conn: Connection, account_id: str, *, at: datetime) -> None:
    this = update(start_letters).where(start_letters.c.account_id == account_id)
    conn.execute(this.values(due_at=at + AGAIN, taken_until=None))


def matches(account: Account, password: str) -> bool:
    """Whether this is the account's start password. Raises ``Crowded``."""
    with passwords.KNOWN.one():
        return is_right(account, password)


def is_right(account: Account | None, password: str) -> bool:
    """Whether this is the account's start password, in a turn that is taken already.

    Where there is none it takes just as long.
    """
    kept = account.start_hash if account else None
    return passwords.is_right(kept or passwords.nobodys(), password)


def _due(at: datetime) -> ColumnElement[bool]:
    c = start_letters.c
    free = or_(c.taken_until.is_(None), c.taken_until < at)
    return and_(c.due_at <= at, c.refused_at.is_(None), free, ~_DISABLED)


def _taken(account_id: str, at: datetime) -> ColumnElement[bool]:
    c = start_letters.c
    return and_(c.account_id == account_id, c.taken_until == at + _TAKEN)


_DISABLED = exists().where(
    table.c.account_id == start_letters.c.account_id, table.c.disabled.is_(True)
)
"""It gets none, until somebody enables it again."""
