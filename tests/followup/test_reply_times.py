"""A mandate's time for replies: noted from its settings, used when a case opens."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.followup.app import service
from services.followup.reply_case.decide import REPLY_CASE
from services.followup.reply_case.state import Absent
from services.followup.reply_times import REPLY_TIMES, NoteReplyTimes, on_stakeholders, stream
from shared.contracts.followup import ReplyDue
from shared.contracts.followup_times import ReplyTimesNoted
from shared.contracts.stakeholders_contact_points import ContactPointReinstated
from shared.contracts.stakeholders_mandates import MandateSettings, MandateSettingsChanged
from shared.core.actor import Asked, system
from shared.core.geneva import end_of_day
from shared.core.message import Metadata, derive_id
from shared.core.testing import AT, InMemoryStore, given
from shared.hosting.service import asking, reacting
from shared.platform.settings import Settings
from tests.followup.cases import DUE, DUE_AT, OPEN, REMIND_AT, logged
from tests.followup.support import arrived, events
from tests.followup.test_policies import TRANSMITTED

POLICY = system("followup")
LEAD, OTHER = OPEN.mandates
BEFORE = AT - timedelta(days=1)
CHANGED = MandateSettingsChanged(
    mandate=LEAD,
    settings=MandateSettings(reply_days={"UA": 30}, reminder_days=(45,), join_days=3),
    changed_by="holder-1",
    changed_at=BEFORE,
)
NOTED = ReplyTimesNoted(
    mandate=LEAD, reply_days={"UA": 30}, reminder_days=(45,), changed_at=BEFORE, noted_at=AT
)
SHORTER = replace(
    DUE,
    due_at=end_of_day(AT, days=30),
    reminders_at=(end_of_day(AT, days=45),),
    reply_days_of=LEAD,
    reminder_days_of=LEAD,
)


def changed(**some: Any) -> MandateSettingsChanged:
    return replace(CHANGED, settings=MandateSettings(**some))


# --- noting -------------------------------------------------------------------------------------


def test_what_concerns_replies_is_noted_once() -> None:
    note = NoteReplyTimes(of=CHANGED)
    given(REPLY_TIMES).when(note, by=POLICY).then(NOTED)
    given(REPLY_TIMES, NOTED).when(note, by=POLICY).then_nothing()


def test_what_does_not_concern_them_is_not_noted() -> None:
    given(REPLY_TIMES).when(NoteReplyTimes(of=changed(join_days=3)), by=POLICY).then_nothing()


def test_going_back_to_the_offices_days_is_noted() -> None:
    given(REPLY_TIMES, NOTED).when(NoteReplyTimes(of=changed()), by=POLICY).then(
        replace(NOTED, reply_days={}, reminder_days=None)
    )


def test_stakeholders_is_heard_of_settings_only() -> None:
    assert on_stakeholders(CHANGED) == [NoteReplyTimes(of=CHANGED)]
    other = ContactPointReinstated(organisation_id="n", reinstated_by="c", reinstated_at=AT)
    assert on_stakeholders(other) == []
    assert REPLY_TIMES.stream(NoteReplyTimes(of=CHANGED)) == stream(LEAD) == f"replytimes-{LEAD}"


# --- opening a case -----------------------------------------------------------------------------


def test_a_reply_is_due_when_the_leading_mandate_says_and_the_fact_names_it() -> None:
    given(REPLY_CASE, NOTED).when(OPEN, by=POLICY).then(SHORTER)


def test_what_the_mandate_leaves_open_is_as_the_office_has_it() -> None:
    given(REPLY_CASE, replace(NOTED, reply_days={"AL": 30})).when(OPEN, by=POLICY).then(
        replace(DUE, reminders_at=(DUE_AT,), reminder_days_of=LEAD)
    )
    given(REPLY_CASE, replace(NOTED, reminder_days=None)).when(OPEN, by=POLICY).then(
        replace(SHORTER, reminders_at=REMIND_AT, reminder_days_of=None)
    )


def test_no_reminder_is_considered_before_the_reply_is_due() -> None:
    longer = replace(NOTED, reply_days={"UA": 90}, reminder_days=None)
    [opened] = REPLY_CASE.decide(OPEN, asked(), REPLY_CASE.fold([longer]))
    assert isinstance(opened, ReplyDue)
    assert opened.due_at == opened.reminders_at[0] == end_of_day(AT, days=90)
    assert opened.reminders_at[1:] == REMIND_AT[1:]
    longest = replace(longer, reply_days={"UA": 180})
    [opened] = REPLY_CASE.decide(OPEN, asked(), REPLY_CASE.fold([longest]))
    assert isinstance(opened, ReplyDue)
    assert opened.reminders_at == (opened.due_at,)


def test_what_was_set_when_the_letter_was_transmitted_counts_however_late_the_case_opens() -> None:
    later = replace(NOTED, reply_days={"UA": 5}, changed_at=AT + timedelta(seconds=1))
    given(REPLY_CASE, NOTED, later).when(OPEN, by=POLICY).then(SHORTER)
    given(REPLY_CASE, later).when(OPEN, by=POLICY).then(DUE)
    given(REPLY_CASE, NOTED, replace(later, changed_at=AT)).when(OPEN, by=POLICY).then(
        replace(SHORTER, due_at=end_of_day(AT, days=5))
    )


@pytest.mark.parametrize("history", [(DUE,), (DUE, logged())])
def test_a_case_that_is_open_keeps_its_dates(history: tuple[Any, ...]) -> None:
    assert REPLY_CASE.fold([*history, NOTED]) == REPLY_CASE.fold(history)
    given(REPLY_CASE, *history, NOTED).when(OPEN, by=POLICY).then_nothing()


def test_only_the_leading_mandates_stream_is_consulted_and_only_to_open() -> None:
    assert REPLY_CASE.consults(OPEN, Absent()) == [stream(LEAD)]
    assert REPLY_CASE.consults(replace(OPEN, mandates=()), Absent()) == []
    assert REPLY_CASE.consults(OPEN, REPLY_CASE.fold([DUE])) == []


# --- the service --------------------------------------------------------------------------------


@pytest.mark.parametrize("times", [1, 2])
async def test_from_the_mandates_settings_to_the_due_date(times: int) -> None:
    store, followup = InMemoryStore(), service(Settings())
    apply = reacting(followup, asking(followup, store))
    for n, fact in enumerate((CHANGED, TRANSMITTED)):
        told = replace(arrived(await recorded(fact, n)), correlation_id=derive_id("case"))
        for _ in range(times):
            await apply([told])
    [due] = events(store, ReplyDue)
    assert due == replace(
        SHORTER,
        mandates=TRANSMITTED.mandates,
        submission_ids=TRANSMITTED.submission_ids,
        reference=TRANSMITTED.reference,
    )
    assert len(events(store, ReplyTimesNoted)) == 1


def asked() -> Asked:
    return Asked(at=AT, by=POLICY)


async def recorded(fact: object, n: int) -> Any:
    elsewhere = InMemoryStore()
    metadata = Metadata(
        correlation_id=derive_id("case"), causation_id=derive_id("cause"), actor="somebody"
    )
    await elsewhere.append(
        f"elsewhere-{n}", [(derive_id("fact", n), fact)], metadata, expected=None
    )
    return elsewhere.log[0]
