"""The state of a communication, folded from its events."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias

from services.approvals.communication import draft
from services.approvals.communication.draft import Barred, Draft, barred, heard
from services.approvals.events import Event
from services.approvals.joining_times import Joining
from shared.contracts.approvals import (
    CommunicationDrafted,
    CommunicationTransmitted,
    CommunicationType,
    CommunicationWithdrawn,
    TransmissionOrdered,
)
from shared.contracts.approvals_custody import LetterKeptAsRecord
from shared.contracts.approvals_transmission import (
    LetterSharedWithSource,
    SourceInformed,
    TransmissionProofRecorded,
)
from shared.reference.approved_text import ApprovedText


@dataclass(frozen=True, slots=True)
class Absent:
    """There is no such communication. ``barred``: submissions that allow no draft.

    ``joining``: the time for mandates invited with the draft; the office's is always there.
    """

    barred: Barred = field(default=frozenset())
    joining: Joining = field(default=Joining())


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """Nothing stops the letter any more; it waits for its number."""

    letter: Draft
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Transmitted:
    """``proofs``: channel, document's hash and time of each recorded proof.

    ``informed``: submissions whose sources know that it was sent; ``shared``: those whose sources
    may read it.
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
    """A signing mandate-holder stopped it; or ``kept``: as a record, once its lead has ended."""

    kept: bool = False


State: TypeAlias = Absent | Draft | Ordered | Transmitted | Withdrawn


def evolve(state: State, event: Event) -> State:
    if isinstance(event, CommunicationDrafted):
        return Draft(
            submission_ids=event.submission_ids,
            type=event.type,
            recipient=event.recipient,
            text=ApprovedText(
                mandates=(event.lead_mandate,),
                content_hash=event.content_hash,
                authors=frozenset({event.drafted_by}),
            ),
            follows_up=event.follows_up,
            language=event.language,
            joining=state.joining if isinstance(state, Absent) else Joining(),
        )
    if isinstance(state, Absent):
        return Absent(barred(state.barred, event), heard(state.joining, event))
    if isinstance(state, Ordered) and isinstance(event, CommunicationTransmitted):
        return _gone(state, event)
    if isinstance(state, Transmitted):
        return _afterwards(state, event)
    return _on_draft(state, event) if isinstance(state, Draft) else state


def _on_draft(state: Draft, event: Event) -> State:
    match event:
        case TransmissionOrdered():
            return Ordered(letter=state, by=event.ordered_by)
        case CommunicationWithdrawn():
            return Withdrawn()
        case LetterKeptAsRecord():
            return Withdrawn(kept=True)
        case _:
            return draft.evolve(state, event)


def _gone(state: Ordered, event: CommunicationTransmitted) -> Transmitted:
    return Transmitted(
        type=event.type,
        lead=state.letter.text.lead,
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
