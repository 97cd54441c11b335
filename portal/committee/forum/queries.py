"""What a person reads of the forum: H.2 and H.5, and no more.

A serving holder reads the spaces they are of, an officer the threads to which they are invited;
nobody else anything. Of a letter or a visit these are the mandates seized of it today, as its own
page has it. A thread from before somebody was a holder is not there for them until it is opened.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    exists,
    false,
    func,
    or_,
    select,
    true,
)

from portal.committee.forum.read_model import guests, messages, threads, versions, votes
from portal.followup.visits.read_model import files
from portal.letters.communications import queries as letters
from portal.letters.communications.tables import letters as letters_table
from portal.web.accounts import offices
from portal.web.accounts.account import Account, actor_of
from shared.contracts.stakeholders_forum import Space
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference.forum import EVERYBODY, holds, services

READERS: Final = frozenset({Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER})
HOUSE: Final = ("all", "committee")
"""The spaces that each holder is of."""
_c, _m = threads.c, messages.c
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    thread_id: str
    space: Space
    ref: str
    mandate: str
    title: Sealed
    started_by: str
    started_at: datetime
    started_on: date
    pinned: bool
    closed: bool
    new_on: date | None
    last: int
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    message_id: str
    position: int
    mandate: str
    author: str
    text: Sealed
    posted_at: datetime
    version: int
    corrected_at: datetime | None
    deleted_at: datetime | None
    answers: str | None
    mentions: str | None
    choices: Sealed | None
    poll: int
    over_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    voter: str
    mandate: str
    choice: int


def since(conn: Connection, actor: Actor, on: date) -> date | None:
    """Return from which day this person is a holder without a gap; None: no day is on record."""
    known = offices.holdings(conn, actor.mandates)
    terms = [
        term
        for one in known.values()
        for term in one.terms.values()
        if term.holder_id == actor.actor_id
    ]
    if {term.mandate for term in terms} != actor.mandates:
        return None
    first = on
    for term in sorted(terms, key=lambda one: one.last, reverse=True):
        if term.starts_on <= first <= term.last + _DAY:
            first = term.starts_on
    return first


def visible(actor: Actor, from_on: date | None = None) -> ColumnElement[bool]:
    """The threads that exist for this person. ``from_on``: since when they are a holder."""
    there = _c.started_at.is_not(None)
    if holds(actor):
        early = true() if from_on is None else or_(_c.started_on >= from_on, _c.new_on >= from_on)
        return and_(there, of_spaces(actor), or_(early, _invited(actor)))
    if services(actor):
        return and_(there, of_spaces(actor), _invited(actor))
    return false()


def of_spaces(actor: Actor) -> ColumnElement[bool]:
    """Whether the thread is in a space of which this person could be."""
    seized = select(letters_table.c.communication_id).where(letters.seized(actor))
    own = select(files.c.visit_file_id).where(files.c.mandate.in_(sorted(actor.mandates)))
    return or_(
        _c.space.in_(HOUSE),
        and_(_c.space == "letter", _c.ref.in_(seized)),
        and_(_c.space == "visit", _c.ref.in_(own)),
    )


def is_of(conn: Connection, actor: Actor, space: Space, ref: str) -> bool:
    """Whether a holder is of this space, if there is a thread in it or not."""
    if not holds(actor):
        return False
    if space in HOUSE:
        return ref == EVERYBODY
    if space == "letter":
        letter = letters_table.c.communication_id == ref
        return bool(conn.scalar(select(exists().where(letter, letters.seized(actor)))))
    own = files.c.mandate.in_(sorted(actor.mandates))
    return bool(conn.scalar(select(exists().where(files.c.visit_file_id == ref, own))))


def readers(conn: Connection, thread_id: str, on: date) -> list[Account]:
    """Return everybody who reads the thread on that day."""
    found = offices.holding(conn, on, *READERS)
    return [one for one in found if _reads(conn, actor_of(one), thread_id, on)]


def _reads(conn: Connection, actor: Actor, thread_id: str, on: date) -> bool:
    if not (holds(actor) or services(actor)):
        return False
    return one(conn, thread_id, visible(actor, since(conn, actor, on))) is not None


def _invited(actor: Actor) -> ColumnElement[bool]:
    g = guests.c
    if not services(actor):
        return false()
    return exists().where(
        g.thread_id == _c.thread_id, g.officer_id == actor.actor_id, g.ended_at.is_(None)
    )


def newest(seen: ColumnElement[bool]) -> Select[Any]:
    """Return all threads of this person, that with the newest message first."""
    return select(threads).where(seen).order_by(_c.last.desc(), _c.thread_id)


def in_space(seen: ColumnElement[bool], space: Space, ref: str) -> Select[Any]:
    these = select(threads).where(seen, _c.space == space, _c.ref == ref)
    return these.order_by(_c.pinned.desc(), _c.last.desc(), _c.thread_id)


def one(conn: Connection, thread_id: str, seen: ColumnElement[bool]) -> Thread | None:
    row = conn.execute(select(threads).where(seen, _c.thread_id == thread_id)).one_or_none()
    return thread(row) if row else None


def thread(row: Row[Any]) -> Thread:
    return Thread(**{name: getattr(row, name) for name in Thread.__dataclass_fields__})


def message(row: Row[Any]) -> Message:
    return Message(**{name: getattr(row, name) for name in Message.__dataclass_fields__})


def messages_in(thread_id: str) -> Select[Any]:
    return select(messages).where(_m.thread_id == thread_id).order_by(_m.position)


def message_in(conn: Connection, thread_id: str, message_id: str) -> Message | None:
    these = select(messages).where(_m.thread_id == thread_id, _m.message_id == message_id)
    row = conn.execute(these).one_or_none()
    return message(row) if row else None


def corrections_of(
    conn: Connection, some: Sequence[Message]
) -> Mapping[str, Sequence[tuple[datetime, Sealed]]]:
    """Return the older texts that stay shown, of each message that was corrected."""
    v = versions.c
    ids = [each.message_id for each in some if each.corrected_at and not each.deleted_at]
    found: dict[str, list[Row[Any]]] = {}
    these = select(versions).where(v.message_id.in_(ids)).order_by(v.message_id, v.version)
    for row in conn.execute(these):
        found.setdefault(row.message_id, []).append(row)
    return {
        of: [(row.written_at, row.text) for row, after in pairwise(rows) if not after.edit]
        for of, rows in found.items()
    }


def votes_in(conn: Connection, some: Sequence[Message]) -> Mapping[str, Sequence[Vote]]:
    v = votes.c
    ids = [each.message_id for each in some if each.poll]
    found: dict[str, list[Vote]] = {}
    for row in conn.execute(select(votes).where(v.message_id.in_(ids)).order_by(v.position)):
        vote = Vote(voter=row.voter, mandate=row.mandate, choice=row.choice)
        found.setdefault(row.message_id, []).append(vote)
    return found


def guests_in(conn: Connection, thread_id: str) -> Sequence[Row[Any]]:
    """Return the officers who were ever invited, in their order."""
    g = guests.c
    these = select(guests).where(g.thread_id == thread_id).order_by(g.invited_at, g.officer_id)
    return conn.execute(these).all()


def posted_since(conn: Connection, at: datetime) -> Sequence[Row[Any]]:
    """Return what was posted after this moment and is there still, for the notices."""
    these = select(_m.message_id, _m.thread_id, _m.author, _m.posted_at)
    these = these.where(_m.posted_at > at, _m.deleted_at.is_(None))
    return conn.execute(these.order_by(_m.position)).all()


def figures(conn: Connection) -> Sequence[Row[Any]]:
    """Count for auditors: of each kind of space, the threads, the messages, what was deleted."""
    these = (
        select(
            _c.space,
            func.count(func.distinct(_c.thread_id)).label("threads"),
            func.count(_m.message_id).label("messages"),
            func.count(_m.deleted_at).label("deleted"),
        )
        .join(messages, _m.thread_id == _c.thread_id)
        .group_by(_c.space)
        .order_by(_c.space)
    )
    return conn.execute(these).all()


def hashes(conn: Connection, space: str) -> Sequence[str]:
    """Return the hash of each message in the spaces of a kind, in the order of posting."""
    these = select(_m.hash).join(threads, _m.thread_id == _c.thread_id)
    return conn.scalars(these.where(_c.space == space).order_by(_m.position)).all()
