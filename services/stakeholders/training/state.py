"""A training event, folded from its events, with its follow-up items."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Literal, TypeAlias, assert_never

from services.stakeholders.training import modules
from services.stakeholders.training.modules import Documents
from shared.contracts import stakeholders_library
from shared.contracts.stakeholders_trainings import (
    Fact,
    ModuleUsed,
    OfFinding,
    OfItem,
    OfPlanned,
    Outcome,
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
from shared.core.message import Sealed

Stage: TypeAlias = Literal["planned", "cancelled", "held"]
Heard: TypeAlias = Fact | stakeholders_library.Fact
_NOBODY: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """``outcome``: None while it is open. ``finding_id``: what it follows up."""

    owner_id: str
    due_on: date
    finding_id: str | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    recorded_by: str
    struck: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """``steps``: all facts. ``participants``, ``modules`` and ``answers``: while it is held."""

    details: TrainingDetails
    steps: int
    stage: Stage = "planned"
    code: str | None = None
    modules: tuple[ModuleUsed, ...] = ()
    participants: Mapping[str, int] = field(default_factory=lambda: _NOBODY)
    answers: Mapping[str, int] = field(default_factory=lambda: _NOBODY)
    text: Sealed | None = None
    trainers: frozenset[str] = frozenset()
    findings: Mapping[str, Finding] = field(default_factory=dict)
    items: Mapping[str, Item] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """``documents`` of the library are there only while a decision reads them."""

    training: Training | None = None
    documents: Documents = field(default_factory=dict)


def evolve(state: State, event: Heard) -> State:
    if isinstance(event, stakeholders_library.Fact):
        return replace(state, documents=modules.evolve(state.documents, event))
    if isinstance(event, TrainingPlanned):
        return replace(state, training=Training(details=event.details, steps=event.step))
    if state.training is None:
        return state
    training = replace(state.training, steps=event.step)
    if isinstance(event, OfFinding):
        findings = {**training.findings, event.finding_id: _finding(training, event)}
        return replace(state, training=replace(training, findings=findings))
    if isinstance(event, OfItem):
        items = {**training.items, event.item_id: _item(training, event)}
        return replace(state, training=replace(training, items=items))
    return replace(state, training=_after(training, event))


def _after(training: Training, event: OfPlanned) -> Training:
    match event:
        case TrainingChanged():
            return replace(training, details=event.details)
        case TrainingCancelled():
            return replace(training, stage="cancelled", code=event.code)
        case TrainingReinstated():
            return replace(training, stage="planned", code=None)
        case TrainingHeld():
            return replace(
                training,
                stage="held",
                modules=event.modules,
                participants=event.participants,
            )
        case TrainingHeldTakenBack():
            return replace(
                training,
                stage="planned",
                modules=(),
                participants=_NOBODY,
                answers=_NOBODY,
                text=None,
                findings={one: _struck(found) for one, found in training.findings.items()},
            )
        case TrainingEvaluated():
            return replace(training, answers=event.answers, text=event.text)
        case TrainingTrainersNamed():
            return replace(training, trainers=frozenset(event.trainer_ids))
    assert_never(event)


def _finding(training: Training, event: OfFinding) -> Finding:
    match event:
        case TrainingFindingRecorded():
            return Finding(recorded_by=event.done_by)
        case TrainingFindingStruck():
            return _struck(training.findings[event.finding_id])
    assert_never(event)


def _struck(finding: Finding) -> Finding:
    return replace(finding, struck=True)


def _item(training: Training, event: OfItem) -> Item:
    match event:
        case TrainingFollowUpOpened():
            return Item(owner_id=event.owner_id, due_on=event.due_on, finding_id=event.finding_id)
        case TrainingFollowUpMoved():
            before = training.items[event.item_id]
            return replace(before, owner_id=event.owner_id, due_on=event.due_on)
        case TrainingFollowUpClosed():
            return replace(training.items[event.item_id], outcome=event.outcome)
        case TrainingFollowUpReopened():
            return replace(training.items[event.item_id], outcome=None)
    assert_never(event)
