"""The invented forum of a demonstration: one thread of all holders, with a poll and an officer."""

from datetime import timedelta

from portal.committee.forum.found import case_of, subject_of
from portal.web.context import now
from portal.web.demonstration.asking import DEFENDERS, TORTURE, ask, invented, seal
from shared.contracts.commands import Command
from shared.contracts.stakeholders_forum_commands import (
    AskForumPoll,
    ChangeForumThread,
    InviteForumOfficer,
    PostForumMessage,
    StartForumThread,
)
from shared.core.message import Sealed, derive_id
from shared.reference.forum import EVERYBODY

_HOLDER, _OTHER = "holder", "holder.hrds"


def tell() -> None:
    thread, first = _id("days"), _id("days", "first")
    start = StartForumThread(
        thread_id=thread,
        space="all",
        ref=EVERYBODY,
        mandate=TORTURE,
        title=_sealed(first, "Days of the Annual Meeting (invented)"),
        message_id=first,
        text=_sealed(first, "Which week of June suits most of us? (invented)"),
    )
    _ask(start, _HOLDER, thread, "start", ago=9)
    _ask(_post(thread, "answer", first), _OTHER, thread, "answer", ago=8)
    poll = _id("days", "poll")
    question = AskForumPoll(
        thread_id=thread,
        message_id=poll,
        mandate=TORTURE,
        text=_sealed(poll, "The second or the third week? (invented)"),
        choices=_sealed(poll, "The second week\nThe third week"),
        number=2,
    )
    _ask(question, _HOLDER, thread, "poll", ago=7)
    _ask(ChangeForumThread(thread_id=thread, change="pinned"), _OTHER, thread, "pin", ago=7)
    officer = invented("officer").actor_id
    _ask(
        InviteForumOfficer(thread_id=thread, officer_id=officer), _HOLDER, thread, "officer", ago=6
    )


def _post(thread: str, step: str, answers: str) -> PostForumMessage:
    message = _id("days", step)
    return PostForumMessage(
        thread_id=thread,
        message_id=message,
        mandate=DEFENDERS,
        text=_sealed(message, "The third, after the session of the Council. (invented)"),
        answers=answers,
        mentions=None,
    )


def _id(*of: str) -> str:
    return str(derive_id("demo forum", *of))


def _sealed(message_id: str, text: str) -> Sealed:
    return seal(subject_of(message_id), text)


def _ask(command: Command, by: str, thread_id: str, step: str, *, ago: int) -> None:
    at = now() - timedelta(days=ago)
    ask(command, by, str(case_of(thread_id)), f"forum {thread_id}", step, at=at)
