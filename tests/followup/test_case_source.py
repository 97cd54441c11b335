"""Comments of a submission's source on a reply forwarded to it."""

from dataclasses import replace

import pytest

from services.followup.reply_case.decide import REPLY_CASE
from shared.contracts.followup_replies import SourceCommented
from shared.contracts.followup_reply_commands import CommentOnReply
from shared.core.actor import Actor, by_return_channel
from shared.core.roles import Role
from shared.core.testing import AT, given
from tests.followup.cases import (
    CHIEF,
    DESK,
    DUE,
    FORWARDED,
    GOVERNMENT,
    HOLDER,
    OFFICER,
    SOURCE,
    TEXT,
    closed,
    logged,
    somebody,
)

COMMENT = CommentOnReply(
    communication_id="c-1", reply_id="r-1", submission_id="s-1", comment_id="k-1", text=TEXT
)
COMMENTED = SourceCommented(
    communication_id="c-1",
    reply_id="r-1",
    submission_id="s-1",
    comment_id="k-1",
    text=TEXT,
    commented_at=AT,
)
HISTORY = (DUE, logged(), FORWARDED)


def test_the_source_comments_on_a_reply_that_was_forwarded_to_him() -> None:
    given(REPLY_CASE, *HISTORY).when(COMMENT, by=SOURCE).then(COMMENTED)


def test_the_same_comment_is_made_once_and_another_one_may_follow() -> None:
    given(REPLY_CASE, *HISTORY, COMMENTED).when(COMMENT, by=SOURCE).then_nothing()
    more = replace(COMMENT, comment_id="k-2")
    given(REPLY_CASE, *HISTORY, COMMENTED).when(more, by=SOURCE).then(
        replace(COMMENTED, comment_id="k-2")
    )


def test_a_reply_that_was_not_forwarded_is_not_commented_on() -> None:
    given(REPLY_CASE, DUE, logged()).when(COMMENT, by=SOURCE).then_refused("not forwarded")


def test_the_source_of_another_submission_says_nothing_here() -> None:
    given(REPLY_CASE, *HISTORY).when(COMMENT, by=by_return_channel("s-2")).then_forbidden()
    elsewhere = replace(COMMENT, submission_id="s-9")
    given(REPLY_CASE, *HISTORY).when(elsewhere, by=by_return_channel("s-9")).then_refused(
        "does not rest on your submission"
    )


@pytest.mark.parametrize(
    "other", [DESK, CHIEF, HOLDER, OFFICER, GOVERNMENT, somebody(Role.NGO_MEMBER)]
)
def test_nobody_comments_in_place_of_the_source(other: Actor) -> None:
    given(REPLY_CASE, *HISTORY).when(COMMENT, by=other).then_forbidden()


def test_a_closed_case_takes_no_comment() -> None:
    given(REPLY_CASE, *HISTORY, closed()).when(COMMENT, by=SOURCE).then_refused("closed")
