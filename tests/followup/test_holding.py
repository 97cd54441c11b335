"""A holder whose term is over decides nothing more about a case, and no reminder goes for them."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from services.followup.app import FOLLOWUP_SERVICE
from services.followup.holding import HOLDING, HearHolding
from services.followup.reply_case.decide import REPLY_CASE
from shared.contracts.approvals_holding import BarsNoted, HolderNoted, MandateLifeNoted
from shared.contracts.followup_holding import HoldingHeard
from shared.contracts.followup_replies import ReminderApproved, ReminderDrafted, ReminderSent
from shared.contracts.followup_reply_commands import ApproveReminder, CloseCase, SendReminder
from shared.core.actor import Asked, system
from shared.core.message import Sealed
from shared.core.testing import AT, given
from shared.reference.onboarding import BARS, SINCE
from tests.followup.cases import DUE, HOLDER, OFFICER

POLICY = system("followup")
TODAY, DAY = AT.date(), timedelta(days=1)
NOTED = HolderNoted(
    mandate="sr-torture",
    term_id="t-1",
    seat=None,
    holder_id="holder-1",
    starts_on=date(2024, 8, 1),
    last=date(2027, 7, 31),
    noted_at=AT,
)
LIFE = MandateLifeNoted(
    mandate="sr-torture", transmits_until=TODAY - DAY, signs_until=TODAY - DAY, noted_at=AT
)
OPEN_BARS = BarsNoted(mandate="sr-torture", term_id="t-1", open=BARS, noted_at=AT)
HEARD = HoldingHeard(mandate="sr-torture", term=NOTED)
OVER = HoldingHeard(mandate="sr-torture", term=replace(NOTED, last=TODAY - DAY))
TEXT = Sealed("replycase-c-1", "x")
CLOSE = CloseCase(communication_id="c-1", mandate="sr-torture", outcome="no_reply", reasons=TEXT)
DRAFTED = ReminderDrafted(
    communication_id="c-1",
    reminder_id="m-1",
    text=TEXT,
    content_hash="1" * 64,
    drafted_by="officer-1",
    drafted_at=AT,
)
APPROVE = ApproveReminder(
    communication_id="c-1", mandate="sr-torture", reminder_id="m-1", content_hash="1" * 64
)
APPROVED = ReminderApproved(
    communication_id="c-1",
    reminder_id="m-1",
    mandate="sr-torture",
    content_hash="1" * 64,
    approved_by="holder-1",
    approved_at=AT,
)
SEND = SendReminder(communication_id="c-1", reminder_id="m-1")
SENT = ReminderSent(
    communication_id="c-1",
    reminder_id="m-1",
    recipient="FRA",
    mandates=("sr-torture",),
    sent_by="officer-1",
    sent_at=AT,
)


@pytest.mark.parametrize(
    ("noted", "heard"),
    [
        (NOTED, HEARD),
        (LIFE, HoldingHeard(mandate="sr-torture", life=LIFE)),
        (OPEN_BARS, HoldingHeard(mandate="sr-torture", bars=OPEN_BARS)),
    ],
)
def test_what_approvals_noted_is_heard_each_time(noted: Any, heard: HoldingHeard) -> None:
    assert list(FOLLOWUP_SERVICE.react(noted)) == [HearHolding(of=noted)]
    given(HOLDING).when(HearHolding(of=noted), by=POLICY).then(heard)
    given(HOLDING, heard).when(HearHolding(of=noted), by=POLICY).then(heard)


@pytest.mark.parametrize("command", [CLOSE, APPROVE])
def test_a_holder_decides_until_the_last_day_of_the_term(command: Any) -> None:
    last_day = HoldingHeard(mandate="sr-torture", term=replace(NOTED, last=TODAY))
    history = (DUE, DRAFTED, last_day)
    assert REPLY_CASE.decide(command, _asked(), REPLY_CASE.fold(history))
    given(REPLY_CASE, *history).when(command, by=HOLDER, at=AT + DAY).then_refused("Nobody signs")
    ended = HoldingHeard(mandate="sr-torture", life=LIFE)
    given(REPLY_CASE, DUE, DRAFTED, ended).when(command, by=HOLDER).then_refused("has ended")
    successor = replace(NOTED, term_id="t-2", holder_id="holder-9", starts_on=TODAY)
    both = (OVER, HoldingHeard(mandate="sr-torture", term=successor))
    given(REPLY_CASE, DUE, DRAFTED, *both).when(command, by=HOLDER).then_forbidden()


def test_a_new_holder_approves_no_reminder_before_the_bars_are_done_and_closes_a_case() -> None:
    new = replace(NOTED, starts_on=SINCE, last=SINCE + 900 * DAY)
    heard = (HoldingHeard(mandate="sr-torture", term=new),)
    now = AT.replace(year=2027)
    given(REPLY_CASE, DUE, DRAFTED, *heard).when(APPROVE, by=HOLDER, at=now).then_refused("Solemn")
    assert REPLY_CASE.decide(CLOSE, _asked(now), REPLY_CASE.fold([DUE, *heard]))
    done = HoldingHeard(mandate="sr-torture", bars=replace(OPEN_BARS, open=()))
    given(REPLY_CASE, DUE, DRAFTED, *heard, done).when(APPROVE, by=HOLDER, at=now).then(
        replace(APPROVED, approved_at=now)
    )


def test_no_reminder_goes_in_the_name_of_a_holder_who_left() -> None:
    given(REPLY_CASE, DUE, DRAFTED, APPROVED, HEARD).when(SEND, by=OFFICER).then(SENT)
    gone = given(REPLY_CASE, DUE, DRAFTED, APPROVED, OVER)
    gone.when(SEND, by=OFFICER).then_refused("No mandate-holder has approved")
    other = replace(APPROVED, mandate="wgad", approved_by="holder-2")
    given(REPLY_CASE, DUE, DRAFTED, APPROVED, other, OVER).when(SEND, by=OFFICER).then(
        replace(SENT, mandates=("wgad",))
    )


def test_the_successor_approves_the_reminder_anew() -> None:
    successor = replace(NOTED, term_id="t-2", holder_id="holder-9", starts_on=TODAY)
    both = (OVER, HoldingHeard(mandate="sr-torture", term=successor))
    new = replace(HOLDER, actor_id="holder-9")
    given(REPLY_CASE, DUE, DRAFTED, APPROVED, *both).when(APPROVE, by=new).then(
        replace(APPROVED, approved_by="holder-9")
    )


def test_a_decision_reads_who_is_in_office() -> None:
    state = REPLY_CASE.fold([DUE])
    assert list(REPLY_CASE.consults(CLOSE, state)) == ["officeholder-sr-torture"]
    streams = ["officeholder-sr-torture", "officeholder-wgad"]
    assert list(REPLY_CASE.consults(SEND, state)) == streams


def _asked(at: datetime = AT) -> Asked:
    return Asked(at=at, by=HOLDER)
