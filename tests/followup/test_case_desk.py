"""Messages from outside: logged by the desk, or filed by the Government addressed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from services.followup.reply_case.commands import Command
from services.followup.reply_case.decide import REPLY_CASE
from shared.contracts.followup import GovernmentReplyLogged
from shared.contracts.followup_replies import (
    ExtensionRequested,
    ReceiptAcknowledged,
    TranslationReceived,
    TranslationRequested,
)
from shared.contracts.followup_reply_commands import (
    AcknowledgeReceipt,
    RecordTranslation,
    RequestExtension,
    RequestTranslation,
)
from shared.core.actor import Actor, Asked
from shared.core.testing import AT, given
from tests.followup.cases import (
    CHIEF,
    CLOCK,
    DESK,
    DUE,
    DUE_AT,
    GOVERNMENT,
    HOLDER,
    MARK,
    OFFICER,
    OTHER_GOVERNMENT,
    OVERDUE,
    SIGNED,
    TEXT,
    closed,
    log,
    logged,
)

ACKNOWLEDGE = AcknowledgeReceipt(communication_id="c-1", received_at=AT)
ACKNOWLEDGED = ReceiptAcknowledged(
    communication_id="c-1",
    recipient="FRA",
    mandates=SIGNED,
    received_at=AT,
    by_government=False,
    recorded_by="desk-1",
    recorded_at=AT,
)
MORE_TIME = RequestExtension(
    communication_id="c-1", request_id="e-1", until=date(2026, 4, 6), reason=TEXT
)
MORE_TIME_ASKED = ExtensionRequested(
    communication_id="c-1",
    request_id="e-1",
    recipient="FRA",
    mandates=SIGNED,
    until=datetime(2026, 4, 6, 21, 59, 59, 999999, tzinfo=UTC),
    reason=TEXT,
    by_government=True,
    requested_by="mission-1",
    requested_at=AT,
)
TRANSLATE = RequestTranslation(communication_id="c-1", reply_id="r-1", language="en")
TRANSLATION_ASKED = TranslationRequested(
    communication_id="c-1",
    reply_id="r-1",
    language="en",
    requested_by="desk-1",
    requested_at=AT,
)
TRANSLATED = RecordTranslation(communication_id="c-1", reply_id="r-1", language="en", text=TEXT)
TRANSLATION_CAME = TranslationReceived(
    communication_id="c-1",
    reply_id="r-1",
    language="en",
    text=TEXT,
    recorded_by="desk-1",
    received_at=AT,
)


def test_the_desk_logs_a_reply() -> None:
    given(REPLY_CASE, DUE).when(log(), by=DESK).then(logged())


def test_a_late_reply_is_accepted() -> None:
    late = DUE_AT + timedelta(days=300)
    given(REPLY_CASE, DUE, OVERDUE).when(log(), by=DESK, at=late).then(logged(logged_at=late))


def test_a_reply_is_logged_once() -> None:
    given(REPLY_CASE, DUE, logged()).when(log(), by=DESK).then_nothing()


@pytest.mark.parametrize("other", [CHIEF, HOLDER, OFFICER, CLOCK, OTHER_GOVERNMENT])
def test_only_the_desk_and_the_government_addressed_log_replies(other: Actor) -> None:
    given(REPLY_CASE, DUE).when(log(), by=other).then_forbidden()


def test_a_reply_is_in_a_language_of_the_list() -> None:
    given(REPLY_CASE, DUE).when(log(language="tlh"), by=DESK).then_refused("language")


def test_a_reply_cannot_have_come_before_the_letter() -> None:
    early = log(received_at=AT - timedelta(days=1))
    given(REPLY_CASE, DUE).when(early, by=DESK).then_refused("before the letter")


def test_a_reply_may_come_on_the_day_of_the_letter_whatever_the_hour() -> None:
    same_day = AT - timedelta(hours=3)
    command = log(received_at=same_day)
    [event] = REPLY_CASE.decide(command, Asked(at=AT, by=DESK), REPLY_CASE.fold([DUE]))
    assert isinstance(event, GovernmentReplyLogged)
    assert event.received_at == same_day


def test_a_time_of_receipt_without_its_zone_is_refused() -> None:
    naive = log(received_at=AT.replace(tzinfo=None))
    given(REPLY_CASE, DUE).when(naive, by=DESK).then_refused("time zone")


def test_the_government_addressed_files_its_reply_itself_and_dates_nothing_back() -> None:
    filed_at = AT + timedelta(days=9)
    given(REPLY_CASE, DUE).when(log(), by=GOVERNMENT, at=filed_at).then(
        replace(
            logged(logged_at=filed_at),
            received_at=filed_at,
            logged_by="mission-1",
            by_government=True,
        )
    )


def test_a_closed_case_takes_a_late_reply_and_stays_closed() -> None:
    given(REPLY_CASE, DUE, closed()).when(log(), by=DESK).then(logged())
    late = (DUE, closed(), logged())
    given(REPLY_CASE, *late).when(TRANSLATE, by=DESK).then_refused("This case is closed")


def test_the_desk_records_that_the_letter_arrived() -> None:
    given(REPLY_CASE, DUE).when(ACKNOWLEDGE, by=DESK).then(ACKNOWLEDGED)


def test_the_government_addressed_acknowledges_receipt_itself() -> None:
    at = AT + timedelta(days=1)
    given(REPLY_CASE, DUE).when(ACKNOWLEDGE, by=GOVERNMENT, at=at).then(
        replace(
            ACKNOWLEDGED,
            received_at=at,
            by_government=True,
            recorded_by="mission-1",
            recorded_at=at,
        )
    )


def test_receipt_is_acknowledged_once() -> None:
    given(REPLY_CASE, DUE, ACKNOWLEDGED).when(ACKNOWLEDGE, by=GOVERNMENT).then_nothing()


def test_a_letter_cannot_have_arrived_before_it_was_transmitted() -> None:
    early = replace(ACKNOWLEDGE, received_at=AT - timedelta(days=2))
    given(REPLY_CASE, DUE).when(early, by=DESK).then_refused("before the letter")


def test_an_acknowledged_letter_still_becomes_overdue() -> None:
    late = DUE_AT + timedelta(seconds=1)
    given(REPLY_CASE, DUE, ACKNOWLEDGED).when(MARK, by=CLOCK, at=late).then(OVERDUE)


def test_the_government_addressed_asks_for_more_time() -> None:
    given(REPLY_CASE, DUE).when(MORE_TIME, by=GOVERNMENT).then(MORE_TIME_ASKED)


def test_the_desk_records_that_more_time_was_asked_for() -> None:
    given(REPLY_CASE, DUE).when(MORE_TIME, by=DESK).then(
        replace(MORE_TIME_ASKED, by_government=False, requested_by="desk-1")
    )


def test_the_same_time_is_asked_for_once() -> None:
    given(REPLY_CASE, DUE, MORE_TIME_ASKED).when(MORE_TIME, by=GOVERNMENT).then_nothing()


def test_more_time_ends_after_the_day_on_which_the_reply_is_due() -> None:
    same_day = replace(MORE_TIME, until=date(2026, 3, 6))
    given(REPLY_CASE, DUE).when(same_day, by=GOVERNMENT).then_refused("after the one")


def test_who_has_replied_needs_no_more_time() -> None:
    given(REPLY_CASE, DUE, logged()).when(MORE_TIME, by=GOVERNMENT).then_refused("has come")


@pytest.mark.parametrize("command", [log(), ACKNOWLEDGE, MORE_TIME])
def test_a_government_acts_on_letters_to_itself_only(command: Command) -> None:
    given(REPLY_CASE, DUE).when(command, by=OTHER_GOVERNMENT).then_forbidden()


def test_a_translation_is_asked_for_and_comes() -> None:
    given(REPLY_CASE, DUE, logged()).when(TRANSLATE, by=DESK).then(TRANSLATION_ASKED)
    asked = (DUE, logged(), TRANSLATION_ASKED)
    given(REPLY_CASE, *asked).when(TRANSLATED, by=DESK).then(TRANSLATION_CAME)


def test_a_translation_is_asked_for_once_and_comes_once() -> None:
    asked = (DUE, logged(), TRANSLATION_ASKED)
    given(REPLY_CASE, *asked).when(TRANSLATE, by=DESK).then_nothing()
    given(REPLY_CASE, *asked, TRANSLATION_CAME).when(TRANSLATED, by=DESK).then_nothing()
    given(REPLY_CASE, *asked, TRANSLATION_CAME).when(TRANSLATE, by=DESK).then_nothing()


def test_a_translation_that_nobody_asked_for_is_refused() -> None:
    given(REPLY_CASE, DUE, logged()).when(TRANSLATED, by=DESK).then_refused("Ask for it first")


def test_only_a_reply_that_came_is_translated() -> None:
    for command in (TRANSLATE, TRANSLATED):
        given(REPLY_CASE, DUE).when(command, by=DESK).then_refused("no such reply")


def test_a_translation_is_into_a_language_of_the_list() -> None:
    odd = replace(TRANSLATE, language="tlh")
    given(REPLY_CASE, DUE, logged()).when(odd, by=DESK).then_refused("language")


@pytest.mark.parametrize("other", [CHIEF, HOLDER, OFFICER, GOVERNMENT])
def test_only_the_desk_sees_to_translations(other: Actor) -> None:
    for command in (TRANSLATE, TRANSLATED):
        given(REPLY_CASE, DUE, logged()).when(command, by=other).then_forbidden()
