"""What a person sees of actions: section F.8.

Whoever is of its owner sees all of it. ``shown`` has what others see.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, false, func, or_, select

from portal.followup.actions.read_model import (
    actions,
    dues,
    files,
    indicators,
    links,
    texts,
    writers,
)
from portal.followup.recommendations.read_model import recommendations
from portal.followup.recommendations.sight import visible
from portal.web import followup_policy as policy
from portal.web.accounts import families
from portal.web.policy import Sight
from shared.contracts.followup_actions import OwnerKind
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference import OTHER, recipients
from shared.reference.actions import SOON
from shared.reference.organisations import register_id

OWNERS: Final = frozenset({Role.GOVERNMENT, Role.CONTACT_POINT, Role.UN_PARTNER})
OFFICE: Final = frozenset({Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER})
TAKE_BACK: Final = OFFICE | {Role.PUBLICATION_OFFICER}
_a, _d, _i = actions.c, dues.c, indicators.c
Texts = Mapping[tuple[str, str], Sealed]
"""The texts of an action, by their item and field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """For its owner. ``published``: the step with which it was; 0: it is a draft."""

    action_id: str
    owner_kind: str
    owner: str
    state: str
    step: int
    changed: int
    revision_id: str
    starts_on: date | None
    target_on: date | None
    claim: str
    percent: int | None
    report_id: str | None
    published: int
    taken_back: str | None
    barred: bool
    published_texts: frozenset[str]
    archived: bool

    @property
    def ended(self) -> bool:
        return self.claim in {"done", "abandoned"}

    @property
    def unpublished(self) -> bool:
        """Whether others do not read it as it is now."""
        return self.published < self.changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    due_on: date
    report_id: str | None
    value: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """Without its schedule where others read it."""

    indicator_id: str
    baseline: str
    target: str
    dues: Sequence[Due]
    starts_on: date | None = None
    ends_on: date | None = None
    every_months: int = 1
    archived: bool = False


def publishes(conn: Connection, actor: Actor, one: Action) -> bool:
    """Whether this person publishes it as it is: the rule is the service's."""
    if one.owner_kind == "nhri":
        return actor.has(Role.FOCAL_POINT)
    w = writers.c
    wrote = select(w.item).where(w.action_id == one.action_id, w.account_id == actor.actor_id)
    return not conn.scalar(select(wrote.exists()))


def owner_of(actor: Actor, state: str) -> tuple[OwnerKind, str] | None:
    """Return for whom this person plans an action on recommendations to a State, if for anybody."""
    owns = _owns_as(actor)
    if Role.GOVERNMENT in owns:
        return ("government", state) if state in actor.states else None
    if Role.CONTACT_POINT in owns and actor.organisation_id is not None:
        return "nhri", actor.organisation_id
    team = Role.UN_PARTNER in owns and state in actor.states
    return ("unct", state) if team else None


def _owns_as(actor: Actor) -> set[Role]:
    return {role for role, _ in policy.lines(actor, policy.Kind.ACTION, least=Sight.WRITE)}


def is_owner(actor: Actor) -> ColumnElement[bool]:
    owns = _owns_as(actor)
    ways: list[ColumnElement[bool]] = [false()]
    if Role.GOVERNMENT in owns:
        mine = _a.owner.in_(sorted(actor.states))
        ways.append(and_(_a.owner_kind == "government", mine))
    if Role.UN_PARTNER in owns:
        theirs = _a.owner.in_(sorted(actor.states))
        ways.append(and_(_a.owner_kind == "unct", theirs))
    if Role.CONTACT_POINT in owns and actor.organisation_id is not None:
        ours = families.of(register_id(actor.organisation_id))
        ways.append(and_(_a.owner_kind == "nhri", _a.owner_is.in_(ours)))
    return or_(*ways)


def own(actor: Actor, *, archived: bool = False) -> Select[Any]:
    """Return the own actions with their titles, those that changed last first."""
    title = and_(
        texts.c.action_id == _a.action_id,
        texts.c.item_id == _a.revision_id,
        texts.c.field == "title",
    )
    there = _a.archived_at.is_not(None) if archived else _a.archived_at.is_(None)
    return (
        select(actions, texts.c.text.label("title"))
        .outerjoin(texts, title)
        .where(is_owner(actor), there)
        .order_by(_a.planned_at.desc(), _a.action_id)
    )


def find(conn: Connection, actor: Actor, action_id: str) -> Action | None:
    these = select(actions).where(_a.action_id == action_id, is_owner(actor))
    row = conn.execute(these).one_or_none()
    return None if row is None else of_row(row)


def owed(actor: Actor, today: date, *, overdue: bool) -> Select[Any]:
    """Return the reports that are due within 30 days, or those that are overdue."""
    when = _d.due_on < today if overdue else and_(_d.due_on >= today, _d.due_on <= today + SOON)
    named, what = texts.alias(), texts.alias()
    title = and_(
        named.c.action_id == _a.action_id,
        named.c.item_id == _a.revision_id,
        named.c.field == "title",
    )
    measures = and_(
        what.c.action_id == _d.action_id,
        what.c.item_id == _d.indicator_id,
        what.c.field == "title",
    )
    return (
        select(dues, named.c.text.label("title"), what.c.text.label("measures"))
        .join(actions, _a.action_id == _d.action_id)
        .join(indicators, and_(_i.action_id == _d.action_id, _i.indicator_id == _d.indicator_id))
        .outerjoin(named, title)
        .outerjoin(what, measures)
        .where(is_owner(actor), *still_open(), when)
        .order_by(_d.due_on, _d.action_id, _d.indicator_id)
    )


def still_open() -> list[ColumnElement[bool]]:
    """A day without a report, of what goes on."""
    goes_on = (_a.archived_at.is_(None), _a.claim.in_(("planned", "under-way")))
    return [*goes_on, _i.archived.is_(False), _d.report_id.is_(None), _d.since.is_not(None)]


def links_of(conn: Connection, action_id: str) -> Mapping[str, str]:
    """Return the recommendations that it is about, with their mandates."""
    these = select(links).where(links.c.action_id == action_id).order_by(links.c.place)
    return {row.recommendation_id: row.mandate for row in conn.execute(these)}


def texts_of(
    conn: Connection, action_ids: Collection[str], items: Collection[str] | None = None
) -> Mapping[str, Texts]:
    """Return the texts of these, by item and field: of these items, or all there ever were."""
    found: dict[str, dict[tuple[str, str], Sealed]] = {one: {} for one in action_ids}
    these = select(texts).where(texts.c.action_id.in_(action_ids))
    for row in conn.execute(these if items is None else these.where(texts.c.item_id.in_(items))):
        found[row.action_id][row.item_id, row.field] = row.text
    return found


def files_of(conn: Connection, action_id: str) -> Sequence[Row[Any]]:
    """Return the files beside its progress, the first first: for its owner."""
    f = files.c
    these = select(files).where(f.action_id == action_id)
    return conn.execute(these.order_by(f.added_at, f.attachment_id)).all()


def indicators_of(conn: Connection, action_id: str) -> list[Indicator]:
    these = select(indicators).where(_i.action_id == action_id).order_by(_i.place)
    days = select(dues).where(_d.action_id == action_id).order_by(_d.due_on)
    by_id: dict[str, list[Due]] = {}
    for row in conn.execute(days):
        one = Due(due_on=row.due_on, report_id=row.report_id, value=row.value)
        by_id.setdefault(row.indicator_id, []).append(one)
    return [
        Indicator(
            indicator_id=row.indicator_id,
            baseline=row.baseline,
            target=row.target,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            every_months=row.every_months,
            archived=row.archived,
            dues=by_id.get(row.indicator_id, ()),
        )
        for row in conn.execute(these)
    ]


def to_plan(actor: Actor) -> Select[Any]:
    """Return of which States this person can plan an action on recommendations."""
    r = recommendations.c
    return (
        select(r.addressee.label("state"), func.count().label("number"))
        .where(_can_plan(actor))
        .group_by(r.addressee)
        .order_by(r.addressee)
    )


def _can_plan(actor: Actor) -> ColumnElement[bool]:
    """Of those that it may read a Government's and a team's on those to its State."""
    r, owns = recommendations.c, _owns_as(actor)
    ways: list[ColumnElement[bool]] = [false()]
    if owns & {Role.GOVERNMENT, Role.UN_PARTNER}:
        ways.append(r.addressee.in_(sorted(actor.states)))
    if Role.CONTACT_POINT in owns and actor.organisation_id is not None:
        ways.append(r.addressee.in_(sorted(set(recipients()) - {OTHER})))
    followed = r.closed.is_(None), r.let_go_at.is_(None)
    return and_(visible(actor), *followed, or_(*ways))


def of_row(row: Row[Any]) -> Action:
    return Action(
        action_id=row.action_id,
        owner_kind=row.owner_kind,
        owner=row.owner,
        state=row.state,
        step=row.step,
        changed=row.changed,
        revision_id=row.revision_id,
        starts_on=row.starts_on,
        target_on=row.target_on,
        claim=row.claim,
        percent=row.percent,
        report_id=row.ended_for or row.report_id,
        published=row.published or 0,
        taken_back=row.taken_back,
        barred=bool(row.barred),
        published_texts=frozenset(row.texts or ()),
        archived=row.archived_at is not None,
    )
