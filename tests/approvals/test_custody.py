"""Letters of a mandate that ended: a successor signs for itself, or nobody does (SC3)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.approvals.app import react
from services.approvals.communication.commands import PassLetterOn
from services.approvals.communication.decide import COMMUNICATION
from shared.contracts.approvals_custody import LetterKeptAsRecord, LetterPassedOn
from shared.contracts.approvals_holding import MandateLifeNoted, VacantMandateDropped
from shared.core.actor import system
from shared.core.testing import AT, given
from tests.approvals.support import (
    APPROVE,
    APPROVED,
    AUTHORISED,
    AWAITING,
    CHIEF,
    CLEARED,
    FULL,
    HOLDER,
    ID,
    JOINED,
    LEAD,
    ORDERED,
    OTHER,
    OTHER_APPROVE,
    OTHER_APPROVED,
    OTHER_AUTHORISED,
    OTHER_HOLDER,
    REVISE,
    STRANGE_HOLDER,
    TRANSMIT,
    TRANSMITTED,
    WITHDRAW,
    WITHDRAWN,
)
from tests.stakeholders import test_custody as told
from tests.stakeholders import test_registry as registry

POLICY = system("approvals")
SUCCESSOR = "sr-food"
PASS = PassLetterOn(communication_id=ID, mandate=LEAD, to=SUCCESSOR)
KEEP = replace(PASS, to=None)
PASSED = LetterPassedOn(
    communication_id=ID,
    mandate=LEAD,
    to=SUCCESSOR,
    lead=True,
    joins=True,
    version=1,
    passed_at=AT,
)
KEPT = LetterKeptAsRecord(communication_id=ID, mandate=LEAD, kept_at=AT)
OVER = MandateLifeNoted(
    mandate=LEAD,
    transmits_until=AT.date() - timedelta(days=1),
    signs_until=AT.date() - timedelta(days=1),
    noted_at=AT,
)
BOTH = (*AWAITING, APPROVED, AUTHORISED, JOINED, OTHER_APPROVED, OTHER_AUTHORISED, CLEARED)


def test_the_chiefs_decision_on_a_letter_is_obeyed() -> None:
    assert PassLetterOn(communication_id="c-1", mandate=LEAD, to=registry.OTHER) in react(
        told.DECIDED
    )
    assert all(
        not isinstance(one, PassLetterOn)
        for kind in ("reply-cases", "recommendations")
        for one in react(replace(told.DECIDED, kind=kind))
    )


# --- open drafts of an ended mandate without a decision sign nothing ------------------------------


def test_an_open_draft_of_an_ended_mandate_without_a_decision_signs_nothing() -> None:
    waits = given(COMMUNICATION, *AWAITING, OVER)
    waits.when(APPROVE, by=HOLDER).then_refused("Nobody signs")
    waits.when(APPROVE, by=STRANGE_HOLDER).then_forbidden()
    others = COMMUNICATION.fold([*AWAITING, OVER, JOINED, OTHER_APPROVED])
    assert others.text.missing == (LEAD,)  # type: ignore[union-attr]
    given(COMMUNICATION, *BOTH, OVER).when(TRANSMIT, by=CHIEF).then_refused("Nothing is transm")


# --- a named successor ---------------------------------------------------------------------------


def test_the_successor_leads_and_nothing_that_the_ended_mandate_approved_counts() -> None:
    given(COMMUNICATION, *BOTH, OVER).when(PASS, by=POLICY).then(PASSED)
    passed = (*BOTH, OVER, PASSED)
    given(COMMUNICATION, *passed).when(TRANSMIT, by=CHIEF).then_refused("not approved yet by")
    given(COMMUNICATION, *passed).when(APPROVE, by=HOLDER).then_refused("Nobody signs")
    for_itself = replace(APPROVE, mandate=SUCCESSOR)
    given(COMMUNICATION, *passed).when(for_itself, by=STRANGE_HOLDER).then(
        replace(APPROVED, mandate=SUCCESSOR, given_by="strange-holder"),
        replace(AUTHORISED, mandate=SUCCESSOR, granted_by="strange-holder"),
        replace(CLEARED, mandates=(SUCCESSOR, OTHER)),
    )
    signed = (
        replace(APPROVED, mandate=SUCCESSOR, given_by="strange-holder"),
        replace(AUTHORISED, mandate=SUCCESSOR, granted_by="strange-holder"),
    )
    given(COMMUNICATION, *passed, *signed).when(TRANSMIT, by=CHIEF).then(ORDERED)


def test_a_successor_beside_the_lead_signs_in_its_place() -> None:
    beside = replace(PASS, mandate=OTHER)
    given(COMMUNICATION, *BOTH).when(beside, by=POLICY).then(
        replace(PASSED, mandate=OTHER, lead=False)
    )
    state: Any = COMMUNICATION.fold([*BOTH, replace(PASSED, mandate=OTHER, lead=False)])
    assert (state.text.mandates, state.text.missing) == ((LEAD, SUCCESSOR), (SUCCESSOR,))
    assert (state.joined, set(state.authorisations)) == (frozenset(), {LEAD})


def test_a_successor_that_signs_already_leads_with_its_own_approval() -> None:
    to_other = replace(PASS, to=OTHER)
    passed = replace(PASSED, to=OTHER, joins=False)
    given(COMMUNICATION, *AWAITING).when(to_other, by=POLICY).then(passed)
    approved = (*AWAITING, JOINED, OTHER_APPROVED)
    given(COMMUNICATION, *approved).when(to_other, by=POLICY).then(
        passed, replace(CLEARED, mandates=(OTHER,))
    )


def test_a_draft_that_nobody_was_asked_to_approve_waits_for_nobody() -> None:
    given(COMMUNICATION, *AWAITING[:2]).when(PASS, by=POLICY).then(replace(PASSED, version=None))


# --- the record ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "by"),
    [(APPROVE, HOLDER), (OTHER_APPROVE, OTHER_HOLDER), (REVISE, HOLDER), (TRANSMIT, CHIEF)],
)
def test_a_letter_that_is_kept_as_a_record_is_neither_signed_nor_sent(
    command: Any, by: Any
) -> None:
    given(COMMUNICATION, *BOTH).when(KEEP, by=POLICY).then(KEPT)
    given(COMMUNICATION, *BOTH, KEPT).when(command, by=by).then_refused("kept as a record")
    given(COMMUNICATION, *BOTH, KEPT).when(WITHDRAW, by=HOLDER).then_nothing()


def test_a_joint_letter_goes_on_without_a_mandate_that_stays_a_record() -> None:
    dropped = VacantMandateDropped(
        communication_id=ID, mandate=OTHER, since=AT.date(), dropped_at=AT
    )
    beside = replace(KEEP, mandate=OTHER)
    given(COMMUNICATION, *AWAITING, APPROVED).when(beside, by=POLICY).then(
        dropped, replace(CLEARED, mandates=(LEAD,))
    )
    given(COMMUNICATION, *FULL, OTHER_AUTHORISED).when(beside, by=POLICY).then(dropped)


def test_what_was_sent_or_withdrawn_keeps_the_old_name() -> None:
    for history in ((*BOTH, ORDERED), (*BOTH, ORDERED, TRANSMITTED), (*AWAITING, WITHDRAWN)):
        given(COMMUNICATION, *history).when(PASS, by=POLICY).then_nothing()
        given(COMMUNICATION, *history).when(KEEP, by=POLICY).then_nothing()


def test_a_decision_that_comes_twice_changes_nothing() -> None:
    for told_ in (PASSED, KEPT):
        for command in (PASS, KEEP):
            given(COMMUNICATION, *BOTH, told_).when(command, by=POLICY).then_nothing()
