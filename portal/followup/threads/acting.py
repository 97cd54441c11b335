"""What is done with a thread behind each door: it is read, and messages are written in it."""

from collections.abc import Callable
from typing import TypeAlias
from uuid import UUID

from flask import Blueprint, request
from werkzeug.exceptions import NotFound

from portal.followup.threads import checking, found, queries, words
from portal.followup.threads.forms import MessageForm
from portal.followup.threads.found import Seen
from portal.followup.threads.queries import Message, Thread
from portal.followup.threads.read_model import CONSUMER
from portal.web import htmx, paging, visited
from portal.web.accounts.access import current_actor, require
from portal.web.act import Answer, Page, act
from portal.web.check import Check, answers
from portal.web.context import now, settings, vault
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from portal.web.waiting import waited
from shared.contracts.followup_visit_thread_commands import (
    CorrectVisitMessage,
    StrikeVisitMessage,
    WriteVisitMessage,
)
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.vault import Forgotten
from shared.reference.visit_threads import STATE

Finds: TypeAlias = Callable[..., Seen]
"""What the arguments of an address stand for, as who came reads it; else 404."""


def behind(bp: Blueprint, find: Finds, *roles: Role) -> None:
    """Add the pages of a thread to a door. ``find`` asks anew at each request."""
    may = require(*roles)

    @bp.get("/<uuid:thread_id>")
    @may
    def show(**of: UUID) -> str:
        late = not waited(engine(), CONSUMER, request.args.get("after"))
        return _shown(find(**of), late=late)

    @bp.route("/<uuid:thread_id>/write", methods=["GET", "POST"])
    @may
    def write(**of: UUID) -> Answer:
        return _write(found.written(find(**of)))

    @bp.route("/<uuid:thread_id>/<uuid:message_id>/correct", methods=["GET", "POST"])
    @may
    def correct(message_id: UUID, **of: UUID) -> Answer:
        seen = found.written(find(**of))
        return _correct(seen, found.message(seen, message_id))

    @bp.route("/<uuid:thread_id>/<uuid:message_id>/strike", methods=["GET", "POST"])
    @may
    def strike(message_id: UUID, **of: UUID) -> Answer:
        seen = find(**of)
        return _strike(seen, found.message(seen, message_id))


def _shown(seen: Seen, *, late: bool) -> str:
    one, me = seen.thread, current_actor().actor_id
    with engine().connect() as conn:
        upto = visited.upto(conn, me, [one.thread_id]).get(one.thread_id, 0)
        rows = paging.cut(
            conn, queries.said(one.thread_id), "messages", paging.asked, size=found.AT_ONCE
        )
        some = rows.of(queries.opened(conn, rows))
        called = queries.called(conn, one, some)
        files = queries.number_of_files(conn, one.thread_id, some)
    read = max((each.step for each in some), default=0)
    if read > upto:
        visited.read(engine(), me, one.thread_id, read, now())
    texts = [one.title, *(text.text for each in some for text in each.texts)]
    opened = dict(zip(texts, vault().reveal_all(texts), strict=True))
    return htmx.render(
        "threads/thread.html",
        block="content",
        seen=seen,
        one=one,
        messages=some,
        opened=opened,
        called=called,
        files=files,
        last_day=one.last_day(settings().thread_days),
        me=me,
        new={each.message_id for each in some if each.step > upto and each.by_id != me},
        words=words,
        state_name=names.recipient,
        mandate_name=names.mandate,
        late=late,
    )


def _write(seen: Seen) -> Answer:
    form, one = MessageForm(), seen.thread
    message_id = str(derive_id("message of a thread", form.id))
    return act(
        found.about(seen),
        form,
        Page(
            heading=gettext("Write a message"),
            lead=str(words.READ_BY[one.audience]),
            button=gettext("Continue") if one.audience == STATE else gettext("Send it"),
            leave=gettext("Not now"),
        ),
        lambda: WriteVisitMessage(
            thread_id=one.thread_id,
            mission_id=one.mission_id,
            mandate=seen.mandate,
            message_id=message_id,
            partner_id=seen.partner_id,
            text=checking.sealed(one, message_id, form.text.data or ""),
        ),
        checks=(lambda: _checked(one, form)) if one.audience == STATE else None,
        said=gettext("The message is sent."),
    )


def _checked(one: Thread, form: MessageForm) -> Check:
    return checking.looked_at(
        one,
        [form.text.data or ""],
        Check(
            title=gettext("Check the official note"),
            lead=str(words.READ_BY[STATE]),
            button=gettext("Send it"),
            answers=answers(form.text),
        ),
    )


def _correct(seen: Seen, this: Message) -> Answer:
    if not seen.corrects(this):
        raise NotFound
    form, one = MessageForm(), seen.thread
    if request.method == "GET":
        form.text.data = vault().reveal(this.texts[0].text)
        if form.text.data is None:
            raise Forgotten(this.message_id)
    return act(
        found.about(seen),
        form,
        Page(
            heading=gettext("Correct your message"),
            lead=[
                str(words.READ_BY[one.audience]),
                gettext("It says that it was corrected, and the text before stays shown."),
            ],
            button=gettext("Continue") if one.audience == STATE else gettext("Correct it"),
            leave=gettext("Not now"),
        ),
        lambda: CorrectVisitMessage(
            thread_id=one.thread_id,
            mission_id=one.mission_id,
            mandate=seen.mandate,
            message_id=this.message_id,
            partner_id=seen.partner_id,
            text=checking.sealed(one, this.message_id, form.text.data or ""),
        ),
        checks=(lambda: _checked(one, form)) if one.audience == STATE else None,
        said=gettext("The message is corrected."),
    )


def _strike(seen: Seen, this: Message) -> Answer:
    if not seen.strikes(this):
        raise NotFound
    one = seen.thread
    return act(
        found.about(seen),
        CommandForm(),
        Page(
            heading=gettext("Strike this message?"),
            lead=[
                str(words.READ_BY[one.audience]),
                gettext(
                    "It was written by mistake. It stays on record, and nobody is shown its text "
                    "any more. Who read it knows it."
                ),
            ],
            texts=[(str(words.SIDES[this.side]), vault().reveal(this.texts[0].text))],
            button=gettext("Strike it"),
            leave=gettext("Not now"),
            tone="warning",
        ),
        lambda: StrikeVisitMessage(
            thread_id=one.thread_id,
            mission_id=one.mission_id,
            mandate=seen.mandate,
            message_id=this.message_id,
            partner_id=seen.partner_id,
        ),
        said=gettext("The message is struck."),
    )
