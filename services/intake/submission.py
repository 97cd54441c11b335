"""A submission: received with a receipt, triaged, asked about, acted on or not.

Lifecycle and guards: domain.md section 2.1 A.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias, assert_never

from services.intake.events import Event
from shared.actor import Asked
from shared.contracts.intake import (
    AdmissibilityConfirmed,
    AllegationReceived,
    Channel,
    Consent,
    ConsentGranted,
    ConsentScope,
    ConsentWithdrawn,
    InformationProvided,
    InformationRequested,
    SubmissionLinkedToCommunication,
    SubmissionNotActioned,
    SubmissionTriaged,
    Urgency,
)
from shared.decider import Decider, Forbidden, Refused, require
from shared.message import Sealed
from shared.reference import NOT_ACTIONED, mandates, states
from shared.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitAllegation:
    """``source_subject`` names the vault's key of who the source is; nothing else of it comes."""

    submission_id: str
    channel: Channel
    language: str
    state: str
    urgent: bool
    mandates: tuple[str, ...]
    on_behalf: bool
    source_subject: str
    consent: Consent
    victims: Sealed
    perpetrators: Sealed
    incident: Sealed
    narrative: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageSubmission:
    submission_id: str
    urgency: Urgency
    mandates: tuple[str, ...]
    admissible: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideNotToAct:
    submission_id: str
    reason_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestInformation:
    submission_id: str
    question_id: str
    question: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvideInformation:
    submission_id: str
    question_id: str
    answer: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkToCommunication:
    submission_id: str
    communication_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawConsent:
    submission_id: str
    scope: ConsentScope


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantConsent:
    """Give again what was withdrawn."""

    submission_id: str
    scope: ConsentScope


Command: TypeAlias = (
    SubmitAllegation
    | TriageSubmission
    | DecideNotToAct
    | RequestInformation
    | ProvideInformation
    | LinkToCommunication
    | WithdrawConsent
    | GrantConsent
)


@dataclass(frozen=True, slots=True)
class Absent:
    """No such submission."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """``open_questions`` wait for the source; ``triaged`` is the last triage.

    ``withdrawn``: who withdrew consent and when, while it is not given again.
    """

    submitter_id: str
    organisation_id: str | None
    open_questions: frozenset[str] = field(default=frozenset())
    answered: frozenset[str] = field(default=frozenset())
    triaged: tuple[Urgency, tuple[str, ...]] | None = None
    admissible: bool = False
    not_actioned: bool = False
    communications: frozenset[str] = field(default=frozenset())
    withdrawn: tuple[str, datetime] | None = None


State: TypeAlias = Absent | Received

_NO_SUCH = "There is no such submission."
_CLOSED = "It was decided not to act on this submission."


def decide(command: Command, asked: Asked, state: State) -> Sequence[Event]:
    match command:
        case SubmitAllegation():
            return _submit(command, asked, state)
        case _:
            if isinstance(state, Absent):
                raise Refused(_NO_SUCH)
    match command:
        case TriageSubmission():
            return _triage(command, asked, state)
        case DecideNotToAct():
            return _do_not_act(command, asked, state)
        case RequestInformation():
            return _ask(command, asked, state)
        case ProvideInformation():
            return _answer(command, asked, state)
        case LinkToCommunication():
            return _link(command, asked, state)
        case WithdrawConsent():
            return _withdraw_consent(command, asked, state)
        case GrantConsent():
            return _grant_consent(command, asked, state)
    assert_never(command)


def _submit(command: SubmitAllegation, asked: Asked, state: State) -> Sequence[Event]:
    if isinstance(state, Received):
        return []
    require(asked, Role.NGO_MEMBER, Role.CONTACT_POINT, to="file a submission")
    if command.on_behalf and not asked.by.has(Role.CONTACT_POINT):
        raise Forbidden("Only an NHRI contact point files on behalf of a person.")
    if command.state not in states():
        raise Refused("Choose the State or area where it happened from the list.")
    _known(command.mandates)
    if command.consent.act == "impossible" and command.consent.reason is None:
        raise Refused("Say why consent cannot be obtained.")
    return [
        AllegationReceived(
            submission_id=command.submission_id,
            received_at=asked.at,
            channel=command.channel,
            language=command.language,
            state=command.state,
            urgent=command.urgent,
            mandates=command.mandates,
            submitter_id=asked.by.actor_id,
            organisation_id=asked.by.organisation_id,
            on_behalf=command.on_behalf,
            source_subject=command.source_subject,
            consent=command.consent,
            victims=command.victims,
            perpetrators=command.perpetrators,
            incident=command.incident,
            narrative=command.narrative,
        )
    ]


def _triage(command: TriageSubmission, asked: Asked, state: Received) -> Sequence[Event]:
    require(asked, Role.QUICK_RESPONSE_DESK, to="triage submissions")
    if state.not_actioned:
        raise Refused(_CLOSED)
    if not command.mandates:
        raise Refused("Choose at least one mandate to share the submission with.")
    _known(command.mandates)
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


def _do_not_act(command: DecideNotToAct, asked: Asked, state: Received) -> Sequence[Event]:
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


def _ask(command: RequestInformation, asked: Asked, state: Received) -> Sequence[Event]:
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


def _answer(command: ProvideInformation, asked: Asked, state: Received) -> Sequence[Event]:
    if not _is_source(asked, state):
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


def _link(command: LinkToCommunication, asked: Asked, state: Received) -> Sequence[Event]:
    if command.communication_id in state.communications:
        return []
    linked = SubmissionLinkedToCommunication(
        submission_id=command.submission_id,
        communication_id=command.communication_id,
        linked_at=asked.at,
    )
    if state.withdrawn is None:
        return [linked]
    # It was drafted meanwhile: the withdrawal holds for it too (R13).
    by, at = state.withdrawn
    return [
        linked,
        ConsentWithdrawn(
            submission_id=command.submission_id,
            scope="act",
            communication_ids=(command.communication_id,),
            withdrawn_by=by,
            withdrawn_at=at,
        ),
    ]


def _withdraw_consent(command: WithdrawConsent, asked: Asked, state: Received) -> Sequence[Event]:
    """It stops whatever is not transmitted yet (R13); what was sent stays sent."""
    if not _is_source(asked, state):
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


def _grant_consent(command: GrantConsent, asked: Asked, state: Received) -> Sequence[Event]:
    if not _is_source(asked, state):
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


def _is_source(asked: Asked, state: Received) -> bool:
    """Whoever filed it, or a colleague where it was filed under the organisation."""
    mine = asked.by.actor_id == state.submitter_id
    ours = state.organisation_id is not None and (asked.by.organisation_id == state.organisation_id)
    return mine or (ours and asked.by.has(Role.NGO_MEMBER, Role.CONTACT_POINT))


def _known(chosen: Sequence[str]) -> None:
    if any(mandate not in mandates() for mandate in chosen):
        raise Refused("Choose mandates from the list.")


def evolve(state: State, event: Event) -> State:
    if isinstance(event, AllegationReceived):
        return Received(submitter_id=event.submitter_id, organisation_id=event.organisation_id)
    if isinstance(state, Absent):
        return state
    match event:
        case SubmissionTriaged():
            return replace(state, triaged=(event.urgency, event.mandates))
        case AdmissibilityConfirmed():
            return replace(state, admissible=True)
        case SubmissionNotActioned():
            return replace(state, not_actioned=True)
        case InformationRequested():
            return replace(state, open_questions=state.open_questions | {event.question_id})
        case InformationProvided():
            return replace(
                state,
                open_questions=state.open_questions - {event.question_id},
                answered=state.answered | {event.question_id},
            )
        case SubmissionLinkedToCommunication():
            return replace(state, communications=state.communications | {event.communication_id})
        case ConsentWithdrawn():
            return replace(state, withdrawn=(event.withdrawn_by, event.withdrawn_at))
        case ConsentGranted():
            return replace(state, withdrawn=None)
    assert_never(event)


def _stream(command: Command) -> str:
    return f"submission-{command.submission_id}"


def _creates(command: Command) -> bool:
    return isinstance(command, SubmitAllegation)


SUBMISSION: Decider[Command, Event, State] = Decider(
    stream=_stream, initial=Absent(), decide=decide, evolve=evolve, creates=_creates
)
