"""What a person sees of reports on visits: the last column of section E.10, by the matrix.

A draft is for its mandate and for the desk officer of its State; the State reads it while it is
asked for comments, and whoever publishes once it was submitted. Everybody else has a line at most,
and once it is published its public page.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, or_, select, true

from portal.followup.recommendations.read_model import recommendations
from portal.followup.visit_reports.read_model import addressees, comments, items, reports, steps
from portal.followup.visit_reports.writers import approvals, joint
from portal.followup.visit_reports.writers import before as passed
from portal.web import policy
from portal.web.policy import Kind, Scope, Sight
from shared.contracts.followup_visit_reports import CommentKind, Stage
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role

READERS: Final = policy.readers(Kind.REPORT)
LISTED: Final = policy.readers(Kind.REPORT, least=Sight.METADATA)
WRITERS: Final = policy.readers(Kind.REPORT, least=Sight.WRITE)
HOLDER: Final = Role.MANDATE_HOLDER
COMMENTERS: Final = WRITERS | {Role.GOVERNMENT}
_SUBMITTED: Final = ("submitted", "published")
_c, _j, _a = reports.c, joint.c, approvals.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """``sight``: how much this person sees. ``others``: the mandates that write it as well.

    ``approvals``: of the present words, by mandate, whose holder gave it.
    """

    mission_id: str
    mandate: str
    state: str
    stage: Stage
    steps: int
    version: int
    text_hash: str
    text: Sealed | None
    words: int
    comments_due: date | None
    approved_by: str | None
    slot: date | None
    submitted_words: int | None
    waiver: Sealed | None
    returned: Sealed | None
    symbol: str | None
    languages: Sequence[str]
    published_at: datetime | None
    preliminary: str | None
    preliminary_on: date | None
    preliminary_languages: Sequence[str]
    addendum: str | None
    public_comments: Sequence[str]
    session: int | None
    presented_on: date | None
    first_round: date | None
    reason: str | None
    note: Sealed | None
    sight: Sight
    others: Sequence[str] = ()
    approvals: Mapping[str, str] = field(default_factory=dict)

    @property
    def mandates(self) -> tuple[str, ...]:
        """Those that write it, the first one leads."""
        return (self.mandate, *self.others)

    @property
    def works(self) -> bool:
        return self.sight >= Sight.WRITE


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    addressee_id: str
    kind: str
    name: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    recommendation_id: str
    number: int
    text: Sealed
    public: str | None
    paragraph: str
    addressees: Sequence[Addressee]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """``taken``: None while nobody has decided."""

    comment_id: str
    kind: CommentKind
    paragraph: int
    text: Sealed
    publish: bool
    by_government: bool
    late: bool
    said_at: datetime
    taken: bool | None
    reason: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    mission_id: str
    mandate: str
    state: str
    stage: Stage
    reads: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    what: str
    done_by: str
    done_at: datetime


def _means(actor: Actor) -> Mapping[Scope, ColumnElement[bool]]:
    return {
        Scope.ANY: true(),
        Scope.MANDATE: or_(_c.mandate.in_(actor.mandates), _joins(actor)),
        Scope.STATE: and_(_c.state.in_(actor.states), _c.stage != "withdrawn"),
        Scope.ASKED: and_(_c.state.in_(actor.states), _c.stage == "with_state"),
        Scope.CLEARED: _c.stage.in_(_SUBMITTED),
    }


def _joins(actor: Actor) -> ColumnElement[bool]:
    """Whether a mandate of this person writes it beside the first."""
    return _c.mission_id.in_(select(_j.mission_id).where(_j.mandate.in_(sorted(actor.mandates))))


def visible(actor: Actor, *, least: Sight = Sight.READ) -> ColumnElement[bool]:
    """Return which reports this person sees so much of."""
    return policy.rows(actor, Kind.REPORT, _means(actor), least=least)


def lines(actor: Actor) -> Select[Any]:
    columns = (_c.mission_id, _c.mandate, _c.state, _c.stage)
    return (
        select(*columns, _joins(actor).label("joins"))
        .where(visible(actor, least=Sight.METADATA))
        .order_by(_c.state, _c.mandate, _c.mission_id)
    )


def line(row: Row[Any], actor: Actor) -> Line:
    return Line(
        mission_id=row.mission_id,
        mandate=row.mandate,
        state=row.state,
        stage=row.stage,
        reads=sight(row, actor) >= Sight.READ,
    )


def report(conn: Connection, actor: Actor, mission_id: str) -> Report | None:
    """Return the report as this person sees it; None: there is none for them to read."""
    these = select(reports, _joins(actor).label("joins")).where(_c.mission_id == mission_id)
    row = conn.execute(these).one_or_none()
    found = None if row is None else _of_row(row, sight(row, actor))
    return _written(conn, found) if found and found.sight >= Sight.READ else None


def _written(conn: Connection, one: Report) -> Report:
    """Return the report with those that write it."""
    others = select(_j.mandate).where(_j.mission_id == one.mission_id)
    given = select(_a.mandate, _a.approved_by).where(_a.mission_id == one.mission_id)
    return replace(
        one,
        others=tuple(conn.scalars(others.order_by(_j.joined_at, _j.mandate))),
        approvals=dict(conn.execute(given).tuples().all()) if one.works else {},
    )


def begun(conn: Connection, mission_id: str) -> tuple[Stage | None, int]:
    """Return where the report on it stands and after how many steps. Ask before who looks.

    Also one of a mandate that had the visit before: the steps of both are counted as one.
    """
    row = conn.execute(select(_c.stage, _c.steps).where(_c.mission_id == mission_id)).one_or_none()
    return (None, 0) if row is None else (row.stage, row.steps)


def writing(conn: Connection, mission_id: str) -> frozenset[str]:
    """Return the mandates that write the report on a mission now. Ask before who looks."""
    this = select(_c.mandate).where(_c.mission_id == mission_id, _c.stage != "withdrawn")
    others = select(_j.mandate).where(_j.mission_id == mission_id)
    first = conn.scalar(this)
    return frozenset(() if first is None else (first, *conn.scalars(others)))


def is_record(conn: Connection, one: Report) -> bool:
    """Whether its mandate ended and nobody goes on with it."""
    return one.stage == "withdrawn" and one.mandate in before(conn, one.mission_id)


def published(conn: Connection, mission_id: str) -> Report | None:
    """Return the report as everybody reads it; None: it is not public."""
    this = select(reports).where(_c.mission_id == mission_id, _c.stage == "published")
    row = conn.execute(this).one_or_none()
    return None if row is None else _written(conn, _of_row(row, Sight.READ))


def public_lines(state: str = "") -> Select[Any]:
    """``state``: of this one alone."""
    columns = (_c.mission_id, _c.mandates, _c.state, _c.symbol, _c.published_at, _c.languages)
    these = select(*columns).where(_c.stage == "published")
    if state:
        these = these.where(_c.state == state)
    return these.order_by(_c.published_at.desc(), _c.mission_id)


def preliminary_notes() -> Select[Any]:
    """Return the notes of visits whose report is not public yet, the latest first."""
    columns = (_c.mission_id, _c.mandate, _c.state, _c.preliminary, _c.preliminary_languages)
    there = (_c.preliminary.is_not(None), _c.stage.not_in(("published", "withdrawn")))
    these = select(*columns, _c.preliminary_on).where(*there)
    return these.order_by(_c.preliminary_on.desc(), _c.mission_id)


def read_of(conn: Connection, mission_ids: Collection[str]) -> frozenset[str]:
    """Return the missions among these whose report everybody reads."""
    there = select(_c.mission_id).where(_c.mission_id.in_(mission_ids), _c.stage == "published")
    return frozenset(conn.scalars(there) if mission_ids else ())


def before(conn: Connection, mission_id: str) -> list[str]:
    """Return the mandates that had the report before it went to another. Ask before who looks."""
    had = passed.c
    these = select(had.mandate).where(had.mission_id == mission_id).order_by(had.mandate)
    return list(conn.scalars(these))


def items_of(conn: Connection, mission_id: str) -> list[Item]:
    named: dict[str, list[Addressee]] = {}
    a = addressees.c
    these = select(addressees).where(a.mission_id == mission_id).order_by(a.kind, a.addressee_id)
    for row in conn.execute(these):
        one = Addressee(addressee_id=row.addressee_id, kind=row.kind, name=row.name)
        named.setdefault(row.recommendation_id, []).append(one)
    i = items.c
    return [
        Item(
            recommendation_id=row.recommendation_id,
            number=row.number,
            text=row.text,
            public=row.public,
            paragraph=row.paragraph or "",
            addressees=named.get(row.recommendation_id, []),
        )
        for row in conn.execute(
            select(items).where(i.mission_id == mission_id).order_by(i.number, i.recommendation_id)
        )
    ]


def public_words(conn: Connection, these: Sequence[Item]) -> dict[str, str | None]:
    """Return the words that everybody reads of each: those that the register has now.

    A corrigendum changes them, and None is one that was taken back. One that is not registered yet
    has those of the report.
    """
    r = recommendations.c
    ids = [item.recommendation_id for item in these]
    registered = select(r.recommendation_id, r.public_text).where(r.recommendation_id.in_(ids))
    now = dict(conn.execute(registered).tuples().all())
    return {item.recommendation_id: now.get(item.recommendation_id, item.public) for item in these}


def comments_of(conn: Connection, one: Report) -> list[Comment]:
    """Return what the State said, by paragraph. Whoever publishes reads what is to be published."""
    k = comments.c
    these = select(comments).where(k.mission_id == one.mission_id)
    if one.stage in _SUBMITTED and not one.works:
        these = these.where(k.publish)
    return [
        Comment(
            comment_id=row.comment_id,
            kind=row.kind,
            paragraph=row.paragraph,
            text=row.text,
            publish=row.publish,
            by_government=row.by_government,
            late=row.late,
            said_at=row.said_at,
            taken=row.taken if one.works else None,
            reason=row.reason if one.works else None,
        )
        for row in conn.execute(these.order_by(k.paragraph, k.step))
    ]


def taken(conn: Connection, one: Report) -> list[Taken]:
    """Return the steps, for those who work on it."""
    if not one.works:
        return []
    s = steps.c
    these = select(steps).where(s.mission_id == one.mission_id).order_by(s.step)
    return [
        Taken(what=row.what, done_by=row.done_by, done_at=row.done_at)
        for row in conn.execute(these)
    ]


def sight(row: Row[Any], actor: Actor) -> Sight:
    of_state = row.state in actor.states
    stands = [
        *([Scope.MANDATE] if actor.serves(row.mandate) or row.joins else []),
        *([Scope.STATE] if of_state and row.stage != "withdrawn" else []),
        *([Scope.ASKED] if of_state and row.stage == "with_state" else []),
        *([Scope.CLEARED] if row.stage in _SUBMITTED else []),
    ]
    return policy.sight(actor, Kind.REPORT, stands)


def _of_row(row: Row[Any], seen: Sight) -> Report:
    works = seen >= Sight.WRITE
    return Report(
        mission_id=row.mission_id,
        mandate=row.mandate,
        state=row.state,
        stage=row.stage,
        steps=row.steps,
        version=row.version or 0,
        text_hash=row.text_hash or "",
        text=row.text,
        words=row.words or 0,
        comments_due=row.comments_due,
        approved_by=row.approved_by,
        slot=row.slot,
        submitted_words=row.submitted_words,
        waiver=row.waiver if works else None,
        returned=row.returned if works else None,
        symbol=row.symbol,
        languages=row.languages or (),
        published_at=row.published_at,
        preliminary=row.preliminary,
        preliminary_on=row.preliminary_on,
        preliminary_languages=row.preliminary_languages or (),
        addendum=row.addendum,
        public_comments=row.public_comments or (),
        session=row.session,
        presented_on=row.presented_on,
        first_round=row.first_round,
        reason=row.reason if works else None,
        note=row.note if works else None,
        sight=seen,
    )
