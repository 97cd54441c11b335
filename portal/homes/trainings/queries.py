"""Queries of the training register, and who reads what of it.

Whoever works with mandates reads that there is an event, where it stands, its modules and how many
came. Its place, its trainers, what was said of it, what was found and what follows are for who
keeps the register, the Chief, its trainers, and who has a follow-up item of it. Nobody is named who
came.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Subquery,
    and_,
    case,
    false,
    func,
    select,
    true,
)

from portal.homes.trainings.read_model import findings, items, steps, trainings
from shared.contracts.stakeholders_trainings import ModuleUsed
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference import trainings as reference
from shared.reference.trainings import STAFF, WRITERS

READERS: Final = reference.READERS
OPEN, FOLLOWED, DONE = "open", "followed", "done"
"""Where a finding stands: nobody follows it up; somebody does; what was to be done is done."""
_t, _i, _s, _f = trainings.c, items.c, steps.c, findings.c
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
    trainer_ids: Sequence[str]
    steps: int

    @property
    def used(self) -> tuple[ModuleUsed, ...]:
        return tuple(ModuleUsed(**one) for one in self.modules)

    def unrecorded(self, today: date) -> bool:
        """Whether it is over, and nobody has recorded yet what came of it."""
        return self.stage == "planned" and self.last_on < today


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """``stage``: where it stands, by its follow-up items."""

    finding_id: str
    code: str
    text: Sealed
    by_id: str
    at: datetime
    stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """``outcome``: done or dropped; None while it is open. ``given_at``: to who has it."""

    training_id: str
    item_id: str
    finding_id: str | None
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
    """What was held in a year for a region: events, who came, findings, and those done."""

    year: int
    region: str
    events: int
    people: int
    findings: int
    done: int


def keeps(actor: Actor) -> bool:
    return actor.has(*WRITERS)


def trains(actor: Actor, of: Training) -> bool:
    """Whether this person is a trainer of the event, and of the staff still."""
    return actor.has(*STAFF) and actor.actor_id in of.trainer_ids


def reads_all(actor: Actor, of: Training, some: Sequence[Item]) -> bool:
    """Whether this person reads the texts of an event. ``some``: its follow-up items."""
    own = actor.has(*STAFF) and any(one.owner_id == actor.actor_id for one in some)
    return keeps(actor) or actor.has(Role.CHIEF) or own or trains(actor, of)


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


def findings_of(conn: Connection, training_id: str) -> list[Finding]:
    """Return the findings of an event that stand, in the order in which they were recorded."""
    these = _standing().where(_f.training_id == training_id).order_by(_f.step)
    names = Finding.__dataclass_fields__
    return [Finding(**{name: getattr(row, name) for name in names}) for row in conn.execute(these)]


def _standing() -> Select[Any]:
    """The findings that stand, with where each stands. What was taken back has none."""
    done = func.sum(case((_i.outcome == "done", 1), else_=0))
    going = func.sum(case((and_(_i.item_id.is_not(None), _i.outcome.is_(None)), 1), else_=0))
    per = select(_i.training_id, _i.finding_id, going.label("going"), done.label("done")).where(
        _i.finding_id.is_not(None)
    )
    each = per.group_by(_i.training_id, _i.finding_id).subquery()
    stage = case(
        (func.coalesce(each.c.going, 0) > 0, FOLLOWED),
        (func.coalesce(each.c.done, 0) > 0, DONE),
        else_=OPEN,
    )
    joined = findings.join(trainings, _t.training_id == _f.training_id).outerjoin(
        each, and_(each.c.training_id == _f.training_id, each.c.finding_id == _f.finding_id)
    )
    there = and_(_f.struck.is_(False), _f.step > _t.taken_back)
    return select(*_f, stage.label("stage")).select_from(joined).where(there)


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
    found = _found_in()
    these = select(
        _t.year,
        _t.region,
        func.count().label("events"),
        func.sum(_t.people).label("people"),
        func.sum(func.coalesce(found.c.number, 0)).label("findings"),
        func.sum(func.coalesce(found.c.done, 0)).label("done"),
    ).outerjoin(found, found.c.training_id == _t.training_id)
    rows = conn.execute(
        these.where(held).group_by(_t.year, _t.region).order_by(_t.year.desc(), _t.region)
    )
    return [
        Count(
            year=row.year,
            region=row.region,
            events=row.events,
            people=int(row.people),
            findings=int(row.findings),
            done=int(row.done),
        )
        for row in rows
    ]


def findings_by(conn: Connection) -> dict[str, tuple[int, int]]:
    """Return how many findings each event has, and how many of them are done."""
    found = _found_in()
    return {row.training_id: (row.number, row.done) for row in conn.execute(select(found))}


def _found_in() -> Subquery:
    each = _standing().subquery()
    number, done = func.count(), func.sum(case((each.c.stage == DONE, 1), else_=0))
    these = select(each.c.training_id, number.label("number"), done.label("done"))
    return these.group_by(each.c.training_id).subquery()


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
