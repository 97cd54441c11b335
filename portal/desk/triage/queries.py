"""The queries of the queue and of a submission's page, limited to what the person may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, not_, or_, select, true, tuple_

from portal.casefile.queue.sight import visible
from portal.casefile.queue.tables import links, notes, queue, steps, tags
from portal.casefile.submissions.read_model import (
    communications,
    questions,
    submissions,
    timeline,
    victims,
)
from portal.casefile.submissions.status import Status
from portal.casefile.submissions.victims import with_victims
from portal.desk.triage.filters import Filters, conditions
from portal.desk.triage.queues import QUEUES, Order, status
from portal.desk.triage.read_model import URGENT
from portal.desk.triage.timeline import KINDS, facts
from portal.web.accounts import account as accounts
from portal.web.timeline import Timeline, by_time, shown, told
from shared.core.actor import Actor

PAGE = 50

_c = queue.c
_FIRST_COME = _c.calm, _c.rank, _c.received_at, _c.submission_id
"""What is about a reprisal stands before what is urgent, and that before all else."""
_FRONTS = frozenset({"00", "01", "10", "11"})
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_DIGITS = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A submission in the queue. ``mandates``: shared with, or asked for while it is not."""

    submission_id: str
    received_at: datetime
    state: str
    urgent: bool
    reprisal: bool
    channel: str
    mandates: tuple[str, ...]
    status: Status
    on_behalf: bool
    consent_withdrawn: bool
    not_actioned: str | None
    referred: str | None
    assignee: str | None
    tags: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """``further``: where the next page begins; None: there is none."""

    shown: Sequence[Line]
    further: str | None


def lines(
    conn: Connection,
    actor: Actor,
    filters: Filters,
    at: datetime,
    *,
    beyond: str = "",
    without: ColumnElement[bool] | None = None,
) -> Page:
    """Return a page of the queue in its order, beginning after the place ``beyond``.

    ``without``: rows that are left out, since another line stands for them.
    """
    chosen = QUEUES[filters.status]
    place = _place(beyond, chosen.order)
    keys = _c.decided_at, _c.submission_id
    if chosen.order is Order.FIRST_COME:
        query = select(queue, status.label("status")).order_by(*_FIRST_COME)
        further = tuple_(*_FIRST_COME) > tuple_(*place) if place else true()
    else:
        query = select(queue, status.label("status")).order_by(*(one.desc() for one in keys))
        further = tuple_(*keys) < tuple_(*place) if place else true()
    seen = and_(visible(actor), chosen.where, conditions(filters, actor, at), further)
    if without is not None:
        seen = and_(seen, not_(without))
    rows = conn.execute(query.where(seen).limit(PAGE + 1)).all()
    tagged = tags_of(conn, [row.submission_id for row in rows])
    shown = [_line(row, tagged) for row in rows[:PAGE]]
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return Page(shown=shown, further=_written(last, chosen.order) if last else None)


def tags_of(conn: Connection, submission_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the tags of each, in the order of their codes."""
    query = select(tags).where(tags.c.submission_id.in_(submission_ids)).order_by(tags.c.tag)
    found: dict[str, tuple[str, ...]] = {}
    for row in conn.execute(query):
        found[row.submission_id] = (*found.get(row.submission_id, ()), row.tag)
    return found


def some(conn: Connection, actor: Actor, submission_ids: Sequence[str]) -> dict[str, Line]:
    """Return those of them that exist for this person."""
    this = and_(_c.submission_id.in_(submission_ids), visible(actor))
    rows = conn.execute(select(queue, status.label("status")).where(this)).all()
    tagged = tags_of(conn, [row.submission_id for row in rows])
    return {row.submission_id: _line(row, tagged) for row in rows}


def numbered(conn: Connection, actor: Actor, number: str) -> list[Line]:
    """Return those with this case number that exist for this person: mostly one, or none."""
    c = submissions.c
    rows = conn.scalars(select(c.submission_id).where(c.case_number == number))
    return [*some(conn, actor, list(rows)).values()]


def filed(conn: Connection, submission_id: str) -> Mapping[str, Any] | None:
    """Return the filed submission, its texts sealed. Ask ``some`` or ``sight.find`` before this."""
    this = submissions.c.submission_id == submission_id
    row = conn.execute(select(submissions).where(this)).one_or_none()
    return with_victims(conn, victims, [row._asdict()])[0] if row else None


def questions_of(conn: Connection, submission_id: str) -> Sequence[Any]:
    query = select(questions).where(questions.c.submission_id == submission_id)
    return conn.execute(query.order_by(questions.c.asked_at, questions.c.question_id)).all()


def notes_of(conn: Connection, submission_id: str) -> Sequence[Any]:
    query = select(notes).where(notes.c.submission_id == submission_id)
    return conn.execute(query.order_by(notes.c.added_at, notes.c.note_id)).all()


def links_of(conn: Connection, actor: Actor, submission_id: str) -> list[tuple[Line, str]]:
    """Return the linked submissions that exist for this person, with the kind of link."""
    query = select(links).where(links.c.submission_id == submission_id)
    rows = conn.execute(query.order_by(links.c.linked_at, links.c.other_id)).all()
    seen = some(conn, actor, [row.other_id for row in rows])
    return [(seen[row.other_id], row.kind) for row in rows if row.other_id in seen]


def link_between(conn: Connection, one_id: str, other_id: str) -> str | None:
    """Return how the two are linked; None where they are not."""
    this = and_(links.c.submission_id == one_id, links.c.other_id == other_id)
    kind: str | None = conn.scalar(select(links.c.kind).where(this))
    return kind


def behind_a_communication(conn: Connection, submission_id: str) -> bool:
    """Whether a communication rests on it: then it can no longer be left without action."""
    this = communications.c.submission_id == submission_id
    return conn.execute(select(communications.c.communication_id).where(this)).first() is not None


def timeline_of(conn: Connection, actor: Actor, submission_id: str) -> Timeline:
    """Return the timeline, oldest first. Links with what this person may not see are left out."""
    decided = conn.execute(select(timeline).where(timeline.c.submission_id == submission_id))
    other = select(_c.submission_id).where(_c.submission_id == steps.c.other_id, visible(actor))
    there = or_(steps.c.other_id.is_(None), other.correlate(steps).exists())
    worked = conn.execute(select(steps).where(steps.c.submission_id == submission_id, there)).all()
    names = accounts.names(
        conn, {row.detail["assignee"] for row in worked if row.kind == "assigned"}
    )
    rows = facts(decided, worked)
    return told(conn, shown(rows, KINDS, names, order=by_time, newest_first=False))


def _line(row: Any, tagged: Mapping[str, tuple[str, ...]]) -> Line:
    return Line(
        submission_id=row.submission_id,
        received_at=row.received_at,
        state=row.state,
        urgent=row.rank == URGENT,
        reprisal=bool(row.reprisal),
        channel=row.channel,
        mandates=tuple(row.mandates),
        status=Status(row.status),
        on_behalf=bool(row.on_behalf),
        consent_withdrawn=row.consent_withdrawn_at is not None,
        not_actioned=row.not_actioned,
        referred=row.referred,
        assignee=row.assignee,
        tags=tagged.get(row.submission_id, ()),
    )


def _written(row: Any, order: Order) -> str:
    """The row's place in the order, for an address: when, what is first, and its id."""
    first_come = order is Order.FIRST_COME
    at = (row.received_at if first_come else row.decided_at) - _EPOCH
    front = f"{row.calm}{row.rank}" if first_come else "0"
    return f"{front}.{at // _MICROSECOND}.{row.submission_id}"


def _place(written: str, order: Order) -> tuple[Any, ...] | None:
    """Read a place; what is none comes from the address bar and begins at the beginning."""
    first_come = order is Order.FIRST_COME
    front, _, rest = written.partition(".")
    at, _, submission_id = rest.partition(".")
    known = front in _FRONTS if first_come else front == "0"
    sound = known and at.isascii() and at.isdecimal() and len(at) <= _DIGITS
    try:
        if not sound:
            return None
        UUID(submission_id)
        moment = _EPOCH + int(at) * _MICROSECOND
    except (ValueError, OverflowError):
        return None
    before = map(int, front) if first_come else ()
    return (*before, moment, submission_id)
