"""The state of a submission, folded from its events."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias, assert_never

from services.intake.contact_point import stopped_at
from services.intake.events import Event
from services.intake.submission import consents, later, workfile
from services.intake.submission.consents import Consents
from services.intake.submission.later import Later
from services.intake.submission.workfile import Workfile
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
from shared.contracts.intake_admissibility import AdmissibilityPointsNoted
from shared.contracts.intake_attachments import AttachmentAdded
from shared.contracts.intake_contact_points import ContactPointResumed, ContactPointStopped
from shared.contracts.intake_erasure import PersonErased, What
from shared.contracts.intake_source import (
    DevelopmentAdded,
    IncidentAdded,
    PassageCleared,
    PerpetratorAdded,
    SourceIdentityOpened,
)
from shared.contracts.intake_triage import (
    NoteAdded,
    SubmissionAssigned,
    SubmissionReferred,
    SubmissionReopened,
    SubmissionsLinked,
    SubmissionsUnlinked,
    SubmissionTagged,
    SubmissionUnassigned,
    SubmissionUntagged,
)
from shared.core.actor import Asked, by_return_channel
from shared.core.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """There is no such submission. ``stopped_at``: since when its contact point is suspended."""

    stopped_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """``open_questions`` wait for the source; ``triaged`` is the last triage.

    ``entered_by``: the desk officer, if it came by no form. ``concerns``: the State or area.
    ``referred``: the other procedures. ``erased``: the erased parts. ``filed_under``: the
    organisation, by its pseudonym or, in older facts, its code. ``for_a_person``: a contact point
    filed it; ``stopped_at`` belongs to the contact point's stream, and is there only while a
    decision reads it, as are ``own_points``: the mandates' own points of admissibility.
    """

    submitter_id: str
    filed_under: str | None
    returning_id: str
    entered_by: str | None
    concerns: str
    urgent_asked: bool
    reprisal: bool
    open_questions: frozenset[str] = field(default=frozenset())
    answered: frozenset[str] = field(default=frozenset())
    triaged: tuple[Urgency, tuple[str, ...]] | None = None
    admissible: bool = False
    not_actioned: bool = False
    referred: frozenset[str] = field(default=frozenset())
    communications: frozenset[str] = field(default=frozenset())
    later: Later = later.NOTHING
    for_a_person: bool = False
    stopped_at: datetime | None = None
    own_points: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    attachments: frozenset[str] = field(default=frozenset())
    consents: Consents = consents.NONE
    file: Workfile = field(default_factory=Workfile)
    erased: frozenset[What] = field(default=frozenset())

    @property
    def urgency(self) -> Urgency:
        """From the last triage; before it, from the source."""
        asked: Urgency = "urgent" if self.urgent_asked else "ordinary"
        return self.triaged[0] if self.triaged else asked

    @property
    def seized(self) -> tuple[str, ...]:
        """The mandates that it is shared with now."""
        return self.triaged[1] if self.triaged else ()


State: TypeAlias = Absent | Received
_Decided: TypeAlias = (
    SubmissionTriaged
    | AdmissibilityConfirmed
    | SubmissionNotActioned
    | SubmissionReferred
    | SubmissionReopened
)


def is_source(asked: Asked, state: Received) -> bool:
    """Whether the person filed it, or is a colleague, unless it was filed for somebody else.

    Without an account: whoever came back by the return channel of this submission and no other.
    """
    if asked.by.has(Role.SOURCE):
        return asked.by.actor_id == state.returning_id
    mine = state.submitter_id in asked.by.filers
    ours = not state.for_a_person and state.filed_under in asked.by.organisations
    return mine or (ours and asked.by.has(Role.NGO_MEMBER, Role.CONTACT_POINT))


def evolve(state: State, event: Event) -> State:
    if isinstance(event, ContactPointStopped | ContactPointResumed):
        return replace(state, stopped_at=stopped_at(event))
    if isinstance(event, AllegationReceived):
        return Received(
            submitter_id=event.submitter_id,
            filed_under=event.filed_under or event.organisation_id,
            for_a_person=event.on_behalf,
            returning_id=by_return_channel(event.submission_id).actor_id,
            entered_by=event.entered_by,
            concerns=event.state,
            urgent_asked=event.urgent,
            reprisal=event.reprisal,
            consents=consents.added(consents.NONE, event.victims),
        )
    if isinstance(state, Absent):
        return state
    match event:
        case AdmissibilityPointsNoted(mandate=mandate, points=points):
            return replace(state, own_points={**state.own_points, mandate: points})
        case VictimsAdded():
            return replace(state, consents=consents.added(state.consents, event.victims))
        case (
            SubmissionTriaged()
            | AdmissibilityConfirmed()
            | SubmissionNotActioned()
            | SubmissionReferred()
            | SubmissionReopened()
        ):
            return _decided(state, event)
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
        case (
            DevelopmentAdded()
            | IncidentAdded()
            | PerpetratorAdded()
            | SourceIdentityOpened()
            | PassageCleared()
        ):
            return replace(state, later=later.evolve(state.later, event))
        case SubmissionLinkedToCommunication():
            return replace(state, communications=state.communications | {event.communication_id})
        case PersonErased():
            return replace(state, erased=state.erased | {event.what})
        case ConsentWithdrawn():
            return replace(state, consents=consents.withdrawn(state.consents, event))
        case ConsentGranted():
            return replace(state, consents=consents.granted(state.consents, event))
        case (
            SubmissionAssigned()
            | SubmissionUnassigned()
            | SubmissionTagged()
            | SubmissionUntagged()
            | NoteAdded()
            | SubmissionsLinked()
            | SubmissionsUnlinked()
        ):
            return replace(state, file=workfile.evolve(state.file, event))
    assert_never(event)


def _decided(state: Received, event: _Decided) -> Received:
    match event:
        case SubmissionTriaged():
            return replace(state, triaged=(event.urgency, event.mandates))
        case AdmissibilityConfirmed():
            return replace(state, admissible=True)
        case SubmissionNotActioned():
            return replace(state, not_actioned=True)
        case SubmissionReferred(mandate=None, to=to):
            return replace(state, referred=state.referred | {to})
        case SubmissionReferred():  # the mandate gets it by the triage that comes with it
            return state
        case SubmissionReopened():
            return replace(state, not_actioned=False, referred=frozenset())
    assert_never(event)
