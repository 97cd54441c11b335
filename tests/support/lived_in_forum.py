"""The forum of a portal that is used (``lived_in``): messages of all kinds, a poll, an officer."""

from collections.abc import Mapping
from typing import Any

from pydantic_core import to_json
from sqlalchemy import insert

from portal.casefile.drafts.expiry import subject_of
from portal.committee.forum.drafts import drafts
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.stakeholders import forum as said
from tests.support.forum import Forum
from tests.support.long_texts import ARABIC, LONG, UNBROKEN
from tests.support.portal import Pages, Visitor


def forum(portal: Pages, visitors: Mapping[Any, Visitor]) -> None:
    holder, officer = (
        visitors[role].account for role in (Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER)
    )
    assert holder
    assert officer
    me = holder.account_id
    of = Forum(portal.engine, portal.vault, told=6_000_000)  # after all that was told
    thread = of.started(LONG, UNBROKEN[:200], started_by=me)
    of.step(said.INVITED, thread, officer_id=officer.account_id, invited_by=me)
    own = of.posted(thread, ARABIC, posted_by=me, mentions=me)
    of.step(said.CORRECTED, thread, message_id=own, edit=False, text=of.sealed(own, UNBROKEN))
    with_file = str(derive_id("message with a file", thread))
    of.posted(thread, LONG, message_id=with_file, files=(of.file(with_file, UNBROKEN[:100]),))
    gone = of.posted(thread, LONG, posted_by=me)
    of.step(said.DELETED, thread, message_id=gone, deleted_by=me)
    of.posted(thread, LONG, answers=gone, mandate="sr-food")
    for over in (False, True):
        poll = of.polled(thread, posted_by=me)
        of.step(said.VOTED, thread, message_id=poll, voter=me)
        if over:
            of.step(said.POLL_ENDED, thread, message_id=poll)
    _draft(portal, me, f"write {thread}")
    of.step(said.PINNED, thread)
    shut = of.started(ARABIC, ARABIC[:100], space="committee")
    of.step(said.PINNED, shut, change="closed")
    of.step(said.PINNED, shut, change="opened-to-new")


def _draft(portal: Pages, account_id: str, place: str) -> None:
    draft_id = str(derive_id("draft of the forum", place))
    typed = to_json({"mandate": "", "text": LONG[:400], "mentions": ""}).decode()
    content = portal.vault.seal(subject_of(draft_id), typed)
    row = {"draft_id": draft_id, "account_id": account_id, "place": place, "content": content}
    with portal.engine.begin() as conn:
        conn.execute(insert(drafts).values(**row, changed_at=portal.clock()))
