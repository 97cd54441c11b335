"""Registrations of candidates: an address that waits for its owner to follow a link.

The link is made when its letter goes out, and only a digest of it is kept. Who asks and what comes
of it is the same for every address, whether it has an account or not: the letter goes out alike,
and only its link tells. Nothing is kept of a registration once its link has ended.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import (
    Column,
    ColumnElement,
    Engine,
    MetaData,
    String,
    Table,
    and_,
    delete,
    insert,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from portal.web.accounts import account as accounts
from portal.web.accounts import token
from portal.web.accounts.account import Account
from portal.web.audit import entries
from portal.web.audit.chain import Read, put
from shared.core.roles import Role
from shared.platform.tables import Instant

LIFE = timedelta(days=1)
"""Of a link, from when it goes out."""
AGAIN = timedelta(hours=1)
"""One letter goes to an address in this time, however often it is asked for."""
_TAKEN = timedelta(minutes=5)  # longer than any attempt lasts
_LATER = timedelta(minutes=5)
_NEVER_SENT = timedelta(days=7)
_AT_ONCE = 50  # letters

tables = MetaData()
registrations = Table(
    "candidate_registrations",
    tables,
    Column("email", String(254), primary_key=True),  # lower case
    Column("language", String(8)),  # of the page on which it was asked for
    Column("asked_at", Instant, nullable=False, index=True),
    Column("due_at", Instant),  # null: the letter went out
    Column("taken_until", Instant),  # one process at a time sends it
    Column("token_hash", String(64), unique=True),
    Column("ends_at", Instant),
)
_c = registrations.c


@dataclass(frozen=True, slots=True)
class Registration:
    email: str
    language: str | None


@dataclass(frozen=True, slots=True)
class Letter:
    """What goes out: ``link`` is the token of the link."""

    to: Registration
    link: str


def written(email: str) -> str:
    """Return an address as it is kept."""
    return email.strip().lower()


def ask(engine: Engine, email: str, language: str | None, *, at: datetime) -> None:
    """Let a letter go to this address, unless one was asked for a short time ago."""
    new = {"asked_at": at, "due_at": at, "taken_until": None, "language": language}
    before = and_(_c.email == written(email), _c.asked_at <= at - AGAIN)
    try:
        with engine.begin() as conn:
            if not conn.execute(update(registrations).where(before).values(new)).rowcount:
                conn.execute(insert(registrations).values(email=written(email), **new))
    except IntegrityError:
        return  # asked for within the hour


def due(engine: Engine, *, at: datetime) -> list[str]:
    """Return the addresses to which a letter is to go, as many as go at a time."""
    query = select(_c.email).where(_due(at)).order_by(_c.due_at).limit(_AT_ONCE)
    with engine.connect() as conn:
        return list(conn.scalars(query))


def purge(engine: Engine, *, at: datetime) -> int:
    """Throw away what has ended; return how much. A link that ended leaves one asked for since."""
    over = and_(_c.ends_at <= at, _c.due_at.is_(None))
    ended = or_(over, _never_goes(at))
    with engine.begin() as conn:
        return conn.execute(delete(registrations).where(ended)).rowcount


def take(engine: Engine, email: str, *, at: datetime) -> Letter | None:
    """Make the link to send; None: another process was faster. A link before it ends."""
    link = token.mint()
    with engine.begin() as conn:
        this = update(registrations).where(_c.email == email, _due(at))
        new = {
            "taken_until": at + _TAKEN,
            "token_hash": token.digest(link),
            "ends_at": at + LIFE,
        }
        if not conn.execute(this.values(new)).rowcount:
            return None
        language = conn.scalar(select(_c.language).where(_c.email == email))
    return Letter(Registration(email, language), link)


def sent(engine: Engine, email: str) -> None:
    with engine.begin() as conn:
        this = update(registrations).where(_c.email == email)
        conn.execute(this.values(due_at=None, taken_until=None))


def put_off(engine: Engine, email: str, *, at: datetime) -> None:
    with engine.begin() as conn:
        this = update(registrations).where(_c.email == email)
        conn.execute(this.values(due_at=at + _LATER, taken_until=None))


def drop(engine: Engine, email: str) -> None:
    """Throw it away: the address takes no mail."""
    with engine.begin() as conn:
        conn.execute(delete(registrations).where(_c.email == email))


def opened(engine: Engine, link: str, *, at: datetime) -> Registration | None:
    """Return whose link this is; None of one that is unknown, used or ended.

    None, too, of one to an address that has an account.
    """
    with engine.connect() as conn:
        row = conn.execute(
            select(_c.email, _c.language).where(
                _c.token_hash == token.digest(link), _c.ends_at > at
            )
        ).one_or_none()
        if row is None or accounts.by_email(conn, row.email) is not None:
            return None
    return Registration(row.email, row.language)


def register(
    engine: Engine, link: str, *, name: str, password_hash: str, at: datetime
) -> Account | None:
    """Make the account of a candidate, and nothing else, out of a link that serves once."""
    asked = opened(engine, link, at=at)
    if asked is None:
        return None
    account = Account(
        account_id=str(uuid4()),
        email=asked.email,
        name=name,
        password_hash=password_hash,
        roles=frozenset({Role.CANDIDATE}),
        language=asked.language,
    )
    made = Read(
        actor_id=account.account_id,
        roles=frozenset(),
        what=entries.GRANT,
        subject=f"account-{account.account_id}",
        purpose=f"role:{Role.CANDIDATE.value}",
    )
    this = delete(registrations).where(_c.token_hash == token.digest(link))
    try:
        with engine.begin() as conn:
            if not conn.execute(this).rowcount:
                return None
            accounts.add(conn, account)
            put(conn, [made], at=at)
    except IntegrityError:  # somebody made an account with this address at this moment
        return None
    return account


def _due(at: datetime) -> ColumnElement[bool]:
    free = or_(_c.taken_until.is_(None), _c.taken_until < at)
    return and_(_c.due_at <= at, free, not_(_never_goes(at)))


def _never_goes(at: datetime) -> ColumnElement[bool]:
    return _c.asked_at <= at - _NEVER_SENT
