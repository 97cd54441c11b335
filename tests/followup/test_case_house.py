"""Commands of policies and the clock: a case opens, its dates pass, nothing is sent."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from services.followup.reply_case.commands import ProposeReminder, RecordFollowUpLetter
from services.followup.reply_case.decide import REPLY_CASE
from shared.contracts.followup import ReplyKind
from shared.contracts.followup_replies import FollowUpLetterSent, ReminderProposed
from shared.core.actor import system
from shared.core.geneva import end_of_day
from shared.core.testing import AT, given
from tests.followup.cases import (
    CLOCK,
    DUE,
    DUE_AT,
    LATE,
    MARK,
    OPEN,
    OVERDUE,
    REMIND_AT,
    SIGNED,
    closed,
    logged,
    reopened,
)

PROPOSE = ProposeReminder(communication_id="c-1")
FIRST = ReminderProposed(
    communication_id="c-1",
    mandates=SIGNED,
    number=1,
    reminders_at=REMIND_AT[1:],
    proposed_at=LATE,
)
FOLLOW_UP = RecordFollowUpLetter(
    communication_id="c-1", follow_up_id="c-2", reference="AL FRA 2/2026", sent_at=AT
)
FOLLOWED_UP = FollowUpLetterSent(
    communication_id="c-1",
    follow_up_id="c-2",
    reference="AL FRA 2/2026",
    recipient="FRA",
    mandates=SIGNED,
    sent_at=AT,
)


def test_a_transmitted_letter_is_due_a_reply_at_the_end_of_the_sixtieth_day() -> None:
    given(REPLY_CASE).when(OPEN, by=system("followup")).then(DUE)


def test_a_case_is_opened_once() -> None:
    given(REPLY_CASE, DUE).when(OPEN, by=system("followup")).then_nothing()


@pytest.mark.parametrize(
    ("transmitted_at", "days", "expected"),
    [
        # Summer time ends in between: the day in Geneva counts, not sixty times 24 hours.
        (
            datetime(2026, 9, 1, 10, 0, tzinfo=UTC),
            60,
            datetime(2026, 10, 31, 22, 59, 59, 999999, tzinfo=UTC),
        ),
        # In Geneva it is the next day already.
        (
            datetime(2026, 6, 1, 22, 30, tzinfo=UTC),
            1,
            datetime(2026, 6, 3, 21, 59, 59, 999999, tzinfo=UTC),
        ),
        (
            datetime(2026, 1, 5, 9, 0, tzinfo=timezone(timedelta(hours=-5))),
            60,
            datetime(2026, 3, 6, 22, 59, 59, 999999, tzinfo=UTC),
        ),
    ],
)
def test_days_are_calendar_days_of_geneva(
    transmitted_at: datetime, days: int, expected: datetime
) -> None:
    assert end_of_day(transmitted_at, days=days) == expected


def test_a_passed_deadline_makes_the_reply_overdue() -> None:
    late = DUE_AT + timedelta(seconds=1)
    given(REPLY_CASE, DUE).when(MARK, by=CLOCK, at=late).then(OVERDUE)


def test_the_whole_of_the_last_day_is_in_time() -> None:
    given(REPLY_CASE, DUE).when(MARK, by=CLOCK, at=DUE_AT).then_refused("not due yet")


def test_a_reply_becomes_overdue_once() -> None:
    late = DUE_AT + timedelta(days=1)
    given(REPLY_CASE, DUE, OVERDUE).when(MARK, by=CLOCK, at=late).then_nothing()


def test_a_substantive_reply_stops_the_clock() -> None:
    late = DUE_AT + timedelta(days=1)
    given(REPLY_CASE, DUE, logged()).when(MARK, by=CLOCK, at=late).then_nothing()


@pytest.mark.parametrize("kind", ["acknowledgement", "holding"])
def test_an_acknowledgement_or_a_holding_reply_does_not_stop_the_clock(kind: ReplyKind) -> None:
    late = DUE_AT + timedelta(seconds=1)
    given(REPLY_CASE, DUE, logged(kind)).when(MARK, by=CLOCK, at=late).then(OVERDUE)


def test_a_holding_reply_after_a_substantive_one_does_not_start_the_clock_again() -> None:
    late = DUE_AT + timedelta(days=1)
    history = (DUE, logged(), replace(logged("holding"), reply_id="r-2"))
    given(REPLY_CASE, *history).when(MARK, by=CLOCK, at=late).then_nothing()


def test_a_closed_case_is_not_overdue() -> None:
    given(REPLY_CASE, DUE, closed()).when(MARK, by=CLOCK, at=LATE).then_nothing()


def test_a_reopened_case_is_overdue_once_its_day_has_passed() -> None:
    given(REPLY_CASE, DUE, closed(), reopened()).when(MARK, by=CLOCK, at=LATE).then(OVERDUE)


def test_a_reminder_is_proposed_when_its_day_has_passed() -> None:
    given(REPLY_CASE, DUE).when(PROPOSE, by=CLOCK, at=LATE).then(FIRST)


def test_the_whole_day_of_a_reminder_belongs_to_the_government() -> None:
    given(REPLY_CASE, DUE).when(PROPOSE, by=CLOCK, at=DUE_AT).then_refused("not passed yet")


def test_the_next_reminder_is_proposed_on_its_own_day() -> None:
    history = (DUE, FIRST)
    given(REPLY_CASE, *history).when(PROPOSE, by=CLOCK, at=LATE).then_refused("not passed yet")
    later = REMIND_AT[1] + timedelta(seconds=1)
    given(REPLY_CASE, *history).when(PROPOSE, by=CLOCK, at=later).then(
        replace(FIRST, number=2, reminders_at=(), proposed_at=later)
    )


def test_no_reminder_is_proposed_after_the_last_one() -> None:
    last = replace(FIRST, number=2, reminders_at=())
    later = REMIND_AT[1] + timedelta(days=30)
    given(REPLY_CASE, DUE, FIRST, last).when(PROPOSE, by=CLOCK, at=later).then_nothing()


def test_a_letter_of_the_first_version_has_no_reminders_planned() -> None:
    old = replace(DUE, reminders_at=())
    given(REPLY_CASE, old).when(PROPOSE, by=CLOCK, at=LATE).then_nothing()


def test_a_reply_or_a_closure_makes_a_reminder_needless() -> None:
    for settled in (logged(), closed()):
        given(REPLY_CASE, DUE, settled).when(PROPOSE, by=CLOCK, at=LATE).then_nothing()


def test_a_follow_up_letter_is_recorded_once_also_on_a_closed_case() -> None:
    house = system("followup")
    given(REPLY_CASE, DUE).when(FOLLOW_UP, by=house).then(FOLLOWED_UP)
    given(REPLY_CASE, DUE, closed()).when(FOLLOW_UP, by=house).then(FOLLOWED_UP)
    given(REPLY_CASE, DUE, FOLLOWED_UP).when(FOLLOW_UP, by=house).then_nothing()
