"""What auditors read of the forum over random histories, counted anew from its facts.

The recount knows facts alone: no table, no query, no other line of what it tests.
"""

import random
from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from portal.committee.forum import queries
from shared.contracts.stakeholders_forum import (
    ForumMessageDeleted,
    ForumMessagePosted,
    ForumThreadStarted,
)
from shared.core.testing import AT
from tests.portal.committee.forum.conftest import LETTER, VISIT
from tests.stakeholders import forum as said
from tests.support.forum import Forum
from tests.support.portal import Pages

GENEVA = ZoneInfo("Europe/Zurich")
SPACES = {"all": "all", "committee": "all", "letter": LETTER, "visit": VISIT}


def happened(forum: Forum, chance: random.Random) -> None:
    """Let a thread have messages of some months, some of them corrected or deleted."""
    space = chance.choice([*SPACES])
    thread = forum.started(space=space, ref=SPACES[space])
    for _ in range(chance.randint(0, 9)):
        ago = timedelta(minutes=chance.randint(0, 150 * 24 * 60))
        one = forum.posted(thread, posted_at=AT - ago)
        for fact, share in ((said.CORRECTED, 0.2), (said.DELETED, 0.3), (said.POLL_ENDED, 0.1)):
            if chance.random() < share:
                forum.step(fact, thread, message_id=one)


def recount(history: Iterable[Any], before: str) -> dict[tuple[str, str], tuple[int, int, int]]:
    """Return threads, messages and those that were deleted, by month and kind of space."""
    kinds: dict[str, str] = {}
    posted: dict[str, ForumMessagePosted] = {}
    deleted: set[str] = set()
    for fact in history:
        match fact:
            case ForumThreadStarted():
                kinds[fact.thread_id] = fact.space if fact.ref == "all" else "own"
            case ForumMessagePosted():
                posted[fact.message_id] = fact
            case ForumMessageDeleted():
                deleted.add(fact.message_id)
            case _:
                pass
    found: defaultdict[tuple[str, str], list[ForumMessagePosted]] = defaultdict(list)
    for one in posted.values():
        month = one.posted_at.astimezone(GENEVA).strftime("%Y-%m")
        if month < before:
            found[month, kinds[one.thread_id]].append(one)
    return {
        key: (
            len({one.thread_id for one in some}),
            len(some),
            sum(one.message_id in deleted for one in some),
        )
        for key, some in found.items()
    }


@pytest.mark.parametrize("seed", [1, 2])
def test_figures_are_of_the_messages_of_whole_months(portal: Pages, seed: int) -> None:
    chance, forum = random.Random(seed), Forum(portal.engine, portal.vault)
    for _ in range(20):
        happened(forum, chance)
    this = f"{AT:%Y-%m}"
    should = recount(forum.history, this)
    assert {kind for _, kind in should} == {"all", "committee", "own"}
    assert any(deleted for *_, deleted in should.values())
    with portal.engine.connect() as conn:
        rows = queries.figures(conn, this)
    assert {
        (row.month, row.kind): (row.threads, row.messages, row.deleted) for row in rows
    } == should
