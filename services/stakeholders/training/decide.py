"""The training event register, one stream for each event: section H.3.

Who keeps the library keeps it. Each step that was a mistake has a way back: a cancelled event is
planned again, and the record that it was held is corrected or taken back.
"""

from collections.abc import Mapping, Sequence
from typing import assert_never

from services.stakeholders.documents.decide import KEY as LIBRARY_KEY
from services.stakeholders.documents.decide import LIBRARY
from services.stakeholders.training import findings, follow_up
from services.stakeholders.training.state import Heard, State, Training, evolve
from services.stakeholders.training.steps import NOT_HELD, fresh, step, writes
from shared.contracts.stakeholders_training_commands import (
    CancelTraining,
    ChangeTraining,
    Command,
    EvaluateTraining,
    NameTrainers,
    OfFinding,
    OfFollowUp,
    OfPlanned,
    PlanTraining,
    RecordTrainingHeld,
    ReinstateTraining,
    TakeBackTrainingHeld,
)
from shared.contracts.stakeholders_trainings import (
    Fact,
    ModuleUsed,
    TrainingCancelled,
    TrainingChanged,
    TrainingDetails,
    TrainingEvaluated,
    TrainingHeld,
    TrainingHeldTakenBack,
    TrainingPlanned,
    TrainingReinstated,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused
from shared.core.geneva import day_of
from shared.core.said import Day, Number
from shared.reference import states
from shared.reference.trainings import (
    AHEAD,
    ANSWERS,
    AUDIENCES,
    CANCELLED,
    COUNTRY_TEAM,
    FIRST_DAY,
    KINDS,
    LONGEST,
    MOST_MODULES,
    MOST_PEOPLE,
    ONLINE,
    PARTICIPANTS,
)


def decide(command: Command, asked: Asked, state: State) -> Sequence[Fact]:
    if isinstance(command, PlanTraining):
        return _plan(command, asked, state)
    if not isinstance(command, OfFinding | OfFollowUp):
        writes(asked)
    training = state.training
    if training is None:
        raise Refused("There is no such training event.")
    if isinstance(command, OfFollowUp):
        return follow_up.decide(command, asked, training)
    if isinstance(command, OfFinding):
        return findings.decide(command, asked, training)
    return _of_planned(command, asked, state, training)


def _of_planned(
    command: OfPlanned, asked: Asked, state: State, training: Training
) -> Sequence[Fact]:
    match command:
        case ChangeTraining():
            return _change(command, asked, training)
        case CancelTraining():
            return _cancel(command, asked, training)
        case ReinstateTraining():
            return _reinstate(command, asked, training)
        case RecordTrainingHeld():
            return _held(command, asked, state, training)
        case TakeBackTrainingHeld():
            return _take_back(command, asked, training)
        case EvaluateTraining():
            return _evaluate(command, asked, training)
        case NameTrainers():
            return findings.name(command, asked, training)
    assert_never(command)


def _plan(command: PlanTraining, asked: Asked, state: State) -> Sequence[Fact]:
    writes(asked)
    if state.training is not None:
        return []
    _sound(command.details, asked)
    return [TrainingPlanned(**step(command, asked, 0), details=command.details)]


def _change(command: ChangeTraining, asked: Asked, training: Training) -> Sequence[Fact]:
    _planned(training)
    if command.details == training.details:
        return []
    fresh(command, training)
    _sound(command.details, asked)
    return [TrainingChanged(**step(command, asked, training.steps), details=command.details)]


def _cancel(command: CancelTraining, asked: Asked, training: Training) -> Sequence[Fact]:
    if training.stage == "cancelled" and training.code == command.code:
        return []
    _planned(training)
    fresh(command, training)
    if command.code not in CANCELLED:
        raise Refused("Choose a reason from the list.")
    return [TrainingCancelled(**step(command, asked, training.steps), code=command.code)]


def _reinstate(command: ReinstateTraining, asked: Asked, training: Training) -> Sequence[Fact]:
    if training.stage == "planned":
        return []
    if training.stage == "held":
        raise Refused("This training event was held.")
    fresh(command, training)
    return [TrainingReinstated(**step(command, asked, training.steps))]


def _held(
    command: RecordTrainingHeld, asked: Asked, state: State, training: Training
) -> Sequence[Fact]:
    """Recorded again it corrects what was recorded."""
    modules = tuple(dict.fromkeys(command.modules))
    people = _people(command.participants)
    if training.stage == "held" and (modules, people) == (training.modules, training.participants):
        return []
    if training.stage == "cancelled":
        raise Refused("This training event was cancelled.")
    fresh(command, training)
    if training.details.last > day_of(asked.at):
        raise Refused("A training event is recorded as held once its last day has come.")
    _current(modules, asked, state, training)
    if sum(training.answers.values()) > sum(people.values()):
        raise Refused("More people answered than came. Correct the evaluation first.")
    recorded = step(command, asked, training.steps)
    return [TrainingHeld(**recorded, modules=modules, participants=people)]


def _people(participants: Mapping[str, int]) -> Mapping[str, int]:
    """Return how many there were of each kind, without those of which nobody came."""
    _counted(participants, PARTICIPANTS)
    some = {kind: number for kind in PARTICIPANTS if (number := participants.get(kind, 0))}
    if not some:
        raise Refused("Enter how many people came.")
    return some


def _counted(numbers: Mapping[str, int], kinds: Sequence[str]) -> None:
    if not set(numbers) <= set(kinds):
        raise Refused("Choose what is counted from the list.")
    if any(not 0 <= one <= MOST_PEOPLE for one in numbers.values()):
        raise Refused("Enter numbers from 0 to {most}.", most=Number(MOST_PEOPLE))


def _current(modules: Sequence[ModuleUsed], asked: Asked, state: State, training: Training) -> None:
    """Refuse what was not current then, and what this person does not see.

    What was recorded before stays, whoever sees it now.
    """
    if len(modules) > MOST_MODULES:
        raise Refused("Choose at most {most} modules.", most=Number(MOST_MODULES))
    of = training.details
    for one in modules:
        if one in training.modules:
            continue
        found = state.documents.get(one.document_id)
        if not (
            found is not None
            and found.is_seen_by(asked.by)
            and found.was_current(one.language, one.version, of.first, of.last)
        ):
            raise Refused("A module was not current while the training event was held.")


def _take_back(command: TakeBackTrainingHeld, asked: Asked, training: Training) -> Sequence[Fact]:
    if training.stage != "held":
        return []
    fresh(command, training)
    if any(one.outcome is None for one in training.items.values()):
        raise Refused("Close its follow-up items first.")
    return [TrainingHeldTakenBack(**step(command, asked, training.steps))]


def _evaluate(command: EvaluateTraining, asked: Asked, training: Training) -> Sequence[Fact]:
    if training.stage != "held":
        raise Refused(NOT_HELD)
    _counted(command.answers, ANSWERS)
    answers = {one: number for one in ANSWERS if (number := command.answers.get(one, 0))}
    if (answers, command.text) == (training.answers, training.text):
        return []
    fresh(command, training)
    if sum(answers.values()) > sum(training.participants.values()):
        raise Refused("More people answered than came.")
    evaluated = step(command, asked, training.steps)
    return [TrainingEvaluated(**evaluated, answers=answers, text=command.text)]


def _planned(training: Training) -> None:
    if training.stage == "cancelled":
        raise Refused("This training event was cancelled.")
    if training.stage == "held":
        raise Refused("This training event was held.")


def _sound(details: TrainingDetails, asked: Asked) -> None:
    if details.kind not in KINDS or details.audience not in AUDIENCES:
        raise Refused("Choose from the list what it is, and for whom.")
    if details.state is not None and details.state not in states():
        raise Refused("Choose a State from the list.")
    if details.audience == COUNTRY_TEAM and details.state is None:
        raise Refused("A country team is of one State: choose it.")
    if (details.mode == ONLINE) != (details.place is None):
        raise Refused("Enter where it takes place, unless it is online alone.")
    latest = day_of(asked.at) + AHEAD
    if not FIRST_DAY <= details.first <= latest:
        raise Refused(
            "A training event begins from {first} on, and not later than {last}.",
            first=Day(FIRST_DAY),
            last=Day(latest),
        )
    if not details.first <= details.last <= details.first + LONGEST:
        raise Refused("A training event ends on its first day or later, within 30 days.")


TRAINING: Decider[Command, Heard, State] = Decider(
    category="training",
    key=lambda command: command.training_id,
    initial=State(),
    decide=decide,
    evolve=evolve,
    consults=lambda command, _: (
        [LIBRARY.stream_of(LIBRARY_KEY)] if isinstance(command, RecordTrainingHeld) else []
    ),
)
