"""The tables of missions. The confidential programme has tables of its own."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Date,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    exists,
    or_,
)

from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_missions import (
    ConfidentialItemSet,
    MandateAskedToJoin,
    MandateJoinedVisit,
    MandateLeftVisit,
    MandateNotAskedToJoin,
    MissionGoesOnIn,
    MissionKindChanged,
    MissionOpened,
    MissionParticularsSet,
    MissionPassedOn,
    MissionPlansChanged,
    MissionStatementIssued,
    MissionStepTaken,
    MissionTaskMarked,
    MissionTaskSet,
    OnMission,
    PreliminaryFindingsRefused,
    PreliminaryFindingsShared,
    ProgrammeItem,
    ProgrammeItemSet,
    TaskLine,
    TaskState,
)
from shared.contracts.followup_visits import Window
from shared.core.geneva import day_of
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText, any_of
from shared.read_models.model import Change, Put, ReadModel
from shared.reference.missions import AGREED, DONE_BY, FOR_DAYS, PARTICULARS

CONSUMER = "portal.missions"

tables = MetaData()
missions = Table(
    "missions",
    tables,
    Column("mission_id", String(36), primary_key=True),
    Column("mandate", String(80)),
    Column("state", String(3)),
    Column("first", Date),
    Column("last", Date),
    Column("kind", String(15)),  # of the visit, as its file says
    Column("plans", String(10)),
    Column("phase", String(12)),
    Column("dated", Integer),  # the step with these dates
    Column("steps", Integer),
    Column("opened_at", Instant),
    Column("programme", Integer),  # of the programme with the State; None: of before it had any
    Column("joined", JSON),  # mandates whose holders joined it (E.1); None: none ever has
    Column("joint", String(36)),  # the mission of a joint visit in which this one goes on
    Column("kept_at", Instant),  # since when it is a record of a mandate that ended
    Index("missions_by_file", "mandate", "state"),
    Index("missions_by_joint", "joint"),
)


# Which mandates its holder asked to join it, and whether they still may.
asked = Table(
    "missions_asked",
    tables,
    Column("mission_id", String(36), primary_key=True),
    Column("mandate", String(80), primary_key=True),
    Column("waits", Boolean),
    Column("at", Instant),
    Column("done_by", String(80)),
)

# Whose a mission was before it went to another mandate: what was written then may be theirs.
before = Table(
    "missions_before",
    tables,
    Column("mission_id", String(36), primary_key=True),
    Column("mandate", String(80), primary_key=True),
    Column("passed_at", Instant),
)


def ours(some: Collection[str]) -> ColumnElement[bool]:
    """Whether it is a visit of one of these mandates: it leads, or has joined."""
    return or_(missions.c.mandate.in_(sorted(some)), any_of(missions.c.joined, some))


def of_mandates(mission_id: ColumnElement[str], some: Collection[str]) -> ColumnElement[bool]:
    """Whether the mission is of one of these mandates: what hangs on one asks whose it is today."""
    own = exists().where(missions.c.mission_id == mission_id, ours(some))
    return own.correlate_except(missions)  # what asks may have joined them


def texts_of_item() -> list[Column[Any]]:
    """Return the columns of an item that are its words, and until when it lasts."""
    texts = [Column(name, SealedText) for name in ("text", "place", "lead", "interpreter")]
    return [Column("ends", String(5)), *texts]


def said_of(item: ProgrammeItem) -> dict[str, Any]:
    """Return what they have."""
    texts = {"place": item.place, "lead": item.lead, "interpreter": item.interpreter}
    return {"ends": item.ends, "text": item.text, **texts}


def _items(name: str) -> Table:
    return Table(
        name,
        tables,
        Column("mission_id", String(36), primary_key=True),
        Column("item_id", String(36), primary_key=True),
        Column("day", Date),
        Column("begins", String(5)),
        Column("kind", String(20)),
        Column("state", String(10)),
        *texts_of_item(),
        Column("unannounced", Boolean),
    )


official = _items("missions_programme")
exchanged = _items("missions_exchanged")  # the text and time that the State confirmed, if it did
confidential = _items("missions_confidential")
heads = Table(
    "missions_confidential_heads",
    tables,
    Column("mission_id", String(36), primary_key=True),
    Column("steps", Integer),
)
tasks = Table(
    "missions_tasks",
    tables,
    Column("mission_id", String(36), primary_key=True),
    Column("task", String(36), primary_key=True),  # of the template, or the id of an own one
    Column("now", String(10)),
    Column("assignee", String(10)),
    Column("person", String(80)),
    Column("after", String(36)),
    Column("team", Boolean),  # for those who work for the mandate alone
    Column("note", SealedText),
    Column("phase", String(10)),  # from here on: of an own one
    Column("due", Date),
    Column("title", SealedText),
)
particulars = Table(
    "missions_particulars",
    tables,
    Column("mission_id", String(36), primary_key=True),
    Column("part", String(10), primary_key=True),
    Column("text", SealedText),
)
steps = Table(
    "missions_steps",
    tables,
    Column("mission_id", String(36), primary_key=True),
    Column("step", Integer, primary_key=True),
    Column("what", String(20)),
    Column("on", Date),
    Column("office", String(20)),  # of the Government, where preliminary findings are concerned
    Column("channel", String(10)),
    Column("note", SealedText),
    Column("programme", Integer),  # of the programme that was agreed
    Column("mandate", String(80)),  # that joined, or left
    Column("done_by", String(80)),
    Column("done_at", Instant),
)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case MissionOpened() as f:
            new = {"mandate": f.mandate, "state": f.state, "plans": "agreed", "phase": "planning"}
            opened = {"dated": f.step, "opened_at": f.done_at, "kind": f.kind}
            return [_mission(f, **new, **_days(f.dates), **opened)]
        case MissionKindChanged() as f:
            return [_mission(f, kind=f.kind)]
        case MissionPlansChanged() as f:
            days = {**_days(f.dates), "dated": f.step} if f.dates else {}
            again = [_task(f, task, "open") for task in FOR_DAYS if f.dates]
            return [_mission(f, plans=f.plans, **days), *again]
        case ProgrammeItemSet() as f:
            head = _mission(f, programme=f.version)
            return [head, _item(official, f, f.item), _exchanged(f, f.item)]
        case ConfidentialItemSet() as f:
            head = Put(heads, (f.mission_id,), {"steps": f.step})
            return [head, _item(confidential, f, f.item)]
        case MissionTaskMarked() as f:
            return [_mission(f), _task(f, f.task, f.now)]
        case MissionTaskSet() as f:
            return [_mission(f), Put(tasks, (f.mission_id, f.line.task), _line(f.line))]
        case MissionParticularsSet() as f:
            written = {each.part: each.text for each in f.particulars}
            return [
                _mission(f),
                *(
                    Put(particulars, (f.mission_id, part), {"text": written.get(part)})
                    for part in PARTICULARS
                ),
            ]
        case MissionStepTaken() as f:
            taken = {"what": f.what, "on": f.on, "note": f.note}
            by = {"done_by": f.done_by, "done_at": f.done_at, "programme": f.version}
            agreed = {"programme": f.version} if f.version else {}
            return [
                _mission(f, phase=f.phase, **agreed),
                Put(steps, (f.mission_id, f.step), {**taken, **by}),
                *([_task(f, DONE_BY[f.what], "done")] if f.what in DONE_BY else []),
            ]
        case PreliminaryFindingsShared() as f:
            how = {"channel": f.channel, "office": f.office, "note": f.note}
            return _told(f, what="findings_shared", on=f.on, **how)
        case PreliminaryFindingsRefused() as f:
            return _told(f, what="findings_refused", on=f.on, office=f.office, note=f.note)
        case MissionStatementIssued() as f:
            return [*_told(f, what="statement_issued", on=f.on), _task(f, "findings", "done")]
        case MissionPassedOn() as f:
            now = {"kept_at": f.done_at} if f.to is None else {"mandate": f.to}
            what = {"what": "kept" if f.to is None else "passed_on", "on": day_of(f.done_at)}
            by = {"done_by": f.done_by, "done_at": f.done_at}
            return [
                _mission(f, **now),
                Put(steps, (f.mission_id, f.step), {**what, **by}),
                Put(before, (f.mission_id, f.mandate), {"passed_at": f.done_at}),
            ]
        case _:
            return _of_joint(published.fact)


def _of_joint(fact: object) -> list[Put]:
    match fact:
        case (MandateAskedToJoin() | MandateNotAskedToJoin()) as f:
            waits = isinstance(f, MandateAskedToJoin)
            return [_mission(f), _asked(f, f.asked, waits=waits)]
        case MandateJoinedVisit() as f:
            return [*_joined(f, "joined", f.joining), _asked(f, f.joining, waits=False)]
        case MandateLeftVisit() as f:
            return _joined(f, "left", f.leaving)
        case MissionGoesOnIn() as f:
            return [_mission(f, joint=f.into)]
        case _:
            return []


def _joined(f: MandateJoinedVisit | MandateLeftVisit, what: str, mandate: str) -> list[Put]:
    [_, step] = _told(f, what=what, on=day_of(f.done_at), mandate=mandate)
    return [_mission(f, joined=list(f.joined)), step]


def _asked(f: OnMission, mandate: str, *, waits: bool) -> Put:
    told = {"waits": waits, "at": f.done_at, "done_by": f.done_by}
    return Put(asked, (f.mission_id, mandate), told)


def _told(f: OnMission, **values: Any) -> list[Put]:
    """A step of its course that leaves it where it stands."""
    by = {"done_by": f.done_by, "done_at": f.done_at}
    return [_mission(f), Put(steps, (f.mission_id, f.step), {**values, **by})]


def _mission(f: OnMission, **also: Any) -> Put:
    return Put(missions, (f.mission_id,), {"steps": f.step, **also})


def _task(f: OnMission, task: str, now: TaskState) -> Put:
    return Put(tasks, (f.mission_id, task), {"now": now})


def _line(line: TaskLine) -> dict[str, Any]:
    own = line.own and {"phase": line.own.phase, "due": line.own.due, "title": line.own.title}
    return {
        "assignee": line.assignee,
        "person": line.person,
        "after": line.after,
        "team": line.team,
        "note": line.note,
        **(own or {}),
    }


def _exchanged(f: OnMission, item: ProgrammeItem) -> Put:
    """What the State confirmed stays as it was then; of what is typed later, the state alone."""
    if item.state == AGREED:
        return _item(exchanged, f, item)
    return Put(exchanged, (f.mission_id, item.item_id), {"state": item.state})


def _item(table: Table, f: OnMission, item: ProgrammeItem) -> Put:
    return Put(
        table,
        (f.mission_id, item.item_id),
        {
            "day": item.day,
            "begins": item.begins,
            "kind": item.kind,
            "state": item.state,
            "unannounced": item.unannounced,
            **said_of(item),
        },
    )


def _days(dates: Window) -> dict[str, Any]:
    return {"first": dates.first, "last": dates.last}


MISSIONS = ReadModel(consumer=CONSUMER, contracts=(FOLLOWUP,), tables=tables, project=project)
