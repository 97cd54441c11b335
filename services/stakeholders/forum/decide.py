"""A thread of the forum of mandate-holders: H.2 of its section, decision 0091.

Holders write, and officers whom they invited to the thread. Whoever is of a space is asked by the
portal with each request; here it counts who is a serving holder at all. What a thread needs, any
holder in it may do, since whoever began it may have left: close, reopen, pin, invite.
"""

from collections.abc import Sequence
from typing import TypeAlias, assert_never

from services.stakeholders.committee.members.decide import STREAM
from services.stakeholders.committee.sitting import works
from services.stakeholders.forum.messages import correct, delete, end_poll, vote
from services.stakeholders.forum.state import Heard, Thread, evolve
from shared.contracts.stakeholders_forum import (
    Fact,
    ForumInvitationEnded,
    ForumMessagePosted,
    ForumOfficerInvited,
    ForumThreadChanged,
    ForumThreadStarted,
)
from shared.contracts.stakeholders_forum_commands import (
    AskForumPoll,
    ChangeForumThread,
    CloseForumPoll,
    Command,
    CorrectForumMessage,
    DeleteForumMessage,
    EndForumInvitation,
    InviteForumOfficer,
    PostForumMessage,
    StartForumThread,
    VoteInForum,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Forbidden, Refused
from shared.core.said import Number
from shared.reference.forum import (
    EVERYBODY,
    LEAST_CHOICES,
    MOST_CHOICES,
    MOST_FILES,
    holds,
    services,
)

Writes: TypeAlias = PostForumMessage | AskForumPoll | CorrectForumMessage | VoteInForum
Named: TypeAlias = StartForumThread | PostForumMessage | AskForumPoll | VoteInForum


def decide(command: Command, asked: Asked, state: Thread) -> Sequence[Fact]:
    _may(command, asked, state)
    if isinstance(command, StartForumThread):
        return _start(command, asked, state)
    if not state.started:
        raise Refused("There is no such thread.")
    match command:
        case DeleteForumMessage():
            return delete(command, asked, state)
        case ChangeForumThread():
            return _change(command, asked, state)
        case EndForumInvitation():
            return _end(command, asked, state)
        case InviteForumOfficer():
            return _invite(command, asked, state)
        case CloseForumPoll():
            return end_poll(command, asked, state)
        case PostForumMessage() | AskForumPoll() | CorrectForumMessage() | VoteInForum():
            return _write(command, asked, state)
    assert_never(command)


def _write(command: Writes, asked: Asked, state: Thread) -> Sequence[Fact]:
    if state.closed:
        raise Refused("The thread is closed. A mandate-holder can reopen it.")
    match command:
        case PostForumMessage():
            return _post(command, asked, state)
        case AskForumPoll():
            return _poll(command, asked, state)
        case CorrectForumMessage():
            return correct(command, asked, state)
        case VoteInForum():
            return vote(command, asked, state)
    assert_never(command)


def _may(command: Command, asked: Asked, state: Thread) -> None:
    """Holders do all of it; an officer writes where they are invited, and no more."""
    writes = isinstance(command, PostForumMessage | CorrectForumMessage | DeleteForumMessage)
    guest = services(asked.by) and asked.by.actor_id in state.officers
    if not holds(asked.by) and not (writes and guest):
        raise Forbidden("Only serving mandate-holders, and whom they invited, may do this.")
    if isinstance(command, Named) and command.mandate not in asked.by.mandates:
        raise Forbidden("Choose one of your own mandates.")


def _start(command: StartForumThread, asked: Asked, state: Thread) -> Sequence[Fact]:
    if command.space == "committee" and not works(asked, state.committee):
        raise Forbidden("Only holders on the Coordination Committee start a thread here.")
    if (command.space in {"all", "committee"}) is not (command.ref == EVERYBODY):
        raise Refused("There is no such space.")
    if state.started:
        return []
    started = ForumThreadStarted(
        thread_id=command.thread_id,
        space=command.space,
        ref=command.ref,
        mandate=command.mandate,
        title=command.title,
        started_by=asked.by.actor_id,
        started_at=asked.at,
    )
    first = PostForumMessage(
        thread_id=command.thread_id,
        message_id=command.message_id,
        mandate=command.mandate,
        text=command.text,
        answers=None,
        mentions=None,
        files=command.files,
    )
    return [started, _posted(first, asked)]


def _post(command: PostForumMessage, asked: Asked, state: Thread) -> Sequence[Fact]:
    if command.message_id in state.messages:
        return []
    if command.answers is not None and command.answers not in state.messages:
        raise Refused("There is no such message.")
    return [_posted(command, asked)]


def _posted(command: PostForumMessage, asked: Asked) -> ForumMessagePosted:
    if len(command.files) > MOST_FILES:
        raise Refused("Choose at most {most} files.", most=Number(MOST_FILES))
    return ForumMessagePosted(
        thread_id=command.thread_id,
        message_id=command.message_id,
        mandate=command.mandate,
        text=command.text,
        answers=command.answers,
        mentions=command.mentions,
        choices=None,
        poll=0,
        files=command.files,
        posted_by=asked.by.actor_id,
        posted_at=asked.at,
    )


def _poll(command: AskForumPoll, asked: Asked, state: Thread) -> Sequence[Fact]:
    if command.message_id in state.messages:
        return []
    if not LEAST_CHOICES <= command.number <= MOST_CHOICES:
        raise Refused("A poll has two to ten choices.")
    return [
        ForumMessagePosted(
            thread_id=command.thread_id,
            message_id=command.message_id,
            mandate=command.mandate,
            text=command.text,
            answers=None,
            mentions=None,
            choices=command.choices,
            poll=command.number,
            files=(),
            posted_by=asked.by.actor_id,
            posted_at=asked.at,
        )
    ]


def _change(command: ChangeForumThread, asked: Asked, state: Thread) -> Sequence[Fact]:
    done = {
        "pinned": state.pinned,
        "unpinned": not state.pinned,
        "closed": state.closed,
        "reopened": not state.closed,
    }
    if done.get(command.change):
        return []
    return [
        ForumThreadChanged(
            thread_id=command.thread_id,
            change=command.change,
            changed_by=asked.by.actor_id,
            changed_at=asked.at,
        )
    ]


def _invite(command: InviteForumOfficer, asked: Asked, state: Thread) -> Sequence[Fact]:
    if command.officer_id in state.officers:
        return []
    return [
        ForumOfficerInvited(
            thread_id=command.thread_id,
            officer_id=command.officer_id,
            invited_by=asked.by.actor_id,
            invited_at=asked.at,
        )
    ]


def _end(command: EndForumInvitation, asked: Asked, state: Thread) -> Sequence[Fact]:
    if command.officer_id not in state.officers:
        return []
    return [
        ForumInvitationEnded(
            thread_id=command.thread_id,
            officer_id=command.officer_id,
            ended_by=asked.by.actor_id,
            ended_at=asked.at,
        )
    ]


def _consults(command: Command, _: Thread) -> Sequence[str]:
    of_committee = isinstance(command, StartForumThread) and command.space == "committee"
    return [STREAM] if of_committee else []


FORUM: Decider[Command, Heard, Thread] = Decider(
    category="forumthread",
    key=lambda command: command.thread_id,
    initial=Thread(),
    decide=decide,
    evolve=evolve,
    consults=_consults,
)
