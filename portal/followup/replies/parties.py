"""Replies and messages from outside: filed by the Government, or logged by the desk."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from uuid import UUID

from flask import Blueprint, request
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound

from portal.casefile.attachments.carrying import FIELD, Carried, carried, keep_all, must_wait
from portal.casefile.attachments.forms import chosen, rules
from portal.casefile.attachments.taking import Refused
from portal.casefile.replies.cases import Case
from portal.followup.replies import files
from portal.followup.replies.forms import (
    BareForm,
    FileReplyForm,
    LogReplyForm,
    ReceivedForm,
    RequestExtensionForm,
)
from portal.followup.replies.page import found, on, sealed_about, sealed_of
from portal.web import check
from portal.web.accounts.access import current_actor, require
from portal.web.act import Answer, Page, act, shown
from portal.web.check import Check
from portal.web.context import today
from portal.web.db import engine
from portal.web.forms import given
from portal.web.i18n.texts import gettext, pgettext
from shared.contracts.followup_reply_commands import (
    AcknowledgeReceipt,
    LogReply,
    RequestExtension,
)
from shared.core.message import derive_id
from shared.core.roles import Role

bp = Blueprint("parties", __name__, url_prefix="/<uuid:communication_id>")

_PARTIES = (Role.QUICK_RESPONSE_DESK, Role.GOVERNMENT)


@bp.route("/log", methods=["GET", "POST"])
@require(*_PARTIES)
def log(communication_id: UUID) -> Answer:
    with engine().connect() as conn:
        about, today = _addressed(conn, communication_id)
    desk = _is_desk()
    form = LogReplyForm(earliest=about.transmitted_on, latest=today) if desk else FileReplyForm()
    reply_id = str(derive_id("reply", form.command_id.data or ""))
    subject = f"reply-{reply_id}"
    going = carried(subject)

    def checks() -> Check:
        return _log_check(form, [*going, *keep_all(chosen(), subject)], desk=desk)

    def command() -> LogReply:
        must_wait(files.untold(going))
        return LogReply(
            communication_id=about.communication_id,
            reply_id=reply_id,
            kind=form.kind.data,
            language=form.language.data,
            confidential_by_state=form.confidential_by_state.data,
            text=sealed_of(reply_id, form.text.data),
            received_at=_received_at(form, about),
        )

    def then() -> None:
        # the reply is logged by now: a file that is refused even so can be sent again beside it
        with suppress(Refused):
            told = [(one.attachment_id, one.kept) for one in files.untold(going)]
            files.tell_of(about, reply_id, told)

    page = _log_page(going, desk=desk)
    try:
        return act(on(about), form, page, command, then=then, checks=checks)
    except Refused as no:
        form.files.errors = [str(no)]
        return shown(on(about), form, page), 422


@bp.route("/acknowledge", methods=["GET", "POST"])
@require(*_PARTIES)
def acknowledge(communication_id: UUID) -> Answer:
    with engine().connect() as conn:
        about, today = _addressed(conn, communication_id)
    desk = _is_desk()
    form = ReceivedForm(earliest=about.transmitted_on, latest=today) if desk else BareForm()
    page = Page(
        heading=gettext("Acknowledge receipt of the letter"),
        lead=gettext("It says that the letter arrived. It is no reply: the clock goes on.")
        if desk
        else gettext("It says that the letter arrived. It is no reply: one is still awaited."),
        button=gettext("Record that the letter arrived")
        if desk
        else gettext("Confirm that the letter arrived"),
    )
    return act(
        on(about),
        form,
        page,
        lambda: AcknowledgeReceipt(
            communication_id=about.communication_id, received_at=_received_at(form, about)
        ),
    )


@bp.route("/more-time", methods=["GET", "POST"])
@require(*_PARTIES)
def more_time(communication_id: UUID) -> Answer:
    with engine().connect() as conn:
        about, _ = _addressed(conn, communication_id)
    form = RequestExtensionForm(after=about.due_on)
    page = Page(
        heading=gettext("Ask for more time"),
        lead=gettext("Asking moves nothing yet: the secretariat notes an extension, or does not."),
        button=gettext("Ask for more time"),
    )
    return act(
        on(about),
        form,
        page,
        lambda: RequestExtension(
            communication_id=about.communication_id,
            request_id=str(derive_id("extension", form.id)),
            until=given(form.until),
            reason=sealed_about(about, form.reason.data),
        ),
    )


def _addressed(conn: Connection, communication_id: UUID) -> tuple[Case, date]:
    """Return the case and today's day; 404 for who is neither desk nor the Government of it."""
    about = found(conn, communication_id)
    if not (_is_desk() or about.sight.government):
        raise NotFound
    return about, today()


def _is_desk() -> bool:
    return current_actor().has(Role.QUICK_RESPONSE_DESK)


def _received_at(form: object, about: Case) -> datetime:
    """A Government's filing counts from the time of its command, not from the time in the form."""
    return form.received_at if isinstance(form, ReceivedForm) else about.transmitted_at


def _log_check(form: FileReplyForm, going: Sequence[Carried], *, desk: bool) -> Check:
    came = [form.received_on] if isinstance(form, LogReplyForm) else []
    said = check.answers(form.kind, *came, form.language, form.confidential_by_state, form.text)
    return Check(
        title=gettext("Check the reply before you log it")
        if desk
        else gettext("Check your reply before you file it"),
        lead=gettext("It reaches the mandates as you send it, and cannot be changed afterwards."),
        button=_button(desk=desk),
        answers=[
            *said,
            (
                gettext("Files"),
                "\n".join(one.name for one in going) or pgettext("files", "None"),
            ),
        ],
        also=[(FIELD, one.token) for one in going if one.token not in request.form.getlist(FIELD)],
    )


def _button(*, desk: bool) -> str:
    return gettext("Log the reply") if desk else gettext("File the reply")


def _log_page(going: Sequence[Carried], *, desk: bool) -> Page:
    came = ["received_on"] if desk else []
    return Page(
        heading=gettext("Log a reply") if desk else gettext("File a reply"),
        lead=()
        if desk
        else gettext(
            "It reaches the mandates as you send it, and cannot be changed afterwards. You may "
            "file another one."
        ),
        button=gettext("Continue"),
        fields=["kind", *came, "language", "confidential_by_state", "text"],
        template="replies/log.html",
        given={"going": going, "rules": rules()},
    )
