"""Invitations until a date: mandates that join, stay silent, or get more time."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest

from services.approvals.communication import draft
from services.approvals.communication.commands import DropSilentMandate
from services.approvals.communication.decide import COMMUNICATION
from services.approvals.communication.draft import Draft
from shared.contracts.approvals_drafting import InvitationExtended, MandateDroppedOut
from shared.contracts.approvals_letter_commands import (
    ExtendInvitation,
    InviteMandate,
    JoinCommunication,
)
from shared.core.actor import Actor, system
from shared.core.testing import AT, given
from tests.approvals.support import (
    APPROVE,
    APPROVED,
    AUTHORISED,
    AWAITING,
    CHIEF,
    CLEARED,
    DECLINE,
    DECLINED,
    DRAFT,
    DRAFTED,
    DRAFTING,
    FULL,
    GONE,
    HALF,
    HOLDER,
    ID,
    INVITED,
    JOINED,
    LEAD,
    MEMBER,
    OFFICER,
    OTHER,
    OTHER_APPROVE,
    OTHER_APPROVED,
    OTHER_AUTHORISED,
    OTHER_HOLDER,
    OTHER_OFFICER,
    READY,
    REQUESTED,
    STRANGE_OFFICER,
    TRANSMIT,
    WITHDRAWN,
)

CLOCK = system("clock")
SOON, LATER = AT + timedelta(hours=12), AT + timedelta(days=5)
AFTER = SOON + timedelta(seconds=1)
THIRD = "sr-food"
INVITE = InviteMandate(communication_id=ID, mandate=THIRD, join_by=SOON)
THIRD_INVITED = replace(INVITED, mandate=THIRD, join_by=SOON)
DATED = replace(INVITED, join_by=SOON)
EXTEND = ExtendInvitation(communication_id=ID, mandate=OTHER, join_by=LATER)
EXTENDED = InvitationExtended(
    communication_id=ID, mandate=OTHER, join_by=LATER, extended_by="officer", extended_at=AT
)
JOIN = JoinCommunication(communication_id=ID, mandate=OTHER)
DROP = DropSilentMandate(communication_id=ID, mandate=OTHER, join_by=SOON)
DROPPED = MandateDroppedOut(communication_id=ID, mandate=OTHER, join_by=SOON, dropped_out_at=AFTER)


# --- inviting ---


def test_a_draft_invites_until_a_date() -> None:
    given(COMMUNICATION).when(replace(DRAFT, join_by=SOON), by=OFFICER).then(DRAFTED, DATED)
    given(COMMUNICATION).when(replace(DRAFT, join_by=AT), by=OFFICER).then_refused("still to come")


def test_a_mandate_is_invited_later_once() -> None:
    given(COMMUNICATION, *DRAFTING).when(INVITE, by=OFFICER).then(THIRD_INVITED)
    given(COMMUNICATION, *DRAFTING, THIRD_INVITED).when(INVITE, by=OFFICER).then_nothing()
    given(COMMUNICATION, *DRAFTING).when(replace(INVITE, mandate=LEAD), by=OFFICER).then_nothing()


def test_whoever_is_invited_after_approval_was_asked_for_is_asked_too() -> None:
    asked = replace(REQUESTED, mandates=(LEAD, OTHER, THIRD))
    given(COMMUNICATION, *READY).when(INVITE, by=OFFICER).then(THIRD_INVITED, asked)
    given(COMMUNICATION, *READY, THIRD_INVITED, asked).when(TRANSMIT, by=CHIEF).then_refused(
        "not approved yet by SR food"
    )


def test_approvals_outlive_an_invitation_as_the_text_is_the_same() -> None:
    state = COMMUNICATION.fold([*READY, THIRD_INVITED])
    assert isinstance(state, Draft)
    assert state.text.missing == (THIRD,)


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (replace(INVITE, mandate="astrology"), "from the list"),
        (replace(INVITE, join_by=AT), "still to come"),
        (replace(INVITE, mandate=OTHER), "declined to join"),
    ],
)
def test_an_invitation_is_refused_with_a_sentence(command: InviteMandate, sentence: str) -> None:
    given(COMMUNICATION, *DRAFTING, DECLINED).when(command, by=OFFICER).then_refused(sentence)


@pytest.mark.parametrize("command", [INVITE, EXTEND])
@pytest.mark.parametrize("who", [OTHER_OFFICER, STRANGE_OFFICER, HOLDER, CHIEF, CLOCK])
def test_only_the_leads_officer_invites_and_extends(command: Any, who: Actor) -> None:
    given(COMMUNICATION, DRAFTED, DATED).when(command, by=who).then_forbidden()


# --- more time ---


def test_an_invitation_is_extended_once() -> None:
    given(COMMUNICATION, DRAFTED, DATED).when(EXTEND, by=OFFICER).then(EXTENDED)
    given(COMMUNICATION, DRAFTED, DATED, EXTENDED).when(EXTEND, by=OFFICER).then_nothing()
    given(COMMUNICATION, DRAFTED, INVITED).when(EXTEND, by=OFFICER).then(EXTENDED)


@pytest.mark.parametrize(
    ("history", "command", "sentence"),
    [
        ((DRAFTED,), EXTEND, "not invited"),
        ((DRAFTED, DATED, JOINED), EXTEND, "has joined"),
        ((*AWAITING, OTHER_APPROVED), EXTEND, "has joined"),
        ((DRAFTED, DATED), replace(EXTEND, join_by=AT), "still to come"),
    ],
)
def test_an_extension_is_refused_with_a_sentence(
    history: tuple[Any, ...], command: ExtendInvitation, sentence: str
) -> None:
    given(COMMUNICATION, *history).when(command, by=OFFICER).then_refused(sentence)


# --- joining ---


def test_a_mandate_joins_by_saying_so_once() -> None:
    given(COMMUNICATION, *DRAFTING).when(JOIN, by=OTHER_HOLDER).then(JOINED)
    given(COMMUNICATION, *DRAFTING, JOINED).when(JOIN, by=OTHER_HOLDER).then_nothing()
    given(COMMUNICATION, *DRAFTING).when(replace(JOIN, mandate=LEAD), by=HOLDER).then_nothing()


def test_it_may_still_join_while_the_tick_has_not_come() -> None:
    given(COMMUNICATION, DRAFTED, DATED).when(JOIN, by=OTHER_HOLDER, at=AFTER).then(
        replace(JOINED, joined_at=AFTER)
    )


@pytest.mark.parametrize("who", [OFFICER, OTHER_OFFICER, HOLDER, CHIEF, MEMBER])
def test_nobody_else_joins_for_it(who: Actor) -> None:
    given(COMMUNICATION, *DRAFTING).when(JOIN, by=who).then_forbidden()


@pytest.mark.parametrize("gone", [DECLINED, DROPPED])
def test_who_is_out_does_not_join_any_more(gone: Any) -> None:
    given(COMMUNICATION, DRAFTED, DATED, gone).when(JOIN, by=OTHER_HOLDER).then_forbidden()


def test_after_joining_a_mandate_approves_without_joining_again() -> None:
    approve = replace(OTHER_APPROVE, authorise=False)
    given(COMMUNICATION, *AWAITING, JOINED).when(approve, by=OTHER_HOLDER).then(OTHER_APPROVED)


# --- silence ---


def test_a_silent_mandate_drops_out_once_after_its_date() -> None:
    history = (DRAFTED, DATED)
    given(COMMUNICATION, *history).when(DROP, by=CLOCK, at=AFTER).then(DROPPED)
    given(COMMUNICATION, *history, DROPPED).when(DROP, by=CLOCK, at=AFTER).then_nothing()
    given(COMMUNICATION, *history).when(DROP, by=CLOCK, at=SOON).then_refused("not passed yet")


@pytest.mark.parametrize(
    "history",
    [
        (DRAFTED,),
        (DRAFTED, INVITED),
        (DRAFTED, DATED, JOINED),
        (DRAFTED, DATED, DECLINED),
        (DRAFTED, DATED, EXTENDED),
        (DRAFTED, DATED, REQUESTED, OTHER_APPROVED),
        GONE,
        (*READY, WITHDRAWN),
    ],
    ids=["never invited", "no date", "joined", "declined", "extended", "approved", "sent", "over"],
)
def test_nobody_drops_out_who_is_not_silent_until_that_date(history: tuple[Any, ...]) -> None:
    given(COMMUNICATION, *history).when(DROP, by=CLOCK, at=AFTER).then_nothing()


def test_of_a_letter_that_does_not_exist_nobody_drops_out() -> None:
    given(COMMUNICATION).when(DROP, by=CLOCK, at=AFTER).then_refused("no such communication")


def test_the_letter_is_cleared_when_the_last_one_missing_is_silent() -> None:
    history = (DRAFTED, DATED, REQUESTED, APPROVED, AUTHORISED)
    given(COMMUNICATION, *history).when(DROP, by=CLOCK, at=AFTER).then(
        DROPPED, replace(CLEARED, mandates=(LEAD,), approved_at=AFTER)
    )


def test_a_silent_lead_does_not_drop_out() -> None:
    given(COMMUNICATION, *AWAITING).when(
        replace(DROP, mandate=LEAD), by=CLOCK, at=AFTER
    ).then_nothing()


def test_who_dropped_out_can_be_invited_again() -> None:
    again = replace(INVITE, mandate=OTHER, join_by=LATER)
    given(COMMUNICATION, DRAFTED, DATED, DROPPED).when(again, by=OFFICER).then(
        replace(INVITED, join_by=LATER)
    )


def test_who_dropped_out_neither_approves_nor_declines() -> None:
    history = (DRAFTED, DATED, REQUESTED, DROPPED)
    given(COMMUNICATION, *history).when(OTHER_APPROVE, by=OTHER_HOLDER).then_forbidden()
    given(COMMUNICATION, *history).when(DECLINE, by=OTHER_HOLDER).then_forbidden()


def test_inviting_is_too_late_once_the_letter_is_gone() -> None:
    given(COMMUNICATION, *GONE).when(INVITE, by=OFFICER).then_refused("has been ordered")


def test_joining_changes_nothing_about_what_was_approved() -> None:
    given(COMMUNICATION, *HALF, JOINED).when(APPROVE, by=HOLDER).then_nothing()
    state = COMMUNICATION.fold([*FULL, OTHER_AUTHORISED])
    with pytest.raises(AssertionError):
        draft._gathered(cast("Any", state), cast("Any", object()))  # the union is closed
