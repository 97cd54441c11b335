"""What a person sees of missions: section E.10, by the matrix.

``Kind.MISSION`` is what is exchanged with the State, the tasks and the course; the confidential
programme is ``Kind.CONFIDENTIAL``, and read from its own tables alone.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Literal, TypeAlias

from sqlalchemy import ColumnElement, Connection, Row, Table, select

from portal.followup.missions.read_model import before as passed
from portal.followup.missions.read_model import (
    confidential,
    heads,
    missions,
    official,
    ours,
    particulars,
    steps,
    tasks,
)
from portal.web import policy
from portal.web.policy import Kind, Scope, Sight
from shared.contracts.followup_missions import Assignee, Phase, Plans, TaskPhase, TaskState, What
from shared.contracts.followup_visits import VisitKind, Window
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference.missions import PARTICULARS, Task, tasks_of

READERS: Final = policy.readers(Kind.MISSION)
WRITERS: Final = policy.readers(Kind.MISSION, least=Sight.WRITE)
TEAM: Final = policy.readers(Kind.CONFIDENTIAL, least=Sight.WRITE)
HOLDER: Final = Role.MANDATE_HOLDER
Passed: TypeAlias = Literal[
    "passed_on",
    "kept",
    "findings_shared",
    "findings_refused",
    "statement_issued",
    "joined",
    "left",
]
"""A step of its course as well: what became of its mandates, its findings and its statement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mission:
    """``sight``: how much this person sees; ``confidential``: whether the rest of the programme.

    ``dated``: the step that brought the dates. ``version``: of the programme with the State.
    ``kept``: it is a record of a mandate that ended. ``joined``: mandates besides the one that
    leads (E.1); ``acting``: for which of them this person acts. ``joint``: the mission of a joint
    visit in which this one goes on. ``desk``: whether this person is the desk officer of the State.
    ``kind``: of the visit, as its file says.
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
    version: int | None = None
    kept: bool = False
    joined: tuple[str, ...] = ()
    acting: str = ""
    joint: str | None = None
    desk: bool = False
    kind: VisitKind = "official"

    @property
    def works(self) -> bool:
        return self.sight >= Sight.WRITE and self.joint is None

    def marks(self, task: "Due") -> bool:
        """Whether this person says where a task stands: the desk of its own alone (E.10)."""
        theirs = self.desk and task.assignee == "desk" and not self.kept and self.joint is None
        return self.works or theirs

    @property
    def mandates(self) -> tuple[str, ...]:
        """Whose visit it is: the mandate that leads first."""
        return (self.mandate, *self.joined)

    @property
    def leads(self) -> bool:
        """Whether this person acts for the mandate that leads."""
        return self.acting == self.mandate

    @property
    def goes_on(self) -> bool:
        """Whether it is neither a record nor of a visit that was called off before it began."""
        on = not self.kept and self.joint is None
        return on and (self.plans != "called_off" or self.phase != "planning")

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
    ends: str | None = None
    unannounced: bool = False
    place: Sealed | None = None
    lead: Sealed | None = None
    interpreter: Sealed | None = None

    @property
    def words(self) -> tuple[Sealed, ...]:
        every = (self.text, self.place, self.lead, self.interpreter)
        return tuple(each for each in every if each)


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """When and where the team has a confidential meeting. ``place``: None: nobody said it."""

    on: date
    begins: str
    ends: str | None
    place: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A task of a mission. ``name``: of the template, or the id of an own one.

    ``person``: an account; None: whoever has the role. ``due``: None while the dates are open.
    ``title``: of an own one. ``after``: the task that comes first. ``team``: for those who work for
    the mandate alone.
    """

    name: str
    phase: TaskPhase
    assignee: Assignee
    due: date | None
    now: TaskState
    person: str | None = None
    after: str | None = None
    team: bool = False
    note: Sealed | None = None
    title: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many of its tasks are done, of those that are needed. ``late``: open after their day."""

    done: int
    of: int
    late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    step: int
    what: What | Passed
    on: date
    note: Sealed | None
    done_by: str
    office: str | None = None
    channel: str | None = None
    version: int | None = None
    mandate: str | None = None


def visible(actor: Actor) -> ColumnElement[bool]:
    """Whether this person reads a row of ``missions``."""
    means = {
        Scope.MANDATE: ours(actor.mandates),
        Scope.STATE: missions.c.state.in_(sorted(actor.states)),
    }
    return policy.rows(actor, Kind.MISSION, means)


def mission(conn: Connection, actor: Actor, mission_id: str) -> Mission | None:
    """Return the mission as this person sees it; None: there is none for them."""
    row = conn.execute(select(missions).where(missions.c.mission_id == mission_id)).one_or_none()
    found = None if row is None else of_row(row, actor)
    return found if found and found.sight >= Sight.READ else None


def before(conn: Connection, mission_id: str) -> list[str]:
    """Return the mandates whose it was before it went to another. Ask before who looks."""
    had = passed.c
    these = select(had.mandate).where(had.mission_id == mission_id).order_by(had.mandate)
    return list(conn.scalars(these))


def mandates_of(conn: Connection, mission_id: str) -> list[str]:
    """Return whose visit it is, the mandate that leads first. Ask before who looks."""
    these = select(missions.c.mandate, missions.c.joined)
    row = conn.execute(these.where(missions.c.mission_id == mission_id)).one_or_none()
    return [] if row is None else [row.mandate, *(row.joined or ())]


def of_file(conn: Connection, actor: Actor, some: Collection[str], state: str) -> list[Mission]:
    """Return the missions of a visit file, the last first.

    ``some``: its mandate, and who goes on with it.
    """
    these = select(missions).where(ours(some), missions.c.state == state)
    rows = conn.execute(these.order_by(missions.c.first.desc(), missions.c.mission_id))
    return [one for row in rows if (one := of_row(row, actor)).sight >= Sight.READ]


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
    """Return the tasks of a mission, in the order of their days. Ask before who looks."""
    return due_of(conn, [one])[one.mission_id]


def due_of(
    conn: Connection, some: Collection[Mission], *, whole: bool = False
) -> Mapping[str, list[Due]]:
    """Return the tasks of each of these missions, of the template and its own.

    While the dates are open none of the template falls due. ``whole``: also what only those who
    work for the mandate read; else that is for who reads the confidential programme.
    """
    these = select(tasks).where(tasks.c.mission_id.in_([one.mission_id for one in some]))
    kept: dict[str, dict[str, Row[Any]]] = {one.mission_id: {} for one in some}
    for row in conn.execute(these):
        kept[row.mission_id][row.task] = row
    return {one.mission_id: _due(one, kept[one.mission_id], whole=whole) for one in some}


def _due(one: Mission, kept: Mapping[str, Row[Any]], *, whole: bool) -> list[Due]:
    template = [
        (task.due(one.dates), _of_template(name, task, one, kept.get(name)))
        for name, task in tasks_of(one.kind).items()
    ]
    own = [(row.due, _own(row)) for row in kept.values() if row.title is not None]
    every = sorted([*template, *own], key=lambda each: (each[0], each[1].name))
    return [due for _, due in every if whole or one.confidential or not due.team]


def _of_template(name: str, task: Task, one: Mission, row: Row[Any] | None) -> Due:
    due = Due(
        name=name,
        phase=task.phase,
        assignee=task.assignee,
        due=task.due(one.dates) if one.has_days else None,
        now="open",
    )
    return due if row is None else replace(due, **_kept(row, task.assignee))


def _own(row: Row[Any]) -> Due:
    due = Due(
        name=row.task,
        phase=row.phase,
        assignee=row.assignee,
        due=row.due,
        now="open",
        title=row.title,
    )
    return replace(due, **_kept(row, row.assignee))


def _kept(row: Row[Any], assignee: Assignee) -> dict[str, Any]:
    return {
        "now": row.now or "open",
        "assignee": row.assignee or assignee,
        "person": row.person,
        "after": row.after,
        "team": bool(row.team),
        "note": row.note,
    }


def tally(one: Mission, some: Sequence[Due], today: date) -> Tally:
    """Count the tasks of a mission. Nothing is late of one that goes on no more."""
    late = [each for each in some if each.now == "open" and (each.due or today) < today]
    return Tally(
        done=sum(each.now == "done" for each in some),
        of=sum(each.now != "unneeded" for each in some),
        late=len(late) if one.goes_on else 0,
    )


def particulars_of(conn: Connection, one: Mission) -> Mapping[str, Sealed]:
    """Return what is written of a mission beside its programme, by part. Ask before who looks."""
    these = select(particulars.c.part, particulars.c.text).where(
        particulars.c.mission_id == one.mission_id, particulars.c.text.is_not(None)
    )
    found = {row.part: row.text for row in conn.execute(these)}
    return {part: found[part] for part in PARTICULARS if part in found}


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
            version=row.programme,
            mandate=row.mandate,
        )
        for row in conn.execute(these)
    ]


def _programme(conn: Connection, table: Table, one: Mission) -> list[Item]:
    these = select(table).where(table.c.mission_id == one.mission_id)
    rows: Sequence[Row[Any]] = conn.execute(
        these.order_by(table.c.day, table.c.begins, table.c.item_id)
    ).all()
    return [item_of(row) for row in rows]


def item_of(row: Row[Any]) -> Item:
    """Return a row of a programme, or of what was shown of one."""
    return Item(
        item_id=row.item_id,
        day=row.day,
        begins=row.begins,
        kind=row.kind,
        state=row.state,
        text=row.text,
        ends=row.ends,
        unannounced=bool(row.unannounced),
        place=row.place,
        lead=row.lead,
        interpreter=row.interpreter,
    )


def of_row(row: Row[Any], actor: Actor) -> Mission:
    """Return a row of ``missions`` as this person sees it."""
    one = for_nobody(row)
    stands = stands_to(actor, one)
    sight = policy.sight(actor, Kind.MISSION, stands)
    served = [each for each in one.mandates if actor.serves(each)]
    return replace(
        one,
        acting=served[0] if served else one.mandate,
        sight=sight if row.kept_at is None else min(sight, Sight.READ),
        confidential=policy.sight(actor, Kind.CONFIDENTIAL, stands) >= Sight.WRITE,
        desk=actor.has(Role.DESK_OFFICER) and Scope.STATE in stands,
    )


def stands_to(actor: Actor, one: Mission) -> list[Scope]:
    """Return how a mission stands to this person, by its mandates and its State."""
    return [
        *([] if actor.mandates.isdisjoint(one.mandates) else [Scope.MANDATE]),
        *([Scope.STATE] if one.state in actor.states else []),
    ]


def for_nobody(row: Row[Any]) -> Mission:
    """Return a row of ``missions`` that nobody is shown."""
    return Mission(
        mission_id=row.mission_id,
        mandate=row.mandate,
        state=row.state,
        dates=Window(first=row.first, last=row.last),
        plans=row.plans,
        phase=row.phase,
        dated=row.dated,
        steps=row.steps,
        sight=Sight.NOTHING,
        confidential=False,
        version=row.programme,
        kept=row.kept_at is not None,
        joined=tuple(row.joined or ()),
        acting=row.mandate,
        joint=row.joint,
        kind=row.kind,
    )
