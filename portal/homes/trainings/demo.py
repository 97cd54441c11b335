"""The invented training events of a demonstration: one to come, one held, one cancelled."""

from datetime import timedelta

from portal.homes.trainings import found
from portal.web.context import now, today
from portal.web.demonstration.asking import ask, invented, seal
from shared.contracts.commands import Command
from shared.contracts.stakeholders_training_commands import (
    CancelTraining,
    EvaluateTraining,
    NameTrainers,
    OpenTrainingFollowUp,
    PlanTraining,
    RecordTrainingFinding,
    RecordTrainingHeld,
)
from shared.contracts.stakeholders_trainings import Mode, TrainingDetails
from shared.core.message import derive_id

_BY, _OWNER = "stakeholders", "desk"


def tell() -> None:
    _planned("to come", "unct", "KEN", "place", starts=30, ago=9)
    gone = _planned("cancelled", "governments", None, "online", starts=12, ago=14)
    _ask(CancelTraining(training_id=gone, seen=1, code="few"), gone, "cancelled", ago=5)
    held = _planned("held", "nhri", "FRA", "both", starts=-20, ago=40)
    people = {"nhri": 14, "unct": 3}
    record = RecordTrainingHeld(training_id=held, seen=1, modules=(), participants=people)
    _ask(record, held, "held", ago=18)
    said = "They asked for more examples of follow-up. (invented)"
    evaluation = EvaluateTraining(
        training_id=held,
        seen=2,
        answers={"useful": 11, "partly": 3},
        text=seal(found.subject_of(held), said),
    )
    _ask(evaluation, held, "evaluated", ago=17)
    named = NameTrainers(training_id=held, seen=3, trainer_ids=(invented(_OWNER).actor_id,))
    _ask(named, held, "trainers", ago=17)
    finding_id = str(derive_id("demo training finding"))
    finding = RecordTrainingFinding(
        training_id=held,
        seen=4,
        finding_id=finding_id,
        code="materials",
        text=seal(found.subject_of(held), "There are too few examples of follow-up. (invented)"),
    )
    _ask(finding, held, "finding", ago=17)
    item = OpenTrainingFollowUp(
        training_id=held,
        seen=5,
        item_id=str(derive_id("demo training item")),
        text=seal(found.subject_of(held), "Send the list of examples. (invented)"),
        owner_id=invented(_OWNER).actor_id,
        due_on=today() + timedelta(days=10),
        finding_id=finding_id,
    )
    _ask(item, held, "item", ago=16)


def _planned(  # each value is one of the event's
    step: str, audience: str, state: str | None, mode: Mode, *, starts: int, ago: int
) -> str:
    training_id = str(derive_id("demo training", step))
    subject = found.subject_of(training_id)
    first = today() + timedelta(days=starts)
    details = TrainingDetails(
        kind="seminar" if mode == "online" else "workshop",
        audience=audience,
        state=state,
        first=first,
        last=first + timedelta(days=1),
        mode=mode,
        place=None if mode == "online" else seal(subject, "Room 4 (invented)"),
        trainers=seal(subject, "Tara Demo (invented)"),
    )
    _ask(PlanTraining(training_id=training_id, details=details), training_id, "planned", ago=ago)
    return training_id


def _ask(command: Command, training_id: str, step: str, *, ago: int) -> None:
    at, case = now() - timedelta(days=ago), str(found.case_of(training_id))
    ask(command, _BY, case, f"training {training_id}", step, at=at)
