"""What a submission is, as its facts say."""

from dataclasses import dataclass, field, replace
from typing import TypeAlias, assert_never

from services.intake import consents, later
from services.intake.consents import Consents
from services.intake.events import Event
from services.intake.later import Later
from shared.actor import Asked, by_return_channel
from shared.contracts.intake import (
    AdmissibilityConfirmed,
    AllegationReceived,
    ConsentGranted,
    ConsentWithdrawn,
    InformationProvided,
    InformationRequested,
    SubmissionLinkedToCommunication,
    SubmissionNotActioned,
    SubmissionTriaged,
    Urgency,
    VictimsAdded,
)
from shared.contracts.intake_attachments import AttachmentAdded
from shared.contracts.intake_source import DevelopmentAdded, SourceIdentityOpened
from shared.roles import Role


@dataclass(frozen=True, slots=True)
class Absent:
    """No such submission."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """``open_questions`` wait for the source; ``triaged`` is the last triage."""

    submitter_id: str
    organisation_id: str | None
    returning_id: str
    open_questions: frozenset[str] = field(default=frozenset())
    answered: frozenset[str] = field(default=frozenset())
    triaged: tuple[Urgency, tuple[str, ...]] | None = None
    admissible: bool = False
    not_actioned: bool = False
    communications: frozenset[str] = field(default=frozenset())
    later: Later = later.NOTHING
    attachments: frozenset[str] = field(default=frozenset())
    consents: Consents = consents.NONE


State: TypeAlias = Absent | Received


def is_source(asked: Asked, state: Received) -> bool:
    """Whoever filed it, or a colleague where it was filed under the organisation.

    Without an account: whoever came back by the return channel of this submission and no other.
    """
    if asked.by.has(Role.SOURCE):
        return asked.by.actor_id == state.returning_id
    mine = asked.by.actor_id == state.submitter_id
    ours = state.organisation_id is not None and (asked.by.organisation_id == state.organisation_id)
    return mine or (ours and asked.by.has(Role.NGO_MEMBER, Role.CONTACT_POINT))


def evolve(state: State, event: Event) -> State:
    if isinstance(event, AllegationReceived):
        return Received(
            submitter_id=event.submitter_id,
            organisation_id=event.organisation_id,
            returning_id=by_return_channel(event.submission_id).actor_id,
            consents=consents.added(consents.NONE, event.victims),
        )
    if isinstance(state, Absent):
        return state
    match event:
        case VictimsAdded():
            return replace(state, consents=consents.added(state.consents, event.victims))
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
        case AttachmentAdded():
            return replace(state, attachments=state.attachments | {event.attachment_id})
        case DevelopmentAdded() | SourceIdentityOpened():
            return replace(state, later=later.evolve(state.later, event))
        case SubmissionLinkedToCommunication():
            return replace(state, communications=state.communications | {event.communication_id})
        case ConsentWithdrawn():
            return replace(state, consents=consents.withdrawn(state.consents, event))
        case ConsentGranted():
            return replace(state, consents=consents.granted(state.consents, event))
    assert_never(event)
