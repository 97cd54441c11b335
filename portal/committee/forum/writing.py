"""What is written in the forum: a thread is started, a message posted, corrected or deleted.

What is typed is kept as a draft when it is first sent, and files go with it.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.exceptions import NotFound

from portal.casefile.attachments.forms import rules
from portal.casefile.attachments.taking import Refused as NotKept
from portal.committee.forum import drafts, found, words
from portal.committee.forum.attaching import Attaching
from portal.committee.forum.forms import CorrectForm, FilesForm, StartForm, WriteForm
from portal.committee.forum.queries import READERS, Thread
from portal.committee.members import queries as members
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act, shown
from portal.web.check import Check, answers, is_checked
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n.texts import gettext
from shared.contracts.commands import Command
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
    form, place = StartForm(), ("start", kind, ref)
    form.mandate.offer(found.mandates())
    thread_id = str(derive_id("forum thread of a form", form.command_id.data))
    message_id = str(derive_id("forum message", form.command_id.data))
    attaching = Attaching(message_id, thread_id)

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
            files=attaching.told(),
        )

    return _written(
        About(
            address=url_for("forum.space", space=kind, ref=ref),
            case=found.case_of(thread_id),
            back=gettext("The space"),
            caption=str(words.KINDS[kind]),
        ),
        form,
        attaching,
        Page(
            heading=gettext("Start a thread"),
            lead=str(words.MEMBERS[kind]),
            button=gettext("Continue"),
            fields=("mandate", "title", "text"),
        ),
        command,
        Check(
            title=gettext("Check this thread"),
            lead=str(words.MEMBERS[kind]),
            button=gettext("Start the thread"),
            answers=answers(form.title, form.mandate, form.text),
        ),
        gettext("The thread is started."),
        place,
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
    attaching = Attaching(message_id, one.thread_id)
    return _written(
        found.about(one, message_id if request.method == "POST" else ""),
        form,
        attaching,
        Page(
            heading=gettext("Answer this message") if answers_to else gettext("Write a message"),
            lead=_readers(one),
            button=gettext("Continue"),
            fields=("mandate", "text", "mentions"),
        ),
        lambda: PostForumMessage(
            thread_id=one.thread_id,
            message_id=message_id,
            mandate=form.mandate.data or "",
            text=vault().seal(found.subject_of(message_id), form.text.data or ""),
            answers=answers_to,
            mentions=form.mentions.data or None,
            files=attaching.told(),
        ),
        Check(
            title=gettext("Check this message"),
            lead=gettext("You can change it for 15 minutes. Later corrections show both texts."),
            button=gettext("Post the message"),
            answers=answers(form.mandate, form.text, form.mentions),
        ),
        gettext("The message is posted."),
        ("answer", one.thread_id, answers_to) if answers_to else ("write", one.thread_id),
    )


def _written(  # what differs from page to page
    about: About,
    form: FilesForm,
    attaching: Attaching,
    page: Page,
    command: Callable[[], Command],
    check: Check,
    said: str,
    place: Sequence[str],
) -> Answer:
    """Show the form with its draft, keep what was typed, and go on to the check page."""
    draft = drafts.find(*place)
    if request.method != "POST" and draft:
        form.fill(draft.typed)
    if request.method == "POST" and not is_checked():
        drafts.save(typed := form.typed(), *place)
        if request.form.get("draft") == "keep":
            if typed:
                flash(gettext("Your draft is kept."), "success")
            return redirect(request.path, 303)

    def then() -> None:
        attaching.posted()
        drafts.done(*place)

    def shows() -> Page:
        given = {"going": attaching.going, "rules": rules(), "draft": draft}
        return replace(page, template="forum/write.html", given=given)

    try:
        return act(
            about,
            form,
            shows,
            command,
            checks=lambda: attaching.checked(check),
            then=then,
            said=said,
        )
    except NotKept as no:
        form.files.errors = [str(no)]
        return shown(about, form, shows), 422


@bp.route("/drafts/<uuid:draft_id>/discard", methods=["GET", "POST"])
@require(*READERS)
def discard(draft_id: UUID) -> Answer:
    form = CommandForm()
    if not any(one.draft_id == str(draft_id) for one in drafts.mine()):
        if request.method == "GET":
            raise NotFound
        return redirect(url_for("forum.index"), 303)
    if form.validate_on_submit():
        drafts.discard(str(draft_id))
        flash(gettext("Your draft is thrown away."), "success")
        return redirect(url_for("forum.index"), 303)
    about = About(address=url_for("forum.index"), case=None, back=gettext("Forum"))
    page = Page(
        heading=gettext("Throw this draft away?"),
        button=gettext("Throw it away"),
        leave=gettext("Leave it as it is"),
        warning=gettext("It cannot be brought back."),
        tone="warning",
    )
    return shown(about, form, page)


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
