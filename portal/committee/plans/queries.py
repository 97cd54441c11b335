"""What a person reads of the planning board: section D.5 and SD9, and no more.

The Committee, the Chief, the Quick Response Desk and mandate-holders read all plans; an officer
those of the own mandates; a desk officer those on the own States. A holder reads no comments on the
plans of others. Whose plan clashes reads with whose, and in which period (D.8). What rests on
reprisals is not there for a desk officer of its State, also not as what another plan clashes with
(R15), whatever else this person is; only work for the mandate opens it (decision 0030). A
partner of the United Nations reads what was shared on the own States, and nothing of what it
clashes with.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Row,
    Select,
    and_,
    exists,
    false,
    not_,
    or_,
    select,
    true,
)

from portal.committee.plans.read_model import clashes, comments, plans, steps
from shared.contracts.stakeholders_plans import Kind
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference.alerts import COUNTRIES
from shared.reference.plans import APART, between, too_near
from shared.reference.themes import mandates_of, themes_of

HOUSE: Final = frozenset({Role.CHIEF, Role.QUICK_RESPONSE_DESK})
OWNERS: Final = frozenset({Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER})
COMMENTS: Final = OWNERS | {Role.COORDINATION_COMMITTEE}
READERS: Final = HOUSE | COMMENTS | {Role.DESK_OFFICER}
PARTNERS: Final = frozenset({Role.UN_PARTNER})
"""They read what was shared, on a page of their own."""
AROUND: Final = timedelta(days=90)
"""So far before and after a plan its page shows what others plan for the State (D.6)."""

_c = plans.c
_other = plans.alias("plans_other")
_o = _other.c
STANDS: Final = ("planned", "confirmed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """``code``: why it was dropped."""

    plan_id: str
    mandate: str
    kind: Kind
    state: str
    first_on: date
    last_on: date
    stage: str
    code: str | None
    reprisals: bool
    shared_at: datetime | None = None

    @property
    def period(self) -> tuple[date, date]:
        return self.first_on, self.last_on

    def moved(self, first: date, last: date) -> "Plan":
        return replace(self, first_on=first, last_on=last)

    def is_of(self, actor: Actor) -> bool:
        """Whether this person plans it: the holder of the mandate, or its officer."""
        return actor.has(*OWNERS) and self.mandate in actor.mandates


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """``stage``: empty: what is planned or confirmed. ``over``: what has ended, the last first."""

    state: str = ""
    mandate: str = ""
    stage: str = ""
    over: bool = False
    clash: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    text: Sealed
    author: str
    commented_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    kind: str
    first_on: date | None
    last_on: date | None
    mandate: str | None
    code: str | None
    by_id: str | None
    at: datetime


def visible(actor: Actor, *, works: bool) -> ColumnElement[bool]:
    """``works``: whether this person works for the Committee today."""
    everything = works or actor.has(Role.MANDATE_HOLDER, *HOUSE)
    any_of: list[ColumnElement[bool]] = [true() if everything else false()]
    if actor.has(Role.HUMAN_RIGHTS_OFFICER):
        any_of.append(_c.mandate.in_(sorted(actor.mandates)))
    if actor.has(Role.DESK_OFFICER):
        any_of.append(_c.state.in_(sorted(actor.states)))
    return and_(_c.planned_at.is_not(None), or_(*any_of), not_(kept_from(actor, plans)))


def shared_on(actor: Actor) -> ColumnElement[bool]:
    """Which plans are shared with a partner: those on the own States, also if dropped."""
    here = _c.state.in_(sorted(actor.states)) if actor.has(*PARTNERS) else false()
    return and_(here, _c.shared_at.is_not(None), _c.reprisals.is_(False))


def shared_with(actor: Actor, on: date) -> Select[Any]:
    """Return what is shared with a partner, and is not over."""
    these = select(plans).where(shared_on(actor), _c.last_on >= on)
    return these.order_by(_c.first_on, _c.plan_id)


def kept_from(actor: Actor, t: FromClause) -> ColumnElement[bool]:
    """Which plans, of the table or what stands for it, R15 keeps from this person."""
    if not actor.has(Role.DESK_OFFICER):
        return false()
    own = sorted(actor.mandates) if actor.has(*OWNERS) else []
    here = t.c.state.in_(sorted(actor.states))
    return and_(here, t.c.reprisals.is_(True), t.c.mandate.not_in(own))


def reads_comments(actor: Actor, this: Plan, *, works: bool) -> bool:
    """Whether this person reads all of it; a holder reads the plans of others without."""
    desk = actor.has(Role.DESK_OFFICER) and this.state in actor.states
    return works or desk or actor.has(*HOUSE) or this.is_of(actor)


def asked(actor: Actor, seen: ColumnElement[bool], by: Filters, on: date) -> Select[Any]:
    """Return the plans that the filters leave, by the day on which they begin."""
    these = select(plans).where(seen)
    these = these.where(_c.stage == by.stage if by.stage else _c.stage.in_(STANDS))
    these = these.where(_c.last_on < on if by.over else _c.last_on >= on)
    if by.state:
        these = these.where(_c.state == by.state)
    if by.mandate:
        these = these.where(_c.mandate == by.mandate)
    if by.clash:
        these = these.where(_clashing(actor))
    first = _c.first_on.desc() if by.over else _c.first_on
    return these.order_by(first, _c.plan_id)


def one(conn: Connection, plan_id: str, seen: ColumnElement[bool]) -> Plan | None:
    row = conn.execute(select(plans).where(seen, _c.plan_id == plan_id)).one_or_none()
    return plan(row) if row else None


def plan(row: Row[Any]) -> Plan:
    return Plan(**{name: getattr(row, name) for name in Plan.__dataclass_fields__})


def chosen_from(conn: Connection, seen: ColumnElement[bool]) -> tuple[set[str], set[str]]:
    """Return the States and the mandates of the plans that this person sees."""
    rows = conn.execute(select(_c.state, _c.mandate).where(seen).distinct()).all()
    return {row.state for row in rows}, {row.mandate for row in rows}


def around(seen: ColumnElement[bool], this: Plan) -> Select[Any]:
    """Return what others plan for the State in the 90 days before and after."""
    these = select(plans).where(
        seen,
        _c.state == this.state,
        _c.mandate != this.mandate,
        _c.stage.in_(STANDS),
        _c.first_on <= this.last_on + AROUND,
        _c.last_on >= this.first_on - AROUND,
    )
    return these.order_by(_c.first_on, _c.plan_id)


def around_mandates(seen: ColumnElement[bool], mandates: frozenset[str], on: date) -> Select[Any]:
    """Return what others plan in the next 90 days that is near the work of these mandates.

    Near is a plan for the State of a mandate on a country, for a State for which one of them plans
    something in that time itself, and a plan of a mandate on one of their themes.
    """
    soon = (_c.stage.in_(STANDS), _c.first_on <= on + AROUND, _c.last_on >= on)
    own = sorted(mandates)
    countries = sorted(COUNTRIES[one] for one in own if one in COUNTRIES)
    here = select(_o.state).where(
        _o.mandate.in_(own),
        _o.stage.in_(STANDS),
        _o.first_on <= on + AROUND,
        _o.last_on >= on,
    )
    beside = sorted(mandates_of(themes_of(own)))
    near = or_(_c.state.in_(countries), _c.state.in_(here), _c.mandate.in_(beside))
    these = select(plans).where(seen, *soon, near, _c.mandate.not_in(own))
    return these.order_by(_c.first_on, _c.plan_id)


def clashing(
    actor: Actor, seen: ColumnElement[bool], whose: ColumnElement[bool], on: date
) -> Select[Any]:
    """Return what has not ended and clashes, for the pages where somebody lands."""
    these = select(plans).where(seen, whose, _c.last_on >= on, _clashing(actor))
    return these.order_by(_c.first_on, _c.plan_id)


def clashes_of(conn: Connection, actor: Actor, some: Iterable[str]) -> Mapping[str, Sequence[Plan]]:
    """Return for each plan those with which it clashes, by their days.

    Also what this person may not open, except for what R15 keeps from them.
    """
    ids = sorted(set(some))
    found: dict[str, dict[str, Plan]] = {}
    for own, other in ((clashes.c.plan_id, clashes.c.other_id), _BACK):
        these = _standing(select(own.label("of"), _other), own, other)
        these = these.where(own.in_(ids), not_(kept_from(actor, _other)))
        for row in conn.execute(these):
            found.setdefault(row.of, {})[row.plan_id] = plan(row)
    return {
        of: sorted(others.values(), key=lambda each: (each.first_on, each.plan_id))
        for of, others in found.items()
    }


def near(conn: Connection, seen: ColumnElement[bool], this: Plan) -> list[Plan]:
    """Return the plans that this one would clash with, of those that this person sees."""
    most = timedelta(days=max(APART.values()) + 1)
    these = around(seen, this).where(
        _c.first_on <= this.last_on + most, _c.last_on >= this.first_on - most
    )
    return [
        each
        for each in map(plan, conn.execute(these))
        if too_near(this.kind, each.kind, between(this.period, each.period)) is not None
    ]


def seen_of(conn: Connection, seen: ColumnElement[bool], some: Iterable[str]) -> set[str]:
    """Return which of these plans this person may open."""
    return set(conn.scalars(select(_c.plan_id).where(seen, _c.plan_id.in_(sorted(set(some))))))


def shut_out(conn: Connection, actor: Actor, plan_id: str) -> bool:
    """Whether R15 keeps this plan from this person."""
    these = select(exists().where(_c.plan_id == plan_id, kept_from(actor, plans)))
    return bool(conn.scalar(these))


def comments_on(conn: Connection, plan_id: str) -> list[Comment]:
    """Return them in their order."""
    c = comments.c
    these = select(comments).where(c.plan_id == plan_id).order_by(c.commented_at, c.comment_id)
    return [
        Comment(text=row.text, author=row.author, commented_at=row.commented_at)
        for row in conn.execute(these)
    ]


def as_read(actor: Actor, this: Plan) -> Plan:
    """Return a plan with the reason for which it was dropped as this person reads it."""
    return replace(this, code=_reason(actor, this, this.code))


def _reason(actor: Actor, this: Plan, code: str | None) -> str | None:
    """Say to a desk officer of the State "another reason", always, and never "another mandate".

    That reason tells of another plan, which R15 may keep from them.
    """
    desk = actor.has(Role.DESK_OFFICER) and this.state in actor.states
    return "other" if desk and code == "clash" else code


def steps_of(conn: Connection, actor: Actor, this: Plan) -> list[Step]:
    """Return what happened to it, without a clash with what R15 keeps from this person."""
    s = steps.c
    kept = exists().where(_o.plan_id == s.other_id, kept_from(actor, _other))
    these = select(steps).where(s.plan_id == this.plan_id, not_(kept)).order_by(s.position)
    found = [
        Step(**{name: getattr(row, name) for name in Step.__dataclass_fields__})
        for row in conn.execute(these)
    ]
    return [replace(each, code=_reason(actor, this, each.code)) for each in found]


_BACK: Final = (clashes.c.other_id, clashes.c.plan_id)


def _clashing(actor: Actor) -> ColumnElement[bool]:
    """Whether a plan clashes now: it was flagged, and neither was moved or dropped since."""
    return and_(
        _c.stage.in_(STANDS),
        or_(
            *(
                exists().where(
                    own == _c.plan_id,
                    _o.plan_id == other,
                    _o.stage.in_(STANDS),
                    clashes.c.position > _c.since,
                    clashes.c.position > _o.since,
                    not_(kept_from(actor, _other)),
                )
                for own, other in ((clashes.c.plan_id, clashes.c.other_id), _BACK)
            )
        ),
    )


def _standing(
    query: Select[Any], own: ColumnElement[str], other: ColumnElement[str]
) -> Select[Any]:
    this = plans.alias("plans_this")
    t = this.c
    return (
        query.select_from(clashes)
        .join(this, t.plan_id == own)
        .join(_other, _o.plan_id == other)
        .where(
            t.stage.in_(STANDS),
            _o.stage.in_(STANDS),
            clashes.c.position > t.since,
            clashes.c.position > _o.since,
        )
    )
