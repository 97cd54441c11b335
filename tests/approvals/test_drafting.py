"""Drafting a letter, changing its text, asking for approval: the officer's rules."""

from dataclasses import replace
from typing import Any

import pytest

from services.approvals.communication.decide import COMMUNICATION
from shared.contracts.approvals_letter_commands import DraftCommunication
from shared.core.actor import Actor, system
from shared.core.testing import given
from tests.approvals.support import (
    APPROVE,
    APPROVED,
    AUTHORISED,
    AWAITING,
    CHANGED,
    CHIEF,
    DECLINED,
    DESK,
    DRAFT,
    DRAFTED,
    DRAFTING,
    EVERY,
    FIRST,
    HALF,
    HOLDER,
    INVITED,
    LEAD,
    OFFICER,
    OTHER,
    OTHER_OFFICER,
    OTHER_VOIDED,
    READY,
    REQUEST,
    REQUESTED,
    REVISE,
    REVISED,
    REVOKE,
    SECOND,
    STRANGE_OFFICER,
    SUBMISSION,
    TRANSMIT,
    VOIDED,
)


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
        (replace(DRAFT, recipient="ZZZ"), "recipient from the list"),
        (replace(DRAFT, submission_ids=()), "at least one submission"),
        (replace(DRAFT, content_hash="abc"), "fingerprint"),
        (replace(DRAFT, follows_up=DRAFT.communication_id), "follow itself up"),
        (replace(DRAFT, language="la"), "language from the list"),
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


def test_an_edit_makes_a_new_version() -> None:
    given(COMMUNICATION, *DRAFTING).when(REVISE, by=OFFICER).then(REVISED)


def test_an_edit_voids_every_approval() -> None:
    given(COMMUNICATION, *READY).when(REVISE, by=OFFICER).then(REVISED, VOIDED, OTHER_VOIDED)


def test_an_edit_that_changes_nothing_voids_nothing() -> None:
    same = replace(REVISE, content_hash=FIRST)
    given(COMMUNICATION, *READY).when(same, by=OFFICER).then_nothing()


def test_a_draft_is_in_the_language_that_was_chosen() -> None:
    drafted = replace(DRAFTED, language="fr")
    given(COMMUNICATION).when(replace(DRAFT, language="fr"), by=OFFICER).then(drafted, INVITED)


def test_another_language_is_an_edit_even_of_the_same_text() -> None:
    same = replace(REVISE, content_hash=FIRST, language="ru")
    revised = replace(REVISED, text=REVISE.text, content_hash=FIRST, language="ru")
    given(COMMUNICATION, *READY).when(same, by=OFFICER).then(revised, VOIDED, OTHER_VOIDED)


def test_whoever_saw_another_version_does_not_take_its_language_back() -> None:
    """The form of the version before carries the language before, though only its words count."""
    now = replace(REVISED, text=REVISE.text, content_hash=FIRST, language="ru")
    stale = replace(REVISE, content_hash=FIRST, language="fr")
    drafted = replace(DRAFTED, language="fr")
    given(COMMUNICATION, drafted, now).when(stale, by=OFFICER).then_refused("Look at version 2")


def test_the_language_that_a_letter_has_is_no_edit_and_stays_with_a_later_one() -> None:
    drafted = replace(DRAFTED, language="fr")
    same = replace(REVISE, content_hash=FIRST, language="fr")
    given(COMMUNICATION, drafted).when(same, by=OFFICER).then_nothing()
    again = replace(same, version=2, content_hash=SECOND)
    given(COMMUNICATION, drafted, REVISED).when(again, by=OFFICER).then_nothing()


def test_an_edit_in_an_unknown_language_is_refused() -> None:
    command = replace(REVISE, language="la")
    given(COMMUNICATION, *DRAFTING).when(command, by=OFFICER).then_refused("language from the list")


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
