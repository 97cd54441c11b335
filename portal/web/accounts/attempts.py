"""The limit on wrong answers, by person and device, shared by all processes.

Wrong answers are kept in the database for 15 minutes, each under a keyed hash, so that a person who
reads the table learns neither an address nor an e-mail from it. An answer is noted before it is
checked, which takes a while, and the note is removed if the answer was right: so guesses made at
once count like guesses made one after another.

Decision 0029: failed tries of strangers count only against strangers. A known device has its own
count, and secrets that nobody can guess are not counted.
"""

import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, or_, select

from portal.web.accounts.tables import wrong_answers
from portal.web.accounts.turns import Crowded
from portal.web.context import settings
from portal.web.db import alone, engine
from portal.web.i18n.texts import lazy

WINDOW = timedelta(minutes=15)
PER_ACCOUNT = 10
PER_ADDRESS = 50  # an office behind one address has many people
TOO_MANY = lazy("There were too many wrong answers. Wait 15 minutes, then try again.")

_c = wrong_answers.c


@dataclass(frozen=True, slots=True)
class Limit:
    """``whose``: a keyed hash. ``most``: how many wrong answers of these are borne."""

    whose: str
    most: int


@dataclass(frozen=True, slots=True)
class Tried:
    """An answer that is noted as wrong until it proves right."""

    first: str
    notes: tuple[int, ...]


def strangers(email: str, address: str) -> tuple[Limit, Limit]:
    """Limit passwords from devices that we do not know: by account and by address."""
    return (
        Limit(_name("account", email), PER_ACCOUNT),
        Limit(_name("address", address), PER_ADDRESS),
    )


def of_device(kind: str, account_id: str, device: str | None) -> Limit:
    """Limit what is tried at this account from a known device; ``None``: from all others."""
    return Limit(_name(kind, f"{account_id}:{device or ''}"), PER_ACCOUNT)


def of_code(code_hash: str) -> Limit:
    """Limit what is tried with this tracking code."""
    return Limit(_name("code", code_hash), PER_ACCOUNT)


def of_reports(address: str) -> tuple[Limit, Limit]:
    """Limit problems that are reported: from one address, and altogether."""
    return (
        Limit(_name("report", address), PER_ACCOUNT),
        Limit(_name("report", "all"), PER_ADDRESS),
    )


def tried(*limits: Limit, at: datetime) -> Tried | None:
    """Note an answer before it is looked at; None: one of them has to wait."""
    with engine().begin() as conn:
        alone(conn, [limit.whose for limit in limits])
        if any(_count(conn, limit.whose, at) >= limit.most for limit in limits):
            return None
        notes = [_note(conn, limit.whose, at) for limit in limits]
    return Tried(limits[0].whose, tuple(notes))


def right(noted: Tried) -> None:
    """It was right: it counts against nobody, and the wrong ones of the first are forgotten."""
    with engine().begin() as conn:
        this = or_(_c.answer_id.in_(noted.notes), _c.whose == noted.first)
        conn.execute(delete(wrong_answers).where(this))


@contextmanager
def looking(noted: Tried | None) -> Iterator[None]:
    """Look at an answer in this block. When too many wait for that, it counts against nobody."""
    try:
        yield
    except Crowded:
        if noted:
            with engine().begin() as conn:
                conn.execute(delete(wrong_answers).where(_c.answer_id.in_(noted.notes)))
        raise


def wrong(limit: Limit, *, at: datetime) -> bool:
    """Note an answer that was wrong; whether there were more of them than are borne.

    Those are noted no more: a crowd at one door writes little.
    """
    with engine().begin() as conn:
        alone(conn, [limit.whose])
        if _count(conn, limit.whose, at) >= limit.most:
            return True
        _note(conn, limit.whose, at)
    return False


def _note(conn: Connection, whose: str, at: datetime) -> int:
    conn.execute(delete(wrong_answers).where(_c.at <= at - WINDOW))
    made = insert(wrong_answers).values(whose=whose, at=at).returning(_c.answer_id)
    answer_id: int = conn.execute(made).scalar_one()
    return answer_id


def _count(conn: Connection, whose: str, at: datetime) -> int:
    this = select(func.count()).where(_c.whose == whose, _c.at > at - WINDOW)
    return conn.scalar(this) or 0


def _name(kind: str, value: str) -> str:
    key = hmac.digest(settings().secret_key.get_secret_value().encode(), b"attempts", "sha256")
    return hmac.digest(key, f"{kind}:{value.strip().lower()}".encode(), "sha256").hex()
