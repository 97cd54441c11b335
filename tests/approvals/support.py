"""Commands and events of a letter, for the tests of its rules."""

from dataclasses import replace
from typing import Any

from services.approvals.communication.commands import CompleteTransmission
from services.approvals.events import Event
from shared.contracts.approvals import (
    ApprovalGiven,
    ApprovalRequested,
    ApprovalVoided,
    ChangesRequested,
    CommunicationApproved,
    CommunicationDrafted,
    CommunicationTransmitted,
    CommunicationWithdrawn,
    DraftRevised,
    MandateDeclined,
    MandateInvited,
    MandateJoined,
    TransmissionAuthorisationGranted,
    TransmissionAuthorisationRevoked,
    TransmissionOrdered,
)
from shared.contracts.approvals_letter_commands import (
    ApproveText,
    AuthoriseTransmission,
    DeclineToJoin,
    DraftCommunication,
    RequestApproval,
    RequestChanges,
    ReviseDraft,
    RevokeAuthorisation,
    TransmitCommunication,
    WithdrawCommunication,
)
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT

ID = "2f1c0f0e-0b7e-5d53-9a36-6f1b0f4f2a11"
SUBMISSION = "5e0f3ad2-5b0e-5b9f-9c57-7c0c40b4ff0a"
LEAD, OTHER = "sr-torture", "wgad"
FIRST, SECOND = "1" * 64, "2" * 64

OFFICER = Actor(
    actor_id="officer", roles=frozenset({Role.HUMAN_RIGHTS_OFFICER}), mandates=frozenset({LEAD})
)
OTHER_OFFICER = replace(OFFICER, actor_id="other-officer", mandates=frozenset({OTHER}))
STRANGE_OFFICER = replace(OFFICER, actor_id="strange-officer", mandates=frozenset({"sr-food"}))
HOLDER = Actor(
    actor_id="holder", roles=frozenset({Role.MANDATE_HOLDER}), mandates=frozenset({LEAD})
)
OTHER_HOLDER = Actor(
    actor_id="other-holder",
    roles=frozenset({Role.MANDATE_HOLDER, Role.CHAIR_RAPPORTEUR}),
    mandates=frozenset({OTHER}),
)
MEMBER = Actor(
    actor_id="member", roles=frozenset({Role.MANDATE_HOLDER}), mandates=frozenset({OTHER})
)
STRANGE_HOLDER = replace(HOLDER, actor_id="strange-holder", mandates=frozenset({"sr-food"}))
CHIEF = Actor(actor_id="chief", roles=frozenset({Role.CHIEF}))
DESK = Actor(actor_id="desk", roles=frozenset({Role.QUICK_RESPONSE_DESK}))


def sealed(text: str) -> Sealed:
    return Sealed(f"communication-{ID}", text)


DRAFT = DraftCommunication(
    communication_id=ID,
    submission_ids=(SUBMISSION,),
    type="UA",
    recipient="GBR",
    lead_mandate=LEAD,
    mandates=(OTHER,),
    text=sealed("first"),
    content_hash=FIRST,
)
REVISE = ReviseDraft(communication_id=ID, version=1, text=sealed("second"), content_hash=SECOND)
REQUEST = RequestApproval(communication_id=ID, version=1, content_hash=FIRST)
APPROVE = ApproveText(
    communication_id=ID, mandate=LEAD, version=1, content_hash=FIRST, authorise=True
)
OTHER_APPROVE = replace(APPROVE, mandate=OTHER)
CHANGES = RequestChanges(communication_id=ID, mandate=LEAD, version=1, note=sealed("softer"))
DECLINE = DeclineToJoin(communication_id=ID, mandate=OTHER)
AUTHORISE = AuthoriseTransmission(communication_id=ID, mandate=LEAD)
REVOKE = RevokeAuthorisation(communication_id=ID, mandate=LEAD)
WITHDRAW = WithdrawCommunication(communication_id=ID, mandate=LEAD, reason=sealed("released"))
TRANSMIT = TransmitCommunication(communication_id=ID, version=1, content_hash=FIRST)
COMPLETE = CompleteTransmission(communication_id=ID, number=3, year=2026)

DRAFTED = CommunicationDrafted(
    communication_id=ID,
    submission_ids=(SUBMISSION,),
    type="UA",
    recipient="GBR",
    lead_mandate=LEAD,
    text=sealed("first"),
    content_hash=FIRST,
    drafted_by="officer",
    drafted_at=AT,
)
INVITED = MandateInvited(communication_id=ID, mandate=OTHER, invited_by="officer", invited_at=AT)
REVISED = DraftRevised(
    communication_id=ID,
    version=2,
    text=sealed("second"),
    content_hash=SECOND,
    revised_by="officer",
    revised_at=AT,
)
REQUESTED = ApprovalRequested(
    communication_id=ID,
    version=1,
    content_hash=FIRST,
    mandates=(LEAD, OTHER),
    requested_by="officer",
    requested_at=AT,
)
APPROVED = ApprovalGiven(
    communication_id=ID,
    mandate=LEAD,
    version=1,
    content_hash=FIRST,
    given_by="holder",
    given_at=AT,
)
JOINED = MandateJoined(communication_id=ID, mandate=OTHER, joined_at=AT)
OTHER_APPROVED = replace(APPROVED, mandate=OTHER, given_by="other-holder")
AUTHORISED = TransmissionAuthorisationGranted(
    communication_id=ID, mandate=LEAD, granted_by="holder", granted_at=AT
)
OTHER_AUTHORISED = replace(AUTHORISED, mandate=OTHER, granted_by="other-holder")
REVOKED = TransmissionAuthorisationRevoked(
    communication_id=ID, mandate=LEAD, revoked_by="holder", revoked_at=AT
)
VOIDED = ApprovalVoided(communication_id=ID, mandate=LEAD, version=1, voided_at=AT)
OTHER_VOIDED = replace(VOIDED, mandate=OTHER)
CHANGED = ChangesRequested(
    communication_id=ID,
    mandate=LEAD,
    version=1,
    note=sealed("softer"),
    requested_by="holder",
    requested_at=AT,
)
DECLINED = MandateDeclined(
    communication_id=ID, mandate=OTHER, declined_by="other-holder", declined_at=AT
)
CLEARED = CommunicationApproved(
    communication_id=ID,
    type="UA",
    recipient="GBR",
    version=1,
    content_hash=FIRST,
    mandates=(LEAD, OTHER),
    approved_at=AT,
)
WITHDRAWN = CommunicationWithdrawn(
    communication_id=ID,
    mandate=LEAD,
    reason=sealed("released"),
    withdrawn_by="holder",
    withdrawn_at=AT,
)
ORDERED = TransmissionOrdered(
    communication_id=ID, recipient="GBR", year=2026, ordered_by="chief", ordered_at=AT
)
TRANSMITTED = CommunicationTransmitted(
    communication_id=ID,
    submission_ids=(SUBMISSION,),
    type="UA",
    recipient="GBR",
    mandates=(LEAD, OTHER),
    reference="UA GBR 3/2026",
    version=1,
    content_hash=FIRST,
    channel="diplomatic channels",
    transmitted_by="chief",
    transmitted_at=AT,
)

DRAFTING: tuple[Event, ...] = (DRAFTED, INVITED)
AWAITING: tuple[Event, ...] = (*DRAFTING, REQUESTED)
HALF: tuple[Event, ...] = (*AWAITING, APPROVED, AUTHORISED)
FULL: tuple[Event, ...] = (*HALF, JOINED, OTHER_APPROVED, CLEARED)
READY: tuple[Event, ...] = (*FULL, OTHER_AUTHORISED)
GOING: tuple[Event, ...] = (*READY, ORDERED)
GONE: tuple[Event, ...] = (*GOING, TRANSMITTED)
PLAIN: tuple[Event, ...] = (
    replace(DRAFTED, type="AL"),
    REQUESTED,
    APPROVED,
    replace(CLEARED, type="AL", mandates=(LEAD,)),
)

EVERY: list[tuple[Any, Actor]] = [
    (REVISE, OFFICER),
    (REQUEST, OFFICER),
    (APPROVE, HOLDER),
    (CHANGES, HOLDER),
    (DECLINE, OTHER_HOLDER),
    (AUTHORISE, HOLDER),
    (REVOKE, HOLDER),
    (WITHDRAW, HOLDER),
    (TRANSMIT, CHIEF),
]
PERSONAL = [APPROVE, CHANGES, replace(DECLINE, mandate=LEAD), AUTHORISE, REVOKE, WITHDRAW]
