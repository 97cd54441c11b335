"""Queries of reprisal cases: XR1 and XR2.

A case exists for the focal points, and for the holders and officers who are named in it. For
everybody else there is none, and no query of another page reads these tables.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    exists,
    false,
    func,
    not_,
    or_,
    select,
    true,
)
from sqlalchemy import case as sql_case

from portal.casefile.queue.tables import queue
from portal.followup.missions.read_model import missions
from portal.followup.missions.read_model import steps as mission_steps
from portal.followup.reprisals.read_model import (
    actions,
    cases,
    consents,
    details,
    documents,
    letters,
    people,
    reports,
    shown,
    steps,
)
from portal.web import followup_policy as policy
from portal.web.followup_policy import Scope
from shared.contracts.followup_reprisals import DETAILS
from shared.core.actor import Actor
from shared.core.geneva import day_of
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference.reprisals import SHOWN_TO, SHUT, latest_look

OVER = ("out", "closed")
_PARTS = {Role.MANDATE_HOLDER: "holder", Role.HUMAN_RIGHTS_OFFICER: "officer"}
_LOOKS = ("reprisal-screened", "reprisal-followed-up", "reprisal-reopened")
_c = cases.c
_known = _c.reported_at.is_not(None)
_counted = (
    select(func.count())
    .select_from(steps)
    .where(steps.c.case_id == _c.case_id)
    .correlate(cases)
    .scalar_subquery()
)
_m, _v = mission_steps.c, missions.c
_ended = (
    select(_m.on)
    .where(_m.mission_id == _c.link, _m.what == "ended")
    .order_by(_m.step.desc())
    .limit(1)
    .correlate(cases)
    .scalar_subquery()
)
_planned = select(_v.last).where(_v.mission_id == _c.link).correlate(cases).scalar_subquery()
_visit_ends = sql_case((_c.origin == "visit", func.coalesce(_ended, _planned)))
_looked_at = (
    select(func.max(steps.c.at))
    .where(steps.c.case_id == _c.case_id, steps.c.kind.in_(_LOOKS))
    .correlate(cases)
    .scalar_subquery()
)
_looks = (_visit_ends.label("visit_ends"), _looked_at.label("looked_at"))
_these = select(cases, _counted.label("step"), *_looks).where(_known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """``step``: how many steps there were, in the same statement (decision 0063).

    ``erased``: whether its key was destroyed.
    """

    case_id: str
    mandate: str
    state: str
    origin: str
    link: str | None
    relation: str
    act: str
    imminent: bool
    stage: str
    condition: str | None
    account: Sealed
    cooperation: Sealed | None
    answer: Sealed | None
    answer_value: str | None
    next_look_on: date | None
    contact_by: datetime | None
    contacted_at: datetime | None
    screen_by: datetime
    reported_at: datetime
    agreed_part: str | None
    agreed_reason: str | None
    reason: str | None
    step: int
    erased: bool | None
    visit_ends: date | None
    looked_at: datetime | None

    @property
    def look_on(self) -> date | None:
        """When it is looked at next.

        A visit may end before the day that was agreed when this was entered (XR5).
        """
        entered = self.next_look_on
        if entered is None or self.visit_ends is None or self.looked_at is None:
            return entered
        seen, ends = day_of(self.looked_at), self.visit_ends
        return min(entered, latest_look(seen, urgent=self.imminent, visit_ends=ends))


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagged:
    """A submission that says it is about a reprisal. ``opened``: a case was opened from it."""

    submission_id: str
    state: str
    received_at: datetime
    opened: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """A step of a case, and who took it."""

    case_id: str
    position: int
    kind: str
    by_id: str
    at: datetime


def sight(actor: Actor) -> ColumnElement[bool]:
    """Which cases exist for this person, as the service rules on it."""
    if actor.has(*SHUT):
        return false()
    parts: list[ColumnElement[bool]] = [false()]
    for role, scope in policy.lines(actor, policy.Kind.REPRISAL):
        if scope is Scope.ANY:
            parts.append(true())
        else:
            of_theirs = _c.mandate.in_(sorted(actor.mandates))
            parts.append(and_(of_theirs, is_named(actor.actor_id, _PARTS[role])))
    return and_(or_(*parts), _c.state.not_in(_kept(actor)))


def _kept(actor: Actor) -> list[str]:
    return sorted(actor.states) if actor.has(Role.DESK_OFFICER) else []


def is_named(account_id: str, part: str) -> ColumnElement[bool]:
    p = people.c
    return exists().where(
        p.case_id == _c.case_id,
        p.account_id == account_id,
        p.part == part,
        p.group_no == _c.group_no,
    )


def going_on(actor: Actor) -> Select[Any]:
    """Return the cases of this person: those to screen, then the next look first (I1)."""
    these = _these.where(sight(actor), _c.stage.not_in(OVER))
    return these.order_by(*_first)


_first = (
    (_c.stage == "reported").desc(),
    and_(_c.stage == "reported", _c.imminent).desc(),
    _c.next_look_on,
    _c.case_id,
)


def over(actor: Actor) -> Select[Any]:
    these = _these.where(sight(actor), _c.stage.in_(OVER))
    return these.order_by(_c.reported_at.desc(), _c.case_id)


def of_state(actor: Actor, state: str) -> Select[Any]:
    """Return the cases of a State that exist for this person, the last reported first."""
    these = _these.where(sight(actor), _c.state == state)
    return these.order_by(_c.reported_at.desc(), _c.case_id)


def one(conn: Connection, case_id: str, actor: Actor) -> Case | None:
    row = conn.execute(_these.where(sight(actor), _c.case_id == case_id)).one_or_none()
    return case(row) if row else None


def named(conn: Connection, case_id: str) -> dict[str, list[str]]:
    """Return who is of the group by name, by their part."""
    p = people.c
    rows = conn.execute(
        select(p.account_id, p.part)
        .where(p.case_id == case_id, p.group_no == _c.group_no, _c.case_id == case_id)
        .order_by(p.account_id)
    ).all()
    return {part: [row.account_id for row in rows if row.part == part] for part in PARTS}


PARTS = ("holder", "officer")


def consents_of(
    conn: Connection, case_ids: Collection[str]
) -> Mapping[str, Mapping[str, Row[Any]]]:
    """Return what is recorded of each consent, by case."""
    found: dict[str, dict[str, Row[Any]]] = {one: {} for one in case_ids}
    for row in conn.execute(select(consents).where(consents.c.case_id.in_(case_ids))):
        found[row.case_id][row.consent] = row
    return found


def actions_of(conn: Connection, case_id: str) -> dict[str, Row[Any]]:
    """Return the actions that are decided or were taken."""
    a = actions.c
    some = select(actions).where(a.case_id == case_id, or_(a.decided, a.taken_on.is_not(None)))
    return {row.action: row for row in conn.execute(some.order_by(a.action))}


def reports_of(conn: Connection, case_id: str) -> list[Row[Any]]:
    these = select(reports).where(reports.c.case_id == case_id).order_by(reports.c.year.desc())
    return list(conn.execute(these))


def steps_of(case_id: str) -> Select[Any]:
    """Return what happened, the last first."""
    return select(steps).where(steps.c.case_id == case_id).order_by(steps.c.position.desc())


def flagged(actor: Actor) -> Select[Any]:
    """Return the submissions that say that they are about a reprisal, those without a case first.

    For focal points alone; desk officers of the State are kept out (R15), as from a case of it.
    """
    q = queue.c
    opened = exists().where(_c.link == q.submission_id, _known, sight(actor)).label("opened")
    some = select(q.submission_id, q.state, q.received_at, opened)
    these = some.where(_has_flag(actor))
    return these.order_by(opened, q.received_at, q.submission_id)


def is_flagged(conn: Connection, submission_id: str, actor: Actor) -> str | None:
    """Return the State of a submission that has the flag; None: it has not, for this person."""
    q = queue.c
    return conn.scalar(select(q.state).where(q.submission_id == submission_id, _has_flag(actor)))


def _has_flag(actor: Actor) -> ColumnElement[bool]:
    q = queue.c
    if actor.has(*SHUT):
        return false()
    any_ = policy.rows(actor, policy.Kind.FLAG, {Scope.ANY: true()})
    return and_(any_, q.reprisal, q.received_at.is_not(None), q.state.not_in(_kept(actor)))


def selected(actor: Actor, year: int) -> Select[Any]:
    """Return what was sent for the report of a year, by State."""
    r = reports.c
    some = select(_c.case_id, _c.state, _c.act, r.part, r.words, r.to_review)
    these = some.join_from(cases, reports, r.case_id == _c.case_id)
    return these.where(sight(actor), _known, r.year == year).order_by(_c.state, _c.case_id)


def details_of(conn: Connection, case_id: str) -> dict[str, Sealed]:
    """Return the fields that are known of it, by name, in their order."""
    row = conn.execute(select(details).where(details.c.case_id == case_id)).one_or_none()
    known = {name: getattr(row, name) for name in DETAILS} if row else {}
    return {name: text for name, text in known.items() if text}


def letters_of(conn: Connection, case_id: str) -> list[Row[Any]]:
    """Return the letters that it went into, by number."""
    these = select(letters).where(letters.c.case_id == case_id)
    return list(conn.execute(these.order_by(letters.c.number)))


_standing = and_(
    ~shown.c.ended,
    shown.c.position > func.coalesce(_c.shown_after, 0),
    _c.erased.is_not(True),
)


def shown_of(conn: Connection, case_id: str) -> list[Row[Any]]:
    """Return to whom outside the group it is or was shown, with ``stands``: nothing ended it."""
    s = shown.c
    these = select(shown, _standing.label("stands")).join_from(
        shown, cases, s.case_id == _c.case_id
    )
    return list(conn.execute(these.where(s.case_id == case_id).order_by(s.at.desc(), s.account_id)))


def shown_to(actor: Actor, today: date) -> Select[Any]:
    """Return the texts that this person is shown today, the last shown first (XR1).

    Only while they are that of the State as which they were named, and of no other part.
    """
    s = shown.c
    to = {role for role, _ in policy.lines(actor, policy.Kind.SHOWN)}
    parts = [part for part, role in SHOWN_TO.items() if role in to]
    theirs = and_(s.account_id == actor.actor_id, s.as_part.in_(parts), s.until >= today)
    of_state = _c.state.in_(sorted(actor.states))
    these = select(shown, _c.state, _c.act, _c.mandate).join_from(
        shown, cases, s.case_id == _c.case_id
    )
    kept = false() if actor.has(*SHUT) else true()
    return these.where(theirs, of_state, _standing, kept).order_by(s.at.desc(), s.case_id)


def documents_of(conn: Connection, case_id: str) -> list[Row[Any]]:
    """Return the documents that are public and tell of it, the last first."""
    d = documents.c
    these = select(documents).where(d.case_id == case_id)
    return list(conn.execute(these.order_by(d.published_on.desc(), d.symbol)))


def public(actor: Actor) -> Select[Any]:
    """Return the cases that a document of the United Nations made public, by State (XR6).

    Not once a consent to it is withdrawn, until it is given anew, and not what was out of scope,
    or closed as nobody wants more, or erased.
    """
    d, k = documents.c, consents.c
    withdrawn = exists().where(k.case_id == _c.case_id, k.ended)
    told = or_(_c.reason.is_(None), _c.reason.not_in(("withdrawn", "erased")))
    of_it = select(_c.case_id, _c.state, _c.act, _c.mandate, d.symbol, d.published_on)
    these = of_it.join_from(cases, documents, d.case_id == _c.case_id)
    seen = and_(sight(actor), _known, _c.stage != "out", told, ~withdrawn)
    return these.where(seen).order_by(_c.state, d.published_on.desc(), _c.case_id, d.symbol)


def words_of(conn: Connection, actor: Actor, year: int) -> int:
    """Return how many words of a year's report have their consent still."""
    r = reports.c
    some = select(func.sum(r.words)).join_from(cases, reports, r.case_id == _c.case_id)
    these = some.where(sight(actor), _known, r.year == year, not_(r.to_review))
    return conn.scalar(these) or 0


def news(conn: Connection, since: datetime, kinds: Collection[str]) -> list[News]:
    """Return these steps after this moment, for the notices: no page shows these rows.

    A consent is news once its last answer withdraws or refuses it; not what whoever reported it
    refused with the report, when nothing had been agreed to.
    """
    s, k, after = steps.c, consents.c, steps.alias().c
    refused = exists().where(k.case_id == s.case_id, k.consent == s.what, k.ended)
    answered_anew = exists().where(
        after.case_id == s.case_id,
        after.kind == s.kind,
        after.what == s.what,
        after.position > s.position,
    )
    reported = exists().where(_c.case_id == s.case_id, _c.reported_at == s.at)
    ends = and_(refused, ~answered_anew, ~reported)
    these = select(s.case_id, s.position, s.kind, s.by_id, s.at).where(s.at > since)
    of_news = or_(s.kind != "reprisal-consent-recorded", ends)
    rows = conn.execute(these.where(s.kind.in_(kinds), of_news).order_by(s.position))
    return [News(**row._mapping) for row in rows]  # noqa: SLF001  # public in SQLAlchemy


def open_ones(conn: Connection) -> list[Case]:
    """Return the cases that go on, for the notices."""
    these = _these.where(_c.stage.not_in(OVER)).order_by(_c.case_id)
    return [case(row) for row in conn.execute(these)]


def groups(conn: Connection, case_ids: Collection[str]) -> dict[str, set[str]]:
    """Return who is of the group of each of these cases by name, for the notices."""
    p = people.c
    found: dict[str, set[str]] = {one: set() for one in case_ids}
    these = select(p.case_id, p.account_id).join(cases, _c.case_id == p.case_id)
    for row in conn.execute(these.where(p.group_no == _c.group_no, p.case_id.in_(found))):
        found[row.case_id].add(row.account_id)
    return found


def case(row: Row[Any]) -> Case:
    return Case(**{name: getattr(row, name) for name in Case.__dataclass_fields__})


def of_flag(row: Row[Any]) -> Flagged:
    return Flagged(**{name: getattr(row, name) for name in Flagged.__dataclass_fields__})
