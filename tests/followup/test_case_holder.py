"""Decisions reserved for the holder of a signing mandate."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.followup.reply_case.commands import Command, ProposeReminder
from services.followup.reply_case.decide import REPLY_CASE
from shared.contracts.followup_replies import ReminderProposed
from shared.contracts.followup_reply_commands import (
    ApproveReminder,
    ByTheHolder,
    CloseCase,
    ForwardReplyToSource,
    ReopenCase,
)
from shared.core.actor import Actor
from shared.core.testing import AT, given
from tests.followup.cases import (
    APPROVED,
    CHIEF,
    CLOCK,
    DESK,
    DRAFTED,
    DUE,
    FORWARDED,
    GOVERNMENT,
    HOLDER,
    OFFICER,
    OTHER_HOLDER,
    OVERDUE,
    REMIND_AT,
    SENT,
    TEXT,
    assess,
    assessed,
    closed,
    logged,
    reopened,
)

FORWARD = ForwardReplyToSource(communication_id="c-1", reply_id="r-1", mandate="sr-torture")
APPROVE = ApproveReminder(
    communication_id="c-1", reminder_id="m-1", mandate="sr-torture", content_hash="a" * 64
)
CLOSE = CloseCase(communication_id="c-1", mandate="sr-torture", outcome="improved", reasons=TEXT)
REOPEN = ReopenCase(communication_id="c-1", mandate="sr-torture", reason=TEXT)
BY_A_HOLDER: tuple[ByTheHolder, ...] = (assess(), FORWARD, APPROVE, CLOSE, REOPEN)
HISTORY = (DUE, logged("holding"), DRAFTED)


def test_a_holder_of_a_signing_mandate_assesses_a_reply() -> None:
    given(REPLY_CASE, DUE, logged()).when(assess(), by=HOLDER).then(assessed())


def test_mandates_may_differ_about_a_reply() -> None:
    given(REPLY_CASE, DUE, logged(), assessed()).when(
        assess("none", mandate="wgad"), by=OTHER_HOLDER
    ).then(assessed("none", mandate="wgad", by="holder-2"))


def test_a_mandate_may_change_its_mind_about_a_reply() -> None:
    history = (DUE, logged(), assessed("pending"))
    given(REPLY_CASE, *history).when(assess("full"), by=HOLDER).then(assessed("full"))


def test_the_same_grade_again_changes_nothing() -> None:
    given(REPLY_CASE, DUE, logged(), assessed()).when(assess(), by=HOLDER).then_nothing()


@pytest.mark.parametrize("other", [DESK, CHIEF, OFFICER, CLOCK])
def test_nobody_but_a_mandate_holder_assesses_a_reply(other: Actor) -> None:
    given(REPLY_CASE, DUE, logged()).when(assess(), by=other).then_forbidden()


def test_nobody_assesses_a_reply_for_a_mandate_that_he_does_not_hold() -> None:
    command = assess(mandate="wgad")
    given(REPLY_CASE, DUE, logged()).when(command, by=HOLDER).then_forbidden()


def test_a_mandate_that_did_not_sign_does_not_assess() -> None:
    command = assess(mandate="sr-health")
    given(REPLY_CASE, DUE, logged()).when(command, by=HOLDER).then_refused("did not sign")


def test_only_a_reply_that_came_is_assessed() -> None:
    given(REPLY_CASE, DUE).when(assess(), by=HOLDER).then_refused("no such reply")


@pytest.mark.parametrize(
    ("scheme", "value"),
    [("cooperation", "excellent"), ("implementation", "fully"), ("stars", "five")],
)
def test_a_grade_is_one_of_the_scheme_for_replies(scheme: str, value: str) -> None:
    command = assess(value, scheme=scheme)
    given(REPLY_CASE, DUE, logged()).when(command, by=HOLDER).then_refused("grade from the list")


def test_a_partial_reply_has_patterns_each_once() -> None:
    command = assess(patterns=("denial", "formalism", "denial"))
    graded = assessed(patterns=("denial", "formalism"))
    given(REPLY_CASE, DUE, logged()).when(command, by=HOLDER).then(graded)
    given(REPLY_CASE, DUE, logged(), graded).when(command, by=HOLDER).then_nothing()


def test_other_patterns_are_another_assessment() -> None:
    history = (DUE, logged(), assessed(patterns=("denial",)))
    given(REPLY_CASE, *history).when(assess(), by=HOLDER).then(assessed())


def test_patterns_are_of_a_partial_reply_and_of_the_list() -> None:
    case = given(REPLY_CASE, DUE, logged())
    case.when(assess("none", patterns=("denial",)), by=HOLDER).then_refused("partial")
    case.when(assess(patterns=("rude",)), by=HOLDER).then_refused("from the list")


def test_an_acknowledgement_is_never_full_cooperation() -> None:
    case = given(REPLY_CASE, DUE, logged("acknowledgement"))
    case.when(assess("full"), by=HOLDER).then_refused("only acknowledges")
    case.when(assess("partial"), by=HOLDER).then(assessed("partial"))


@pytest.mark.parametrize("other", [DESK, CHIEF, OFFICER, GOVERNMENT, CLOCK])
def test_nobody_decides_in_place_of_a_mandate_holder(other: Actor) -> None:
    for command in BY_A_HOLDER:
        given(REPLY_CASE, *HISTORY).when(command, by=other).then_forbidden()


def test_a_holder_decides_for_his_own_signing_mandates_only() -> None:
    for command in BY_A_HOLDER:
        given(REPLY_CASE, *HISTORY).when(command, by=OTHER_HOLDER).then_forbidden()
        unsigned = replace(command, mandate="sr-health")
        given(REPLY_CASE, *HISTORY).when(unsigned, by=HOLDER).then_refused("did not sign")


def test_a_reply_goes_to_the_sources_by_a_holders_decision_once() -> None:
    given(REPLY_CASE, DUE, logged()).when(FORWARD, by=HOLDER).then(FORWARDED)
    given(REPLY_CASE, DUE, logged(), FORWARDED).when(FORWARD, by=HOLDER).then_nothing()


def test_only_a_reply_that_came_is_forwarded() -> None:
    given(REPLY_CASE, DUE).when(FORWARD, by=HOLDER).then_refused("no such reply")


def test_a_letter_of_the_first_version_does_not_know_its_sources() -> None:
    old = replace(DUE, submission_ids=())
    given(REPLY_CASE, old, logged()).when(FORWARD, by=HOLDER).then_refused("on which submission")


def test_a_holder_approves_the_exact_text_of_a_reminder_once() -> None:
    given(REPLY_CASE, DUE, DRAFTED).when(APPROVE, by=HOLDER).then(APPROVED)
    given(REPLY_CASE, DUE, DRAFTED, APPROVED).when(APPROVE, by=HOLDER).then_nothing()
    given(REPLY_CASE, DUE, DRAFTED, APPROVED, SENT).when(APPROVE, by=HOLDER).then_nothing()


def test_another_text_of_the_reminder_voids_the_approval() -> None:
    newer = replace(DRAFTED, reminder_id="m-2", content_hash="b" * 64)
    given(REPLY_CASE, DUE, DRAFTED, newer).when(APPROVE, by=HOLDER).then_refused("replaced")
    given(REPLY_CASE, DUE).when(APPROVE, by=HOLDER).then_refused("replaced")
    other = replace(APPROVE, content_hash="b" * 64)
    given(REPLY_CASE, DUE, DRAFTED).when(other, by=HOLDER).then_refused("not the text")


def test_who_wrote_a_reminder_does_not_approve_it() -> None:
    own = replace(DRAFTED, drafted_by="holder-1")
    given(REPLY_CASE, DUE, own).when(APPROVE, by=HOLDER).then_forbidden()


def test_a_holder_closes_the_case_with_an_outcome() -> None:
    given(REPLY_CASE, DUE, logged()).when(CLOSE, by=HOLDER).then(closed())


def test_a_case_is_closed_once() -> None:
    given(REPLY_CASE, DUE, closed()).when(CLOSE, by=HOLDER).then_nothing()
    other = replace(CLOSE, outcome="resolved")
    given(REPLY_CASE, DUE, closed()).when(other, by=HOLDER).then_refused("Reopen it first")


def test_an_outcome_is_one_of_the_list_and_fits_what_came() -> None:
    given(REPLY_CASE, DUE).when(replace(CLOSE, outcome="won"), by=HOLDER).then_refused("outcome")
    none = replace(CLOSE, outcome="no_reply")
    given(REPLY_CASE, DUE, logged()).when(none, by=HOLDER).then_refused("has come")
    given(REPLY_CASE, DUE, logged("holding")).when(none, by=HOLDER).then(closed("no_reply"))


def test_a_case_is_reopened_with_the_date_that_it_still_waits_for() -> None:
    given(REPLY_CASE, DUE, closed()).when(REOPEN, by=HOLDER).then(reopened())


def test_a_reopened_case_waits_for_nothing_that_has_come_or_passed() -> None:
    nothing = reopened(waits_until=None, reminders_at=())
    given(REPLY_CASE, DUE, logged(), closed()).when(REOPEN, by=HOLDER).then(nothing)
    overdue = reopened(waits_until=None)
    given(REPLY_CASE, DUE, OVERDUE, closed()).when(REOPEN, by=HOLDER).then(overdue)


def test_of_the_reminders_missed_while_it_was_closed_the_last_comes_and_all_later_ones() -> None:
    first, second = REMIND_AT
    when = first + timedelta(days=1)
    once = replace(reopened(reminders_at=REMIND_AT), reopened_at=when)
    given(REPLY_CASE, DUE, closed()).when(REOPEN, by=HOLDER, at=when).then(once)
    when = second + timedelta(days=1)
    last = replace(reopened(reminders_at=(second,)), reopened_at=when)
    given(REPLY_CASE, DUE, closed()).when(REOPEN, by=HOLDER, at=when).then(last)
    propose = ProposeReminder(communication_id="c-1")
    again = given(REPLY_CASE, DUE, closed(), last).when(propose, by=CLOCK, at=when)
    again.then(
        ReminderProposed(
            communication_id="c-1",
            mandates=DUE.mandates,
            number=1,
            reminders_at=(),
            proposed_at=when,
        )
    )


def test_a_case_reopened_before_reminders_came_back_keeps_its_own() -> None:
    old = reopened(reminders_at=())
    again = replace(REOPEN, mandate="sr-torture")
    given(REPLY_CASE, DUE, closed(), old, closed()).when(again, by=HOLDER).then(reopened())


def test_what_is_open_is_not_reopened() -> None:
    given(REPLY_CASE, DUE).when(REOPEN, by=HOLDER).then_nothing()
    given(REPLY_CASE, DUE, closed(), reopened()).when(REOPEN, by=HOLDER).then_nothing()


def test_a_case_may_be_closed_again_after_it_was_reopened() -> None:
    history = (DUE, closed(), reopened())
    later = AT + timedelta(days=1)
    given(REPLY_CASE, *history).when(CLOSE, by=HOLDER, at=later).then(
        replace(closed(), closed_at=later)
    )


@pytest.mark.parametrize("command", [assess(), FORWARD, APPROVE])
def test_a_closed_case_takes_no_decision_but_to_reopen(command: Command) -> None:
    history = (*HISTORY, closed())
    given(REPLY_CASE, *history).when(command, by=HOLDER).then_refused("closed")
