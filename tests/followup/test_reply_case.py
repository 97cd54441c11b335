"""A reply case as a whole; the tests beside this one cover each role's rules."""

from typing import get_args

import pytest

from services.followup.reply_case.commands import Command, MarkOverdue
from services.followup.reply_case.decide import REPLY_CASE, WhenOpen
from shared.core.testing import given
from tests.followup.cases import CLOCK, DESK, MARK, OPEN, OVERDUE, assess, log


@pytest.mark.parametrize("command", [MARK, log(), assess()])
def test_nothing_happens_to_a_letter_that_was_never_transmitted(command: Command) -> None:
    given(REPLY_CASE).when(command, by=DESK).then_refused("No such communication")


def test_a_history_that_lacks_its_beginning_is_no_case() -> None:
    given(REPLY_CASE, OVERDUE).when(MARK, by=CLOCK).then_refused("No such communication")


def test_a_case_lives_in_a_stream_of_its_own_category() -> None:
    assert REPLY_CASE.stream(MarkOverdue(communication_id="a-b")) == "replycase-a-b"
    assert REPLY_CASE.creates(OPEN)
    assert not REPLY_CASE.creates(MARK)


def test_what_a_closed_case_takes_is_written_down_by_name() -> None:
    kept = {one.__name__ for one in set(get_args(Command)) - set(get_args(WhenOpen))}
    assert kept == {
        "OpenReplyCase",
        "MarkOverdue",
        "ProposeReminder",
        "RecordFollowUpLetter",
        "PassCaseOn",
        "LogReply",
        "AddReplyAttachment",
        "NotifyClosure",
        "CloseCase",
        "ReopenCase",
    }
