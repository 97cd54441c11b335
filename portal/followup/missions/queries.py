"""What a person sees of missions: section E.10, by the matrix.

``Kind.MISSION`` is what is exchanged with the State, the tasks and the course; the confidential
programme is ``Kind.CONFIDENTIAL``, and read from its own tables alone.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, TypeAlias

from sqlalchemy import Connection, Row, Table, select

from portal.followup.missions.read_model import before as passed
from portal.followup.missions.read_model import (
    confidential,
    heads,
    missions,
    official,
    steps,
    tasks,
)
from portal.web import policy
from portal.web.policy import Kind, Scope, Sight
from shared.contracts.followup_missions import Phase, Plans, TaskState, What
from shared.contracts.followup_visits import Window
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference.missions import TASKS, Task

READERS: Final = policy.readers(Kind.MISSION)
WRITERS: Final = policy.readers(Kind.MISSION, least=Sight.WRITE)
TEAM: Final = policy.readers(Kind.CONFIDENTIAL)
HOLDER: Final = Role.MANDATE_HOLDER
Passed: TypeAlias = Literal[
    "passed_on", "kept", "findings_shared", "findings_refused", "statement_issued"
]
"""A step of its course as well: what became of its mandate, its findings and its statement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mission:
    """``sight``: how much this person sees; ``confidential``: whether the rest of the programme.

    ``dated``: the step that brought the dates. ``kept``: it is a record of a mandate that ended.
    """

    mission_id: str
    mandate: str
    state: str
    dates: Window
    plans: Plans
    phase: Phase
    dated: int
    steps: int
    sight: Sight
    confidential: bool
    kept: bool = False

    @property
    def works(self) -> bool:
        return self.sight >= Sight.WRITE

    @property
    def has_days(self) -> bool:
        """Whether its days hold; those of a visit that began do."""
        return self.plans in {"agreed", "unsettled"} or self.phase != "planning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    item_id: str
    day: date
    begins: str
    kind: str
    state: str
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    name: str
    task: Task
    due: date | None
    now: TaskState


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    step: int
    what: What | Passed
    on: date
    note: Sealed | None
    done_by: str
    office: str | None = None
    channel: str | None = None


def mission(conn: Connection, actor: Actor, mission_id: str) -> Mission | None:
    """Return the mission as this person sees it; None: there is none for them."""
    row = conn.execute(select(missions).where(missions.c.mission_id == mission_id)).one_or_none()
    found = None if row is None else _of_row(row, actor)
    return found if found and found.sight >= Sight.READ else None


def before(conn: Connection, mission_id: str) -> list[str]:
    """Return the mandates whose it was before it went to another. Ask before who looks."""
    had = passed.c
    these = select(had.mandate).where(had.mission_id == mission_id).order_by(had.mandate)
    return list(conn.scalars(these))


def of_file(conn: Connection, actor: Actor, some: Collection[str], state: str) -> list[Mission]:
    """Return the missions of a visit file, the last first.

    ``some``: its mandate, and who goes on with it.
    """
    these = select(missions).where(missions.c.mandate.in_(some), missions.c.state == state)
    rows = conn.execute(these.order_by(missions.c.first.desc(), missions.c.mission_id))
    return [one for row in rows if (one := _of_row(row, actor)).sight >= Sight.READ]


def programme(conn: Connection, one: Mission) -> list[Item]:
    """Return what is exchanged with the State. What was taken out only the mandate reads."""
    items = _programme(conn, official, one)
    return items if one.works else [item for item in items if item.state != "withdrawn"]


def confidential_programme(conn: Connection, one: Mission) -> list[Item]:
    """Return the rest. Ask before who looks."""
    return _programme(conn, confidential, one)


def confidential_steps(conn: Connection, one: Mission) -> int:
    these = select(heads.c.steps).where(heads.c.mission_id == one.mission_id)
    return conn.scalar(these) or 0


def due(conn: Connection, one: Mission) -> list[Due]:
    """Return the tasks of the template, with what was marked, in the order of their days.

    While the dates are open none falls due.
    """
    these = select(tasks.c.task, tasks.c.now).where(tasks.c.mission_id == one.mission_id)
    marked: Mapping[str, TaskState] = {row.task: row.now for row in conn.execute(these)}
    return [
        Due(
            name=name,
            task=task,
            due=task.due(one.dates) if one.has_days else None,
            now=marked.get(name, "open"),
        )
        for name, task in sorted(TASKS.items(), key=lambda each: each[1].due(one.dates))
    ]


def taken(conn: Connection, one: Mission) -> list[Taken]:
    """Return the steps. Their notes are for those who work on the mission."""
    these = select(steps).where(steps.c.mission_id == one.mission_id).order_by(steps.c.step)
    return [
        Taken(
            step=row.step,
            what=row.what,
            on=row.on,
            note=row.note if one.works else None,
            done_by=row.done_by,
            office=row.office,
            channel=row.channel,
        )
        for row in conn.execute(these)
    ]


def _programme(conn: Connection, table: Table, one: Mission) -> list[Item]:
    these = select(table).where(table.c.mission_id == one.mission_id)
    rows: Sequence[Row[Any]] = conn.execute(
        these.order_by(table.c.day, table.c.begins, table.c.item_id)
    ).all()
    return [
        Item(
            item_id=row.item_id,
            day=row.day,
            begins=row.begins,
            kind=row.kind,
            state=row.state,
            text=row.text,
        )
        for row in rows
    ]


def _of_row(row: Row[Any], actor: Actor) -> Mission:
    stands = [
        *([Scope.MANDATE] if actor.serves(row.mandate) else []),
        *([Scope.STATE] if row.state in actor.states else []),
    ]
    sight = policy.sight(actor, Kind.MISSION, stands)
    return Mission(
        mission_id=row.mission_id,
        mandate=row.mandate,
        state=row.state,
        dates=Window(first=row.first, last=row.last),
        plans=row.plans,
        phase=row.phase,
        dated=row.dated,
        steps=row.steps,
        sight=sight if row.kept_at is None else min(sight, Sight.READ),
        confidential=policy.sight(actor, Kind.CONFIDENTIAL, stands) >= Sight.READ,
        kept=row.kept_at is not None,
    )
