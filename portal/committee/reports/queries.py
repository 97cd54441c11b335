"""What a person reads of report deadlines: section H.5, and no more.

The holder of a mandate and its officers read the reports of it; the Chief and the Committee all,
and the Committee neither reasons of lateness nor people. The public reads what is published, by its
symbol, and nothing of when it was due.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    case,
    false,
    func,
    or_,
    select,
    true,
)

from portal.committee.reports.read_model import reports, sessions, steps
from portal.stakeholders.read_model import chains
from shared.contracts.stakeholders_report_deadlines import Body, Kind, Milestone, Weeks
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference.report_deadlines import (
    BEFORE_STATE,
    BEFORE_SUBMISSION,
    REMINDERS,
    due_on,
    next_step,
)

OWNERS: Final = frozenset({Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER})
READERS: Final = OWNERS | {Role.CHIEF, Role.COORDINATION_COMMITTEE}

_c, _s = reports.c, sessions.c
_OPEN: Final = and_(_c.dropped.is_(False), _c.symbol.is_(None))


def _least(one: ColumnElement[date], other: ColumnElement[date]) -> ColumnElement[date]:
    return case((other < one, other), else_=one)


_SUBMISSION: Final = _least(func.coalesce(_c.slot, _s.submission_on), _s.publication_on)
_DUE: Final = case(
    (_c.stage.not_in(BEFORE_SUBMISSION), _s.publication_on),
    (_c.approved.is_(True), _SUBMISSION),
    (
        and_(_c.state.is_not(None), _c.stage.in_(BEFORE_STATE)),
        _least(_s.comments_on, _SUBMISSION),
    ),
    else_=_least(_s.approval_on, _SUBMISSION),
)
"""When its next step is due, as ``Report.due_on`` says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    session_id: str
    body: Body
    number: int
    starts_on: date
    ends_on: date
    comments_weeks: int
    approval_weeks: int
    submission_weeks: int
    publication_weeks: int

    @property
    def weeks(self) -> Weeks:
        return Weeks(
            comments=self.comments_weeks,
            approval=self.approval_weeks,
            submission=self.submission_weeks,
            publication=self.publication_weeks,
        )

    @property
    def every_due(self) -> Mapping[Milestone, date]:
        return due_on(self.starts_on, self.weeks, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """``ended_on``: the last day of its mandate, which may be to come.

    ``done``: the position of the last step that was done. ``passed``: handed over, and nothing was
    done about it since.
    """

    report_id: str
    mandate: str
    kind: Kind
    state: str | None
    mission_id: str | None
    resolution: str
    word_limit: int | None
    slot: date | None
    stage: str
    approved: bool
    dropped: bool
    code: str | None
    symbol: str | None
    published_on: date | None
    submitted_on: date | None
    submission_due: date | None
    delay_step: str | None
    delay_due: date | None
    delay_code: str | None
    done: int | None
    passed: bool
    ended_on: date | None
    session: Session

    @property
    def stands(self) -> str:
        if self.dropped:
            return "dropped"
        return "published" if self.symbol else self.stage

    @property
    def submitted(self) -> bool:
        return self.stage not in BEFORE_SUBMISSION

    @property
    def next(self) -> Milestone | None:
        return next_step(self.stands, self.state, approved=self.approved)

    @property
    def due_on(self) -> date | None:
        return self.every_due[self.next] if self.next else None

    @property
    def every_due(self) -> dict[Milestone, date]:
        """Return when each step is due; of a report about no State there are no comments."""
        every = dict(due_on(self.session.starts_on, self.session.weeks, self.slot))
        return every if self.state else {k: v for k, v in every.items() if k != "comments"}

    @property
    def why_late(self) -> str | None:
        """Return why its next step is late, if somebody said so of this step and day."""
        same = (self.delay_step, self.delay_due) == (self.next, self.due_on)
        return self.delay_code if same else None

    def late(self, on: date) -> bool:
        return self.due_on is not None and self.due_on < on

    def left(self, on: date) -> bool:
        """Whether it is open and its mandate has ended, so that the Chief decides about it."""
        return self.next is not None and self.ended(on)

    def ended(self, on: date) -> bool:
        return self.ended_on is not None and self.ended_on < on

    def is_of(self, actor: Actor) -> bool:
        return actor.has(*OWNERS) and self.mandate in actor.mandates


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    kind: str
    stage: str | None
    code: str | None
    symbol: str | None
    mandate: str | None
    session_id: str | None
    first_on: date | None
    last_on: date | None
    by_id: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """``by``: week or mandate. ``stands``: open, published, dropped."""

    by: str = "week"
    stands: str = "open"
    session: str = ""


def visible(actor: Actor, *, works: bool) -> ColumnElement[bool]:
    """``works``: whether this person works for the Committee today."""
    everything = works or actor.has(Role.CHIEF)
    own = _c.mandate.in_(sorted(actor.mandates)) if actor.has(*OWNERS) else false()
    return and_(_c.planned_at.is_not(None), or_(true() if everything else false(), own))


def _joined() -> Select[Any]:
    of_session = [each for each in _s if each.name != _s.session_id.name]
    these = select(reports, *of_session, chains.c.ended_on.label("mandate_ended_on"))
    joined = these.join(sessions, _s.session_id == _c.session_id)
    return joined.outerjoin(chains, chains.c.mandate == _c.mandate)


def asked(seen: ColumnElement[bool], by: Filters) -> Select[Any]:
    """Return the reports that the filters leave: what is open by what is due next."""
    these = _joined().where(seen)
    if by.session:
        these = these.where(_c.session_id == by.session)
    if by.stands == "dropped":
        these = these.where(_c.dropped.is_(True))
    elif by.stands == "published":
        these = these.where(_c.symbol.is_not(None))
    else:
        these = these.where(_OPEN)
    first = [_c.mandate] if by.by == "mandate" else []
    return these.order_by(*first, _DUE, _c.report_id)


def one(conn: Connection, report_id: str, seen: ColumnElement[bool]) -> Report | None:
    row = conn.execute(_joined().where(seen, _c.report_id == report_id)).one_or_none()
    return report(row) if row else None


def of_visit(conn: Connection, mission_id: str, seen: ColumnElement[bool]) -> list[Report]:
    """Return the reports that mandates owe on a visit, as far as they exist for whoever came."""
    these = _joined().where(seen, _c.mission_id == mission_id).order_by(_c.mandate, _c.report_id)
    return [report(row) for row in conn.execute(these)]


def report(row: Row[Any]) -> Report:
    of = {
        name: getattr(row, name)
        for name in Report.__dataclass_fields__
        if name not in {"session", "ended_on"}
    }
    return Report(**of, ended_on=row.mandate_ended_on, session=_session(row))


def _session(row: Row[Any]) -> Session:
    return Session(**{name: getattr(row, name) for name in Session.__dataclass_fields__})


def opened(conn: Connection, seen: ColumnElement[bool]) -> list[Report]:
    """Return all that are open, by what is due next: some 300 at most."""
    these = _joined().where(seen, _OPEN).order_by(_DUE, _c.report_id)
    return [report(row) for row in conn.execute(these)]


def due_soon(conn: Connection, today: date, until: date) -> list[Report]:
    """Return what is open and due from today until that day, for the reminders."""
    these = _joined().where(_c.planned_at.is_not(None), _OPEN, today <= _DUE, until >= _DUE)
    return [report(row) for row in conn.execute(these.order_by(_DUE, _c.report_id))]


def moved_since(conn: Connection, since: datetime) -> list[tuple[Report, int, str, datetime]]:
    """Return what is open at sessions that moved since it came: the position, by whom, when."""
    moved = and_(_s.moved_at > since, _s.moved > _c.joined)
    these = _joined().where(_c.planned_at.is_not(None), _OPEN, moved)
    return [
        (report(row), row.moved, row.moved_by, row.moved_at)
        for row in conn.execute(these.order_by(_c.report_id))
    ]


def handed_over_since(conn: Connection, since: datetime) -> list[tuple[Report, int, str, datetime]]:
    """Return what was handed over and is open: the position, by whom, and when."""
    t = steps.c
    of_it = and_(t.about_id == _c.report_id, t.kind == "handed-over", t.at > since)
    these = _joined().join(steps, of_it).add_columns(t.position, t.by_id, t.at)
    these = these.where(_OPEN, t.mandate == _c.mandate).order_by(t.position)
    return [(report(row), row.position, row.by_id, row.at) for row in conn.execute(these)]


def left(conn: Connection, today: date) -> list[Report]:
    """Return what is open of mandates that have ended."""
    these = _joined().where(_c.planned_at.is_not(None), _OPEN, chains.c.ended_on < today)
    return [report(row) for row in conn.execute(these.order_by(_c.report_id))]


def every_session() -> Select[Any]:
    return select(sessions).where(_s.body.is_not(None)).order_by(_s.starts_on.desc(), _s.session_id)


def session(row: Row[Any]) -> Session:
    return _session(row)


def the_session(conn: Connection, session_id: str) -> Session | None:
    row = conn.execute(every_session().where(_s.session_id == session_id)).one_or_none()
    return _session(row) if row else None


def coming(conn: Connection, on: date) -> list[Session]:
    """Return the sessions that are not over, the next first."""
    these = select(sessions).where(_s.body.is_not(None), _s.ends_on >= on)
    return [_session(row) for row in conn.execute(these.order_by(_s.starts_on, _s.session_id))]


def some_sessions(conn: Connection) -> dict[str, Session]:
    return {row.session_id: _session(row) for row in conn.execute(every_session())}


def steps_of(conn: Connection, this: Report) -> list[Step]:
    """Return what happened to it, with what happened to each session while it was there."""
    t = steps.c
    own = _steps(conn, t.about_id == this.report_id)
    came = [(at, one.session_id) for at, one in own if one.session_id]
    until = [at for at, _ in came[1:]]
    found = own
    for (since, session_id), last in zip_longest(came, until):
        there = and_(t.about_id == session_id, t.position > since)
        found = found + _steps(conn, there if last is None else and_(there, t.position < last))
    return [one for _, one in sorted(found, key=itemgetter(0))]


def _steps(conn: Connection, which: ColumnElement[bool]) -> list[tuple[int, Step]]:
    names = Step.__dataclass_fields__
    return [
        (row.position, Step(**{name: getattr(row, name) for name in names}))
        for row in conn.execute(select(steps).where(which))
    ]


def published_of(mandate: str) -> Select[Any]:
    """Return what everybody reads of the reports of a mandate, the newest first."""
    these = select(_c.symbol, _c.kind, _c.state, _c.published_on, _s.body, _s.number)
    these = these.join(sessions, _s.session_id == _c.session_id)
    these = these.where(_c.mandate == mandate, _c.symbol.is_not(None), _c.dropped.is_(False))
    return these.order_by(_c.published_on.desc(), _c.report_id)


def thematic_of(mandates: Collection[str]) -> Select[Any]:
    """Return what everybody reads of reports of these mandates on no State, the newest first."""
    these = select(
        _c.report_id, _c.symbol, _c.kind, _c.mandate, _c.published_on, _s.body, _s.number
    )
    these = these.join(sessions, _s.session_id == _c.session_id)
    public = and_(_c.symbol.is_not(None), _c.dropped.is_(False), _c.state.is_(None))
    these = these.where(_c.mandate.in_(sorted(mandates)), public)
    return these.order_by(_c.published_on.desc(), _c.report_id)


def reminded(due: date, on: date) -> int | None:
    """Return the fewest days of a reminder that was reached; None: none was, or it is late."""
    left = (due - on).days
    return min((days for days in REMINDERS if 0 <= left <= days), default=None)
