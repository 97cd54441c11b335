"""Files of a reply, added by whoever logs or files it."""

from dataclasses import replace

import pytest

from services.followup.reply_case.decide import REPLY_CASE
from services.followup.reply_case.desk import MOST_FILES
from shared.contracts.followup_replies import ReplyAttachmentAdded
from shared.contracts.followup_reply_commands import AddReplyAttachment
from shared.core.actor import Actor
from shared.core.testing import AT, given
from tests.followup.cases import (
    CHIEF,
    DESK,
    DUE,
    GOVERNMENT,
    HOLDER,
    OFFICER,
    OTHER_GOVERNMENT,
    TEXT,
    closed,
    logged,
)

ADD = AddReplyAttachment(
    communication_id="c-1",
    reply_id="r-1",
    attachment_id="f-1",
    object_name="a" * 64,
    sha256="b" * 64,
    size=1024,
    media_type="application/pdf",
    scanned="clean",
    details=TEXT,
)
ADDED = ReplyAttachmentAdded(
    communication_id="c-1",
    reply_id="r-1",
    attachment_id="f-1",
    object_name="a" * 64,
    sha256="b" * 64,
    size=1024,
    media_type="application/pdf",
    scanned="clean",
    details=TEXT,
    by_government=False,
    added_by="desk-1",
    added_at=AT,
)


def test_the_desk_adds_what_came_with_a_reply() -> None:
    given(REPLY_CASE, DUE, logged()).when(ADD, by=DESK).then(ADDED)


def test_the_government_addressed_adds_it_itself() -> None:
    given(REPLY_CASE, DUE, logged()).when(ADD, by=GOVERNMENT).then(
        replace(ADDED, by_government=True, added_by="mission-1")
    )


@pytest.mark.parametrize("other", [CHIEF, HOLDER, OFFICER, OTHER_GOVERNMENT])
def test_nobody_else_adds_files_to_a_reply(other: Actor) -> None:
    given(REPLY_CASE, DUE, logged()).when(ADD, by=other).then_forbidden()


def test_a_file_is_added_once() -> None:
    given(REPLY_CASE, DUE, logged(), ADDED).when(ADD, by=DESK).then_nothing()


def test_a_file_belongs_to_a_reply_that_is_there() -> None:
    given(REPLY_CASE, DUE).when(ADD, by=DESK).then_refused("no such reply")


def test_a_closed_case_takes_the_files_of_its_replies() -> None:
    given(REPLY_CASE, DUE, logged(), closed()).when(ADD, by=DESK).then(ADDED)


def test_a_reply_takes_so_many_files_and_another_reply_its_own() -> None:
    many = [replace(ADDED, attachment_id=f"g-{number}") for number in range(MOST_FILES)]
    other = replace(logged(), reply_id="r-2")
    given(REPLY_CASE, DUE, logged(), other, *many).when(ADD, by=DESK).then_refused("50 files")
    elsewhere = replace(ADD, reply_id="r-2")
    given(REPLY_CASE, DUE, logged(), other, *many).when(elsewhere, by=DESK).then(
        replace(ADDED, reply_id="r-2")
    )


@pytest.mark.parametrize(
    "wrong", [replace(ADD, sha256="no hash"), replace(ADD, object_name="../../etc")]
)
def test_a_file_comes_with_its_fingerprint(wrong: AddReplyAttachment) -> None:
    given(REPLY_CASE, DUE, logged()).when(wrong, by=DESK).then_refused("fingerprint")
