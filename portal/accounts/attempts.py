"""How many wrong answers are borne, by account and by address, whichever process they come to.

Kept in the database for 15 minutes, each under a keyed hash and without a number of anybody, so
that whoever reads the table reads neither an address nor an e-mail out of it. An answer is noted
before it is looked at, which takes a while, and the note goes if it was right: so guesses that come
at once are counted like those that come one after another.
"""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, or_, select

from portal.accounts.tables import wrong_answers
from portal.context import settings
from portal.db import engine

WINDOW = timedelta(minutes=15)
PER_ACCOUNT = 10
PER_ADDRESS = 50  # an office behind one address has many people

_c = wrong_answers.c


@dataclass(frozen=True, slots=True)
class Tried:
    """An answer that is noted as wrong until it proves right."""

    account: str
    notes: tuple[int, ...]


@dataclass(slots=True)
class Attempts:
    """The wrong answers of the last 15 minutes. ``email``: whatever names the account."""

    per_account: int = PER_ACCOUNT
    per_address: int = PER_ADDRESS

    def tried(self, *, email: str, address: str, at: datetime) -> Tried | None:
        """Note an answer before it is looked at; None: this account or this address has to wait."""
        limits = {_account(email): self.per_account, _address(address): self.per_address}
        with engine().begin() as conn:
            _alone(conn, limits)
            if any(_count(conn, whose, at) >= most for whose, most in limits.items()):
                return None
            conn.execute(delete(wrong_answers).where(_c.at <= at - WINDOW))
            notes = [
                conn.execute(
                    insert(wrong_answers).values(whose=whose, at=at).returning(_c.answer_id)
                ).scalar_one()
                for whose in limits
            ]
        return Tried(account=_account(email), notes=tuple(notes))

    def right(self, tried: Tried) -> None:
        """It was right: it counts against nobody, and the account's wrong ones are forgotten."""
        with engine().begin() as conn:
            this = or_(_c.answer_id.in_(tried.notes), _c.whose == tried.account)
            conn.execute(delete(wrong_answers).where(this))


def _alone(conn: Connection, names: Iterable[str]) -> None:
    """Let nobody else count or note for these names before this transaction ends.

    SQLite has one writer anyway. Locks are taken in one order, so that nobody waits for ever.
    """
    if conn.dialect.name == "postgresql":
        for key in sorted(int(name[:15], 16) for name in names):
            conn.execute(select(func.pg_advisory_xact_lock(key)))


def _count(conn: Connection, whose: str, at: datetime) -> int:
    this = select(func.count()).where(_c.whose == whose, _c.at > at - WINDOW)
    return conn.scalar(this) or 0


def _account(email: str) -> str:
    return _name("account", email)


def _address(address: str) -> str:
    return _name("address", address)


def _name(kind: str, value: str) -> str:
    key = hmac.digest(settings().secret_key.get_secret_value().encode(), b"attempts", "sha256")
    return hmac.digest(key, f"{kind}:{value.strip().lower()}".encode(), "sha256").hex()
