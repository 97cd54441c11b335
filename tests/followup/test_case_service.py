"""A whole reply case through the service: every command is sent twice and takes effect once."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from services.followup.reply_case.commands import (
    Command,
    MarkOverdue,
    ProposeReminder,
    RecordFollowUpLetter,
)
from shared.contracts.followup_reply_commands import (
    AcknowledgeReceipt,
    ApproveReminder,
    AssessReply,
    CloseCase,
    CommentOnReply,
    CorrectDialogue,
    DraftReminder,
    ForwardReplyToSource,
    NoteDialogue,
    NoteExtension,
    NotifyClosure,
    RecordTranslation,
    ReopenCase,
    RequestExtension,
    RequestTranslation,
    SendReminder,
)
from shared.core.actor import Actor, Asked, system
from shared.core.message import Metadata, Sealed, derive_id
from shared.core.testing import AT, InMemoryStore
from shared.hosting.service import Ask, asking
from tests.followup.cases import CLOCK, DESK, GOVERNMENT, HOLDER, OFFICER, SOURCE
from tests.followup.support import DEMO, log_reply, open_case

_TEXT = Sealed("case-c-1", "x")
_REPLY = "reply-to-c-1"
STORY: Sequence[tuple[Command, Actor]] = [
    (open_case("c-1", days=-1, reminder_days=(-1,)), system("followup")),
    (MarkOverdue(communication_id="c-1"), CLOCK),
    (ProposeReminder(communication_id="c-1"), CLOCK),
    (AcknowledgeReceipt(communication_id="c-1", received_at=AT), GOVERNMENT),
    (
        DraftReminder(communication_id="c-1", reminder_id="m-1", text=_TEXT, content_hash="a" * 64),
        OFFICER,
    ),
    (
        ApproveReminder(
            communication_id="c-1",
            reminder_id="m-1",
            mandate="sr-torture",
            content_hash="a" * 64,
        ),
        HOLDER,
    ),
    (SendReminder(communication_id="c-1", reminder_id="m-1"), OFFICER),
    (
        RequestExtension(
            communication_id="c-1", request_id="e-1", until=date(2026, 2, 1), reason=_TEXT
        ),
        GOVERNMENT,
    ),
    (NoteExtension(communication_id="c-1", until=date(2026, 2, 1)), OFFICER),
    (
        NoteDialogue(
            communication_id="c-1",
            contact_id="d-1",
            held_on=AT.date(),
            kind="telephone_call",
            with_whom=_TEXT,
            said=_TEXT,
        ),
        HOLDER,
    ),
    (
        CorrectDialogue(
            communication_id="c-1",
            contact_id="d-1",
            correction_id="d-2",
            held_on=AT.date(),
            kind="meeting",
            with_whom=_TEXT,
            said=_TEXT,
        ),
        DESK,
    ),
    (log_reply("c-1", "substantive"), DESK),
    (RequestTranslation(communication_id="c-1", reply_id=_REPLY, language="en"), DESK),
    (
        RecordTranslation(communication_id="c-1", reply_id=_REPLY, language="en", text=_TEXT),
        DESK,
    ),
    (
        ForwardReplyToSource(communication_id="c-1", reply_id=_REPLY, mandate="sr-torture"),
        HOLDER,
    ),
    (
        CommentOnReply(
            communication_id="c-1",
            reply_id=_REPLY,
            submission_id="s-1",
            comment_id="k-1",
            text=_TEXT,
        ),
        SOURCE,
    ),
    (
        AssessReply(
            communication_id="c-1",
            reply_id=_REPLY,
            mandate="sr-torture",
            scheme="cooperation",
            value="partial",
            rationale=_TEXT,
            patterns=("denial",),
        ),
        HOLDER,
    ),
    (
        RecordFollowUpLetter(
            communication_id="c-1", follow_up_id="c-2", reference="AL FRA 2/2026", sent_at=AT
        ),
        system("followup"),
    ),
    (
        CloseCase(communication_id="c-1", mandate="sr-torture", outcome="improved", reasons=_TEXT),
        HOLDER,
    ),
    (NotifyClosure(communication_id="c-1", to="state"), OFFICER),
    (NotifyClosure(communication_id="c-1", to="source"), OFFICER),
    (ReopenCase(communication_id="c-1", mandate="sr-torture", reason=_TEXT), HOLDER),
]


async def told(ask: Ask, command: Any, by: Actor, n: int) -> int | None:
    command_id = derive_id("story of a case", n)
    metadata = Metadata(
        correlation_id=derive_id("case"), causation_id=command_id, actor=by.actor_id
    )
    return (await ask(command, Asked(at=AT, by=by), command_id, metadata)).position


@pytest.mark.parametrize("restarted", [False, True])
async def test_a_whole_case_told_twice_is_told_once(restarted: bool) -> None:  # noqa: FBT001  # a parameter of the test
    store = InMemoryStore()
    ask = asking(DEMO, store)
    for n, (command, by) in enumerate(STORY):
        first = await told(ask, command, by, n)
        before = list(store.log)
        if restarted:
            ask = asking(DEMO, store)
        assert await told(ask, command, by, n) == first
        assert store.log == before
    assert len(store.log) == len(STORY)


def test_what_was_told_says_no_word_of_who_the_source_is() -> None:
    """The comment's fact, its actor and its stream name no account (R5)."""
    assert SOURCE.actor_id == str(derive_id("return-channel", "s-1"))
    assert SOURCE.organisation_id is None
