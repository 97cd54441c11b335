"""How many wrong answers are borne, by account and by address, whichever process they come to.

Kept in the database for 15 minutes, each under a keyed hash and without a number of anybody, so
that whoever reads the table reads neither an address nor an e-mail out of it.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select

from portal.accounts.tables import wrong_answers
from portal.context import settings
from portal.db import engine

WINDOW = timedelta(minutes=15)
PER_ACCOUNT = 10
PER_ADDRESS = 50  # an office behind one address has many people

_c = wrong_answers.c


@dataclass(slots=True)
class Attempts:
    """The wrong answers of the last 15 minutes. ``email``: whatever names the account."""

    per_account: int = PER_ACCOUNT
    per_address: int = PER_ADDRESS

    def exhausted(self, *, email: str, address: str, at: datetime) -> bool:
        """Whether this account or this address has to wait."""
        with engine().connect() as conn:
            return (
                _count(conn, _account(email), at) >= self.per_account
                or _count(conn, _address(address), at) >= self.per_address
            )

    def failed(self, *, email: str, address: str, at: datetime) -> None:
        with engine().begin() as conn:
            conn.execute(delete(wrong_answers).where(_c.at <= at - WINDOW))
            both = [{"whose": whose, "at": at} for whose in (_account(email), _address(address))]
            conn.execute(insert(wrong_answers), both)

    def succeeded(self, *, email: str) -> None:
        with engine().begin() as conn:
            conn.execute(delete(wrong_answers).where(_c.whose == _account(email)))


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
