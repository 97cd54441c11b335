"""Who is invited to the debrief of a mission, when and where, and who comes (M13), by the matrix.

Somebody comes as of an office: the desk of the State, the Branch, the field, or the Resident
Coordinator. They read the day, the time and the place, and nothing of the debrief.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, false, or_, select, true

from portal.followup.debriefs.read_model import answers, calls, heads
from portal.followup.missions.read_model import missions
from portal.web import policy
from portal.web.policy import Kind, Scope
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference.debriefs import INVITED, is_of
from shared.reference.un_offices import COORDINATOR, FIELD, states_of

READERS: Final = policy.readers(Kind.DEBRIEF_CALL)
_k, _a, _m = calls.c, answers.c, missions.c
_TO_COME: Final = (heads.c.number.is_(None), _m.kept_at.is_(None))
"""The debrief was not held, and its visit is no record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """``comes``: what somebody of an office said of themselves."""

    account_id: str
    office: str
    comes: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """The last invitation. ``held``: the debrief is on record, and nobody answers any more.

    ``off``: it was called off, and nobody is invited. ``no_more``: who was invited before it.
    ``answers``: to this one; what was said to one before counts no more.
    """

    mission_id: str
    mandate: str
    state: str
    number: int
    on: date
    begins: str
    place: Sealed
    invited: tuple[str, ...]
    held: bool
    off: bool = False
    no_more: tuple[str, ...] = ()
    answers: Sequence[Said] = ()

    def offices(self, actor: Actor) -> tuple[str, ...]:
        """Return as of which offices this person is invited."""
        return tuple(each for each in self.invited if is_of(actor, each, self.state))

    def is_recalled(self, today: date) -> bool:
        """Whether what was called off can be taken back: its day is not over."""
        return self.off and self.on >= today

    def is_off_for(self, actor: Actor) -> bool:
        """Whether this person was invited, and is no more."""
        gone = self.invited if self.off else self.no_more
        still = () if self.off else self.offices(actor)
        return not still and any(is_of(actor, each, self.state) for each in gone)

    def said_by(self, actor: Actor) -> Said | None:
        return next((one for one in self.answers if one.account_id == actor.actor_id), None)


def seen(actor: Actor) -> ColumnElement[bool]:
    """Whether this person is invited, for a query of invitations."""
    theirs = _theirs(actor)
    own = or_(*(and_(_k[office].is_(True), theirs[office]) for office in INVITED))
    return _of(actor, and_(own, _k.off_at.is_(None)))


def of_office(actor: Actor) -> ColumnElement[bool]:
    """Whether this person is of an office that may be invited: of who was, for their notices."""
    return _of(actor, or_(*_theirs(actor).values()))


def _theirs(actor: Actor) -> Mapping[str, ColumnElement[bool]]:
    return {
        "desk": _in(actor.states if actor.has(Role.DESK_OFFICER) else ()),
        "branch": true() if actor.has(Role.CHIEF) else false(),
        "field": _in(states_of(actor, FIELD)),
        "coordinator": _in(states_of(actor, COORDINATOR)),
    }


def _of(actor: Actor, own: ColumnElement[bool]) -> ColumnElement[bool]:
    return policy.rows(actor, Kind.DEBRIEF_CALL, {Scope.INVITED: own})


def mine(actor: Actor) -> Select[Any]:
    """Return the invitations of this person, the last day first."""
    return _joined().where(seen(actor)).order_by(_k.on.desc(), _k.mission_id)


def own(conn: Connection, actor: Actor, mission_id: str) -> Call | None:
    """Return the invitation to this debrief; None: this person has none."""
    row = conn.execute(mine(actor).where(_k.mission_id == mission_id)).one_or_none()
    return None if row is None else _with_answers(conn, of_row(row))


def call(conn: Connection, mission_id: str) -> Call | None:
    """Return who is invited, and who comes. Ask before who looks."""
    row = conn.execute(_joined().where(_k.mission_id == mission_id)).one_or_none()
    return None if row is None else _with_answers(conn, of_row(row))


def news(conn: Connection, since: datetime) -> Sequence[Row[Any]]:
    """Return the invitations since then to what was not held, for their notices."""
    these = _joined().where(_k.at > since, _k.off_at.is_(None), *_TO_COME)
    return conn.execute(these.order_by(_k.at, _k.mission_id)).all()


def no_more(conn: Connection, since: datetime) -> Sequence[Row[Any]]:
    """Return what was called off or is of fewer since then, for the notices of who was invited."""
    fewer = and_(_k.off_at.is_(None), _k.at > since)
    these = _joined().where(or_(_k.off_at > since, fewer), *_TO_COME)
    return conn.execute(these.order_by(_k.at, _k.mission_id)).all()


def of_row(row: Row[Any]) -> Call:
    return Call(
        mission_id=row.mission_id,
        mandate=row.mandate,
        state=row.state,
        number=row.number,
        on=row.on,
        begins=row.begins,
        place=row.place,
        invited=tuple(each for each in INVITED if getattr(row, each)),
        held=row.held is not None or row.kept_at is not None,
        off=row.off_at is not None,
        no_more=tuple(row.no_more or ()),
    )


def _joined() -> Select[Any]:
    """Return them with whose the mission is now, and whether the debrief was held."""
    return (
        select(calls, _m.mandate, _m.kept_at, heads.c.number.label("held"))
        .join(missions, _m.mission_id == _k.mission_id)
        .outerjoin(heads, heads.c.mission_id == _k.mission_id)
    )


def _with_answers(conn: Connection, one: Call) -> Call:
    these = select(answers).where(_a.mission_id == one.mission_id, _a.number == one.number)
    said = tuple(
        Said(account_id=row.account_id, office=row.office, comes=row.comes, at=row.at)
        for row in conn.execute(these.order_by(_a.at, _a.account_id))
    )
    return replace(one, answers=said)


def _in(states: Collection[str]) -> ColumnElement[bool]:
    return _k.state.in_(sorted(states))
