"""Work of the officer of a signing mandate: extensions, reminders, notices of closure."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from services.followup.reply_case.commands import Command
from services.followup.reply_case.decide import REPLY_CASE
from shared.contracts.followup import ReplyOverdue
from shared.contracts.followup_replies import ClosureNotified, ExtensionNoted, ReminderProposed
from shared.contracts.followup_reply_commands import (
    DraftReminder,
    NoteExtension,
    NotifyClosure,
    SendReminder,
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
    DUE_AT,
    GOVERNMENT,
    HOLDER,
    LATE,
    MARK,
    OFFICER,
    OTHER_OFFICER,
    OVERDUE,
    REMIND_AT,
    SENT,
    SIGNED,
    TEXT,
    closed,
    logged,
    reopened,
)

NEW_DUE_AT = datetime(2026, 4, 5, 21, 59, 59, 999999, tzinfo=UTC)  # 30 days later, summer time
EXTEND = NoteExtension(communication_id="c-1", until=date(2026, 4, 5))
EXTENDED = ExtensionNoted(
    communication_id="c-1",
    recipient="FRA",
    mandates=SIGNED,
    was_due_at=DUE_AT,
    due_at=NEW_DUE_AT,
    reminders_at=(NEW_DUE_AT, datetime(2026, 6, 4, 21, 59, 59, 999999, tzinfo=UTC)),
    noted_by="officer-1",
    noted_at=AT,
)
DRAFT = DraftReminder(communication_id="c-1", reminder_id="m-1", text=TEXT, content_hash="a" * 64)
SEND = SendReminder(communication_id="c-1", reminder_id="m-1")
TELL_STATE = NotifyClosure(communication_id="c-1", to="state")
TELL_SOURCE = NotifyClosure(communication_id="c-1", to="source")
TOLD_STATE = ClosureNotified(
    communication_id="c-1",
    to="state",
    outcome="improved",
    submission_ids=(),
    notified_by="officer-1",
    notified_at=AT,
)


def test_an_extension_moves_the_reply_and_the_reminders_in_days_of_geneva() -> None:
    given(REPLY_CASE, DUE).when(EXTEND, by=OFFICER).then(EXTENDED)


def test_reminders_that_were_proposed_are_not_moved() -> None:
    proposed = ReminderProposed(
        communication_id="c-1",
        mandates=SIGNED,
        number=1,
        reminders_at=REMIND_AT[1:],
        proposed_at=LATE,
    )
    given(REPLY_CASE, DUE, proposed).when(EXTEND, by=OFFICER).then(
        replace(EXTENDED, reminders_at=EXTENDED.reminders_at[1:])
    )


def test_an_overdue_reply_is_not_overdue_any_more_until_the_new_day_has_passed() -> None:
    given(REPLY_CASE, DUE, OVERDUE).when(EXTEND, by=OFFICER).then(EXTENDED)
    extended = (DUE, OVERDUE, EXTENDED)
    given(REPLY_CASE, *extended).when(MARK, by=CLOCK, at=LATE).then_refused("not due yet")
    late = NEW_DUE_AT + timedelta(seconds=1)
    given(REPLY_CASE, *extended).when(MARK, by=CLOCK, at=late).then(
        ReplyOverdue(
            communication_id="c-1",
            recipient="FRA",
            mandates=SIGNED,
            due_at=NEW_DUE_AT,
            overdue_at=late,
        )
    )


def test_an_extension_is_noted_once_and_only_gives_more_time() -> None:
    given(REPLY_CASE, DUE, EXTENDED).when(EXTEND, by=OFFICER).then_nothing()
    shorter = replace(EXTEND, until=date(2026, 3, 1))
    given(REPLY_CASE, DUE).when(shorter, by=OFFICER).then_refused("more time")


def test_there_is_nothing_to_extend_once_a_reply_has_come() -> None:
    given(REPLY_CASE, DUE, logged()).when(EXTEND, by=OFFICER).then_refused("nothing to extend")


def test_an_officer_writes_a_reminder_once() -> None:
    given(REPLY_CASE, DUE).when(DRAFT, by=OFFICER).then(DRAFTED)
    given(REPLY_CASE, DUE, DRAFTED).when(DRAFT, by=OFFICER).then_nothing()
    given(REPLY_CASE, DUE, DRAFTED, APPROVED, SENT).when(DRAFT, by=OFFICER).then_nothing()


def test_a_reminder_is_not_written_once_a_reply_has_come() -> None:
    given(REPLY_CASE, DUE, logged()).when(DRAFT, by=OFFICER).then_refused("follow-up letter")


def test_a_damaged_hash_is_refused() -> None:
    damaged = replace(DRAFT, content_hash="short")
    given(REPLY_CASE, DUE).when(damaged, by=OFFICER).then_refused("damaged")


def test_a_reminder_goes_in_the_name_of_those_who_approved_it() -> None:
    history = (DUE, DRAFTED, APPROVED)
    given(REPLY_CASE, *history).when(SEND, by=OFFICER).then(SENT)
    both = (*history, replace(APPROVED, mandate="wgad", approved_by="holder-2"))
    given(REPLY_CASE, *both).when(SEND, by=DESK).then(
        replace(SENT, mandates=SIGNED, sent_by="desk-1")
    )


def test_a_reminder_is_sent_once() -> None:
    given(REPLY_CASE, DUE, DRAFTED, APPROVED, SENT).when(SEND, by=OFFICER).then_nothing()


def test_no_reminder_goes_without_a_holders_approval_of_its_text() -> None:
    given(REPLY_CASE, DUE, DRAFTED).when(SEND, by=OFFICER).then_refused("approved this reminder")
    given(REPLY_CASE, DUE).when(SEND, by=OFFICER).then_refused("replaced")
    newer = replace(DRAFTED, reminder_id="m-2")
    given(REPLY_CASE, DUE, DRAFTED, APPROVED, newer).when(SEND, by=OFFICER).then_refused("replaced")
    send_newer = replace(SEND, reminder_id="m-2")
    history = (DUE, DRAFTED, APPROVED, newer)
    given(REPLY_CASE, *history).when(send_newer, by=OFFICER).then_refused("approved this reminder")


def test_an_approval_without_its_reminder_approves_nothing() -> None:
    given(REPLY_CASE, DUE, APPROVED).when(SEND, by=OFFICER).then_refused("replaced")


def test_a_reminder_is_not_sent_once_a_reply_has_come() -> None:
    history = (DUE, DRAFTED, APPROVED, logged())
    given(REPLY_CASE, *history).when(SEND, by=OFFICER).then_refused("not needed")


def test_state_and_source_are_told_of_the_closure_once_each() -> None:
    case = given(REPLY_CASE, DUE, closed())
    told_source = replace(TOLD_STATE, to="source", submission_ids=("s-1", "s-2"))
    case.when(TELL_STATE, by=OFFICER).then(TOLD_STATE)
    case.when(TELL_SOURCE, by=OFFICER).then(told_source)
    case.when(TELL_STATE, by=DESK).then(replace(TOLD_STATE, notified_by="desk-1"))
    told = given(REPLY_CASE, DUE, closed(), TOLD_STATE, told_source)
    told.when(TELL_STATE, by=OFFICER).then_nothing()
    told.when(TELL_SOURCE, by=OFFICER).then_nothing()


def test_a_closure_after_a_reopening_is_told_anew() -> None:
    history = (DUE, closed(), TOLD_STATE, reopened(), closed())
    given(REPLY_CASE, *history).when(TELL_STATE, by=OFFICER).then(TOLD_STATE)


def test_an_open_case_has_no_closure_to_tell() -> None:
    given(REPLY_CASE, DUE).when(TELL_STATE, by=OFFICER).then_refused("not closed")


def test_a_notice_without_its_closure_is_still_read() -> None:
    given(REPLY_CASE, DUE, TOLD_STATE).when(TELL_STATE, by=OFFICER).then_nothing()


@pytest.mark.parametrize("other", [CHIEF, HOLDER, GOVERNMENT, OTHER_OFFICER, CLOCK])
def test_only_officers_of_signing_mandates_do_it(other: Actor) -> None:
    for command in (EXTEND, DRAFT, SEND, TELL_STATE):
        given(REPLY_CASE, DUE).when(command, by=other).then_forbidden()


@pytest.mark.parametrize("command", [EXTEND, DRAFT, SEND])
def test_a_closed_case_is_not_worked_on(command: Command) -> None:
    given(REPLY_CASE, DUE, closed()).when(command, by=OFFICER).then_refused("closed")
