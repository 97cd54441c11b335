"""What the views of threads find: a thread as somebody reads it by one of three doors, or 404."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias
from uuid import UUID

from flask import request, url_for
from sqlalchemy import Select
from werkzeug.exceptions import NotFound

from portal.followup.missions import found as missions
from portal.followup.missions.queries import Mission, stands_to
from portal.followup.partners import found as partners
from portal.followup.partners.queries import Partner
from portal.followup.threads import queries
from portal.followup.threads.queries import Message, Thread
from portal.followup.threads.read_model import threads
from portal.web import paging, visited
from portal.web.accounts.access import current_actor
from portal.web.act import About
from portal.web.context import settings, today, vault
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from portal.web.paging import Page
from portal.web.policy import Scope
from shared.contracts.followup_visit_threads import Audience
from shared.core.actor import Actor
from shared.core.message import Sealed, derive_id
from shared.reference.partners import ROLES
from shared.reference.visit_threads import AUDIENCES, STATE

AT_ONCE: Final = 25
"""Threads on a page, and messages of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A thread by a door. ``door``: its blueprint; ``args``: what its addresses take.

    ``back``: the address and the name of the page before. ``partner_id``: of who comes so.
    """

    thread: Thread
    door: str
    args: Mapping[str, str]
    back: tuple[str, str]
    partner_id: str | None = None
    acting: str | None = None

    @property
    def mandate(self) -> str:
        """Of the mission: that which leads it, or for which somebody acts who works for it."""
        return self.acting or self.thread.mandate

    @property
    def writes(self) -> bool:
        """Also once it froze, where what was typed is sent: then the service says no."""
        if request.method == "POST":
            return self.thread.works
        return self.thread.writes(today(), settings().thread_days)

    def to(self, page: str, **also: Any) -> str:
        args: dict[str, Any] = {**self.args, **also}
        return url_for(f"{self.door}.{page}", **args)

    def files(self, message_id: str) -> str:
        """Return the address of the files beside a message."""
        args: dict[str, Any] = {**self.args, "message_id": message_id}
        return url_for(f"{self.door}files.index", **args)

    def corrects(self, message: Message) -> bool:
        mine = message.by_id == current_actor().actor_id
        return self.writes and mine and not message.struck

    def strikes(self, message: Message) -> bool:
        """Who wrote it; the mandate what no State wrote, also in a frozen thread."""
        ours = self.thread.ours and self.thread.works and message.side != "state"
        return self.corrects(message) or (ours and not message.struck)


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """One way to threads. ``these``: those that this person reads there; ``by``: in its roles.

    ``stands``: how they stand to the person. ``name``, ``args`` and ``back`` as of ``Seen``.
    """

    these: Select[Any]
    by: Actor
    stands: Sequence[Scope]
    audiences: Collection[Audience]
    name: str
    args: Mapping[str, str]
    back: tuple[str, str]
    partner_id: str | None = None
    acting: str | None = None

    def to(self, page: str, **also: Any) -> str:
        args: dict[str, Any] = {**self.args, **also}
        return url_for(f"{self.name}.{page}", **args)

    def seen(self, thread: Thread) -> Seen:
        return Seen(
            thread=thread,
            door=self.name,
            args={**self.args, "thread_id": thread.thread_id},
            back=self.back,
            partner_id=self.partner_id,
            acting=self.acting,
        )


def door_inside(mission_id: UUID) -> Door:
    return _of_mission(missions.found(mission_id))


def door_admitted(partner_id: UUID) -> Door:
    return _of_partner(partners.mine(partner_id))


def door_noted() -> Door:
    actor = current_actor()
    return Door(
        these=queries.of_state(actor),
        by=queries.in_roles(actor, {queries.GOVERNMENT}),
        stands=[Scope.STATE],
        audiences=[STATE],
        name="visitnotes",
        args={},
        back=(url_for("visitnotes.listed"), gettext("Official notes on visits")),
    )


def _of_mission(one: Mission) -> Door:
    actor = current_actor()
    return Door(
        these=queries.of_mission(actor, one.mission_id),
        by=queries.in_roles(actor, queries.INSIDE),
        stands=_stands(one),
        audiences=AUDIENCES,
        name="threads",
        args={"mission_id": one.mission_id},
        back=(url_for("threads.index", mission_id=one.mission_id), gettext("Dialogue")),
        acting=one.acting,
    )


def _of_partner(this: Partner) -> Door:
    actor = current_actor()
    return Door(
        these=queries.of_partner(actor, this),
        by=queries.in_roles(actor, {ROLES[this.kind]}),
        stands=[Scope.ADMITTED],
        audiences=queries.audiences_of(this),
        name="mythreads",
        args={"partner_id": this.partner_id},
        back=(url_for("myvisits.show", partner_id=this.partner_id), gettext("My visit")),
        partner_id=this.partner_id,
    )


def inside(mission_id: UUID, thread_id: UUID) -> Seen:
    return _one(door_inside(mission_id), thread_id)


def admitted(partner_id: UUID, thread_id: UUID) -> Seen:
    return _one(door_admitted(partner_id), thread_id)


def noted(thread_id: UUID) -> Seen:
    return _one(door_noted(), thread_id)


def written(seen: Seen) -> Seen:
    if not seen.writes:
        raise NotFound
    return seen


def message(seen: Seen, message_id: UUID) -> Message:
    with engine().connect() as conn:
        found = queries.message(conn, seen.thread, str(message_id))
    if found is None:
        raise NotFound
    return found


Titled: TypeAlias = Page[tuple[Thread, str | None, bool]]
"""Threads, each with its title, and whether there is something new in it for who came."""


def of_mission(one: Mission) -> Titled:
    """Return a page of the threads of a mission for those inside, with their titles."""
    return _titled(_of_mission(one))


def of_partner(this: Partner) -> Titled:
    return _titled(_of_partner(this))


def of_state(mission_id: str | None = None) -> Titled:
    """Return the threads of a Government: of all missions, or of one."""
    door = door_noted()
    if mission_id is not None:
        door = replace(door, these=door.these.where(threads.c.mission_id == mission_id))
    return _titled(door)


def _titled(door: Door) -> Titled:
    by = door.by
    with engine().connect() as conn:
        rows = paging.cut(conn, door.these, "threads", paging.asked, size=AT_ONCE)
    some = [queries.thread(row, by, door.stands) for row in rows]
    titles = vault().reveal_all([each.title for each in some]) if some else []
    with engine().connect() as conn:
        ids = [each.thread_id for each in some]
        upto = visited.upto(conn, by.actor_id, ids)
    new = [each.last > upto.get(each.thread_id, 0) for each in some]
    return rows.of(zip(some, titles, new, strict=True))


def _stands(one: Mission) -> list[Scope]:
    return stands_to(current_actor(), one)


def sealed(item_id: str, text: str) -> Sealed:
    """Seal a title or a message: each has a key of its own."""
    return vault().seal(f"visitdialogue-{item_id}", text)


def about(seen: Seen) -> About:
    return About(
        address=seen.to("show"),
        case=derive_id("thread case", seen.thread.thread_id),
        back=gettext("The thread"),
        caption=names.recipient(seen.thread.state),
    )


def _one(door: Door, thread_id: UUID) -> Seen:
    with engine().connect() as conn:
        query = door.these.where(threads.c.thread_id == str(thread_id))
        row = conn.execute(query).one_or_none()
    if row is None:
        raise NotFound
    return door.seen(queries.thread(row, door.by, door.stands))
