"""What an institution does: it asks, asks further, and takes its request back."""

from collections.abc import Sequence
from datetime import date, timedelta

from services.stakeholders.advice.state import Absent, Advice, Stage, State
from shared.contracts.stakeholders_advice import (
    AdviceAskedFurther,
    AdviceRequested,
    AdviceWithdrawn,
    Fact,
)
from shared.contracts.stakeholders_advice_commands import (
    AskFurther,
    RequestAdvice,
    WithdrawAdviceRequest,
)
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused, require
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.core.said import Number
from shared.reference.advice import GRADES, LANGUAGES, MOST_QUESTIONS, TOPICS


def due(asked: Asked, days: int) -> date:
    """Return the day by which what is asked now is answered."""
    return day_of(asked.at) + timedelta(days=days)


def request(command: RequestAdvice, asked: Asked, state: State) -> Sequence[Fact]:
    require(
        asked, Role.CONTACT_POINT, no="Only a national human rights institution may ask for advice."
    )
    if not isinstance(state, Absent):
        if (state.asked_by, state.organisation) == (asked.by.actor_id, command.organisation):
            return []
        raise Forbidden("Only people of the institution that asked may do this.")
    _graded(command.grade)
    if command.topic not in TOPICS:
        raise Refused("Choose the topic from the list.")
    if command.language not in LANGUAGES:
        raise Refused("Choose the language from the list.")
    return [
        AdviceRequested(
            advice_id=command.advice_id,
            organisation=command.organisation,
            topic=command.topic,
            language=command.language,
            question=command.question,
            due_on=due(asked, state.days),
            asked_by=asked.by.actor_id,
            asked_at=asked.at,
        )
    ]


def ask_further(command: AskFurther, asked: Asked, state: Advice) -> Sequence[Fact]:
    """After an answer, or once it was closed: what is open has its answer first."""
    of_institution(command.organisation, asked, state)
    if command.question == state.questions[-1]:
        return []
    if state.stage is Stage.WITHDRAWN:
        raise Refused("This request was taken back. Make another one.")
    if state.stage is Stage.WAITING:
        raise Refused("Your question has no answer yet.")
    _graded(command.grade)
    if len(state.questions) >= MOST_QUESTIONS:
        raise Refused(
            "A request has at most {most} questions. Make another one.", most=Number(MOST_QUESTIONS)
        )
    return [
        AdviceAskedFurther(
            advice_id=command.advice_id,
            question=command.question,
            due_on=due(asked, state.days),
            asked_by=asked.by.actor_id,
            asked_at=asked.at,
        )
    ]


def withdraw(command: WithdrawAdviceRequest, asked: Asked, state: Advice) -> Sequence[Fact]:
    """In every state: what an institution wrote is its own to take back."""
    of_institution(command.organisation, asked, state)
    if state.stage is Stage.WITHDRAWN:
        return []
    return [
        AdviceWithdrawn(
            advice_id=command.advice_id, withdrawn_by=asked.by.actor_id, withdrawn_at=asked.at
        )
    ]


def of_institution(organisation: str | None, asked: Asked, state: Advice) -> None:
    """Let pass whoever speaks for the institution today, whoever of it asked."""
    if not asked.by.has(Role.CONTACT_POINT) or organisation != state.organisation:
        raise Forbidden("Only people of the institution that asked may do this.")


def _graded(grade: str | None) -> None:
    """Compare with the grade in force on the day of the act (SB2)."""
    if grade not in GRADES:
        raise Refused("An institution can ask for advice while its grade, A or B, is in force.")
