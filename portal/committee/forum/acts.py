"""What holders do with a thread: polls, pinning, closing, opening it to new holders, officers."""

from typing import Final
from uuid import UUID

from flask import Blueprint, request
from werkzeug.exceptions import NotFound

from portal.committee.forum import found, queries
from portal.committee.forum.forms import InviteForm, PollForm, VoteForm
from portal.committee.forum.queries import Message, Thread
from portal.web.accounts import account as accounts
from portal.web.accounts.access import require
from portal.web.act import Answer, Page, act
from portal.web.check import Check, answers
from portal.web.context import vault
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.stakeholders_forum import Change
from shared.contracts.stakeholders_forum_commands import (
    AskForumPoll,
    ChangeForumThread,
    CloseForumPoll,
    EndForumInvitation,
    InviteForumOfficer,
    VoteInForum,
)
from shared.core.message import derive_id
from shared.core.roles import Role

bp = Blueprint("forumacts", __name__, url_prefix="/forum/threads")

_holder = require(Role.MANDATE_HOLDER)

_CHANGES: Final[dict[Change, tuple[str, str, str, str]]] = {
    "pinned": (
        lazy("Pin this thread?"),
        lazy("It stands first in its space, for everybody there."),
        lazy("Pin the thread"),
        lazy("The thread is pinned."),
    ),
    "unpinned": (
        lazy("Unpin this thread?"),
        lazy("It takes its place among the others again."),
        lazy("Unpin the thread"),
        lazy("The thread is not pinned any more."),
    ),
    "closed": (
        lazy("Close this thread?"),
        lazy("It can be read, and nobody writes in it. Any mandate-holder in it can reopen it."),
        lazy("Close the thread"),
        lazy("The thread is closed."),
    ),
    "reopened": (
        lazy("Reopen this thread?"),
        lazy("Everybody in it can write again."),
        lazy("Reopen the thread"),
        lazy("The thread is open again."),
    ),
    "opened-to-new": (
        lazy("Open this thread to new mandate-holders?"),
        lazy(
            "Whoever became a holder after it was started, and is of this space, then reads all "
            "of it."
        ),
        lazy("Open the thread to them"),
        lazy("New mandate-holders read the thread, too."),
    ),
}


@bp.route("/<uuid:thread_id>/change/<change>", methods=["GET", "POST"])
@_holder
def change(thread_id: UUID, change: str) -> Answer:
    one = found.held(thread_id)
    to = next((each for each in _CHANGES if each == change), None)
    if to is None:
        raise NotFound
    heading, lead, button, said = map(str, _CHANGES[to])
    warning = gettext("They read it from then on.") if to == "opened-to-new" else ""
    return act(
        found.about(one),
        CommandForm(),
        Page(
            heading=heading,
            lead=lead,
            warning=warning,
            button=button,
            leave=gettext("Leave it as it is"),
        ),
        lambda: ChangeForumThread(thread_id=one.thread_id, change=to),
        said=said,
    )


@bp.route("/<uuid:thread_id>/poll", methods=["GET", "POST"])
@_holder
def poll(thread_id: UUID) -> Answer:
    one, form = found.held(thread_id), PollForm()
    form.mandate.offer(found.mandates())
    message_id = str(derive_id("forum message", form.command_id.data))

    def command() -> AskForumPoll:
        key = found.subject_of(message_id)
        return AskForumPoll(
            thread_id=one.thread_id,
            message_id=message_id,
            mandate=form.mandate.data or "",
            text=vault().seal(key, form.text.data or ""),
            choices=vault().seal(key, "\n".join(form.lines)),
            number=len(form.lines),
        )

    return act(
        found.about(one, message_id if request.method == "POST" else ""),
        form,
        Page(
            heading=gettext("Ask a poll"),
            lead=gettext("Mandate-holders in this thread choose one answer, by name."),
            button=gettext("Continue"),
        ),
        command,
        checks=lambda: Check(
            title=gettext("Check this poll"),
            lead=gettext("It stays as it is asked. Any mandate-holder in the thread can close it."),
            button=gettext("Ask the poll"),
            answers=[
                *answers(form.mandate, form.text),
                (gettext("Choices"), "\n".join(form.lines)),
            ],
        ),
        said=gettext("The poll is open."),
    )


def _poll(one: Thread, message_id: UUID) -> Message:
    message = found.message(one, message_id)
    if not message.poll or (message.deleted_at and request.method == "GET"):
        raise NotFound
    return message


@bp.route("/<uuid:thread_id>/<uuid:message_id>/vote", methods=["GET", "POST"])
@_holder
def vote(thread_id: UUID, message_id: UUID) -> Answer:
    one, form = found.held(thread_id), VoteForm()
    message = _poll(one, message_id)
    form.mandate.offer(found.mandates())
    question, choices = vault().reveal_all([message.text, message.choices or message.text])
    lines = (choices or "").split("\n")
    form.choice.choices = {
        str(n): lines[n] if n < len(lines) else str(n + 1) for n in range(message.poll)
    }
    return act(
        found.about(one, message.message_id),
        form,
        Page(
            heading=gettext("Vote in this poll"),
            lead=gettext(
                "Everybody who reads the thread sees your choice. You can change it "
                "until the poll is closed."
            ),
            texts=[(None, question)],
            button=gettext("Vote"),
            leave=gettext("Not now"),
        ),
        lambda: VoteInForum(
            thread_id=one.thread_id,
            message_id=message.message_id,
            choice=int(form.choice.data),
            mandate=form.mandate.data or "",
        ),
        said=gettext("Your vote is counted."),
    )


@bp.route("/<uuid:thread_id>/<uuid:message_id>/close-poll", methods=["GET", "POST"])
@_holder
def close_poll(thread_id: UUID, message_id: UUID) -> Answer:
    one = found.held(thread_id)
    message = _poll(one, message_id)
    return act(
        found.about(one, message.message_id),
        CommandForm(),
        Page(
            heading=gettext("Close this poll?"),
            lead=gettext("Nobody votes after that. It cannot be opened again."),
            button=gettext("Close the poll"),
            leave=gettext("Leave it as it is"),
        ),
        lambda: CloseForumPoll(thread_id=one.thread_id, message_id=message.message_id),
        said=gettext("The poll is closed."),
    )


@bp.route("/<uuid:thread_id>/invite", methods=["GET", "POST"])
@_holder
def invite(thread_id: UUID) -> Answer:
    one, form = found.held(thread_id), InviteForm()
    with engine().connect() as conn:
        form.offer(found.officers(conn, one))
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Invite an officer"),
            lead=[
                gettext(
                    "An officer who services one of your mandates reads all of this thread, "
                    "and writes in it."
                ),
                gettext("Everybody in the thread sees who is invited."),
            ],
            button=gettext("Continue"),
        ),
        lambda: InviteForumOfficer(thread_id=one.thread_id, officer_id=form.officer.data),
        checks=lambda: Check(
            title=gettext("Invite this officer?"),
            lead=gettext("The officer reads what was written before, too."),
            button=gettext("Invite the officer"),
            answers=answers(form.officer),
        ),
        said=gettext("The officer is invited."),
    )


@bp.route("/<uuid:thread_id>/officers/<officer_id>/end", methods=["GET", "POST"])
@_holder
def end(thread_id: UUID, officer_id: str) -> Answer:
    one = found.held(thread_id)
    with engine().connect() as conn:
        guests = {row.officer_id: row.ended_at for row in queries.guests_in(conn, one.thread_id)}
        who = accounts.names(conn, [officer_id]).get(officer_id, "")
    if officer_id not in guests or (guests[officer_id] and request.method == "GET"):
        raise NotFound
    return act(
        found.about(one),
        CommandForm(),
        Page(
            heading=gettext("End this invitation?"),
            lead=[who, gettext("The officer reads no more of this thread. Messages stay.")],
            button=gettext("End the invitation"),
            leave=gettext("Leave it as it is"),
        ),
        lambda: EndForumInvitation(thread_id=one.thread_id, officer_id=officer_id),
        said=gettext("The invitation is ended."),
    )
