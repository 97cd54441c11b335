"""What every fact of a training event says, and what the rules of both files share."""

from datetime import datetime
from typing import Final, TypedDict

from services.stakeholders.training.state import Training
from shared.contracts.stakeholders_training_commands import (
    Command,
    OfFinding,
    OfFollowUp,
    OfPlanned,
)
from shared.core.actor import Asked
from shared.core.decider import Refused, require
from shared.reference.trainings import WRITERS

NOT_HELD: Final = "This training event was not held yet."


class Step(TypedDict):
    training_id: str
    step: int
    done_by: str
    done_at: datetime


def step(command: Command, asked: Asked, steps: int) -> Step:
    return Step(
        training_id=command.training_id,
        step=steps + 1,
        done_by=asked.by.actor_id,
        done_at=asked.at,
    )


def writes(asked: Asked) -> None:
    require(
        asked,
        *WRITERS,
        no="Only stakeholder officers and the Quick Response Desk keep the training register.",
    )


def fresh(command: OfPlanned | OfFinding | OfFollowUp, training: Training) -> None:
    if command.seen != training.steps:
        raise Refused("The training event has changed. Look at it again.")
