"""The desk's queue: it reads every submission, and no source's identity."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, select

from portal.accounts import account as accounts
from portal.submissions.read_model import communications, questions, submissions, timeline
from portal.submissions.status import Status, status

PAGE = 50

_c = submissions.c
_urgent: ColumnElement[int] = case(
    (_c.urgency == "urgent", 1), (_c.urgency.is_not(None), 0), (_c.urgent_asked, 1), else_=0
)
_decided_at: ColumnElement[datetime] = func.coalesce(_c.not_actioned_at, _c.triaged_at)
_FIRST_COME = (_urgent.desc(), _c.received_at, _c.submission_id)
_LAST_DECIDED = (_decided_at.desc(), _c.submission_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """``counted``: what is in it is work, so its number is shown."""

    title: str
    holds: ColumnElement[bool]
    order: Sequence[Any]
    counted: bool
    empty: str


TO_DO = "to-do"
QUEUES = MappingProxyType(
    {
        TO_DO: Queue(
            title="To do",
            holds=and_(_c.with_desk, status.in_((Status.NEW.value, Status.ANSWERED.value))),
            order=_FIRST_COME,
            counted=True,
            empty="A submission appears here the moment it arrives, urgent ones on top.",
        ),
        Status.NEW.value: Queue(
            title="New",
            holds=and_(_c.with_desk, status == Status.NEW.value),
            order=_FIRST_COME,
            counted=True,
            empty="A submission that nobody has looked at appears here.",
        ),
        Status.WAITING.value: Queue(
            title="Waiting for the source",
            holds=status == Status.WAITING.value,
            order=_FIRST_COME,
            counted=True,
            empty="A submission whose source was asked a question appears here.",
        ),
        Status.ANSWERED.value: Queue(
            title="Answered",
            holds=and_(_c.with_desk, status == Status.ANSWERED.value),
            order=_FIRST_COME,
            counted=True,
            empty="A submission whose source has answered appears here.",
        ),
        Status.TRIAGED.value: Queue(
            title="Shared",
            holds=status == Status.TRIAGED.value,
            order=_LAST_DECIDED,
            counted=False,
            empty="A submission that was shared with mandates appears here.",
        ),
        Status.NOT_ACTIONED.value: Queue(
            title="Not actioned",
            holds=status == Status.NOT_ACTIONED.value,
            order=_LAST_DECIDED,
            counted=False,
            empty="A submission that is not acted on appears here, with the reason.",
        ),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A submission in the queue. ``mandates``: shared with, or asked for while it is not."""

    submission_id: str
    received_at: datetime
    state: str
    urgent: bool
    mandates: tuple[str, ...]
    status: Status
    on_behalf: bool
    consent_withdrawn: bool
    not_actioned: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """``more``: there is a page after this one."""

    shown: Sequence[Line]
    more: bool


def lines(conn: Connection, queue: Queue, *, page: int = 1) -> Page:
    """Return a page of the queue in its order. For the desk only."""
    query = (
        select(submissions, status.label("status"), _urgent.label("urgent"))
        .where(queue.holds)
        .order_by(*queue.order)
        .limit(PAGE + 1)
        .offset(PAGE * (page - 1))
    )
    found = [
        Line(
            submission_id=row.submission_id,
            received_at=row.received_at,
            state=row.state,
            urgent=bool(row.urgent),
            mandates=tuple(row.mandates or row.mandates_asked),
            status=Status(row.status),
            on_behalf=row.on_behalf,
            consent_withdrawn=row.consent_withdrawn_at is not None,
            not_actioned=row.not_actioned,
        )
        for row in conn.execute(query)
    ]
    return Page(shown=found[:PAGE], more=len(found) > PAGE)


def counts(conn: Connection) -> dict[str, int]:
    """Return how many are in each queue that is work."""
    return {
        name: conn.scalar(select(func.count()).select_from(submissions).where(queue.holds)) or 0
        for name, queue in QUEUES.items()
        if queue.counted
    }


def one(conn: Connection, submission_id: str) -> Mapping[str, Any] | None:
    """Return the submission with its texts sealed, ``status`` and ``urgent``; None: no such."""
    query = select(submissions, status.label("status"), _urgent.label("urgent"))
    row = conn.execute(query.where(_c.submission_id == submission_id)).one_or_none()
    return row._asdict() if row else None


def questions_of(conn: Connection, submission_id: str) -> Sequence[Any]:
    query = select(questions).where(questions.c.submission_id == submission_id)
    return conn.execute(query.order_by(questions.c.asked_at, questions.c.question_id)).all()


def behind_a_communication(conn: Connection, submission_id: str) -> bool:
    """Whether a communication rests on it: then it can no longer be left without action."""
    this = communications.c.submission_id == submission_id
    return conn.execute(select(communications.c.communication_id).where(this)).first() is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What happened. ``by``: the name of who did it, where he is one of the staff."""

    kind: str
    at: datetime
    by: str | None
    detail: Mapping[str, Any]


_BY_THE_SOURCE = {"received", "answered", "consent-withdrawn", "consent-granted"}


def steps(conn: Connection, submission_id: str) -> list[Step]:
    """Return the timeline, oldest first. A source is never named: his account may be his name."""
    query = select(timeline).where(timeline.c.submission_id == submission_id)
    rows = _once(conn.execute(query.order_by(timeline.c.at, timeline.c.position)).all())
    staff = {row.by_id for row in rows if row.by_id and row.kind not in _BY_THE_SOURCE}
    names = accounts.names(conn, staff)
    return [
        Step(
            kind=row.kind,
            at=row.at,
            by="the source" if row.kind in _BY_THE_SOURCE else names.get(row.by_id),
            detail=row.detail,
        )
        for row in rows
    ]


def _once(rows: Sequence[Any]) -> list[Any]:
    """A withdrawal is told again for each letter that is drafted later: it happened once."""
    first = {(row.kind, row.at): row.position for row in reversed(rows)}
    return [
        row
        for row in rows
        if row.kind != "consent-withdrawn" or first[row.kind, row.at] == row.position
    ]
