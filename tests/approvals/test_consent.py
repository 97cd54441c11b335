"""A letter whose consent was withdrawn goes no further."""

from dataclasses import replace
from typing import Any

import pytest

from services.approvals.commands import (
    BlockTransmission,
    UnblockTransmission,
)
from services.approvals.communication import COMMUNICATION
from services.approvals.events import Event
from services.approvals.letter import Draft
from shared.actor import Actor, Asked, system
from shared.contracts.approvals import (
    TransmissionBlocked,
    TransmissionOrdered,
    TransmissionUnblocked,
)
from shared.testing import AT, given
from tests.approvals.support import (
    APPROVE,
    APPROVED,
    AUTHORISE,
    AUTHORISED,
    CHANGES,
    CHIEF,
    COMPLETE,
    DRAFTED,
    HOLDER,
    ID,
    LEAD,
    OFFICER,
    REQUEST,
    REQUESTED,
    REVISE,
    REVISED,
    REVOKE,
    SUBMISSION,
    TRANSMIT,
    WITHDRAW,
)

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
