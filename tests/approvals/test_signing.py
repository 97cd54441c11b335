"""Approving, asking for changes, declining, authorising, withdrawing: the holder's rules."""

from dataclasses import replace
from typing import Any

import pytest

from services.approvals.communication.decide import COMMUNICATION
from shared.contracts.approvals_letter_commands import ApproveText, RequestApproval
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.core.testing import given
from tests.approvals.support import (
    APPROVE,
    APPROVED,
    AUTHORISE,
    AUTHORISED,
    AWAITING,
    CHANGED,
    CHANGES,
    CLEARED,
    DECLINE,
    DECLINED,
    DRAFTED,
    DRAFTING,
    EVERY,
    FULL,
    HALF,
    HOLDER,
    ID,
    JOINED,
    LEAD,
    OFFICER,
    OTHER,
    OTHER_APPROVE,
    OTHER_APPROVED,
    OTHER_AUTHORISED,
    OTHER_HOLDER,
    OTHER_VOIDED,
    PERSONAL,
    PLAIN,
    READY,
    REQUESTED,
    REVISED,
    REVOKE,
    REVOKED,
    SECOND,
    STRANGE_HOLDER,
    VOIDED,
    WITHDRAW,
    WITHDRAWN,
)


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
        Role.STAKEHOLDER_OFFICER,
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
