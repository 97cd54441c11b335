"""Follow-up items of a training event that was held: opened, moved, closed, and opened again."""

from collections.abc import Sequence
from datetime import date
from typing import assert_never

from services.stakeholders.training.findings import must_stand
from services.stakeholders.training.state import Item, Training
from services.stakeholders.training.steps import NOT_HELD, fresh, step, writes
from shared.contracts.stakeholders_training_commands import (
    CloseTrainingFollowUp,
    MoveTrainingFollowUp,
    OfFollowUp,
    OpenTrainingFollowUp,
    ReopenTrainingFollowUp,
)
from shared.contracts.stakeholders_trainings import (
    OfItem,
    TrainingFollowUpClosed,
    TrainingFollowUpMoved,
    TrainingFollowUpOpened,
    TrainingFollowUpReopened,
)
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused
from shared.core.geneva import day_of
from shared.core.said import Day, Number
from shared.reference.trainings import AHEAD, MOST_ITEMS, STAFF, WRITERS


def decide(command: OfFollowUp, asked: Asked, training: Training) -> Sequence[OfItem]:
    if isinstance(command, OpenTrainingFollowUp):
        return _open(command, asked, training)
    item = training.items.get(command.item_id)
    if item is None:
        _of(asked, None)
        raise Refused("There is no such follow-up item.")
    match command:
        case MoveTrainingFollowUp():
            return _move(command, asked, training, item)
        case CloseTrainingFollowUp():
            return _close(command, asked, training, item)
        case ReopenTrainingFollowUp():
            return _reopen(command, asked, training, item)
    assert_never(command)


def _open(command: OpenTrainingFollowUp, asked: Asked, training: Training) -> Sequence[OfItem]:
    writes(asked)
    if command.item_id in training.items:
        return []
    if training.stage != "held":
        raise Refused(NOT_HELD)
    fresh(command, training)
    if len(training.items) >= MOST_ITEMS:
        raise Refused(
            "A training event has at most {most} follow-up items.", most=Number(MOST_ITEMS)
        )
    _due(command.due_on, asked)
    if command.finding_id is not None:
        must_stand(command.finding_id, training)
    return [
        TrainingFollowUpOpened(
            **step(command, asked, training.steps),
            item_id=command.item_id,
            text=command.text,
            owner_id=command.owner_id,
            due_on=command.due_on,
            finding_id=command.finding_id,
        )
    ]


def _move(
    command: MoveTrainingFollowUp, asked: Asked, training: Training, item: Item
) -> Sequence[OfItem]:
    writes(asked)
    if (command.owner_id, command.due_on) == (item.owner_id, item.due_on):
        return []
    if item.outcome is not None:
        raise Refused("This follow-up item is closed.")
    fresh(command, training)
    if command.due_on != item.due_on:
        _due(command.due_on, asked)
    return [
        TrainingFollowUpMoved(
            **step(command, asked, training.steps),
            item_id=command.item_id,
            owner_id=command.owner_id,
            due_on=command.due_on,
        )
    ]


def _close(
    command: CloseTrainingFollowUp, asked: Asked, training: Training, item: Item
) -> Sequence[OfItem]:
    if command.outcome == "dropped":
        writes(asked)
    _of(asked, item)
    if item.outcome == command.outcome:
        return []
    if item.outcome is not None:
        raise Refused("This follow-up item is closed.")
    fresh(command, training)
    closed = step(command, asked, training.steps)
    return [
        TrainingFollowUpClosed(**closed, item_id=command.item_id, outcome=command.outcome),
    ]


def _reopen(
    command: ReopenTrainingFollowUp, asked: Asked, training: Training, item: Item
) -> Sequence[OfItem]:
    _of(asked, item)
    if item.outcome is None:
        return []
    if training.stage != "held":
        raise Refused(NOT_HELD)
    fresh(command, training)
    reopened = step(command, asked, training.steps)
    return [TrainingFollowUpReopened(**reopened, item_id=command.item_id)]


def _of(asked: Asked, item: Item | None) -> None:
    own = item is not None and item.owner_id == asked.by.actor_id
    if not asked.by.has(*WRITERS) and not (own and asked.by.has(*STAFF)):
        raise Forbidden("Only its owner and who keeps the training register may do this.")


def _due(on: date, asked: Asked) -> None:
    today = day_of(asked.at)
    if not today <= on <= today + AHEAD:
        raise Refused("It is due from today on, and not later than {day}.", day=Day(today + AHEAD))
