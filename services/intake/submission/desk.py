"""Decisions of the Quick Response Desk about a submission: procedure.md section 2.1, A3 to A7.

Admissibility (A5) is in ``admissibility``.
"""

from collections.abc import Sequence
from typing import TypeAlias, assert_never

from services.intake.events import Event
from services.intake.submission.access import CLOSED, require_desk, require_desk_or_seized
from services.intake.submission.commands import ShareWithSuccessor
from services.intake.submission.state import Received
from shared.contracts.intake import (
    InformationRequested,
    SubmissionNotActioned,
    SubmissionTriaged,
    Urgency,
)
from shared.contracts.intake_commands import DecideNotToAct, RequestInformation, TriageSubmission
from shared.contracts.intake_triage import SubmissionReferred, SubmissionReopened
from shared.contracts.intake_triage_commands import ReferSubmission, ReopenSubmission
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.reference import NOT_ACTIONED, mandates
from shared.reference.triage import ANOTHER_MANDATE, REFERRALS

Decision: TypeAlias = (
    TriageSubmission | DecideNotToAct | RequestInformation | ReferSubmission | ReopenSubmission
)


def decide(command: Decision, asked: Asked, state: Received) -> Sequence[Event]:
    match command:
        case TriageSubmission():
            return _triage(command, asked, state)
        case DecideNotToAct():
            return _do_not_act(command, asked, state)
        case RequestInformation():
            return _ask(command, asked, state)
        case ReferSubmission():
            return _refer(command, asked, state)
        case ReopenSubmission():
            return _reopen(command, asked, state)
    assert_never(command)


def _triage(command: TriageSubmission, asked: Asked, state: Received) -> Sequence[Event]:
    require_desk(asked, state, no="Only the Quick Response Desk may triage submissions.")
    if state.not_actioned:
        raise Refused(CLOSED)
    if not command.mandates:
        raise Refused("Choose at least one mandate to share the submission with.")
    known_mandates(command.mandates)
    if state.triaged == (command.urgency, command.mandates):
        return []
    return [_triaged(command.submission_id, command.urgency, command.mandates, asked)]


def share_with_successor(
    command: ShareWithSuccessor, asked: Asked, state: Received
) -> Sequence[Event]:
    """The files of a mandate that ended move by a reasoned decision, and only what it had."""
    if command.mandate not in state.seized or command.to in state.seized:
        return []
    mandates_now = (*state.seized, command.to)
    return [_triaged(command.submission_id, state.urgency, mandates_now, asked)]


def _do_not_act(command: DecideNotToAct, asked: Asked, state: Received) -> Sequence[Event]:
    require_desk(
        asked, state, no="Only the Quick Response Desk may record why a submission is not actioned."
    )
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


def _refer(command: ReferSubmission, asked: Asked, state: Received) -> Sequence[Event]:
    """Pass it on. Another mandate gets it in addition to the present ones.

    Another body of the United Nations gets it only if every victim consents to that (c6).
    """
    require_desk(asked, state, no="Only the Quick Response Desk may refer submissions.")
    if state.not_actioned:
        raise Refused(CLOSED)
    if command.to not in REFERRALS:
        raise Refused("Choose from the list where to refer it.")
    if (command.to == ANOTHER_MANDATE) != (command.mandate is not None):
        raise Refused("Choose a mandate if you refer it to a mandate, and only then.")
    referred = SubmissionReferred(
        submission_id=command.submission_id,
        to=command.to,
        mandate=command.mandate,
        referred_by=asked.by.actor_id,
        referred_at=asked.at,
    )
    if command.mandate is not None:
        known_mandates((command.mandate,))
        if command.mandate in state.seized:
            return []
        mandates_now = (*state.seized, command.mandate)
        return [referred, _triaged(command.submission_id, state.urgency, mandates_now, asked)]
    if command.to in state.referred:
        return []
    if REFERRALS[command.to].outside and not _all_consent_to_sharing(state):
        raise Refused(
            "Not every victim consents to sharing with other bodies of the United Nations. "
            "Ask the source first."
        )
    return [referred]


def _reopen(command: ReopenSubmission, asked: Asked, state: Received) -> Sequence[Event]:
    """Reopen it after it was not actioned, or was referred."""
    require_desk(asked, state, no="Only the Quick Response Desk may reopen submissions.")
    if not state.not_actioned and not state.referred:
        return []
    return [
        SubmissionReopened(
            submission_id=command.submission_id,
            reopened_by=asked.by.actor_id,
            reopened_at=asked.at,
        )
    ]


def _ask(command: RequestInformation, asked: Asked, state: Received) -> Sequence[Event]:
    require_desk_or_seized(
        asked,
        state,
        no="Only the Quick Response Desk or Human-rights officer may ask the source a question.",
        nor="Only an officer of a mandate that it is shared with may ask the source a question.",
    )
    if state.not_actioned:
        raise Refused(CLOSED)
    if command.question_id in state.open_questions | state.answered:
        return []
    return [
        InformationRequested(
            submission_id=command.submission_id,
            question_id=command.question_id,
            question=command.question,
            language=command.language,
            asked_by=asked.by.actor_id,
            asked_at=asked.at,
        )
    ]


def known_mandates(chosen: Sequence[str]) -> None:
    if any(mandate not in mandates() for mandate in chosen):
        raise Refused("Choose mandates from the list.")


def _all_consent_to_sharing(state: Received) -> bool:
    return all((one, "sharing") in state.consents.granted for one in state.consents.victims)


def _triaged(
    submission_id: str, urgency: Urgency, chosen: tuple[str, ...], asked: Asked
) -> SubmissionTriaged:
    return SubmissionTriaged(
        submission_id=submission_id,
        urgency=urgency,
        mandates=chosen,
        triaged_by=asked.by.actor_id,
        triaged_at=asked.at,
    )
