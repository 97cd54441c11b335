"""A communication: drafted, approved by every mandate that signs it, transmitted with its number.

Lifecycle and guards: procedure.md section 2.1 B and section 6.2, R1 to R4.
"""

from collections.abc import Sequence
from typing import assert_never

from services.approvals import authority, consent, holding, joining_times
from services.approvals.communication import drafting, joining, passing, signing, transmission
from services.approvals.communication.commands import (
    BlockTransmission,
    Command,
    CompleteTransmission,
    DropSilentMandate,
    DropVacantMandate,
    OnConsent,
    PassLetterOn,
    UnblockTransmission,
    VoidPastApproval,
)
from services.approvals.communication.draft import Draft
from services.approvals.communication.state import (
    Absent,
    Ordered,
    State,
    Transmitted,
    Withdrawn,
    evolve,
)
from services.approvals.events import Event
from shared.contracts.approvals import (
    CommunicationTransmitted,
    CommunicationType,
    TransmissionBlocked,
    TransmissionOrdered,
    TransmissionUnblocked,
)
from shared.contracts.approvals_letter_commands import (
    AllowNaming,
    ApproveText,
    AuthoriseTransmission,
    DeclineToJoin,
    DraftCommunication,
    ExtendInvitation,
    InformSource,
    InviteMandate,
    JoinCommunication,
    OnDraft,
    RecordProof,
    RequestApproval,
    RequestChanges,
    ReviseDraft,
    RevokeAuthorisation,
    ShareLetterWithSource,
    TransmitCommunication,
    WithdrawCommunication,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused, require
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.core.said import Mandates
from shared.reference import mandate_acronym
from shared.reference.holding import transmits

CHANNEL = "diplomatic channels"  # A/HRC/46/26; the only channel so far

_NOT_TRANSMITTED = (
    "This text was changed. Your transmission would have been for another wording; look at "
    "version {version}."
)
_NO_SUCH = "There is no such communication."
_WITHDRAWN = "This communication was withdrawn."
_KEPT = "The mandate that led this letter has ended, and the letter is kept as a record."
_ORDERED = "The transmission of this letter has been ordered: nothing can be changed any more."

_HEEDS_CONSENT = (
    InviteMandate,
    RequestApproval,
    ApproveText,
    AuthoriseTransmission,
    TransmitCommunication,
)
_FOR_A_MANDATE = (
    JoinCommunication,
    ApproveText,
    DeclineToJoin,
    AuthoriseTransmission,
    RevokeAuthorisation,
    AllowNaming,
    WithdrawCommunication,
)
_MAY_CLEAR = (
    ApproveText,
    AuthoriseTransmission,
    DeclineToJoin,
    DropSilentMandate,
    DropVacantMandate,
    PassLetterOn,
    VoidPastApproval,
)
"""What counts approvals reads whether each of those who gave them is in office still."""


def decide(command: Command, asked: Asked, state: State) -> Sequence[Event]:
    if isinstance(command, DraftCommunication):
        return drafting.draft(command, asked, state)
    if isinstance(state, Absent):
        raise Refused(_NO_SUCH)
    if isinstance(command, TransmitCommunication):
        return _transmit(command, asked, state)
    if isinstance(command, CompleteTransmission):
        return _complete(command, asked, state)
    if isinstance(command, BlockTransmission | UnblockTransmission):
        return _consent(command, asked, state)
    if isinstance(command, DropSilentMandate):
        return joining.drop_out(command, asked, state) if isinstance(state, Draft) else []
    if isinstance(command, DropVacantMandate):
        return joining.drop_vacant(command, asked, state) if isinstance(state, Draft) else []
    if isinstance(command, VoidPastApproval):
        return signing.void(command, asked, state) if isinstance(state, Draft) else []
    if isinstance(command, PassLetterOn):
        return passing.pass_on(command, asked, state) if isinstance(state, Draft) else []
    if isinstance(command, RecordProof | InformSource | ShareLetterWithSource):
        return transmission.decide(command, asked, state)
    if isinstance(state, Withdrawn):
        if isinstance(command, WithdrawCommunication):
            return []
        raise Refused(_KEPT) if state.kept else Refused(_WITHDRAWN)
    if not isinstance(state, Draft):
        raise Refused(_ORDERED)
    return _on_draft(command, asked, state)


def _on_draft(command: OnDraft, asked: Asked, state: Draft) -> Sequence[Event]:
    match command:
        case ReviseDraft():
            return drafting.revise(command, asked, state)
        case RequestApproval():
            return drafting.ask_for_approval(command, asked, state)
        case ApproveText():
            return signing.approve(command, asked, state)
        case RequestChanges():
            return signing.ask_for_changes(command, asked, state)
        case InviteMandate():
            return joining.invite(command, asked, state)
        case ExtendInvitation():
            return joining.extend(command, asked, state)
        case JoinCommunication():
            return joining.join(command, asked, state)
        case AllowNaming():
            return signing.allow_naming(command, asked, state)
        case DeclineToJoin():
            return joining.decline(command, asked, state)
        case AuthoriseTransmission():
            return signing.authorise(command, asked, state)
        case RevokeAuthorisation():
            return signing.revoke(command, asked, state)
        case WithdrawCommunication():
            return signing.withdraw(command, asked, state)
    assert_never(command)


# --- transmission ------------------------------------------------------------------------------


def _transmit(
    command: TransmitCommunication, asked: Asked, state: Draft | Ordered | Transmitted | Withdrawn
) -> Sequence[Event]:
    """R1 and R3: every signing mandate approved this text, and for a UA authorised the Chief."""
    if isinstance(state, Withdrawn):
        raise Refused(_KEPT) if state.kept else Refused(_WITHDRAWN)
    if _type(state) == "UA":
        require(
            asked,
            Role.CHIEF,
            no="Only the Chief of the Special Procedures Branch may transmit an urgent appeal.",
        )
    else:
        require(
            asked,
            Role.QUICK_RESPONSE_DESK,
            no="Only the Quick Response Desk may transmit this letter.",
        )
    if not isinstance(state, Draft):
        return []
    signing.consented(state)
    text = state.text
    text.exact(command.version, command.content_hash, no=_NOT_TRANSMITTED)
    if text.missing:
        raise Refused("This text is not approved yet by {missing}.", missing=_named(text.missing))
    urgent = state.type == "UA"
    on = day_of(asked.at)
    for mandate in text.mandates:
        transmits(state.authority.holding(mandate), asked)
    standing = state.standing(on)
    live = {*state.authorised(on), *standing}
    unauthorised = [mandate for mandate in text.mandates if mandate not in live]
    if urgent and unauthorised:
        raise Refused(
            "The authorisation to transmit is missing from {missing}.",
            missing=_named(unauthorised),
        )
    return [
        TransmissionOrdered(
            communication_id=command.communication_id,
            recipient=state.recipient,
            year=on.year,
            standing=standing if urgent else (),
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
            mandates=letter.text.mandates,
            reference=f"{letter.type} {letter.recipient} {command.number}/{command.year}",
            version=letter.text.version,
            content_hash=letter.text.content_hash,
            channel=CHANNEL,
            transmitted_by=state.by,
            transmitted_at=asked.at,
            follows_up=letter.follows_up,
        )
    ]


def _consent(
    command: OnConsent, asked: Asked, state: Draft | Ordered | Transmitted | Withdrawn
) -> Sequence[Event]:
    """Withdrawal stops letters before their transmission is ordered (R13), and none after it."""
    if not isinstance(state, Draft):
        return []
    blocked = command.submission_id in state.blocked
    this = {"communication_id": command.communication_id, "submission_id": command.submission_id}
    if isinstance(command, BlockTransmission):
        return [] if blocked else [TransmissionBlocked(**this, blocked_at=asked.at)]
    return [TransmissionUnblocked(**this, unblocked_at=asked.at)] if blocked else []


def _type(state: Draft | Ordered | Transmitted) -> CommunicationType:
    return state.letter.type if isinstance(state, Ordered) else state.type


def _named(some: Sequence[str]) -> Mandates:
    return Mandates(tuple(map(mandate_acronym, some)))


def _consults(command: Command, state: State) -> Sequence[str]:
    """Return the streams on consent, and on who may act for a mandate.

    If mandates are invited without a date, also the stream on how long the lead lets them join.
    """
    if isinstance(command, DraftCommunication):
        undated = command.mandates and command.join_by is None
        times = [joining_times.stream(command.lead_mandate)] if undated else []
        return [*map(consent.stream, command.submission_ids), *times]
    if not isinstance(state, Draft):
        return []
    heeded = state.submission_ids if isinstance(command, _HEEDS_CONSENT) else ()
    if isinstance(command, TransmitCommunication):
        acting = state.text.mandates
    else:
        acting = (command.mandate,) if isinstance(command, _FOR_A_MANDATE) else ()
    powers = [
        stream
        for mandate in acting
        if mandate in state.text.mandates
        for stream in authority.streams(mandate)
    ]
    if isinstance(command, _MAY_CLEAR):
        powers += [one for one in map(holding.stream, state.text.mandates) if one not in powers]
    undated = isinstance(command, InviteMandate) and command.join_by is None
    times = [joining_times.stream(state.text.lead)] if undated else []
    return [*map(consent.stream, heeded), *powers, *times]


def _creates(command: Command) -> bool:
    return isinstance(command, DraftCommunication)


COMMUNICATION: Decider[Command, Event, State] = Decider(
    category="communication",
    key=lambda command: command.communication_id,
    initial=Absent(),
    decide=decide,
    evolve=evolve,
    creates=_creates,
    consults=_consults,
)
