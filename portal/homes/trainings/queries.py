"""Queries of the training register, and who reads what of it.

Whoever works with mandates reads that there is an event, where it stands, its modules and how many
came. Its place, its trainers, what was said of it and what follows are for who keeps the register,
the Chief, and who has a follow-up item of it. Nobody is named who came.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, false, func, select, true

from portal.homes.trainings.read_model import items, steps, trainings
from shared.contracts.stakeholders_trainings import ModuleUsed
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference import trainings as reference
from shared.reference.trainings import STAFF, WRITERS

READERS: Final = reference.READERS
_t, _i, _s = trainings.c, items.c, steps.c
_known: Final = _t.planned_at.is_not(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """``stage``: planned, cancelled or held. ``steps``: how many there were."""

    training_id: str
    kind: str
    audience: str
    state: str | None
    region: str
    first_on: date
    last_on: date
    mode: str
    place: Sealed | None
    trainers: Sealed | None
    stage: str
    code: str | None
    modules: Sequence[Mapping[str, Any]]
    participants: Mapping[str, int]
    people: int
    answers: Mapping[str, int]
    text: Sealed | None
    steps: int

    @property
    def used(self) -> tuple[ModuleUsed, ...]:
        return tuple(ModuleUsed(**one) for one in self.modules)

    def unrecorded(self, today: date) -> bool:
        """Whether it is over, and nobody has recorded yet what came of it."""
        return self.stage == "planned" and self.last_on < today


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """``outcome``: done or dropped; None while it is open. ``given_at``: to who has it."""

    training_id: str
    item_id: str
    text: Sealed
    owner_id: str
    due_on: date
    outcome: str | None
    given_at: datetime
    given_by: str

    def late(self, today: date) -> bool:
        return self.outcome is None and self.due_on < today


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    kind: str
    code: str | None
    by_id: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """``year``: 0 for all."""

    year: int = 0
    region: str = ""
    audience: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What was held in a year for a region: events, and the people who came."""

    year: int
    region: str
    events: int
    people: int


def keeps(actor: Actor) -> bool:
    return actor.has(*WRITERS)


def reads_all(actor: Actor, some: Sequence[Item]) -> bool:
    """Whether this person reads the texts of an event. ``some``: its follow-up items."""
    own = actor.has(*STAFF) and any(one.owner_id == actor.actor_id for one in some)
    return keeps(actor) or actor.has(Role.CHIEF) or own


def coming(by: Filters) -> Select[Any]:
    """Return what is planned, the first one first."""
    these = select(trainings).where(_known, _t.stage == "planned", _narrowed(by))
    return these.order_by(_t.first_on, _t.training_id)


def over(by: Filters) -> Select[Any]:
    """Return what was held or cancelled, the last one first."""
    these = select(trainings).where(_known, _t.stage != "planned", _narrowed(by))
    return these.order_by(_t.first_on.desc(), _t.training_id)


def every(conn: Connection, by: Filters) -> list[Training]:
    """Return all of them for a sheet, in the order of their days."""
    these = select(trainings).where(_known, _narrowed(by))
    return [training(row) for row in conn.execute(these.order_by(_t.first_on, _t.training_id))]


def one(conn: Connection, training_id: str) -> Training | None:
    row = conn.execute(select(trainings).where(_known, _t.training_id == training_id)).one_or_none()
    return training(row) if row else None


def items_of(conn: Connection, training_id: str) -> list[Item]:
    """Return the follow-up items of an event: what is open first, the most urgent on top."""
    these = select(items).where(_i.training_id == training_id, _i.opened_at.is_not(None))
    rows = conn.execute(these.order_by(_i.outcome.is_not(None), _i.due_on, _i.item_id))
    return [item(row) for row in rows]


def mine(actor: Actor) -> Select[Any]:
    """Return the open follow-up items that this person has, the most urgent first."""
    own = _i.owner_id == actor.actor_id if actor.has(*STAFF) else false()
    these = select(items).where(own, _i.opened_at.is_not(None), _i.outcome.is_(None))
    return these.order_by(_i.due_on, _i.item_id)


def open_items(conn: Connection) -> list[Item]:
    """Return every open follow-up item, for the notices of them."""
    these = select(items).where(_i.opened_at.is_not(None), _i.outcome.is_(None))
    return [item(row) for row in conn.execute(these.order_by(_i.training_id, _i.item_id))]


def with_item_of(actor: Actor) -> ColumnElement[bool]:
    """The events of which this person has a follow-up item, open or not."""
    return _t.training_id.in_(select(_i.training_id).where(_i.owner_id == actor.actor_id))


def steps_of(conn: Connection, training_id: str) -> list[Step]:
    these = select(steps).where(_s.training_id == training_id).order_by(_s.position)
    names = Step.__dataclass_fields__
    return [Step(**{name: getattr(row, name) for name in names}) for row in conn.execute(these)]


def years(conn: Connection) -> list[int]:
    """Return the years in which an event begins, the last first."""
    return list(conn.scalars(select(_t.year).where(_known).distinct().order_by(_t.year.desc())))


def counts(conn: Connection, by: Filters) -> list[Count]:
    """Return what was held, by year and region."""
    held = and_(_known, _t.stage == "held", _narrowed(by))
    events, people = func.count().label("events"), func.sum(_t.people).label("people")
    these = select(_t.year, _t.region, events, people).where(held).group_by(_t.year, _t.region)
    rows = conn.execute(these.order_by(_t.year.desc(), _t.region))
    return [
        Count(year=row.year, region=row.region, events=row.events, people=int(row.people))
        for row in rows
    ]


def training(row: Row[Any]) -> Training:
    return Training(**{name: getattr(row, name) for name in Training.__dataclass_fields__})


def item(row: Row[Any]) -> Item:
    return Item(**{name: getattr(row, name) for name in Item.__dataclass_fields__})


def _narrowed(by: Filters) -> ColumnElement[bool]:
    asked: list[ColumnElement[bool]] = [true()]
    if by.year:
        asked.append(_t.year == by.year)
    if by.region:
        asked.append(_t.region == ("" if by.region == NO_REGION else by.region))
    if by.audience:
        asked.append(_t.audience == by.audience)
    return and_(*asked)


NO_REGION: Final = "none"
"""What the address says for events of no State, or of several."""
