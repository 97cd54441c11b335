"""What is done to a message of the forum: corrected, deleted, voted on."""

from collections.abc import Sequence

from services.stakeholders.forum.state import Message, Thread
from shared.contracts.stakeholders_forum import (
    ForumMessageCorrected,
    ForumMessageDeleted,
    ForumPollClosed,
    ForumVoteCast,
)
from shared.contracts.stakeholders_forum_commands import (
    CloseForumPoll,
    CorrectForumMessage,
    DeleteForumMessage,
    OfMessage,
    VoteInForum,
)
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused
from shared.reference.forum import EDITS


def correct(
    command: CorrectForumMessage, asked: Asked, state: Thread
) -> Sequence[ForumMessageCorrected]:
    """Within the first minutes it is an edit; after them a new version beside the old one."""
    message = _there(command, state)
    _own(message, asked)
    if message.poll:
        raise Refused("A poll stays as it was asked. Close it, and ask anew.")
    if command.shown != message.version:
        raise Refused("The message has changed. Look at it again.")
    return [
        ForumMessageCorrected(
            thread_id=command.thread_id,
            message_id=command.message_id,
            version=message.version + 1,
            edit=asked.at - message.posted_at <= EDITS,
            text=command.text,
            corrected_by=asked.by.actor_id,
            corrected_at=asked.at,
        )
    ]


def delete(
    command: DeleteForumMessage, asked: Asked, state: Thread
) -> Sequence[ForumMessageDeleted]:
    """Also in a thread that is closed."""
    message = _found(command, state)
    _own(message, asked)
    if message.deleted:
        return []
    return [
        ForumMessageDeleted(
            thread_id=command.thread_id,
            message_id=command.message_id,
            deleted_by=asked.by.actor_id,
            deleted_at=asked.at,
        )
    ]


def vote(command: VoteInForum, asked: Asked, state: Thread) -> Sequence[ForumVoteCast]:
    message = _there(command, state)
    if not 0 <= command.choice < message.poll:
        raise Refused("Choose one of the choices.")
    if message.votes.get(asked.by.actor_id) == command.choice:
        return []
    if message.over:
        raise Refused("The poll is closed.")
    return [
        ForumVoteCast(
            thread_id=command.thread_id,
            message_id=command.message_id,
            choice=command.choice,
            mandate=command.mandate,
            voter=asked.by.actor_id,
            voted_at=asked.at,
        )
    ]


def end_poll(command: CloseForumPoll, asked: Asked, state: Thread) -> Sequence[ForumPollClosed]:
    message = _found(command, state)
    if not message.poll:
        raise Refused("This message is no poll.")
    if message.over:
        return []
    return [
        ForumPollClosed(
            thread_id=command.thread_id,
            message_id=command.message_id,
            closed_by=asked.by.actor_id,
            closed_at=asked.at,
        )
    ]


def _found(command: OfMessage, state: Thread) -> Message:
    message = state.messages.get(command.message_id)
    if message is None:
        raise Refused("There is no such message.")
    return message


def _there(command: OfMessage, state: Thread) -> Message:
    message = _found(command, state)
    if message.deleted:
        raise Refused("This message was deleted.")
    return message


def _own(message: Message, asked: Asked) -> None:
    if message.author != asked.by.actor_id:
        raise Forbidden("Only whoever wrote a message may change or delete it.")
