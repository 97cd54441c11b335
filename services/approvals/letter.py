"""What a communication is at any moment, as its facts have it."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias, assert_never

from services.approvals.events import Event
from shared.contracts.approvals import (
    ApprovalGiven,
    ApprovalRequested,
    ApprovalVoided,
    ChangesRequested,
    CommunicationApproved,
    CommunicationDrafted,
    CommunicationTransmitted,
    CommunicationType,
    CommunicationWithdrawn,
    DraftRevised,
    MandateDeclined,
    MandateInvited,
    MandateJoined,
    ReferenceAssigned,
    TransmissionAuthorisationGranted,
    TransmissionAuthorisationRevoked,
    TransmissionBlocked,
    TransmissionOrdered,
    TransmissionUnblocked,
)
from shared.contracts.approvals_transmission import (
    LetterSharedWithSource,
    SourceInformed,
    TransmissionProofRecorded,
)


@dataclass(frozen=True, slots=True)
class Absent:
    """No such communication."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A letter until its transmission is ordered.

    ``invited`` are the other mandates that have not declined, ``joined`` those of them that have
    approved some version. ``approvals`` and ``authorisations`` are mandates, and of the
    present text: whatever voids an approval voids the authorisation that went with it.
    ``blocked`` are the submissions behind it whose consent is withdrawn.
    """

    submission_ids: tuple[str, ...]
    type: CommunicationType
    recipient: str
    lead: str
    content_hash: str
    authors: frozenset[str]
    version: int = 1
    invited: tuple[str, ...] = ()
    joined: frozenset[str] = field(default=frozenset())
    declined: frozenset[str] = field(default=frozenset())
    requested: bool = False
    approvals: frozenset[str] = field(default=frozenset())
    authorisations: frozenset[str] = field(default=frozenset())
    blocked: frozenset[str] = field(default=frozenset())

    @property
    def signing(self) -> tuple[str, ...]:
        """The mandates in whose name the letter goes, the lead first."""
        return (self.lead, *self.invited)

    @property
    def missing(self) -> tuple[str, ...]:
        """The signing mandates that have not approved the present text."""
        return tuple(mandate for mandate in self.signing if mandate not in self.approvals)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """Nothing stops the letter any more; it waits for its number."""

    letter: Draft
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Transmitted:
    """``proofs``: channel, document's hash and time of each that was recorded.

    ``informed`` are the submissions whose sources know that it went, ``shared`` those whose
    sources may read it.
    """

    type: CommunicationType
    lead: str
    mandates: tuple[str, ...]
    submission_ids: tuple[str, ...]
    reference: str
    version: int
    content_hash: str
    transmitted_at: datetime
    proofs: frozenset[tuple[str, str, datetime]] = field(default=frozenset())
    informed: frozenset[str] = field(default=frozenset())
    shared: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A signing mandate-holder stopped it."""


State: TypeAlias = Absent | Draft | Ordered | Transmitted | Withdrawn


def evolve(state: State, event: Event) -> State:
    if isinstance(event, CommunicationDrafted):
        return Draft(
            submission_ids=event.submission_ids,
            type=event.type,
            recipient=event.recipient,
            lead=event.lead_mandate,
            content_hash=event.content_hash,
            authors=frozenset({event.drafted_by}),
        )
    if isinstance(state, Ordered) and isinstance(event, CommunicationTransmitted):
        return _gone(state, event)
    if isinstance(state, Transmitted):
        return _afterwards(state, event)
    return _evolve(state, event) if isinstance(state, Draft) else state


def _gone(state: Ordered, event: CommunicationTransmitted) -> Transmitted:
    return Transmitted(
        type=event.type,
        lead=state.letter.lead,
        mandates=event.mandates,
        submission_ids=event.submission_ids,
        reference=event.reference,
        version=event.version,
        content_hash=event.content_hash,
        transmitted_at=event.transmitted_at,
    )


def _afterwards(state: Transmitted, event: Event) -> Transmitted:
    match event:
        case TransmissionProofRecorded():
            proof = (event.channel, event.pdf_sha256, event.sent_at)
            return replace(state, proofs=state.proofs | {proof})
        case SourceInformed():
            return replace(state, informed=state.informed | {event.submission_id})
        case LetterSharedWithSource():
            return replace(
                state,
                informed=state.informed | {event.submission_id},
                shared=state.shared | {event.submission_id},
            )
        case _:
            return state


def _evolve(state: Draft, event: Event) -> State:
    match event:
        case MandateInvited():
            return replace(state, invited=(*state.invited, event.mandate))
        case MandateJoined():
            return replace(state, joined=state.joined | {event.mandate})
        case MandateDeclined():
            return replace(
                state,
                invited=tuple(m for m in state.invited if m != event.mandate),
                declined=state.declined | {event.mandate},
            )
        case DraftRevised():
            return replace(
                state,
                version=event.version,
                content_hash=event.content_hash,
                authors=state.authors | {event.revised_by},
                requested=False,
                approvals=frozenset(),
                authorisations=frozenset(),
            )
        case ApprovalRequested():
            return replace(state, requested=True)
        case ChangesRequested():
            return replace(state, requested=False)
        case ApprovalGiven():
            return replace(state, approvals=state.approvals | {event.mandate})
        case ApprovalVoided():
            return replace(
                state,
                approvals=state.approvals - {event.mandate},
                authorisations=state.authorisations - {event.mandate},
            )
        case TransmissionAuthorisationGranted():
            return replace(state, authorisations=state.authorisations | {event.mandate})
        case TransmissionAuthorisationRevoked():
            return replace(state, authorisations=state.authorisations - {event.mandate})
        case TransmissionBlocked():
            return replace(state, blocked=state.blocked | {event.submission_id})
        case TransmissionUnblocked():
            return replace(state, blocked=state.blocked - {event.submission_id})
        case TransmissionOrdered():
            return Ordered(letter=state, by=event.ordered_by)
        case CommunicationWithdrawn():
            return Withdrawn()
        case (
            CommunicationDrafted()
            | CommunicationApproved()
            | CommunicationTransmitted()
            | ReferenceAssigned()
            | TransmissionProofRecorded()
            | SourceInformed()
            | LetterSharedWithSource()
        ):
            # Clearance follows from the approvals; the others belong to other states or streams.
            return state
    assert_never(event)
