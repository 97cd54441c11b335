"""The tables of the training register: events, findings, follow-up items and steps.

Texts are sealed.
"""

from collections.abc import Iterable
from typing import TypeAlias, assert_never

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
)

from shared.contracts.stakeholders import STAKEHOLDERS
from shared.contracts.stakeholders_trainings import (
    OfFinding,
    OfItem,
    OfPlanned,
    TrainingCancelled,
    TrainingChanged,
    TrainingDetails,
    TrainingEvaluated,
    TrainingFindingRecorded,
    TrainingFindingStruck,
    TrainingFollowUpClosed,
    TrainingFollowUpMoved,
    TrainingFollowUpOpened,
    TrainingFollowUpReopened,
    TrainingHeld,
    TrainingHeldTakenBack,
    TrainingPlanned,
    TrainingReinstated,
    TrainingTrainersNamed,
)
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Put, ReadModel
from shared.reference import states

CONSUMER = "portal.trainings"

tables = MetaData()
trainings = Table(
    "trainings_events",
    tables,
    Column("training_id", String(36), primary_key=True),
    Column("kind", String(20)),
    Column("audience", String(20)),
    Column("state", String(3)),  # none: of no State, or of several
    Column("region", String(10)),  # the regional group of the State; empty: none
    Column("first_on", Date),
    Column("last_on", Date),
    Column("year", SmallInteger),  # of its first day
    Column("mode", String(10)),
    Column("place", SealedText),
    Column("trainers", SealedText),
    Column("stage", String(10)),  # planned, cancelled, held
    Column("code", String(20)),  # why it was cancelled
    Column("modules", JSON),  # what was used, while it is held
    Column("participants", JSON),  # how many of each kind
    Column("people", Integer),  # all of them
    Column("answers", JSON),  # of the evaluation
    Column("text", SealedText),
    Column("trainer_ids", JSON),  # accounts, which record findings
    Column("taken_back", Integer),  # the step that took its record back, with its findings
    Column("steps", Integer),
    Column("planned_at", Instant),
    Index("trainings_events_first", "first_on", "training_id"),
)
items = Table(
    "trainings_items",
    tables,
    Column("training_id", String(36), primary_key=True),
    Column("item_id", String(36), primary_key=True),
    Column("text", SealedText),
    Column("finding_id", String(36)),  # what it follows up; none: no finding
    Column("owner_id", String(80), index=True),
    Column("due_on", Date),
    Column("outcome", String(10)),  # done, dropped; none: it is open
    Column("opened_at", Instant),
    Column("given_at", Instant),  # to who has it, by whom
    Column("given_by", String(80)),
)
findings = Table(
    "trainings_findings",
    tables,
    Column("training_id", String(36), primary_key=True),
    Column("finding_id", String(36), primary_key=True),
    Column("code", String(20)),  # what it is about
    Column("text", SealedText),
    Column("step", Integer),  # of the event, with which it was recorded
    Column("by_id", String(80)),
    Column("at", Instant),
    Column("struck", Boolean),
)
steps = Table(
    "trainings_steps",
    tables,
    Column("training_id", String(36), primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(20)),
    Column("code", String(20)),
    Column("by_id", String(80)),
    Column("at", Instant),
)
_Said: TypeAlias = tuple[str, dict[str, object], str | None]
"""The kind of a step, the columns that it sets, and its code."""
_NOTHING: dict[str, object] = {
    "modules": [],
    "participants": {},
    "people": 0,
    "answers": {},
    "text": None,
}


def project(published: Published) -> Iterable[Change]:
    fact = published.fact
    if isinstance(fact, OfItem):
        kind, values, code = _of_item(fact)
        changed = Put(items, (fact.training_id, fact.item_id), values)
    elif isinstance(fact, OfFinding):
        kind, values, code = _of_finding(fact)
        changed = Put(findings, (fact.training_id, fact.finding_id), values)
    elif isinstance(fact, TrainingPlanned | OfPlanned):
        kind, values, code = _of_event(fact)
        changed = Put(trainings, (fact.training_id,), values)
    else:
        return []
    step = {"kind": kind, "code": code, "by_id": fact.done_by, "at": fact.done_at}
    return [
        changed,
        Put(trainings, (fact.training_id,), {"steps": fact.step}),
        Put(steps, (fact.training_id, published.position), step),
    ]


def _of_event(fact: TrainingPlanned | OfPlanned) -> _Said:
    match fact:
        case TrainingPlanned():
            new = {"stage": "planned", "planned_at": fact.done_at, **_NOTHING}
            new |= {"trainer_ids": [], "taken_back": 0}
            return "planned", {**_details(fact.details), **new}, None
        case TrainingChanged():
            return "changed", _details(fact.details), None
        case TrainingCancelled():
            return "cancelled", {"stage": "cancelled", "code": fact.code}, fact.code
        case TrainingReinstated():
            return "reinstated", {"stage": "planned", "code": None}, None
        case TrainingHeld():
            return "held", {"stage": "held", **_held(fact)}, None
        case TrainingHeldTakenBack():
            return "taken-back", {"stage": "planned", "taken_back": fact.step, **_NOTHING}, None
        case TrainingEvaluated():
            return "evaluated", {"answers": dict(fact.answers), "text": fact.text}, None
        case TrainingTrainersNamed():
            return "trainers", {"trainer_ids": list(fact.trainer_ids)}, None
    assert_never(fact)


def _of_finding(fact: OfFinding) -> _Said:
    match fact:
        case TrainingFindingRecorded():
            by = {"by_id": fact.done_by, "at": fact.done_at, "step": fact.step}
            return "found", {"code": fact.code, "text": fact.text, "struck": False, **by}, None
        case TrainingFindingStruck():
            return "struck", {"struck": True}, None
    assert_never(fact)


def _of_item(fact: OfItem) -> _Said:
    match fact:
        case TrainingFollowUpOpened():
            opened = {"text": fact.text, "opened_at": fact.done_at, "outcome": None}
            opened["finding_id"] = fact.finding_id
            return "opened", {**opened, **_given(fact)}, None
        case TrainingFollowUpMoved():
            return "moved", _given(fact), None
        case TrainingFollowUpClosed():
            return "closed", {"outcome": fact.outcome}, fact.outcome
        case TrainingFollowUpReopened():
            return "reopened", {"outcome": None}, None
    assert_never(fact)


def _given(fact: TrainingFollowUpOpened | TrainingFollowUpMoved) -> dict[str, object]:
    by = {"given_at": fact.done_at, "given_by": fact.done_by}
    return {"owner_id": fact.owner_id, "due_on": fact.due_on, **by}


def _details(of: TrainingDetails) -> dict[str, object]:
    state = states().get(of.state or "")
    return {
        "kind": of.kind,
        "audience": of.audience,
        "state": of.state,
        "region": (state.group if state else None) or "",
        "first_on": of.first,
        "last_on": of.last,
        "year": of.first.year,
        "mode": of.mode,
        "place": of.place,
        "trainers": of.trainers,
    }


def _held(fact: TrainingHeld) -> dict[str, object]:
    return {
        "modules": [
            {"document_id": one.document_id, "language": one.language, "version": one.version}
            for one in fact.modules
        ],
        "participants": dict(fact.participants),
        "people": sum(fact.participants.values()),
    }


TRAININGS = ReadModel(consumer=CONSUMER, contracts=(STAKEHOLDERS,), tables=tables, project=project)
