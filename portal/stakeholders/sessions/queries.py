"""Queries of sessions: what everybody reads, what belongs to a person, what officers run."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Text,
    and_,
    cast,
    false,
    func,
    or_,
    select,
)

from portal.stakeholders.sessions.read_model import seats, sessions
from shared.core.message import Sealed

LIVE: Final = ("waiting", "offered", "confirmed")
"""The states of a seat that somebody has, is offered or waits for."""
_s, _t = sessions.c, seats.c
_OPEN = _s.access == "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """``link``: sealed, for those who have a seat."""

    session_id: str
    title: str
    place: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    access: str
    audience: Sequence[str]
    languages: Sequence[str]
    accessibility: str
    input_call: str
    input_until: date | None
    link: Sealed | None
    room: int
    remote: int
    reserved: Mapping[str, int]
    per_organisation: int | None
    closed_at: datetime | None
    called_off: bool

    def takes(self, now: datetime) -> bool:
        """Whether a seat can be asked for."""
        return self.closed_at is None and now < self.starts_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a session's seats come to, in persons."""

    room: int = 0
    remote: int = 0
    waiting: int = 0
    came: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Somebody's place in a session."""

    session_id: str
    registration_id: str
    holder_id: str
    asked_by: str
    organisation: str | None
    category: str
    kind: str
    seats: int
    person: Sealed
    needs: Sealed | None
    shows_name: bool
    state: str
    queued_at: datetime
    number: int
    has_kind: str | None
    has_seats: int | None
    until: datetime | None
    code: str | None
    refused_by: str | None
    appeal: Sealed | None
    appeal_open: bool
    came: bool
    erased_at: datetime | None

    @property
    def less(self) -> bool:
        """Whether less is offered than was asked for."""
        return (self.has_kind, self.has_seats) != (self.kind, self.seats)

    def may_go(self, session: Session, now: datetime) -> bool:
        """Whether it can be erased: a seat that stands needs to say whose it is."""
        if session.called_off or now >= session.ends_at:
            return True
        return self.state not in LIVE and not self.appeal_open


def upcoming(now: datetime) -> Select[Any]:
    """Return the sessions that everybody may read and that are not over, the next first."""
    these = select(sessions).where(_OPEN, _s.ends_at > now)
    return these.order_by(_s.starts_at, _s.session_id)


def past(now: datetime) -> Select[Any]:
    """Return the sessions that everybody may read and that are over, the last first."""
    these = select(sessions).where(_OPEN, _s.ends_at <= now)
    return these.order_by(_s.starts_at.desc(), _s.session_id)


def upcoming_for(now: datetime, categories: Collection[str]) -> Select[Any]:
    """Return the sessions that are for one of these categories and not over, the next first."""
    said = cast(_s.audience, Text)
    these = or_(false(), *(said.like(f'%"{one}"%') for one in categories))
    return all_upcoming(now).where(these)


def all_upcoming(now: datetime) -> Select[Any]:
    return select(sessions).where(_s.ends_at > now).order_by(_s.starts_at, _s.session_id)


def all_past(now: datetime) -> Select[Any]:
    these = select(sessions).where(_s.ends_at <= now)
    return these.order_by(_s.starts_at.desc(), _s.session_id)


def public_one(conn: Connection, session_id: str) -> Session | None:
    return _one(conn, and_(_s.session_id == session_id, _OPEN))


def one(conn: Connection, session_id: str) -> Session | None:
    return _one(conn, _s.session_id == session_id)


def some(conn: Connection, session_ids: Collection[str]) -> dict[str, Session]:
    rows = conn.execute(select(sessions).where(_s.session_id.in_(session_ids)))
    return {row.session_id: session(row) for row in rows}


def figures(conn: Connection, session_ids: Collection[str]) -> dict[str, Figures]:
    """Return the figures of each session, in one query."""
    people = func.sum(func.coalesce(_t.has_seats, _t.seats))
    rows = conn.execute(
        select(_t.session_id, _t.state, _t.has_kind, _t.came, people.label("people"))
        .where(_t.session_id.in_(session_ids), _t.state.in_(LIVE))
        .group_by(_t.session_id, _t.state, _t.has_kind, _t.came)
    ).all()
    found: dict[str, dict[str, int]] = {one: {} for one in session_ids}
    for row in rows:
        of = found[row.session_id]
        what = "waiting" if row.state == "waiting" else row.has_kind
        of[what] = of.get(what, 0) + row.people
        if row.state == "confirmed" and row.came:
            of["came"] = of.get("came", 0) + row.people
    return {session_id: Figures(**of) for session_id, of in found.items()}


def of_person(account_id: str, others: Collection[str]) -> Select[Any]:
    """Return the seats of this person, and those that they asked for, the latest first."""
    these = select(seats).where(_mine(account_id, others))
    return these.order_by(_t.queued_at.desc(), _t.registration_id)


def asked_for(conn: Connection, account_id: str) -> list[str]:
    """Return for whom else this person ever asked."""
    these = (_t.asked_by == account_id, _t.holder_id != account_id)
    return list(conn.scalars(select(_t.holder_id).where(*these).distinct()))


def own(
    conn: Connection, registration_id: str, account_id: str, others: Collection[str]
) -> Seat | None:
    return _seat(conn, and_(_t.registration_id == registration_id, _mine(account_id, others)))


def taken(conn: Connection, account_id: str, session_ids: Collection[str]) -> set[str]:
    """Return in which of these sessions this person has a place, or was refused one."""
    states = (*LIVE, "refused")
    these = (_t.holder_id == account_id, _t.session_id.in_(session_ids), _t.state.in_(states))
    return set(conn.scalars(select(_t.session_id).where(*these)))


def _mine(account_id: str, others: Collection[str]) -> ColumnElement[bool]:
    """``others``: for whom this person still answers."""
    theirs = and_(_t.asked_by == account_id, _t.holder_id.in_(others))
    return or_(_t.holder_id == account_id, theirs)


def asked_for_others(conn: Connection, account_id: str, now: datetime) -> list[Seat]:
    """Return what this person asked for others and is not over: somebody has to answer for it."""
    these = (_t.asked_by == account_id, _t.holder_id != account_id, _t.state.in_(LIVE))
    joined = seats.join(sessions, _t.session_id == _s.session_id)
    rows = select(seats).select_from(joined).where(*these, _s.ends_at > now)
    return [as_seat(row) for row in conn.execute(rows.order_by(_t.queued_at, _t.registration_id))]


def to_come(conn: Connection, account_ids: Collection[str], now: datetime) -> int:
    """Return how many places these people have, or wait for, in sessions that are not over."""
    these = (_t.holder_id.in_(account_ids), _t.state.in_(LIVE), _s.ends_at > now)
    joined = seats.join(sessions, _t.session_id == _s.session_id)
    return conn.scalar(select(func.count()).select_from(joined).where(*these)) or 0


def seat(conn: Connection, session_id: str, registration_id: str) -> Seat | None:
    return _seat(conn, and_(_t.session_id == session_id, _t.registration_id == registration_id))


def place(conn: Connection, of: Seat) -> int:
    """Return how many wait before this person, and one."""
    before = or_(
        _t.queued_at < of.queued_at,
        and_(_t.queued_at == of.queued_at, _t.number < of.number),
    )
    these = (_t.session_id == of.session_id, _t.state == "waiting", before)
    return 1 + (conn.scalar(select(func.count()).where(*these)) or 0)


def line(session_id: str) -> Select[Any]:
    """Return who waits or has an offer, in strict order of asking."""
    these = (_t.session_id == session_id, _t.state.in_(("waiting", "offered")))
    return select(seats).where(*these).order_by(_t.queued_at, _t.number)


def confirmed(session_id: str) -> Select[Any]:
    these = (_t.session_id == session_id, _t.state == "confirmed")
    return select(seats).where(*these).order_by(_t.queued_at, _t.number)


def refused(session_id: str) -> Select[Any]:
    """Return who was refused, open appeals first."""
    these = (_t.session_id == session_id, _t.state == "refused")
    return select(seats).where(*these).order_by(_t.appeal_open.desc(), _t.queued_at, _t.number)


def keys(conn: Connection, over_since: datetime) -> list[tuple[str, str, bool]]:
    """Return of each seat its id, the subject of whom it is for, and whether that is to go.

    It goes when the session is over since then, or when somebody asked it.
    """
    goes = or_(_s.ends_at <= over_since, _t.erased_at.is_not(None))
    query = select(_t.registration_id, _t.person, goes.label("goes"))
    joined = query.join(sessions, _t.session_id == _s.session_id).where(_t.person.is_not(None))
    return [(row.registration_id, row.person.subject, row.goes) for row in conn.execute(joined)]


def shown(conn: Connection, session_id: str, category: str) -> list[Seat]:
    """Return who has a seat and lets others of this category read their name."""
    these = (_t.shows_name, _t.category == category)
    return [as_seat(row) for row in conn.execute(confirmed(session_id).where(*these))]


def session(row: Row[Any]) -> Session:
    return Session(**{name: getattr(row, name) for name in Session.__dataclass_fields__})


def as_seat(row: Row[Any]) -> Seat:
    return Seat(**{name: getattr(row, name) for name in Seat.__dataclass_fields__})


def _one(conn: Connection, which: ColumnElement[bool]) -> Session | None:
    row = conn.execute(select(sessions).where(which)).one_or_none()
    return session(row) if row else None


def _seat(conn: Connection, which: ColumnElement[bool]) -> Seat | None:
    row = conn.execute(select(seats).where(which)).one_or_none()
    return as_seat(row) if row else None
