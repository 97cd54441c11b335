"""A communication: drafted, approved by every mandate that signs it, transmitted with its number.

Lifecycle and guards: domain.md section 2.1 B and section 6.2, R1 to R4.
"""

import re
from collections.abc import Sequence
from typing import assert_never
from zoneinfo import ZoneInfo

from services.approvals import signing, transmission
from services.approvals.commands import (
    ApproveText,
    AuthoriseTransmission,
    BlockTransmission,
    Command,
    CompleteTransmission,
    DeclineToJoin,
    DraftCommunication,
    InformSource,
    OnConsent,
    OnDraft,
    RecordProof,
    RequestApproval,
    RequestChanges,
    ReviseDraft,
    RevokeAuthorisation,
    ShareLetterWithSource,
    TransmitCommunication,
    UnblockTransmission,
    WithdrawCommunication,
)
from services.approvals.events import Event
from services.approvals.letter import (
    Absent,
    Draft,
    Ordered,
    State,
    Transmitted,
    Withdrawn,
    evolve,
)
from shared.actor import Asked
from shared.contracts.approvals import (
    ApprovalRequested,
    CommunicationDrafted,
    CommunicationTransmitted,
    CommunicationType,
    DraftRevised,
    MandateInvited,
    TransmissionBlocked,
    TransmissionOrdered,
    TransmissionUnblocked,
)
from shared.decider import Decider, Forbidden, Refused, require
from shared.reference import mandate_acronym, mandates, recipients
from shared.roles import Role

GENEVA = ZoneInfo("Europe/Zurich")
CHANNEL = "diplomatic channels"  # A/HRC/46/26; the only channel so far

_HASH = re.compile(r"[0-9a-f]{64}")
_NO_SUCH = "There is no such communication."
_WITHDRAWN = "This communication was withdrawn."
_ORDERED = "The transmission of this letter has been ordered: nothing can be changed any more."


def decide(command: Command, asked: Asked, state: State) -> Sequence[Event]:
    if isinstance(command, DraftCommunication):
        return _draft(command, asked, state)
    if isinstance(state, Absent):
        raise Refused(_NO_SUCH)
    if isinstance(command, TransmitCommunication):
        return _transmit(command, asked, state)
    if isinstance(command, CompleteTransmission):
        return _complete(command, asked, state)
    if isinstance(command, BlockTransmission | UnblockTransmission):
        return _consent(command, asked, state)
    if isinstance(command, RecordProof | InformSource | ShareLetterWithSource):
        return transmission.decide(command, asked, state)
    if isinstance(state, Withdrawn):
        if isinstance(command, WithdrawCommunication):
            return []
        raise Refused(_WITHDRAWN)
    if not isinstance(state, Draft):
        raise Refused(_ORDERED)
    return _on_draft(command, asked, state)


def _on_draft(command: OnDraft, asked: Asked, state: Draft) -> Sequence[Event]:
    match command:
        case ReviseDraft():
            return _revise(command, asked, state)
        case RequestApproval():
            return _ask_for_approval(command, asked, state)
        case ApproveText():
            return signing.approve(command, asked, state)
        case RequestChanges():
            return signing.ask_for_changes(command, asked, state)
        case DeclineToJoin():
            return signing.decline(command, asked, state)
        case AuthoriseTransmission():
            return signing.authorise(command, asked, state)
        case RevokeAuthorisation():
            return signing.revoke(command, asked, state)
        case WithdrawCommunication():
            return signing.withdraw(command, asked, state)
    assert_never(command)


# --- the officer -------------------------------------------------------------------------------


def _draft(command: DraftCommunication, asked: Asked, state: State) -> Sequence[Event]:
    if not isinstance(state, Absent):
        return []
    _officer_of((command.lead_mandate,), asked, to="draft a communication of it")
    others = tuple(dict.fromkeys(m for m in command.mandates if m != command.lead_mandate))
    if any(mandate not in mandates() for mandate in (command.lead_mandate, *others)):
        raise Refused("Choose mandates from the list.")
    if command.recipient not in recipients():
        raise Refused("Choose the recipient from the list.")
    if not command.submission_ids:
        raise Refused("A communication rests on at least one submission.")
    _well_formed(command.content_hash)
    drafted = CommunicationDrafted(
        communication_id=command.communication_id,
        submission_ids=tuple(dict.fromkeys(command.submission_ids)),
        type=command.type,
        recipient=command.recipient,
        lead_mandate=command.lead_mandate,
        text=command.text,
        content_hash=command.content_hash,
        drafted_by=asked.by.actor_id,
        drafted_at=asked.at,
    )
    return [
        drafted,
        *(
            MandateInvited(
                communication_id=command.communication_id,
                mandate=mandate,
                invited_by=asked.by.actor_id,
                invited_at=asked.at,
            )
            for mandate in others
        ),
    ]


def _revise(command: ReviseDraft, asked: Asked, state: Draft) -> Sequence[Event]:
    """An edit voids every approval (R1); one that changes nothing voids none."""
    _officer_of(state.signing, asked, to="change the text")
    if command.content_hash == state.content_hash:
        return []
    if command.version != state.version:
        raise Refused(
            "This text was changed while you were writing. "
            f"Look at version {state.version}, and bring your changes into it."
        )
    _well_formed(command.content_hash)
    revised = DraftRevised(
        communication_id=command.communication_id,
        version=state.version + 1,
        text=command.text,
        content_hash=command.content_hash,
        revised_by=asked.by.actor_id,
        revised_at=asked.at,
    )
    return [revised, *signing.voided(command.communication_id, asked, state)]


def _ask_for_approval(command: RequestApproval, asked: Asked, state: Draft) -> Sequence[Event]:
    _officer_of((state.lead,), asked, to="ask for approval")
    signing.consented(state)
    signing.exact(command.version, command.content_hash, state, asked_for="request")
    if state.requested:
        return []
    return [
        ApprovalRequested(
            communication_id=command.communication_id,
            version=state.version,
            content_hash=state.content_hash,
            mandates=state.signing,
            requested_by=asked.by.actor_id,
            requested_at=asked.at,
        )
    ]


# --- transmission ------------------------------------------------------------------------------


def _transmit(
    command: TransmitCommunication, asked: Asked, state: Draft | Ordered | Transmitted | Withdrawn
) -> Sequence[Event]:
    """R1 and R3: every signing mandate approved this text; for a UA, authorised the Chief too."""
    if isinstance(state, Withdrawn):
        raise Refused(_WITHDRAWN)
    if _type(state) == "UA":
        require(asked, Role.CHIEF, to="transmit an urgent appeal")
    else:
        require(asked, Role.QUICK_RESPONSE_DESK, to="transmit this letter")
    if not isinstance(state, Draft):
        return []
    signing.consented(state)
    signing.exact(command.version, command.content_hash, state, asked_for="transmission")
    if state.missing:
        raise Refused(f"This text is not approved yet by {_named(state.missing)}.")
    unauthorised = [m for m in state.signing if m not in state.authorisations]
    if state.type == "UA" and unauthorised:
        raise Refused(f"The authorisation to transmit is missing from {_named(unauthorised)}.")
    return [
        TransmissionOrdered(
            communication_id=command.communication_id,
            recipient=state.recipient,
            year=asked.at.astimezone(GENEVA).year,
            ordered_by=asked.by.actor_id,
            ordered_at=asked.at,
        )
    ]


def _complete(
    command: CompleteTransmission, asked: Asked, state: Draft | Ordered | Transmitted | Withdrawn
) -> Sequence[Event]:
    if isinstance(state, Transmitted):
        return []
    if not isinstance(state, Ordered):
        raise Refused("The transmission of this letter was never ordered.")
    letter = state.letter
    return [
        CommunicationTransmitted(
            communication_id=command.communication_id,
            submission_ids=letter.submission_ids,
            type=letter.type,
            recipient=letter.recipient,
            mandates=letter.signing,
            reference=f"{letter.type} {letter.recipient} {command.number}/{command.year}",
            version=letter.version,
            content_hash=letter.content_hash,
            channel=CHANNEL,
            transmitted_by=state.by,
            transmitted_at=asked.at,
        )
    ]


def _consent(
    command: OnConsent, asked: Asked, state: Draft | Ordered | Transmitted | Withdrawn
) -> Sequence[Event]:
    """Withdrawal stops what is not transmitted yet (R13); an ordered letter cannot be stopped."""
    if not isinstance(state, Draft):
        return []
    blocked = command.submission_id in state.blocked
    this = {"communication_id": command.communication_id, "submission_id": command.submission_id}
    if isinstance(command, BlockTransmission):
        return [] if blocked else [TransmissionBlocked(**this, blocked_at=asked.at)]
    return [TransmissionUnblocked(**this, unblocked_at=asked.at)] if blocked else []


def _officer_of(any_of: Sequence[str], asked: Asked, *, to: str) -> None:
    require(asked, Role.HUMAN_RIGHTS_OFFICER, to=to)
    if not any(asked.by.serves(mandate) for mandate in any_of):
        raise Forbidden(f"Only an officer who services the mandate may {to}.")


def _well_formed(content_hash: str) -> None:
    if not _HASH.fullmatch(content_hash):
        raise Refused("The text came without a fingerprint of its wording.")


def _type(state: Draft | Ordered | Transmitted) -> CommunicationType:
    return state.letter.type if isinstance(state, Ordered) else state.type


def _named(some: Sequence[str]) -> str:
    return ", ".join(mandate_acronym(mandate) for mandate in some)


def _stream(command: Command) -> str:
    return f"communication-{command.communication_id}"


def _creates(command: Command) -> bool:
    return isinstance(command, DraftCommunication)


COMMUNICATION: Decider[Command, Event, State] = Decider(
    stream=_stream, initial=Absent(), decide=decide, evolve=evolve, creates=_creates
)
