"""The rules of a communication, one sentence each."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from services.approvals.commands import (
    ApproveText,
    AuthoriseTransmission,
    BlockTransmission,
    CompleteTransmission,
    DeclineToJoin,
    DraftCommunication,
    RequestApproval,
    RequestChanges,
    ReviseDraft,
    RevokeAuthorisation,
    TransmitCommunication,
    UnblockTransmission,
    WithdrawCommunication,
)
from services.approvals.communication import COMMUNICATION
from services.approvals.events import Event
from services.approvals.letter import Absent, Draft, Transmitted, Withdrawn, evolve
from shared.actor import Actor, Asked, system
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
    ReferenceAssigned,
    TransmissionAuthorisationGranted,
    TransmissionAuthorisationRevoked,
    TransmissionBlocked,
    TransmissionOrdered,
    TransmissionUnblocked,
)
from shared.message import Sealed
from shared.roles import Role
from shared.testing import AT, given

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
OTHER_HOLDER = replace(HOLDER, actor_id="other-holder", mandates=frozenset({OTHER}))
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


# --- drafting ---


def test_a_draft_invites_the_other_mandates_once_each() -> None:
    command = replace(DRAFT, mandates=(OTHER, LEAD, OTHER), submission_ids=(SUBMISSION, SUBMISSION))
    given(COMMUNICATION).when(command, by=OFFICER).then(DRAFTED, INVITED)


def test_drafting_it_again_changes_nothing() -> None:
    given(COMMUNICATION, *DRAFTING).when(DRAFT, by=OFFICER).then_nothing()


@pytest.mark.parametrize("who", [STRANGE_OFFICER, HOLDER, CHIEF, DESK, system("approvals")])
def test_only_an_officer_of_the_lead_mandate_drafts(who: Actor) -> None:
    given(COMMUNICATION).when(DRAFT, by=who).then_forbidden()


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (replace(DRAFT, mandates=("astrology",)), "mandates from the list"),
        (replace(DRAFT, recipient="XXX"), "recipient from the list"),
        (replace(DRAFT, submission_ids=()), "at least one submission"),
        (replace(DRAFT, content_hash="abc"), "fingerprint"),
    ],
)
def test_a_draft_is_refused_with_a_sentence(command: DraftCommunication, sentence: str) -> None:
    given(COMMUNICATION).when(command, by=OFFICER).then_refused(sentence)


def test_a_letter_can_go_to_another_actor_than_a_state() -> None:
    drafted = replace(DRAFTED, recipient="OTH")
    given(COMMUNICATION).when(replace(DRAFT, recipient="OTH"), by=OFFICER).then(drafted, INVITED)


@pytest.mark.parametrize(("command", "who"), EVERY)
def test_nothing_can_be_asked_of_what_is_not_there(command: Any, who: Actor) -> None:
    given(COMMUNICATION).when(command, by=who).then_refused("no such communication")


# --- revising ---


def test_an_edit_makes_a_new_version() -> None:
    given(COMMUNICATION, *DRAFTING).when(REVISE, by=OFFICER).then(REVISED)


def test_an_edit_voids_every_approval() -> None:
    given(COMMUNICATION, *READY).when(REVISE, by=OFFICER).then(REVISED, VOIDED, OTHER_VOIDED)


def test_an_edit_that_changes_nothing_voids_nothing() -> None:
    same = replace(REVISE, content_hash=FIRST)
    given(COMMUNICATION, *READY).when(same, by=OFFICER).then_nothing()


def test_after_an_edit_approval_must_be_asked_for_again() -> None:
    approve = replace(APPROVE, version=2, content_hash=SECOND)
    history = (*READY, REVISED, VOIDED, OTHER_VOIDED)
    given(COMMUNICATION, *history).when(approve, by=HOLDER).then_refused("has not been asked for")


def test_after_an_edit_the_authorisation_is_gone_too() -> None:
    history = (*HALF, REVISED, VOIDED)
    given(COMMUNICATION, *history).when(REVOKE, by=HOLDER).then_nothing()


def test_an_authorisation_lives_and_dies_with_the_approval_it_went_with() -> None:
    again = (CHANGED, VOIDED, REQUESTED, APPROVED)
    history = (DRAFTED, REQUESTED, APPROVED, AUTHORISED, *again)
    given(COMMUNICATION, *history).when(TRANSMIT, by=CHIEF).then_refused("missing from SR torture")


def test_an_edit_of_an_older_version_is_refused() -> None:
    third = replace(REVISE, content_hash="3" * 64)
    given(COMMUNICATION, *DRAFTING, REVISED).when(third, by=OFFICER).then_refused(
        "changed while you were writing. Look at version 2"
    )


def test_an_edit_without_a_fingerprint_is_refused() -> None:
    command = replace(REVISE, content_hash="")
    given(COMMUNICATION, *DRAFTING).when(command, by=OFFICER).then_refused("fingerprint")


def test_an_officer_of_an_invited_mandate_may_edit() -> None:
    revised = replace(REVISED, revised_by="other-officer")
    given(COMMUNICATION, *DRAFTING).when(REVISE, by=OTHER_OFFICER).then(revised)


@pytest.mark.parametrize("who", [STRANGE_OFFICER, HOLDER, CHIEF, DESK])
def test_nobody_else_may_edit(who: Actor) -> None:
    given(COMMUNICATION, *DRAFTING).when(REVISE, by=who).then_forbidden()


def test_an_officer_of_a_mandate_that_declined_may_not_edit() -> None:
    given(COMMUNICATION, *DRAFTING, DECLINED).when(REVISE, by=OTHER_OFFICER).then_forbidden()


# --- asking for approval ---


def test_approval_is_asked_of_the_lead_and_the_invited() -> None:
    given(COMMUNICATION, *DRAFTING).when(REQUEST, by=OFFICER).then(REQUESTED)


def test_approval_is_not_asked_of_a_mandate_that_declined() -> None:
    given(COMMUNICATION, *DRAFTING, DECLINED).when(REQUEST, by=OFFICER).then(
        replace(REQUESTED, mandates=(LEAD,))
    )


def test_asking_for_approval_twice_changes_nothing() -> None:
    given(COMMUNICATION, *AWAITING).when(REQUEST, by=OFFICER).then_nothing()


def test_approval_can_be_asked_for_again_after_changes_were_asked_for() -> None:
    given(COMMUNICATION, *AWAITING, CHANGED).when(REQUEST, by=OFFICER).then(REQUESTED)


def test_approval_of_an_older_version_is_not_asked_for() -> None:
    given(COMMUNICATION, *DRAFTING, REVISED).when(REQUEST, by=OFFICER).then_refused("version 2")


@pytest.mark.parametrize("who", [OTHER_OFFICER, HOLDER, CHIEF, DESK])
def test_only_an_officer_of_the_lead_asks_for_approval(who: Actor) -> None:
    given(COMMUNICATION, *DRAFTING).when(REQUEST, by=who).then_forbidden()


# --- approving ---


def test_the_lead_approves_and_authorises() -> None:
    given(COMMUNICATION, *AWAITING).when(APPROVE, by=HOLDER).then(APPROVED, AUTHORISED)


def test_the_lead_approves_without_authorising() -> None:
    command = replace(APPROVE, authorise=False)
    given(COMMUNICATION, *AWAITING).when(command, by=HOLDER).then(APPROVED)


def test_an_invited_mandate_joins_by_approving_and_the_last_approval_clears() -> None:
    given(COMMUNICATION, *HALF).when(OTHER_APPROVE, by=OTHER_HOLDER).then(
        JOINED, OTHER_APPROVED, OTHER_AUTHORISED, CLEARED
    )


def test_a_mandate_joins_once() -> None:
    second = RequestApproval(communication_id=ID, version=2, content_hash=SECOND)
    history = (*FULL, REVISED, VOIDED, OTHER_VOIDED)
    requested = replace(REQUESTED, version=2, content_hash=SECOND)
    given(COMMUNICATION, *history).when(second, by=OFFICER).then(requested)
    approve = replace(OTHER_APPROVE, version=2, content_hash=SECOND, authorise=False)
    given(COMMUNICATION, *history, requested).when(approve, by=OTHER_HOLDER).then(
        replace(OTHER_APPROVED, version=2, content_hash=SECOND)
    )


def test_a_letter_of_one_mandate_is_cleared_by_its_approval() -> None:
    history = (replace(DRAFTED, type="OL"), replace(REQUESTED, mandates=(LEAD,)))
    given(COMMUNICATION, *history).when(APPROVE, by=HOLDER).then(
        APPROVED, replace(CLEARED, type="OL", mandates=(LEAD,))
    )


def test_approving_twice_changes_nothing() -> None:
    given(COMMUNICATION, *HALF).when(APPROVE, by=HOLDER).then_nothing()


def test_who_approved_can_authorise_by_approving_again() -> None:
    given(COMMUNICATION, *AWAITING, APPROVED).when(APPROVE, by=HOLDER).then(AUTHORISED)


@pytest.mark.parametrize(
    "stale",
    [replace(APPROVE, version=2), replace(APPROVE, content_hash=SECOND)],
)
def test_another_wording_is_not_approved(stale: ApproveText) -> None:
    given(COMMUNICATION, *AWAITING).when(stale, by=HOLDER).then_refused(
        "This text was changed. Your approval would have been for another wording; "
        "look at version 1"
    )


def test_a_text_is_not_approved_before_approval_is_asked_for() -> None:
    given(COMMUNICATION, *DRAFTING).when(APPROVE, by=HOLDER).then_refused("has not been asked for")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MANDATE_HOLDER])
@pytest.mark.parametrize("command", PERSONAL)
def test_nobody_stands_in_for_a_mandate_holder(command: Any, role: Role) -> None:
    attacker = Actor(
        actor_id="attacker", roles=frozenset({role}), mandates=frozenset({LEAD, OTHER})
    )
    given(COMMUNICATION, *HALF).when(command, by=attacker).then_forbidden()


@pytest.mark.parametrize(
    "role",
    [
        Role.HUMAN_RIGHTS_OFFICER,
        Role.QUICK_RESPONSE_DESK,
        Role.CHIEF,
        Role.DESK_OFFICER,
        Role.SELECTION_OFFICER,
        Role.SYSTEM_ADMIN,
    ],
)
@pytest.mark.parametrize("command", PERSONAL)
def test_the_secretariat_does_not_approve_even_with_a_holders_role(
    command: Any, role: Role
) -> None:
    both = replace(HOLDER, roles=frozenset({Role.MANDATE_HOLDER, role}))
    given(COMMUNICATION, *HALF).when(command, by=both).then_forbidden()


def test_a_committee_member_is_a_mandate_holder_too() -> None:
    both = replace(HOLDER, roles=frozenset({Role.MANDATE_HOLDER, Role.COORDINATION_COMMITTEE}))
    given(COMMUNICATION, *AWAITING).when(APPROVE, by=both).then(APPROVED, AUTHORISED)


@pytest.mark.parametrize("command", PERSONAL)
def test_a_holder_of_another_mandate_does_not_approve(command: Any) -> None:
    given(COMMUNICATION, *HALF).when(command, by=OTHER_HOLDER).then_forbidden()
    own = replace(command, mandate="sr-food")
    given(COMMUNICATION, *HALF).when(own, by=STRANGE_HOLDER).then_forbidden()


def test_who_wrote_the_text_does_not_approve_it() -> None:
    drafter = replace(HOLDER, actor_id="officer")
    given(COMMUNICATION, *AWAITING).when(APPROVE, by=drafter).then_forbidden()


def test_who_edited_the_text_does_not_approve_it() -> None:
    editor = replace(HOLDER, actor_id="editor")
    history = (
        *DRAFTING,
        replace(REVISED, revised_by="editor"),
        replace(REQUESTED, version=2, content_hash=SECOND),
    )
    command = replace(APPROVE, version=2, content_hash=SECOND)
    given(COMMUNICATION, *history).when(command, by=editor).then_forbidden()


# --- asking for changes, declining ---


def test_asking_for_changes_voids_what_was_approved() -> None:
    given(COMMUNICATION, *FULL).when(CHANGES, by=HOLDER).then(CHANGED, VOIDED, OTHER_VOIDED)


def test_changes_are_asked_for_while_approval_is() -> None:
    given(COMMUNICATION, *DRAFTING).when(CHANGES, by=HOLDER).then_refused("has not been asked")


def test_changes_to_an_older_version_are_refused() -> None:
    stale = replace(CHANGES, version=9)
    given(COMMUNICATION, *AWAITING).when(stale, by=HOLDER).then_refused("look at version 1")


def test_an_invited_mandate_drops_out() -> None:
    given(COMMUNICATION, *AWAITING).when(DECLINE, by=OTHER_HOLDER).then(DECLINED)


def test_dropping_out_twice_changes_nothing() -> None:
    given(COMMUNICATION, *AWAITING, DECLINED).when(DECLINE, by=OTHER_HOLDER).then_nothing()


def test_the_letter_is_cleared_when_the_last_one_missing_drops_out() -> None:
    given(COMMUNICATION, *HALF).when(DECLINE, by=OTHER_HOLDER).then(
        DECLINED, replace(CLEARED, mandates=(LEAD,))
    )


def test_dropping_out_of_a_draft_clears_nothing() -> None:
    given(COMMUNICATION, *DRAFTING).when(DECLINE, by=OTHER_HOLDER).then(DECLINED)


def test_the_lead_cannot_drop_out() -> None:
    command = replace(DECLINE, mandate=LEAD)
    given(COMMUNICATION, *AWAITING).when(command, by=HOLDER).then_refused("cannot decline")


def test_a_mandate_that_approved_does_not_drop_out() -> None:
    given(COMMUNICATION, *FULL).when(DECLINE, by=OTHER_HOLDER).then_refused("has approved")


# --- authorising, withdrawing ---


def test_a_holder_authorises_after_approving() -> None:
    given(COMMUNICATION, *AWAITING, APPROVED).when(AUTHORISE, by=HOLDER).then(AUTHORISED)


def test_authorising_twice_changes_nothing() -> None:
    given(COMMUNICATION, *HALF).when(AUTHORISE, by=HOLDER).then_nothing()


def test_what_is_not_approved_is_not_authorised() -> None:
    given(COMMUNICATION, *AWAITING).when(AUTHORISE, by=HOLDER).then_refused("Approve the text")


def test_only_urgent_appeals_go_under_an_authorisation() -> None:
    given(COMMUNICATION, *PLAIN).when(AUTHORISE, by=HOLDER).then_refused("Only urgent appeals")


def test_an_authorisation_is_revoked() -> None:
    given(COMMUNICATION, *READY).when(REVOKE, by=HOLDER).then(REVOKED)


def test_revoking_twice_changes_nothing() -> None:
    given(COMMUNICATION, *READY, REVOKED).when(REVOKE, by=HOLDER).then_nothing()


def test_the_lead_withdraws() -> None:
    given(COMMUNICATION, *READY).when(WITHDRAW, by=HOLDER).then(WITHDRAWN)


def test_a_mandate_that_joined_withdraws() -> None:
    command = replace(WITHDRAW, mandate=OTHER)
    given(COMMUNICATION, *FULL).when(command, by=OTHER_HOLDER).then(
        replace(WITHDRAWN, mandate=OTHER, withdrawn_by="other-holder")
    )


def test_a_mandate_that_has_not_joined_cannot_withdraw_the_letter() -> None:
    command = replace(WITHDRAW, mandate=OTHER)
    given(COMMUNICATION, *AWAITING).when(command, by=OTHER_HOLDER).then_refused("can decline")


def test_withdrawing_twice_changes_nothing() -> None:
    given(COMMUNICATION, *READY, WITHDRAWN).when(WITHDRAW, by=HOLDER).then_nothing()


@pytest.mark.parametrize(("command", "who"), [one for one in EVERY if one[0] is not WITHDRAW])
def test_nothing_can_be_asked_of_a_withdrawn_letter(command: Any, who: Actor) -> None:
    given(COMMUNICATION, *READY, WITHDRAWN).when(command, by=who).then_refused("was withdrawn")


# --- transmission ---


def test_the_chief_transmits_an_urgent_appeal() -> None:
    given(COMMUNICATION, *READY).when(TRANSMIT, by=CHIEF).then(ORDERED)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CHIEF])
def test_nobody_else_transmits_an_urgent_appeal(role: Role) -> None:
    who = Actor(actor_id="x", roles=frozenset({role}), mandates=frozenset({LEAD, OTHER}))
    given(COMMUNICATION, *READY).when(TRANSMIT, by=who).then_forbidden()


@pytest.mark.parametrize("kind", ["AL", "OL"])
def test_the_desk_transmits_other_letters_without_an_authorisation(kind: Any) -> None:
    history = (replace(DRAFTED, type=kind), REQUESTED, APPROVED)
    given(COMMUNICATION, *history).when(TRANSMIT, by=DESK).then(replace(ORDERED, ordered_by="desk"))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.QUICK_RESPONSE_DESK])
def test_nobody_else_transmits_other_letters(role: Role) -> None:
    who = Actor(actor_id="x", roles=frozenset({role}), mandates=frozenset({LEAD}))
    given(COMMUNICATION, *PLAIN).when(TRANSMIT, by=who).then_forbidden()


def test_what_is_not_approved_by_all_is_not_transmitted() -> None:
    given(COMMUNICATION, *HALF).when(TRANSMIT, by=CHIEF).then_refused("not approved yet by WGAD")


def test_a_missing_authorisation_is_named() -> None:
    given(COMMUNICATION, *READY, REVOKED).when(TRANSMIT, by=CHIEF).then_refused(
        "missing from SR torture"
    )
    given(COMMUNICATION, *FULL).when(TRANSMIT, by=CHIEF).then_refused("missing from WGAD")


def test_a_mandate_that_dropped_out_need_not_authorise() -> None:
    cleared = replace(CLEARED, mandates=(LEAD,))
    given(COMMUNICATION, *HALF, DECLINED, cleared).when(TRANSMIT, by=CHIEF).then(ORDERED)


def test_the_chief_transmits_the_text_that_he_saw() -> None:
    stale = replace(TRANSMIT, content_hash=SECOND)
    given(COMMUNICATION, *READY).when(stale, by=CHIEF).then_refused("another wording")


@pytest.mark.parametrize("history", [GOING, GONE])
def test_transmitting_twice_changes_nothing(history: tuple[Event, ...]) -> None:
    given(COMMUNICATION, *history).when(TRANSMIT, by=CHIEF).then_nothing()


@pytest.mark.parametrize("history", [GOING, GONE])
@pytest.mark.parametrize(("command", "who"), [one for one in EVERY if one[0] is not TRANSMIT])
def test_nothing_else_is_allowed_once_transmission_is_ordered(
    command: Any, who: Actor, history: tuple[Event, ...]
) -> None:
    given(COMMUNICATION, *history).when(command, by=who).then_refused("has been ordered")


def test_the_year_of_the_number_is_the_year_in_geneva() -> None:
    late = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)  # half past midnight in Geneva
    given(COMMUNICATION, *READY).when(TRANSMIT, by=CHIEF, at=late).then(
        replace(ORDERED, year=2027, ordered_at=late)
    )


def test_the_number_completes_the_transmission() -> None:
    later = AT + timedelta(seconds=1)
    given(COMMUNICATION, *GOING).when(COMPLETE, by=system("approvals"), at=later).then(
        replace(TRANSMITTED, transmitted_at=later)
    )


def test_completing_twice_changes_nothing() -> None:
    given(COMMUNICATION, *GONE).when(COMPLETE, by=system("approvals")).then_nothing()


@pytest.mark.parametrize("history", [READY, (*READY, WITHDRAWN)])
def test_what_was_never_ordered_is_not_completed(history: tuple[Event, ...]) -> None:
    given(COMMUNICATION, *history).when(COMPLETE, by=system("approvals")).then_refused("never")


def test_what_is_no_command_or_no_event_is_a_mistake_of_ours() -> None:
    state = COMMUNICATION.fold(DRAFTING)
    with pytest.raises(AssertionError):
        COMMUNICATION.decide(cast("Any", object()), Asked(at=AT, by=OFFICER), state)
    with pytest.raises(AssertionError):
        evolve(state, cast("Any", object()))


def test_evolving_never_refuses_what_is_out_of_place() -> None:
    number = ReferenceAssigned(
        recipient="GBR", year=2026, number=3, communication_id=ID, assigned_at=AT
    )
    assert evolve(Absent(), REVISED) == Absent()
    assert evolve(Withdrawn(), REVISED) == Withdrawn()
    assert isinstance(evolve(COMMUNICATION.fold(DRAFTING), number), Draft)
    assert COMMUNICATION.fold([*GONE, REVISED]) == Transmitted(type="UA")


def test_the_stream_is_the_communications_own() -> None:
    assert COMMUNICATION.stream(REVISE) == f"communication-{ID}"
    assert COMMUNICATION.creates(DRAFT)
    assert not COMMUNICATION.creates(REVISE)


# --- consent ---------------------------------------------------------------------------------

BLOCK = BlockTransmission(communication_id=ID, submission_id=SUBMISSION)
UNBLOCK = UnblockTransmission(communication_id=ID, submission_id=SUBMISSION)
BLOCKED = TransmissionBlocked(communication_id=ID, submission_id=SUBMISSION, blocked_at=AT)
UNBLOCKED = TransmissionUnblocked(communication_id=ID, submission_id=SUBMISSION, unblocked_at=AT)
POLICY = system("approvals")
ALONE = (DRAFTED, replace(REQUESTED, mandates=(LEAD,)))
ALONE_READY = (*ALONE, APPROVED, AUTHORISED)


def test_withdrawn_consent_blocks_a_letter_once() -> None:
    given(COMMUNICATION, DRAFTED).when(BLOCK, by=POLICY).then(BLOCKED)
    given(COMMUNICATION, DRAFTED, BLOCKED).when(BLOCK, by=POLICY).then_nothing()


def test_consent_given_again_unblocks_it_once() -> None:
    given(COMMUNICATION, DRAFTED, BLOCKED).when(UNBLOCK, by=POLICY).then(UNBLOCKED)
    given(COMMUNICATION, DRAFTED, BLOCKED, UNBLOCKED).when(UNBLOCK, by=POLICY).then_nothing()


@pytest.mark.parametrize(
    ("history", "command", "actor"),
    [
        ((DRAFTED,), REQUEST, OFFICER),
        (ALONE, APPROVE, HOLDER),
        ((*ALONE, APPROVED), AUTHORISE, HOLDER),
        (ALONE_READY, TRANSMIT, CHIEF),
    ],
    ids=["request", "approve", "authorise", "transmit"],
)
def test_a_blocked_letter_goes_no_further_until_consent_is_given_again(
    history: tuple[Event, ...], command: Any, actor: Actor
) -> None:
    given(COMMUNICATION, *history, BLOCKED).when(command, by=actor).then_refused(
        "withdrew consent for a submission behind this letter"
    )
    again = COMMUNICATION.fold([*history, BLOCKED, UNBLOCKED])
    events = COMMUNICATION.decide(command, Asked(at=AT, by=actor), again)
    assert events, "it goes on"
    given(COMMUNICATION, *history).when(command, by=actor).then(*events)


def test_a_letter_waits_for_the_consent_of_every_submission_behind_it() -> None:
    other = replace(BLOCKED, submission_id="another")
    given(COMMUNICATION, *ALONE_READY, BLOCKED, other, UNBLOCKED).when(
        TRANSMIT, by=CHIEF
    ).then_refused("withdrew consent")


@pytest.mark.parametrize("command", [REVISE, CHANGES, REVOKE, WITHDRAW])
def test_a_blocked_letter_can_still_be_changed_and_withdrawn(command: Any) -> None:
    by = OFFICER if command is REVISE else HOLDER
    state = COMMUNICATION.fold([*ALONE_READY, BLOCKED])
    assert COMMUNICATION.decide(command, Asked(at=AT, by=by), state)


def test_an_edit_does_not_unblock_it() -> None:
    state = COMMUNICATION.fold([*ALONE_READY, BLOCKED, REVISED])
    assert isinstance(state, Draft)
    assert state.blocked == {SUBMISSION}


ORDER = TransmissionOrdered(
    communication_id=ID, recipient="GBR", year=2026, ordered_by="chief", ordered_at=AT
)


@pytest.mark.parametrize("command", [BLOCK, UNBLOCK])
def test_once_transmission_is_ordered_it_is_too_late(command: Any) -> None:
    given(COMMUNICATION, *ALONE_READY, ORDER).when(command, by=POLICY).then_nothing()
    given(COMMUNICATION, *ALONE_READY).when(COMPLETE, by=POLICY).then_refused("never ordered")


def test_nothing_blocks_what_does_not_exist() -> None:
    given(COMMUNICATION).when(BLOCK, by=POLICY).then_refused("no such communication")
