"""What is written in the forum: a thread is started, a message posted, corrected or deleted."""

from uuid import UUID

from flask import Blueprint, request, url_for
from werkzeug.exceptions import NotFound

from portal.committee.forum import found, words
from portal.committee.forum.forms import CorrectForm, StartForm, WriteForm
from portal.committee.forum.queries import READERS, Thread
from portal.committee.members import queries as members
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check, answers
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n.texts import gettext
from shared.contracts.stakeholders_forum_commands import (
    CorrectForumMessage,
    DeleteForumMessage,
    PostForumMessage,
    StartForumThread,
)
from shared.core.message import derive_id
from shared.core.roles import Role

bp = Blueprint("forumwriting", __name__, url_prefix="/forum")


@bp.route("/<space>/<ref>/start", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
def start(space: str, ref: str) -> Answer:
    kind, ref = found.space(space, ref)
    if kind == "committee" and not _works():
        raise NotFound
    form = StartForm()
    form.mandate.offer(found.mandates())
    thread_id = str(derive_id("forum thread of a form", form.command_id.data))
    message_id = str(derive_id("forum message", form.command_id.data))

    def command() -> StartForumThread:
        key = found.subject_of(message_id)
        return StartForumThread(
            thread_id=thread_id,
            space=kind,
            ref=ref,
            mandate=form.mandate.data or "",
            title=vault().seal(key, form.title.data or ""),
            message_id=message_id,
            text=vault().seal(key, form.text.data or ""),
        )

    return act(
        About(
            address=url_for("forum.space", space=kind, ref=ref),
            case=found.case_of(thread_id),
            back=gettext("The space"),
            caption=str(words.KINDS[kind]),
        ),
        form,
        Page(
            heading=gettext("Start a thread"),
            lead=str(words.MEMBERS[kind]),
            button=gettext("Continue"),
        ),
        command,
        checks=lambda: Check(
            title=gettext("Check this thread"),
            lead=str(words.MEMBERS[kind]),
            button=gettext("Start the thread"),
            answers=answers(form.title, form.mandate, form.text),
        ),
        said=gettext("The thread is started."),
    )


def _works() -> bool:
    with engine().connect() as conn:
        return members.works(conn, current_actor(), today())


@bp.route("/threads/<uuid:thread_id>/write", methods=["GET", "POST"])
@require(*READERS)
def write(thread_id: UUID) -> Answer:
    return _write(found.thread(thread_id), None)


@bp.route("/threads/<uuid:thread_id>/<uuid:message_id>/answer", methods=["GET", "POST"])
@require(*READERS)
def answer(thread_id: UUID, message_id: UUID) -> Answer:
    one = found.thread(thread_id)
    return _write(one, found.message(one, message_id).message_id)


def _write(one: Thread, answers_to: str | None) -> Answer:
    form = WriteForm()
    with engine().connect() as conn:
        people = {each.account_id: each.name for each in found.readers(conn, one)}
    people.pop(current_actor().actor_id, None)
    form.offer(found.mandates(), people)
    message_id = str(derive_id("forum message", form.command_id.data))
    return act(
        found.about(one, message_id if request.method == "POST" else ""),
        form,
        Page(
            heading=gettext("Answer this message") if answers_to else gettext("Write a message"),
            lead=_readers(one),
            button=gettext("Continue"),
        ),
        lambda: PostForumMessage(
            thread_id=one.thread_id,
            message_id=message_id,
            mandate=form.mandate.data or "",
            text=vault().seal(found.subject_of(message_id), form.text.data or ""),
            answers=answers_to,
            mentions=form.mentions.data or None,
        ),
        checks=lambda: Check(
            title=gettext("Check this message"),
            lead=gettext("You can change it for 15 minutes. Later corrections show both texts."),
            button=gettext("Post the message"),
            answers=answers(form.mandate, form.text, form.mentions),
        ),
        said=gettext("The message is posted."),
    )


def _readers(one: Thread) -> list[str]:
    also = gettext("Officers who are invited to this thread read and write, too.")
    return [str(words.MEMBERS[one.space]), also]


@bp.route("/threads/<uuid:thread_id>/<uuid:message_id>/correct", methods=["GET", "POST"])
@require(*READERS)
def correct(thread_id: UUID, message_id: UUID) -> Answer:
    one = found.thread(thread_id)
    message, form = found.own(one, message_id), CorrectForm()
    if message.poll:
        raise NotFound
    if request.method == "GET":
        form.version.data = str(message.version)
        form.text.data = vault().reveal_all([message.text])[0] or ""
    return act(
        found.about(one, message.message_id),
        form,
        Page(
            heading=gettext("Correct this message"),
            lead=gettext(
                "Within 15 minutes after posting, the new text takes the place of the old one. "
                "Later both are shown."
            ),
            button=gettext("Continue"),
            leave=gettext("Leave it as it is"),
        ),
        lambda: CorrectForumMessage(
            thread_id=one.thread_id,
            message_id=message.message_id,
            shown=form.shown,
            text=vault().seal(found.subject_of(message.message_id), form.text.data or ""),
        ),
        checks=lambda: Check(
            title=gettext("Check the new text"),
            lead=gettext("Everybody who reads the thread sees that it was changed later."),
            button=gettext("Correct the message"),
            answers=answers(form.text),
        ),
        said=gettext("The message is corrected."),
    )


@bp.route("/threads/<uuid:thread_id>/<uuid:message_id>/delete", methods=["GET", "POST"])
@require(*READERS)
def delete(thread_id: UUID, message_id: UUID) -> Answer:
    one = found.thread(thread_id)
    message = found.own(one, message_id) if request.method == "GET" else None
    return act(
        found.about(one, str(message_id)),
        CommandForm(),
        Page(
            heading=gettext("Delete this message?"),
            lead=gettext("A mark stays, and so do the answers to it. Nobody reads the text."),
            texts=[(None, vault().reveal_all([message.text])[0])] if message else [],
            warning=gettext("It cannot be brought back."),
            button=gettext("Delete the message"),
            leave=gettext("Leave it as it is"),
            tone="warning",
        ),
        lambda: DeleteForumMessage(thread_id=one.thread_id, message_id=str(message_id)),
        said=gettext("The message is deleted."),
    )
