"""Interviews of an invented selection: the questions, a time for each, an answer, and the talk."""

from collections.abc import Mapping
from datetime import timedelta

from deploy.local.world.tales.tale import DAY, HOUR, Tale, sealed
from shared.contracts.stakeholders_interview_commands import (
    AnswerInterview,
    RecordInterviewHeld,
    ScheduleInterview,
    SetInterviewQuestions,
)

_IN = 7 * DAY


def interview(people: Mapping[str, str], tale: Tale) -> None:
    """Tell of the interviews of these people, by application, beside the vacancy's tale."""
    tale = tale.aside()
    questions = sealed("panel", tale.case, "What would you do first? (Invented.)")
    tale.then(DAY, "selection", SetInterviewQuestions(vacancy_id=tale.case, questions=questions))
    first = tale.at + timedelta(minutes=_IN)
    times = {file: first + timedelta(hours=number) for number, file in enumerate(people)}
    for file, at in times.items():
        time = ScheduleInterview(
            vacancy_id=tale.case,
            candidate_id=file,
            starts_at=at,
            minutes=30,
            way="video",
            language="en",
        )
        tale.then(0, "selection", time)
    answers = tale.aside()
    for file, local in people.items():
        answer = AnswerInterview(
            vacancy_id=tale.case,
            candidate_id=file,
            starts_at=times[file],
            comes=True,
            needs=None,
        )
        answers.then(3 * HOUR, local, answer)
    tale.wait(_IN + DAY)
    for file in people:
        held = RecordInterviewHeld(vacancy_id=tale.case, candidate_id=file)
        tale.then(0, "selection", held)
