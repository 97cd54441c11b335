"""A thread of the forum, folded from its events."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias, assert_never

from services.stakeholders.committee.members import state as members
from services.stakeholders.committee.members.state import Committee
from shared.contracts import stakeholders_committee
from shared.contracts.stakeholders_forum import (
    Fact,
    ForumInvitationEnded,
    ForumMessageCorrected,
    ForumMessageDeleted,
    ForumMessagePosted,
    ForumOfficerInvited,
    ForumPollClosed,
    ForumThreadChanged,
    ForumThreadStarted,
    ForumVoteCast,
)

Heard: TypeAlias = Fact | stakeholders_committee.Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """``poll``: so many choices; 0: it is no poll. ``votes``: the choice of each voter."""

    author: str
    posted_at: datetime
    version: int = 1
    deleted: bool = False
    poll: int = 0
    over: bool = False
    votes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """``started``: there is one. ``officers``: who is invited. ``committee``: while it is read."""

    started: bool = False
    pinned: bool = False
    closed: bool = False
    officers: frozenset[str] = frozenset()
    messages: Mapping[str, Message] = field(default_factory=dict)
    committee: Committee = field(default_factory=Committee)


def evolve(state: Thread, event: Heard) -> Thread:
    if isinstance(event, stakeholders_committee.Fact):
        return replace(state, committee=members.evolve(state.committee, event))
    match event:
        case ForumThreadStarted():
            return replace(state, started=True)
        case ForumThreadChanged(change=change):
            return replace(
                state,
                pinned={"pinned": True, "unpinned": False}.get(change, state.pinned),
                closed={"closed": True, "reopened": False}.get(change, state.closed),
            )
        case ForumOfficerInvited():
            return replace(state, officers=state.officers | {event.officer_id})
        case ForumInvitationEnded():
            return replace(state, officers=state.officers - {event.officer_id})
        case ForumMessagePosted():
            new = Message(author=event.posted_by, posted_at=event.posted_at, poll=event.poll)
            return replace(state, messages={**state.messages, event.message_id: new})
        case ForumMessageCorrected() | ForumMessageDeleted() | ForumVoteCast() | ForumPollClosed():
            after = _after(state.messages[event.message_id], event)
            return replace(state, messages={**state.messages, event.message_id: after})
    assert_never(event)


def _after(
    message: Message,
    event: ForumMessageCorrected | ForumMessageDeleted | ForumVoteCast | ForumPollClosed,
) -> Message:
    match event:
        case ForumMessageCorrected():
            return replace(message, version=event.version)
        case ForumMessageDeleted():
            return replace(message, deleted=True)
        case ForumVoteCast():
            return replace(message, votes={**message.votes, event.voter: event.choice})
        case ForumPollClosed():
            return replace(message, over=True)
    assert_never(event)
