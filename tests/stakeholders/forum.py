"""Given facts and people of the forum, shared by its tests."""

from dataclasses import replace
from typing import Any

from shared.contracts.stakeholders_forum import (
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
from shared.contracts.stakeholders_forum_commands import (
    AskForumPoll,
    ChangeForumThread,
    CloseForumPoll,
    CorrectForumMessage,
    DeleteForumMessage,
    EndForumInvitation,
    InviteForumOfficer,
    PostForumMessage,
    StartForumThread,
    VoteInForum,
)
from shared.core.actor import Actor
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.core.testing import AT
from tests.stakeholders.documents import FILE as LIBRARY_FILE

THREAD, FIRST, SECOND, POLL = (str(derive_id("forum of a test", n)) for n in range(4))
HOLDER = Actor(
    actor_id="holder-a", roles=frozenset({Role.MANDATE_HOLDER}), mandates=frozenset({"wgad"})
)
OTHER = Actor(
    actor_id="holder-b", roles=frozenset({Role.MANDATE_HOLDER}), mandates=frozenset({"sr-food"})
)
OFFICER = Actor(
    actor_id="officer-1",
    roles=frozenset({Role.HUMAN_RIGHTS_OFFICER}),
    mandates=frozenset({"wgad"}),
)


def sealed(message_id: str, text: str = "text") -> Sealed:
    return Sealed(f"forummessage-{message_id}", text)


FILE = replace(LIBRARY_FILE, details=sealed(SECOND, "details"))
START = StartForumThread(
    thread_id=THREAD,
    space="all",
    ref="all",
    mandate="wgad",
    title=sealed(FIRST, "title"),
    message_id=FIRST,
    text=sealed(FIRST),
)
POST = PostForumMessage(
    thread_id=THREAD,
    message_id=SECOND,
    mandate="wgad",
    text=sealed(SECOND),
    answers=FIRST,
    mentions="holder-a",
    files=(FILE,),
)
ASK = AskForumPoll(
    thread_id=THREAD,
    message_id=POLL,
    mandate="wgad",
    text=sealed(POLL),
    choices=sealed(POLL, "yes\nno"),
    number=2,
)
CORRECT = CorrectForumMessage(thread_id=THREAD, message_id=FIRST, shown=1, text=sealed(FIRST, "2"))
DELETE = DeleteForumMessage(thread_id=THREAD, message_id=FIRST)
VOTE = VoteInForum(thread_id=THREAD, message_id=POLL, choice=1, mandate="sr-food")
END_POLL = CloseForumPoll(thread_id=THREAD, message_id=POLL)
PIN = ChangeForumThread(thread_id=THREAD, change="pinned")
INVITE = InviteForumOfficer(thread_id=THREAD, officer_id="officer-1")
UNINVITE = EndForumInvitation(thread_id=THREAD, officer_id="officer-1")

STARTED = ForumThreadStarted(
    thread_id=THREAD,
    space="all",
    ref="all",
    mandate="wgad",
    title=START.title,
    started_by="holder-a",
    started_at=AT,
)
OPENING = ForumMessagePosted(
    thread_id=THREAD,
    message_id=FIRST,
    mandate="wgad",
    text=START.text,
    answers=None,
    mentions=None,
    choices=None,
    poll=0,
    files=(),
    posted_by="holder-a",
    posted_at=AT,
)
POSTED = ForumMessagePosted(
    thread_id=THREAD,
    message_id=SECOND,
    mandate="wgad",
    text=POST.text,
    answers=FIRST,
    mentions="holder-a",
    choices=None,
    poll=0,
    files=(FILE,),
    posted_by="officer-1",
    posted_at=AT,
)
ASKED = ForumMessagePosted(
    thread_id=THREAD,
    message_id=POLL,
    mandate="wgad",
    text=ASK.text,
    answers=None,
    mentions=None,
    choices=ASK.choices,
    poll=2,
    files=(),
    posted_by="holder-a",
    posted_at=AT,
)
CORRECTED = ForumMessageCorrected(
    thread_id=THREAD,
    message_id=FIRST,
    version=2,
    edit=True,
    text=CORRECT.text,
    corrected_by="holder-a",
    corrected_at=AT,
)
DELETED = ForumMessageDeleted(
    thread_id=THREAD, message_id=FIRST, deleted_by="holder-a", deleted_at=AT
)
VOTED = ForumVoteCast(
    thread_id=THREAD, message_id=POLL, choice=1, mandate="sr-food", voter="holder-b", voted_at=AT
)
POLL_ENDED = ForumPollClosed(thread_id=THREAD, message_id=POLL, closed_by="holder-a", closed_at=AT)
PINNED = ForumThreadChanged(thread_id=THREAD, change="pinned", changed_by="holder-a", changed_at=AT)
INVITED = ForumOfficerInvited(
    thread_id=THREAD, officer_id="officer-1", invited_by="holder-a", invited_at=AT
)
UNINVITED = ForumInvitationEnded(
    thread_id=THREAD, officer_id="officer-1", ended_by="holder-a", ended_at=AT
)
BEGUN = (STARTED, OPENING)
EVERY: list[tuple[Any, Actor]] = [
    (START, HOLDER),
    (INVITE, HOLDER),
    (POST, OFFICER),
    (CORRECT, HOLDER),
    (ASK, HOLDER),
    (VOTE, OTHER),
    (END_POLL, OTHER),
    (PIN, OTHER),
    (UNINVITE, OTHER),
    (DELETE, HOLDER),
]
"""Commands that follow one another, each with who asks."""
