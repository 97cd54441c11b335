"""Invitations of nominators: a letter to an address, with a link that tells only its reader.

As of registrations (decision 0053) the link is made when its letter goes out, and only a digest of
it is kept. The address is sealed under the candidate's key. No letter goes before the fact is known
that the candidate asked, nor once the time to answer is over.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    MetaData,
    String,
    Table,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from portal.selection.nominating_model import nominations
from portal.web.accounts import token
from shared.core.message import Sealed
from shared.platform.tables import Instant, SealedText

LIFE = timedelta(days=400)
"""A nominator who confirmed withdraws by the same link; what it opens the nomination says."""
_TAKEN = timedelta(minutes=5)  # longer than any attempt lasts
_LATER = timedelta(minutes=5)
_AT_ONCE = 50  # letters

tables = MetaData()
invitations = Table(
    "nomination_invitations",
    tables,
    Column("nomination_id", String(36), primary_key=True),
    Column("email", SealedText),  # null: the letter went out
    Column("language", String(8)),  # of the page on which it was asked for
    Column("asked_at", Instant, nullable=False, index=True),
    Column("due_at", Instant),
    Column("taken_until", Instant),  # one process at a time sends it
    Column("token_hash", String(64), unique=True),
    Column("asker", String(64), index=True),  # a pseudonym of person and vacancy
)
_c = invitations.c

MOST: Final = 20
"""Letters that one person has sent for one vacancy, whatever became of the application."""


class Revealing(Protocol):
    def reveal(self, sealed: Sealed | None) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Letter:
    """What goes out: ``link`` is the token of the link."""

    email: str
    language: str | None
    link: str


def ask(
    engine: Engine,
    nomination_id: str,
    email: Sealed,
    language: str | None,
    *,
    asker: str,
    at: datetime,
) -> bool:
    """Let a letter go to this address. The same nomination twice is one letter.

    Until a letter was made, the last address counts: of a form that was refused and corrected.
    False: this person has had so many letters sent for the vacancy that no more go.
    """
    new = {"email": email, "language": language, "asked_at": at, "due_at": at, "asker": asker}
    try:
        with engine.begin() as conn:
            others = and_(_c.asker == asker, _c.nomination_id != nomination_id)
            if (conn.scalar(select(func.count()).where(others)) or 0) >= MOST:
                return False
            conn.execute(insert(invitations).values(nomination_id=nomination_id, **new))
    except IntegrityError:
        with engine.begin() as conn:
            this = (_c.nomination_id == nomination_id, _c.token_hash.is_(None))
            conn.execute(update(invitations).where(*this).values(new))
    return True


def purge(engine: Engine, *, at: datetime) -> int:
    """Throw away the links that serve no more; return how many there were."""
    with engine.begin() as conn:
        return conn.execute(delete(invitations).where(_c.asked_at <= at - LIFE)).rowcount


def due(engine: Engine, *, at: datetime) -> list[str]:
    """Return the nominations whose letter is to go, as many as go at a time."""
    of = nominations.c
    waits = and_(of.step == "named", of.answer_by > at)
    query = select(_c.nomination_id).join(nominations, of.nomination_id == _c.nomination_id)
    first = query.where(waits, _due(at)).order_by(_c.due_at).limit(_AT_ONCE)
    with engine.connect() as conn:
        return list(conn.scalars(first))


def take(engine: Engine, vault: Revealing, nomination_id: str, *, at: datetime) -> Letter | None:
    """Make the link to send; None: another process was faster, or the person was erased."""
    link = token.mint()
    with engine.begin() as conn:
        this = update(invitations).where(_c.nomination_id == nomination_id, _due(at))
        new = {"taken_until": at + _TAKEN, "token_hash": token.digest(link)}
        if not conn.execute(this.values(new)).rowcount:
            return None
        query = select(_c.email, _c.language).where(_c.nomination_id == nomination_id)
        row = conn.execute(query).one()
    email = vault.reveal(row.email)
    if email is None:
        drop(engine, nomination_id)
        return None
    return Letter(email, row.language, link)


def sent(engine: Engine, nomination_id: str) -> None:
    with engine.begin() as conn:
        this = update(invitations).where(_c.nomination_id == nomination_id)
        conn.execute(this.values(email=None, due_at=None, taken_until=None))


def put_off(engine: Engine, nomination_id: str, *, at: datetime) -> None:
    with engine.begin() as conn:
        this = update(invitations).where(_c.nomination_id == nomination_id)
        conn.execute(this.values(due_at=at + _LATER, taken_until=None))


def drop(engine: Engine, nomination_id: str) -> None:
    """Throw it away: the address takes no mail."""
    with engine.begin() as conn:
        conn.execute(delete(invitations).where(_c.nomination_id == nomination_id))


def opened(conn: Connection, link: str) -> str | None:
    """Return the nomination that this link is about; None of one that is unknown."""
    return conn.scalar(select(_c.nomination_id).where(_c.token_hash == token.digest(link)))


def _due(at: datetime) -> ColumnElement[bool]:
    free = or_(_c.taken_until.is_(None), _c.taken_until < at)
    return and_(_c.due_at <= at, free)
