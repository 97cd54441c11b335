"""Findings of the evaluation of a training event: recorded by who trained, followed up by items."""

from collections.abc import Sequence
from typing import assert_never

from services.stakeholders.training.state import Training
from services.stakeholders.training.steps import NOT_HELD, fresh, step
from shared.contracts.stakeholders_training_commands import (
    NameTrainers,
    OfFinding,
    RecordTrainingFinding,
    StrikeTrainingFinding,
)
from shared.contracts.stakeholders_trainings import OfFinding as Fact
from shared.contracts.stakeholders_trainings import (
    TrainingFindingRecorded,
    TrainingFindingStruck,
    TrainingTrainersNamed,
)
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused
from shared.core.said import Number
from shared.reference.trainings import FINDINGS, MOST_FINDINGS, MOST_TRAINERS, STAFF, WRITERS


def name(
    command: NameTrainers, asked: Asked, training: Training
) -> Sequence[TrainingTrainersNamed]:
    some = tuple(dict.fromkeys(command.trainer_ids))
    if frozenset(some) == training.trainers:
        return []
    if training.stage == "cancelled":
        raise Refused("This training event was cancelled.")
    fresh(command, training)
    if len(some) > MOST_TRAINERS:
        raise Refused("Choose at most {most} trainers.", most=Number(MOST_TRAINERS))
    return [TrainingTrainersNamed(**step(command, asked, training.steps), trainer_ids=some)]


def decide(command: OfFinding, asked: Asked, training: Training) -> Sequence[Fact]:
    match command:
        case RecordTrainingFinding():
            return _record(command, asked, training)
        case StrikeTrainingFinding():
            return _strike(command, asked, training)
    assert_never(command)


def must_stand(finding_id: str, training: Training) -> None:
    """Refuse a finding that does not exist, or was struck."""
    finding = training.findings.get(finding_id)
    if finding is None or finding.struck:
        raise Refused("There is no such finding.")


def _record(command: RecordTrainingFinding, asked: Asked, training: Training) -> Sequence[Fact]:
    if not _trains(asked, training):
        raise Forbidden("Only its trainers and who keeps the training register may do this.")
    if command.finding_id in training.findings:
        return []
    if training.stage != "held":
        raise Refused(NOT_HELD)
    fresh(command, training)
    if command.code not in FINDINGS:
        raise Refused("Choose from the list what the finding is about.")
    if sum(not one.struck for one in training.findings.values()) >= MOST_FINDINGS:
        raise Refused("A training event has at most {most} findings.", most=Number(MOST_FINDINGS))
    return [
        TrainingFindingRecorded(
            **step(command, asked, training.steps),
            finding_id=command.finding_id,
            code=command.code,
            text=command.text,
        )
    ]


def _strike(command: StrikeTrainingFinding, asked: Asked, training: Training) -> Sequence[Fact]:
    finding = training.findings.get(command.finding_id)
    own = finding is not None and finding.recorded_by == asked.by.actor_id
    if not asked.by.has(*WRITERS) and not (own and _trains(asked, training)):
        raise Forbidden("Only who recorded it and who keeps the training register may do this.")
    if finding is None:
        raise Refused("There is no such finding.")
    if finding.struck:
        return []
    fresh(command, training)
    followed = (one for one in training.items.values() if one.finding_id == command.finding_id)
    if any(one.outcome is None for one in followed):
        raise Refused("Close the follow-up items of this finding first.")
    struck = step(command, asked, training.steps)
    return [TrainingFindingStruck(**struck, finding_id=command.finding_id)]


def _trains(asked: Asked, training: Training) -> bool:
    """Whether this person records findings: a trainer of it who is of the staff, or a keeper."""
    trainer = asked.by.actor_id in training.trainers and asked.by.has(*STAFF)
    return trainer or asked.by.has(*WRITERS)
