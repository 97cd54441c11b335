"""What a person reads of the forum: H.2 and H.5, and no more.

A serving holder reads the spaces they are of, an officer the threads to which they are invited;
nobody else anything. Of a letter or a visit these are the mandates seized of it today, as its own
page has it. A thread from before somebody was a holder is not there for them until it is opened.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    case,
    exists,
    false,
    func,
    or_,
    select,
    true,
)

from portal.committee.forum.read_model import (
    attached,
    guests,
    messages,
    threads,
    versions,
    votes,
)
from portal.followup.visits.read_model import files, of_mandates
from portal.letters.communications import queries as letters
from portal.letters.communications.tables import letters as letters_table
from portal.letters.communications.tables import signatures
from portal.web.accounts import offices
from portal.web.accounts.account import Account, actor_of
from shared.contracts.approvals_holding import HolderNoted
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """From which day somebody is a holder without a gap; None: no day is on record.

    ``house``: of any mandate, also of one that they have left. ``of``: of each that they hold.
    """

    house: date | None = None
    of: Mapping[str, date | None] = field(default_factory=dict)


ALWAYS: Final = Since()


def since(conn: Connection, actor: Actor, on: date) -> Since:
    """Return from which day this person is a holder, by what is on record of all their terms."""
    return _since(actor, offices.terms_of(conn, [actor.actor_id])[actor.actor_id], on)


def _since(actor: Actor, terms: Sequence[HolderNoted], on: date) -> Since:
    of = {one: [term for term in terms if term.mandate == one] for one in actor.mandates}
    each = {one: _without_a_gap(some, on) if some else None for one, some in of.items()}
    return Since(house=_without_a_gap(terms, on) if all(of.values()) else None, of=each)


def _without_a_gap(terms: Sequence[HolderNoted], on: date) -> date:
    first = on
    for term in sorted(terms, key=lambda one: one.last, reverse=True):
        if term.starts_on <= first <= term.last + _DAY:
            first = term.starts_on
    return first


def visible(actor: Actor, since: Since = ALWAYS) -> ColumnElement[bool]:
    """The threads that exist for this person. ``since``: from when they are a holder."""
    there = and_(_c.started_at.is_not(None), _c.last.is_not(None))
    if holds(actor):
        return and_(there, or_(*_of_holder(actor, since)))
    if services(actor):
        return and_(there, of_spaces(actor), _invited(actor))
    return false()


def stands(at: datetime) -> ColumnElement[bool]:
    """Whether the time of the thread goes on: ten years after its last message it is over."""
    return _c.ends_at > at


def _of_holder(actor: Actor, since: Since) -> Iterator[ColumnElement[bool]]:
    """Of a letter or a visit the day counts from which its own mandate is held."""
    yield and_(_c.space.in_(HOUSE), _early(since.house))
    days: dict[date | None, set[str]] = {}
    for mandate in actor.mandates:
        days.setdefault(since.of.get(mandate), set()).add(mandate)
    for day, some in days.items():
        yield and_(_of_mandates(replace(actor, mandates=frozenset(some))), _early(day))


def _early(day: date | None) -> ColumnElement[bool]:
    return true() if day is None else or_(_c.started_on >= day, _c.new_on >= day)


def of_spaces(actor: Actor) -> ColumnElement[bool]:
    """Whether the thread is in a space of which this person could be."""
    return or_(_c.space.in_(HOUSE), _of_mandates(actor))


def _of_mandates(actor: Actor) -> ColumnElement[bool]:
    seized = select(letters_table.c.communication_id).where(letters.seized(actor))
    own = select(files.c.visit_file_id).where(of_mandates(actor.mandates))
    return or_(
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
    own = of_mandates(actor.mandates)
    return bool(conn.scalar(select(exists().where(files.c.visit_file_id == ref, own))))


def readers(conn: Connection, thread_id: str, on: date) -> list[Account]:
    """Return everybody who reads the thread on that day, by name."""
    found = [*_holders_of(conn, thread_id, on), *guests_of(conn, thread_id, on)]
    return sorted(found, key=lambda one: one.name)


def _holders_of(conn: Connection, thread_id: str, on: date) -> list[Account]:
    """Ask the database of a person only where the mandates do not tell: of a letter few are."""
    row = conn.execute(select(threads).where(_c.thread_id == thread_id)).one_or_none()
    if row is None or row.started_at is None or row.last is None:
        return []
    some = _mandates_of(conn, thread(row))
    found = offices.holding(conn, on, Role.MANDATE_HOLDER)
    people = {
        one.account_id: (one, actor_of(one)) for one in found if some is None or one.mandates & some
    }
    terms = offices.terms_of(conn, people)

    def reads(actor: Actor) -> bool:
        since = _since(actor, terms[actor.actor_id], on)
        if some is None:
            latest = max(row.started_on, row.new_on or row.started_on)
            return holds(actor) and (since.house is None or latest >= since.house)
        return one(conn, thread_id, visible(actor, since)) is not None

    return [account for account, actor in people.values() if reads(actor)]


def _mandates_of(conn: Connection, one: Thread) -> set[str] | None:
    """Return the mandates that can be of the space of a thread; None: all are."""
    s = signatures.c
    if one.space in HOUSE:
        return None
    if one.space == "letter":
        return set(conn.scalars(select(s.mandate).where(s.communication_id == one.ref)))
    seized = func.coalesce(files.c.keeper, files.c.mandate)
    return set(conn.scalars(select(seized).where(files.c.visit_file_id == one.ref)))


def guests_of(conn: Connection, thread_id: str, on: date) -> list[Account]:
    """Return the officers who are invited to the thread and read it on that day."""
    ids = [row.officer_id for row in guests_in(conn, thread_id) if row.ended_at is None]
    return [
        account
        for account in offices.of_all(conn, ids, on).values()
        if not account.disabled and one(conn, thread_id, visible(actor_of(account))) is not None
    ]


def guests_for(conn: Connection, thread_id: str, actor: Actor, on: date) -> list[Account]:
    """Return the officers whom this holder may invite: of an own mandate, and of the space."""
    return [
        account
        for account in offices.holding(conn, on, Role.HUMAN_RIGHTS_OFFICER)
        if services(officer := actor_of(account))
        and officer.mandates & actor.mandates
        and one(conn, thread_id, of_spaces(officer)) is not None
    ]


def _invited(actor: Actor) -> ColumnElement[bool]:
    g = guests.c
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


def number_of(
    conn: Connection, thread_id: str, *, after: int = 0, before: int | None = None
) -> int:
    """Count the messages between these positions."""
    these = select(func.count()).select_from(messages)
    these = these.where(_m.thread_id == thread_id, _m.position > after)
    return conn.scalar(these if before is None else these.where(_m.position < before)) or 0


def first_after(conn: Connection, thread_id: str, position: int) -> int | None:
    """Return the position of the first message after this one."""
    these = select(func.min(_m.position)).where(_m.thread_id == thread_id)
    found: int | None = conn.scalar(these.where(_m.position > position))
    return found


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


def files_of(conn: Connection, some: Sequence[Message]) -> Mapping[str, Sequence[Row[Any]]]:
    """Return the files of each message that has some, and is not deleted."""
    a = attached.c
    ids = [each.message_id for each in some if not each.deleted_at]
    these = select(attached).where(a.message_id.in_(ids)).order_by(a.message_id, a.number)
    found: dict[str, list[Row[Any]]] = {}
    for row in conn.execute(these):
        found.setdefault(row.message_id, []).append(row)
    return found


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


def invited_since(conn: Connection, at: datetime) -> Sequence[Row[Any]]:
    """Return the invitations of after this moment that hold still, for the notices."""
    g = guests.c
    these = select(guests).where(g.invited_at > at, g.ended_at.is_(None))
    return conn.execute(these.order_by(g.invited_at, g.thread_id, g.officer_id)).all()


def posted_since(conn: Connection, at: datetime) -> Sequence[Row[Any]]:
    """Return what was posted after this moment and is there still, for the notices."""
    these = select(_m.message_id, _m.thread_id, _m.author, _m.posted_at)
    these = these.where(_m.posted_at > at, _m.deleted_at.is_(None))
    return conn.execute(these.order_by(_m.position)).all()


def figures(conn: Connection, before: str) -> Sequence[Row[Any]]:
    """Count for auditors what was written in each month before this one, and deleted of it.

    Letters and visits are one: of each alone a figure could tell that one of them is discussed.
    """
    kind = case((_c.space.in_(HOUSE), _c.space), else_="own").label("kind")
    these = (
        select(
            _m.month,
            kind,
            func.count(func.distinct(_c.thread_id)).label("threads"),
            func.count(_m.message_id).label("messages"),
            func.count(_m.deleted_at).label("deleted"),
        )
        .join(threads, _m.thread_id == _c.thread_id)
        .where(_m.month < before)
        .group_by(_m.month, kind)
    )
    return conn.execute(these).all()


def hashes(conn: Connection, before: str) -> Sequence[str]:
    """Return the hash of each message of the months before this one, in the order of posting."""
    return conn.scalars(select(_m.hash).where(_m.month < before).order_by(_m.position)).all()
