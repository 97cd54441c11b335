"""The state of a letter before its transmission is ordered, and the effect of each fact on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TypeAlias, assert_never

from services.approvals import authority as powers
from services.approvals import joining_times
from services.approvals.authority import Authority
from services.approvals.events import Event
from services.approvals.joining_times import Joining
from shared.contracts import (
    approvals_erasure,
    approvals_history,
    approvals_missions,
    approvals_statements,
)
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
from shared.contracts.approvals_authority import (
    DelegationGranted,
    DelegationRevoked,
    StandingAuthorisationGranted,
    StandingAuthorisationRevoked,
)
from shared.contracts.approvals_custody import LetterKeptAsRecord, LetterPassedOn
from shared.contracts.approvals_drafting import (
    Because,
    InvitationExtended,
    JoiningTimesNoted,
    MandateDroppedOut,
    NamingAllowed,
    SubmissionBarred,
    SubmissionUnbarred,
)
from shared.contracts.approvals_holding import (
    BarsNoted,
    HolderNoted,
    MandateLifeNoted,
    VacantMandateDropped,
)
from shared.contracts.approvals_transmission import (
    LetterSharedWithSource,
    SourceInformed,
    TransmissionProofRecorded,
)
from shared.reference.approved_text import ApprovedText

Barred: TypeAlias = frozenset[tuple[str, Because]]
"""Submissions on which no letter may go, and why."""

_Gathering: TypeAlias = (
    MandateInvited
    | InvitationExtended
    | MandateJoined
    | MandateDeclined
    | MandateDroppedOut
    | VacantMandateDropped
    | LetterPassedOn
)
_Authorising: TypeAlias = TransmissionAuthorisationGranted | TransmissionAuthorisationRevoked


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A letter before its transmission is ordered.

    ``text.mandates``: the lead, and the others that have not dropped out; ``joined``: those of them
    that said so or approved a version; ``join_by``: the date of each invitation with one.
    ``authorisations``: by whom each mandate gave one for the present text; voiding an approval
    voids its authorisation too. ``withheld``: mandates that revoked theirs for this letter,
    despite a standing one.
    ``blocked``: submissions behind it whose consent is withdrawn. ``named``: victims whom a holder
    allowed to be named. ``language``: None while nobody has chosen one.

    ``barred``, ``authority`` and the lead's own part of ``joining`` belong to other streams, and
    are there only while a decision reads them.
    """

    submission_ids: tuple[str, ...]
    type: CommunicationType
    recipient: str
    text: ApprovedText
    follows_up: str | None = None
    language: str | None = None
    joined: frozenset[str] = field(default=frozenset())
    declined: frozenset[str] = field(default=frozenset())
    authorisations: Mapping[str, str] = field(default_factory=dict)
    withheld: frozenset[str] = field(default=frozenset())
    blocked: frozenset[str] = field(default=frozenset())
    named: frozenset[str] = field(default=frozenset())
    join_by: Mapping[str, datetime] = field(default_factory=dict)
    barred: Barred = field(default=frozenset())
    authority: Authority = field(default=Authority())
    joining: Joining = field(default=Joining())

    def authorised(self, on: date) -> frozenset[str]:
        """The mandates whose holder of that day authorised transmission of this letter."""
        return frozenset(
            mandate
            for mandate, by in self.authorisations.items()
            if self.authority.holding(mandate).held_by(by, on)
        )

    def standing(self, on: date) -> tuple[str, ...]:
        """The signing mandates with a standing authorisation for it instead."""
        own = self.authorised(on)
        return tuple(
            mandate
            for mandate in self.text.mandates
            if mandate not in own
            and mandate not in self.withheld
            and self.authority.stands(mandate, on)
        )


def evolve(state: Draft, event: Event) -> Draft:
    if isinstance(
        event,
        approvals_statements.Fact
        | approvals_erasure.Fact
        | approvals_history.Fact
        | approvals_missions.Fact,
    ):
        return state
    match event:
        case (
            MandateInvited()
            | InvitationExtended()
            | MandateJoined()
            | MandateDeclined()
            | MandateDroppedOut()
            | VacantMandateDropped()
            | LetterPassedOn()
        ):
            return _gathered(state, event)
        case DraftRevised():
            text = state.text.revised(event.version, event.content_hash, event.revised_by)
            spoken = event.language or state.language
            return replace(state, text=text, language=spoken, authorisations={})
        case ApprovalRequested():
            return replace(state, text=state.text.submitted())
        case ChangesRequested():
            return replace(state, text=state.text.returned())
        case ApprovalGiven():
            return replace(state, text=state.text.approved(event.mandate, event.given_by))
        case ApprovalVoided():
            return replace(
                state,
                text=state.text.voided(event.mandate),
                authorisations=_without(state.authorisations, event.mandate),
            )
        case TransmissionAuthorisationGranted() | TransmissionAuthorisationRevoked():
            return _authorised(state, event)
        case NamingAllowed():
            return replace(state, named=state.named | set(event.victim_ids))
        case TransmissionBlocked():
            return replace(state, blocked=state.blocked | {event.submission_id})
        case TransmissionUnblocked():
            return replace(state, blocked=state.blocked - {event.submission_id})
        case SubmissionBarred() | SubmissionUnbarred():
            return replace(state, barred=barred(state.barred, event))
        case JoiningTimesNoted():
            return replace(state, joining=heard(state.joining, event))
        case (
            DelegationGranted()
            | DelegationRevoked()
            | StandingAuthorisationGranted()
            | StandingAuthorisationRevoked()
            | HolderNoted()
            | MandateLifeNoted()
            | BarsNoted()
        ):
            return replace(state, authority=powers.evolve(state.authority, event))
        case (
            CommunicationDrafted()
            | CommunicationApproved()
            | TransmissionOrdered()
            | CommunicationTransmitted()
            | CommunicationWithdrawn()
            | LetterKeptAsRecord()
            | ReferenceAssigned()
            | TransmissionProofRecorded()
            | SourceInformed()
            | LetterSharedWithSource()
        ):
            # Clearance follows from the approvals; the others belong to other states or streams.
            return state
    assert_never(event)


def _gathered(state: Draft, event: _Gathering) -> Draft:
    match event:
        case MandateInvited():
            until = {} if event.join_by is None else {event.mandate: event.join_by}
            return replace(
                state,
                text=state.text.joined(event.mandate),
                join_by={**state.join_by, **until},
            )
        case InvitationExtended():
            return replace(state, join_by={**state.join_by, event.mandate: event.join_by})
        case MandateJoined():
            return replace(state, joined=state.joined | {event.mandate})
        case MandateDeclined():
            return replace(
                state,
                text=state.text.left(event.mandate),
                declined=state.declined | {event.mandate},
            )
        case MandateDroppedOut():
            return replace(state, text=state.text.left(event.mandate))
        case VacantMandateDropped():
            return replace(
                state,
                text=state.text.voided(event.mandate).left(event.mandate),
                joined=state.joined - {event.mandate},
                authorisations=_without(state.authorisations, event.mandate),
            )
        case LetterPassedOn():
            return replace(
                state,
                text=state.text.passed(event.mandate, event.to),
                joined=state.joined - {event.mandate},
                withheld=state.withheld - {event.mandate},
                authorisations=_without(state.authorisations, event.mandate),
            )
    assert_never(event)


def _authorised(state: Draft, event: _Authorising) -> Draft:
    this = {event.mandate}
    if isinstance(event, TransmissionAuthorisationGranted):
        given = {**state.authorisations, event.mandate: event.granted_by}
        return replace(state, authorisations=given, withheld=state.withheld - this)
    left = _without(state.authorisations, event.mandate)
    return replace(state, authorisations=left, withheld=state.withheld | this)


def _without(given: Mapping[str, str], mandate: str) -> Mapping[str, str]:
    return {one: by for one, by in given.items() if one != mandate}


def barred(so_far: Barred, event: Event) -> Barred:
    """Return what is barred after this event, if the event is about that."""
    match event:
        case SubmissionBarred():
            return so_far | {(event.submission_id, event.because)}
        case SubmissionUnbarred():
            return so_far - {(event.submission_id, event.because)}
        case _:
            return so_far


def heard(joining: Joining, event: Event) -> Joining:
    """Return the times for joining after this event, if the event is about that."""
    return replace(joining, own=joining_times.evolve(joining.own, event))
