"""What officers do with a request: assign it, remind, answer, close, and open it again."""

from collections.abc import Sequence

from services.stakeholders.advice.asking import due, of_institution
from services.stakeholders.advice.state import Advice, Stage
from shared.contracts.stakeholders_advice import (
    AdviceAssigned,
    AdviceClosed,
    AdviceGiven,
    AdviceOfficerReminded,
    AdviceReopened,
    Fact,
)
from shared.contracts.stakeholders_advice_commands import (
    AssignAdvice,
    CloseAdvice,
    GiveAdvice,
    RemindAdviser,
    ReopenAdvice,
)
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused, require
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference.advice import ANSWERED, CONTENT, WITHOUT_ANSWER

_ADVISERS = (Role.STAKEHOLDER_OFFICER, Role.HUMAN_RIGHTS_OFFICER)


def assign(command: AssignAdvice, asked: Asked, state: Advice) -> Sequence[Fact]:
    """To an officer, or from one officer to another, until it is closed."""
    _officer(asked)
    _open(state)
    if not command.officer_id:
        raise Refused("Choose the officer.")
    if command.officer_id == state.officer_id:
        return []
    return [
        AdviceAssigned(
            advice_id=command.advice_id,
            officer_id=command.officer_id,
            before=state.officer_id,
            assigned_by=asked.by.actor_id,
            assigned_at=asked.at,
        )
    ]


def remind(command: RemindAdviser, asked: Asked, state: Advice) -> Sequence[Fact]:
    """Once a day: who was reminded today knows it."""
    _officer(asked)
    _open(state)
    if state.stage is Stage.ANSWERED:
        raise Refused("This request has its answer.")
    if state.officer_id is None:
        raise Refused("No officer has this request yet.")
    if state.reminded_at is not None and day_of(state.reminded_at) >= day_of(asked.at):
        return []
    return [
        AdviceOfficerReminded(
            advice_id=command.advice_id,
            officer_id=state.officer_id,
            reminded_by=asked.by.actor_id,
            reminded_at=asked.at,
        )
    ]


def give(command: GiveAdvice, asked: Asked, state: Advice) -> Sequence[Fact]:
    if not _has_it(asked, state):
        raise Forbidden("Only the officer to whom it is assigned may answer it.")
    _open(state)
    if state.stage is Stage.ANSWERED and command.answer == state.answer:
        return []
    return [
        AdviceGiven(
            advice_id=command.advice_id,
            answer=command.answer,
            corrects=state.stage is Stage.ANSWERED,
            given_by=asked.by.actor_id,
            given_at=asked.at,
        )
    ]


def close(command: CloseAdvice, asked: Asked, state: Advice) -> Sequence[Fact]:
    """With an answer either side closes it; without one an officer does, and says why."""
    if command.code == CONTENT:
        of_institution(command.organisation, asked, state)
    elif not (asked.by.has(Role.STAKEHOLDER_OFFICER) or _has_it(asked, state)):
        raise Forbidden("Only an officer who works on it may close a request.")
    if state.stage is Stage.CLOSED and state.code == command.code:
        return []
    _open(state)
    if command.code not in (ANSWERED, CONTENT, *WITHOUT_ANSWER):
        raise Refused("Choose a reason from the list.")
    if (state.stage is Stage.ANSWERED) == (command.code in WITHOUT_ANSWER):
        if state.stage is Stage.ANSWERED:
            raise Refused("This request has its answer: close it as answered.")
        raise Refused("This request has no answer yet.")
    return [
        AdviceClosed(
            advice_id=command.advice_id,
            code=command.code,
            closed_by=asked.by.actor_id,
            closed_at=asked.at,
        )
    ]


def reopen(command: ReopenAdvice, asked: Asked, state: Advice) -> Sequence[Fact]:
    """It waits for an answer again, with a new day by which it is due."""
    _officer(asked)
    if state.stage is Stage.WITHDRAWN:
        raise Refused("The institution took this request back.")
    if state.stage is not Stage.CLOSED:
        return []
    return [
        AdviceReopened(
            advice_id=command.advice_id,
            due_on=due(asked, state.days),
            reopened_by=asked.by.actor_id,
            reopened_at=asked.at,
        )
    ]


def _has_it(asked: Asked, state: Advice) -> bool:
    return asked.by.has(*_ADVISERS) and asked.by.actor_id == state.officer_id


def _officer(asked: Asked) -> None:
    require(
        asked,
        Role.STAKEHOLDER_OFFICER,
        no="Only a stakeholder officer may say who answers a request for advice.",
    )


def _open(state: Advice) -> None:
    if state.stage is Stage.WITHDRAWN:
        raise Refused("The institution took this request back.")
    if state.stage is Stage.CLOSED:
        raise Refused("This request is closed.")
