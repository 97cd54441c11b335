"""What a view of the forum finds: a space, a thread, a message, or 404; and who reads a thread."""

from collections.abc import Mapping
from typing import Final, get_args
from uuid import UUID

from flask import url_for
from sqlalchemy import ColumnElement, Connection, and_
from werkzeug.exceptions import NotFound

from portal.committee.forum import queries
from portal.committee.forum.queries import Message, Thread
from portal.web.accounts.access import current_actor
from portal.web.accounts.account import Account
from portal.web.act import About
from portal.web.context import now, today, vault
from portal.web.db import engine
from portal.web.erased import erased
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from shared.contracts.stakeholders_forum import Space
from shared.core.message import derive_id
from shared.reference.forum import holds

KEYS: Final = "forummessage"


def seen(conn: Connection) -> ColumnElement[bool]:
    """Which threads exist for whoever came; one whose time is over does not exist."""
    actor = current_actor()
    own = queries.visible(actor, queries.since(conn, actor, today()))
    return and_(own, queries.stands(now()))


def thread(thread_id: UUID) -> Thread:
    with engine().connect() as conn:
        one = queries.one(conn, str(thread_id), seen(conn))
    if one is None:
        raise NotFound
    return one


def held(thread_id: UUID) -> Thread:
    """Return a thread that a holder reads; an officer who is invited does not lead it."""
    one = thread(thread_id)
    if not holds(current_actor()):
        raise NotFound
    return one


def message(one: Thread, message_id: UUID) -> Message:
    with engine().connect() as conn:
        found = queries.message_in(conn, one.thread_id, str(message_id))
    if found is None:
        raise NotFound
    return found


def own(one: Thread, message_id: UUID) -> Message:
    """Return a message that whoever came wrote, and that is there still."""
    found = message(one, message_id)
    if found.author != current_actor().actor_id or found.deleted_at:
        raise NotFound
    return found


def space(name: str, ref: str) -> tuple[Space, str]:
    """Return a space of which whoever came is; 404 for all others, whether there are threads."""
    kind = next((one for one in get_args(Space) if one == name), None)
    with engine().connect() as conn:
        if kind is None or not queries.is_of(conn, current_actor(), kind, ref):
            raise NotFound
    return kind, ref


def readers(conn: Connection, one: Thread) -> list[Account]:
    """Return everybody who reads the thread today."""
    return queries.readers(conn, one.thread_id, today())


def officers(conn: Connection, one: Thread) -> Mapping[str, str]:
    """Return the officers whom whoever came may invite to the thread."""
    some = queries.guests_for(conn, one.thread_id, current_actor(), today())
    return {each.account_id: each.name for each in some}


def mandates() -> dict[str, str]:
    """Return the own mandates by name, in whose name somebody writes."""
    mine = current_actor().mandates
    return {code: name for code, name in names.mandates().items() if code in mine}


def title(one: Thread) -> str:
    return vault().reveal_all([one.title])[0] or str(erased())


def subject_of(message_id: str) -> str:
    """Under this key a message is sealed, and no other."""
    return f"{KEYS}-{message_id}"


def case_of(thread_id: str) -> UUID:
    return derive_id("forum thread", thread_id)


def about(one: Thread, mark: str = "") -> About:
    anchor = f"m-{mark}" if mark else None
    message = mark or None
    return About(
        address=url_for("forum.show", thread_id=one.thread_id, message=message, _anchor=anchor),
        case=case_of(one.thread_id),
        back=gettext("The thread"),
        caption=title(one),
    )
