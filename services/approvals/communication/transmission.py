"""Records about a sent letter: the proof of delivery, and notices to its sources.

Lifecycle and guards: procedure.md section 2.1, B7 and B9, and section 6.1, the first row.
"""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import assert_never

from services.approvals.communication.draft import Draft
from services.approvals.communication.state import Ordered, Transmitted, Withdrawn
from services.approvals.events import Event
from shared.contracts.approvals_letter_commands import (
    InformSource,
    OnTransmitted,
    RecordProof,
    ShareLetterWithSource,
)
from shared.contracts.approvals_transmission import (
    LetterSharedWithSource,
    SourceInformed,
    TransmissionProofRecorded,
)
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused, require
from shared.core.roles import Role
from shared.reference.mandate_holder import head_of
from shared.reference.transmission import CHANNELS

_SHA256 = re.compile(r"[0-9a-f]{64}")
_MINUTE = timedelta(minutes=1)  # people write down minutes
_NOT_GONE = "This letter has not been transmitted: nothing of the kind can be recorded yet."


def decide(
    command: OnTransmitted, asked: Asked, state: Draft | Ordered | Transmitted | Withdrawn
) -> Sequence[Event]:
    if not isinstance(state, Transmitted):
        raise Refused(_NOT_GONE)
    match command:
        case RecordProof():
            return _prove(command, asked, state)
        case InformSource():
            return _inform(command, asked, state)
        case ShareLetterWithSource():
            return _share(command, asked, state)
    assert_never(command)


def _prove(command: RecordProof, asked: Asked, state: Transmitted) -> Sequence[Event]:
    """The person who may transmit this kind of letter records how it was sent; once each way."""
    if state.type == "UA":
        require(
            asked,
            Role.CHIEF,
            no="Only the Chief of the Special Procedures Branch may record how this "
            "letter was transmitted.",
        )
    else:
        require(
            asked,
            Role.QUICK_RESPONSE_DESK,
            no="Only the Quick Response Desk may record how this letter was transmitted.",
        )
    if command.channel not in CHANNELS:
        raise Refused("Choose the way it was transmitted from the list.")
    if not _SHA256.fullmatch(command.pdf_sha256):
        raise Refused("The proof came without a fingerprint of the document.")
    if command.sent_at > asked.at:
        raise Refused("A letter cannot have been sent in the future.")
    if command.sent_at <= state.transmitted_at - _MINUTE:
        raise Refused("This is before the letter got its number. Say when it went after that.")
    if (command.channel, command.pdf_sha256, command.sent_at) in state.proofs:
        return []
    return [
        TransmissionProofRecorded(
            communication_id=command.communication_id,
            reference=state.reference,
            version=state.version,
            content_hash=state.content_hash,
            pdf_sha256=command.pdf_sha256,
            channel=command.channel,
            sent_at=command.sent_at,
            recorded_by=asked.by.actor_id,
            recorded_at=asked.at,
        )
    ]


def _inform(command: InformSource, asked: Asked, state: Transmitted) -> Sequence[Event]:
    require(
        asked,
        Role.HUMAN_RIGHTS_OFFICER,
        no="Only the Human-rights officer may tell a source that a letter was sent.",
    )
    if asked.by.mandates.isdisjoint(state.mandates):
        raise Forbidden("Only an officer who services a signing mandate may tell its sources.")
    _behind(command.submission_id, state)
    if command.submission_id in state.informed:
        return []
    return [_informed(command.communication_id, command.submission_id, asked)]


def _share(command: ShareLetterWithSource, asked: Asked, state: Transmitted) -> Sequence[Event]:
    """The holder of the lead mandate decides about the text, in person and for good."""
    head_of(state.lead, asked)
    _behind(command.submission_id, state)
    if command.submission_id in state.shared:
        return []
    shared = LetterSharedWithSource(
        communication_id=command.communication_id,
        submission_id=command.submission_id,
        mandate=state.lead,
        shared_by=asked.by.actor_id,
        shared_at=asked.at,
    )
    if command.submission_id in state.informed:
        return [shared]
    return [_informed(command.communication_id, command.submission_id, asked), shared]


def _behind(submission_id: str, state: Transmitted) -> None:
    if submission_id not in state.submission_ids:
        raise Refused("The letter does not rest on this submission.")


def _informed(communication_id: str, submission_id: str, asked: Asked) -> SourceInformed:
    return SourceInformed(
        communication_id=communication_id,
        submission_id=submission_id,
        informed_by=asked.by.actor_id,
        informed_at=asked.at,
    )
