"""What only the source decides: answers, and consent withdrawn or given again (R13)."""

from collections.abc import Sequence

from services.intake.commands import GrantConsent, ProvideInformation, WithdrawConsent
from services.intake.events import Event
from services.intake.state import Received, is_source
from shared.actor import Asked
from shared.contracts.intake import ConsentGranted, ConsentWithdrawn, InformationProvided
from shared.decider import Forbidden, Refused


def answer(command: ProvideInformation, asked: Asked, state: Received) -> Sequence[Event]:
    if not is_source(asked, state):
        raise Forbidden("Only the source may answer.")
    if command.question_id in state.answered:
        return []
    if command.question_id not in state.open_questions:
        raise Refused("This question was never asked.")
    return [
        InformationProvided(
            submission_id=command.submission_id,
            question_id=command.question_id,
            answer=command.answer,
            provided_by=asked.by.actor_id,
            provided_at=asked.at,
        )
    ]


def withdraw_consent(command: WithdrawConsent, asked: Asked, state: Received) -> Sequence[Event]:
    """It stops whatever is not transmitted yet (R13); what was sent stays sent."""
    if not is_source(asked, state):
        raise Forbidden("Only the source may withdraw consent.")
    if state.withdrawn is not None:
        return []
    return [
        ConsentWithdrawn(
            submission_id=command.submission_id,
            scope=command.scope,
            communication_ids=tuple(sorted(state.communications)),
            withdrawn_by=asked.by.actor_id,
            withdrawn_at=asked.at,
        )
    ]


def grant_consent(command: GrantConsent, asked: Asked, state: Received) -> Sequence[Event]:
    if not is_source(asked, state):
        raise Forbidden("Only the source may give consent.")
    if state.withdrawn is None:
        return []
    return [
        ConsentGranted(
            submission_id=command.submission_id,
            scope=command.scope,
            communication_ids=tuple(sorted(state.communications)),
            granted_by=asked.by.actor_id,
            granted_at=asked.at,
        )
    ]
