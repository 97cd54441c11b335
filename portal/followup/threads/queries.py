"""What a person sees of the threads of a mission: section E.10, by the matrix.

There are three doors, and each asks for its own threads alone: the mandate and the desk officer of
the State come by the mission, a partner by its admission, a Government by its State.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, false, func, or_, select

from portal.followup.missions.read_model import missions, of_mandates
from portal.followup.partners.queries import Partner
from portal.followup.partners.queries import of_mission as of_partners
from portal.followup.threads.read_model import closings, files, messages, texts, threads
from portal.web import policy
from portal.web.accounts import account as accounts
from portal.web.policy import Kind, Scope, Sight
from shared.contracts.followup_visit_threads import Audience, Side
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference.partners import BY_ORGANISATION, ROLES
from shared.reference.visit_threads import AUDIENCES, STATE, last_day

KINDS: Final[Mapping[Audience, Kind]] = {
    "rc": Kind.RC_THREAD,
    "unct": Kind.PARTNER_THREAD,
    "partners": Kind.PARTNER_THREAD,
    "nhri": Kind.PARTNER_THREAD,
    "state": Kind.STATE_THREAD,
}
"""The column of the matrix that each audience is."""
TEAM: Final = frozenset({Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER})
INSIDE: Final = TEAM | {Role.DESK_OFFICER}
PARTNERS: Final = frozenset(ROLES[kind] for some in AUDIENCES.values() for kind in some)
GOVERNMENT: Final = Role.GOVERNMENT
_t, _m, _x, _c, _f = threads.c, messages.c, texts.c, closings.c, files.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """``closed_on``: of its visit. ``works``: whether this person writes in it, until it freezes.

    ``ours``: whether the person works for the mandate, and so sees who wrote. ``last``: the step of
    the newest message of somebody else that was not struck; 0: there is none.
    """

    thread_id: str
    mission_id: str
    mandate: str
    state: str
    audience: Audience
    title: Sealed
    newest_at: datetime
    last: int
    closed_on: date | None
    works: bool
    ours: bool

    def last_day(self, days: int) -> date | None:
        return last_day(self.closed_on, days)

    def writes(self, today: date, days: int) -> bool:
        last = self.last_day(days)
        return self.works and (last is None or today <= last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A text of a message as it was at a moment."""

    text: Sealed
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """``texts``: the newest first; none where it was struck. ``step``: that wrote it."""

    message_id: str
    step: int
    side: Side
    partner_id: str | None
    by_id: str
    written_at: datetime
    struck: bool
    struck_by: Side | None
    texts: Sequence[Said]


def of_mission(actor: Actor, mission_id: str) -> Select[Any]:
    """Return the threads of a mission for those inside, the newest first."""
    return _joined(actor).where(_t.mission_id == mission_id, inside(actor)).order_by(*_NEWEST)


def counted(conn: Connection, actor: Actor, mission_id: str) -> int:
    these = (_t.mission_id == mission_id, inside(actor))
    return conn.scalar(select(func.count()).select_from(threads).where(*these)) or 0


def inside(actor: Actor) -> ColumnElement[bool]:
    """Whether it is a thread for who works for the mandate, or the desk officer of the State."""
    means = {Scope.MANDATE: of_mandates(_t.mission_id, actor.mandates), Scope.STATE: _of(actor)}
    return _seen(in_roles(actor, INSIDE), {**means, Scope.ADMITTED: false()})


def of_state(actor: Actor) -> Select[Any]:
    """Return the threads for this Government, the newest first: none of any other audience."""
    return _joined(actor).where(for_state(actor)).order_by(*_NEWEST)


def for_state(actor: Actor) -> ColumnElement[bool]:
    seen = _seen(in_roles(actor, {GOVERNMENT}), {Scope.STATE: _of(actor)})
    return and_(_t.audience == STATE, seen)


def of_partner(actor: Actor, one: Partner) -> Select[Any]:
    """Return the threads for a partner that is admitted now: ask for the admission first."""
    audiences = audiences_of(one)
    by = in_roles(actor, {ROLES[one.kind]})
    # What somebody reads by the State has pages of its own.
    means = {Scope.ADMITTED: _t.mission_id == one.mission_id, Scope.STATE: false()}
    seen = _seen(by, means)
    return _joined(actor).where(_t.audience.in_(audiences), seen).order_by(*_NEWEST)


def audiences_of(one: Partner) -> list[Audience]:
    """Return the audiences of which a partner is while it is admitted: none of security."""
    return [each for each, kinds in AUDIENCES.items() if one.kind in kinds and one.open]


def thread(row: Row[Any], actor: Actor, stands: Collection[Scope]) -> Thread:
    """``actor``: in the roles of the door; ``stands``: how the thread stands to them there."""
    completed, planned = row.phase == "completed", row.phase == "planning"
    return Thread(
        thread_id=row.thread_id,
        mission_id=row.mission_id,
        mandate=row.of,
        state=row.state,
        audience=row.audience,
        title=row.title,
        newest_at=row.newest_at,
        last=row.last or 0,
        closed_on=row.completed_on if completed else row.called_off_on if planned else None,
        works=policy.sight(actor, KINDS[row.audience], stands) >= Sight.WRITE,
        ours=actor.has(*TEAM) and Scope.MANDATE in stands,
    )


def said(thread_id: str) -> Select[Any]:
    """Return the messages of a thread, the newest first. Ask before who looks."""
    return select(messages).where(_m.thread_id == thread_id).order_by(_m.step.desc())


def newest() -> ColumnElement[bool]:
    """Join a message to its text as it was corrected last."""
    of = (_x.thread_id == _m.thread_id, _x.message_id == _m.message_id)
    last = select(func.max(_x.step)).where(*of).correlate(messages).scalar_subquery()
    return and_(*of, _x.step == last)


def message(conn: Connection, one: Thread, message_id: str) -> Message | None:
    """Return a message that was not struck."""
    row = conn.execute(said(one.thread_id).where(_m.message_id == message_id)).one_or_none()
    found = None if row is None else opened(conn, [row])[0]
    return None if found is None or found.struck else found


def opened(conn: Connection, rows: Sequence[Row[Any]]) -> list[Message]:
    """Return these messages of one thread with their texts."""
    some: dict[str, list[Said]] = {row.message_id: [] for row in rows if row.struck_at is None}
    if some:
        these = select(texts).where(
            _x.thread_id == rows[0].thread_id, _x.message_id.in_(some.keys())
        )
        for row in conn.execute(these.order_by(_x.step.desc())):
            some[row.message_id].append(Said(text=row.text, at=row.at))
    return [
        Message(
            message_id=row.message_id,
            step=row.step,
            side=row.side,
            partner_id=row.partner_id,
            by_id=row.by_id,
            written_at=row.written_at,
            struck=row.struck_at is not None,
            struck_by=row.struck_by,
            texts=some.get(row.message_id, ()),
        )
        for row in rows
    ]


def files_of(conn: Connection, thread_id: str, message_id: str) -> Sequence[Row[Any]]:
    """Return the files beside a message, the first first. Ask before who looks at that."""
    these = select(files).where(_f.thread_id == thread_id, _f.message_id == message_id)
    return conn.execute(these.order_by(_f.added_at, _f.attachment_id)).all()


def number_of_files(conn: Connection, thread_id: str, some: Iterable[Message]) -> Mapping[str, int]:
    """Return how many files there are beside each of these messages of a thread."""
    ids = [each.message_id for each in some if not each.struck]
    these = select(_f.message_id, func.count().label("number"))
    found = these.where(_f.thread_id == thread_id, _f.message_id.in_(ids)).group_by(_f.message_id)
    return {row.message_id: row.number for row in conn.execute(found)}


def called(conn: Connection, one: Thread, some: Iterable[Message]) -> Mapping[str, str]:
    """Return who wrote, by message, for the mandate: an organisation, or else the person.

    Of who writes for an organisation or an institution never the person, also where its admission
    is not known here yet.
    """
    if not one.ours:
        return {}
    codes = {
        each.partner_id: each.who
        for each in of_partners(conn, one.mission_id)
        if each.kind in BY_ORGANISATION
    }
    by = {
        each.message_id: codes.get(each.partner_id or "")
        if each.side in BY_ORGANISATION
        else each.by_id
        for each in some
    }
    names = accounts.names(conn, {who for who in by.values() if who})
    known = {*names, *codes.values()}
    return {each: names.get(who, who) for each, who in by.items() if who and who in known}


def closed(conn: Connection, mission_id: str) -> bool:
    """Whether no thread is opened any more: the visit was completed or called off."""
    row = conn.execute(select(closings).where(_c.mission_id == mission_id)).one_or_none()
    return row is not None and (
        row.phase == "completed" or (row.phase == "planning" and row.called_off_on is not None)
    )


_NEWEST: Final = (_t.newest_at.desc(), _t.thread_id)


def _joined(actor: Actor) -> Select[Any]:
    columns = (_c.phase, _c.completed_on, _c.called_off_on)
    of = func.coalesce(missions.c.mandate, _t.mandate).label("of")
    closing, whose = _c.mission_id == _t.mission_id, missions.c.mission_id == _t.mission_id
    others = (_m.thread_id == _t.thread_id, _m.by_id != actor.actor_id, _m.struck_at.is_(None))
    last = select(func.max(_m.step)).where(*others).correlate(threads).scalar_subquery()
    these = select(threads, *columns, of, last.label("last"))
    these = these.join(closings, closing, isouter=True)
    return these.join(missions, whose, isouter=True)


def _of(actor: Actor) -> ColumnElement[bool]:
    return _t.state.in_(sorted(actor.states))


def _seen(actor: Actor, means: Mapping[Scope, ColumnElement[bool]]) -> ColumnElement[bool]:
    return or_(
        *(
            and_(_t.audience == audience, policy.rows(actor, kind, means))
            for audience, kind in KINDS.items()
        )
    )


def in_roles(actor: Actor, roles: AbstractSet[Role]) -> Actor:
    """By the roles of one door: who has another role as well reads no more there."""
    return replace(actor, roles=actor.roles & roles)
