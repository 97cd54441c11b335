"""What the Quick Response Desk decides about a submission: domain.md section 2.1, A3 to A6."""

from collections.abc import Sequence

from services.intake.commands import DecideNotToAct, RequestInformation, TriageSubmission
from services.intake.events import Event
from services.intake.state import Received
from shared.actor import Asked
from shared.contracts.intake import (
    AdmissibilityConfirmed,
    InformationRequested,
    SubmissionNotActioned,
    SubmissionTriaged,
)
from shared.decider import Refused, require
from shared.reference import NOT_ACTIONED, mandates
from shared.roles import Role

_CLOSED = "It was decided not to act on this submission."


def triage(command: TriageSubmission, asked: Asked, state: Received) -> Sequence[Event]:
    require(asked, Role.QUICK_RESPONSE_DESK, to="triage submissions")
    if state.not_actioned:
        raise Refused(_CLOSED)
    if not command.mandates:
        raise Refused("Choose at least one mandate to share the submission with.")
    known_mandates(command.mandates)
    events: list[Event] = []
    if state.triaged != (command.urgency, command.mandates):
        events.append(
            SubmissionTriaged(
                submission_id=command.submission_id,
                urgency=command.urgency,
                mandates=command.mandates,
                triaged_by=asked.by.actor_id,
                triaged_at=asked.at,
            )
        )
    if command.admissible and not state.admissible:
        events.append(
            AdmissibilityConfirmed(
                submission_id=command.submission_id,
                confirmed_by=asked.by.actor_id,
                confirmed_at=asked.at,
            )
        )
    return events


def do_not_act(command: DecideNotToAct, asked: Asked, state: Received) -> Sequence[Event]:
    require(asked, Role.QUICK_RESPONSE_DESK, to="record why a submission is not actioned")
    if state.not_actioned:
        return []
    if state.communications:
        raise Refused("A communication already rests on this submission.")
    if command.reason_code not in NOT_ACTIONED:
        raise Refused("Choose a reason from the list.")
    return [
        SubmissionNotActioned(
            submission_id=command.submission_id,
            reason_code=command.reason_code,
            decided_by=asked.by.actor_id,
            decided_at=asked.at,
        )
    ]


def ask(command: RequestInformation, asked: Asked, state: Received) -> Sequence[Event]:
    require(
        asked,
        Role.QUICK_RESPONSE_DESK,
        Role.HUMAN_RIGHTS_OFFICER,
        to="ask the source a question",
    )
    if state.not_actioned:
        raise Refused(_CLOSED)
    if command.question_id in state.open_questions | state.answered:
        return []
    return [
        InformationRequested(
            submission_id=command.submission_id,
            question_id=command.question_id,
            question=command.question,
            asked_by=asked.by.actor_id,
            asked_at=asked.at,
        )
    ]


def known_mandates(chosen: Sequence[str]) -> None:
    if any(mandate not in mandates() for mandate in chosen):
        raise Refused("Choose mandates from the list.")
