"""Work of the officer of a signing mandate: extensions, reminders, follow-up letters, notices."""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, redirect, url_for
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.casefile.replies.cases import Case
from portal.followup.replies import file, words
from portal.followup.replies.file import Reminder
from portal.followup.replies.forms import BareForm, ExtensionForm, ReminderForm, TellForm
from portal.followup.replies.page import (
    found,
    on,
    on_draft,
    refuse_unfilled,
    revealed,
    sealed_about,
)
from portal.followup.replies.reminding import opening
from portal.letters.approval.words import acronyms
from portal.letters.communications import languages
from portal.letters.communications.wording import content_hash
from portal.web.accounts.access import current_actor, require
from portal.web.act import Answer, Page, act
from portal.web.db import engine
from portal.web.forms import given
from portal.web.i18n.languages import ENGLISH
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.followup_replies import ToldOfClosure
from shared.contracts.followup_reply_commands import (
    DraftReminder,
    NoteExtension,
    NotifyClosure,
    SendReminder,
)
from shared.core.message import derive_id
from shared.core.roles import Role

bp = Blueprint("officer", __name__, url_prefix="/<uuid:communication_id>")

_OFFICER = (Role.HUMAN_RIGHTS_OFFICER,)
_SENDERS = (Role.HUMAN_RIGHTS_OFFICER, Role.QUICK_RESPONSE_DESK)


@bp.route("/extend", methods=["GET", "POST"])
@require(*_OFFICER)
def extend(communication_id: UUID) -> Answer:
    with engine().connect() as conn:
        about = _served(conn, communication_id)
    form = ExtensionForm(after=about.due_on)
    page = Page(
        heading=gettext("Note an extension"),
        lead=gettext(
            "It moves the day on which the reply is due, and the reminders with it. The letter "
            "becomes public as before, unless a mandate-holder moves that too."
        ),
        button=gettext("Note the extension"),
    )
    return act(
        on(about),
        form,
        page,
        lambda: NoteExtension(communication_id=about.communication_id, until=given(form.until)),
    )


@bp.route("/remind", methods=["GET", "POST"])
@require(*_OFFICER)
def remind(communication_id: UUID) -> Answer:
    with engine().connect() as conn:
        about = _served(conn, communication_id)
        language = languages.of_letter(conn, about.communication_id) or ENGLISH
    form = ReminderForm()
    if not form.is_submitted():
        form.text.data = opening(about, language)
    page = Page(
        heading=gettext("Write a reminder"),
        lead=gettext(
            "It goes in the name of the mandates whose holders approve it, word for word."
        ),
        button=gettext("Put it before the mandate-holders"),
    )
    return act(
        on(about),
        form,
        page,
        lambda: DraftReminder(
            communication_id=about.communication_id,
            reminder_id=str(derive_id("reminder", form.id)),
            text=sealed_about(about, form.text.data),
            content_hash=content_hash(form.text.data or ""),
        ),
    )


@bp.route("/reminders/<uuid:reminder_id>/send", methods=["GET", "POST"])
@require(*_SENDERS)
def send(communication_id: UUID, reminder_id: UUID) -> Answer:
    with engine().connect() as conn:
        about, reminder = waiting(conn, communication_id, reminder_id)
    form = BareForm()
    approved = [one for one in about.mandates if one in reminder.approved_by]

    def command() -> SendReminder:
        refuse_unfilled(revealed(reminder.text))
        return SendReminder(
            communication_id=about.communication_id, reminder_id=reminder.reminder_id
        )

    page = Page(
        heading=gettext("Send this reminder"),
        lead=gettext(
            "Send it through the channel of the letter, then record it here. It goes in the name "
            "of %(mandates)s.",
            mandates=acronyms(approved),
        )
        if approved
        else gettext(
            "Send it through the channel of the letter, then record it here. It goes in the name "
            "of nobody yet."
        ),
        button=gettext("Record that it was sent"),
    )
    return act(on(about), form, lambda: on_draft(page, revealed(reminder.text)), command)


@bp.get("/follow-up")
@require(*_OFFICER)
def follow_up(communication_id: UUID) -> Response:
    """A follow-up is a new communication: its drafting begins on a submission of this one."""
    with engine().connect() as conn:
        about = _served(conn, communication_id)
        submission_id = file.submission_behind(conn, about)
    if submission_id is None:
        raise NotFound
    page = url_for(
        "communications.drafting.new",
        submission=submission_id,
        type=about.type,
        follows_up=about.communication_id,
    )
    return redirect(page, 303)


@bp.route("/tell/<to>", methods=["GET", "POST"])
@require(*_SENDERS)
def tell(communication_id: UUID, to: ToldOfClosure) -> Answer:
    with engine().connect() as conn:
        about = found(conn, communication_id)
    if to not in _TOLD or not about.sight.drafts or about.closed_at is None:
        raise NotFound
    form = TellForm(to=to)
    heading, lead = _TOLD[to]
    page = Page(
        heading=str(heading),
        lead=lead % {"outcome": words.outcome(about.outcome or "").lower()},
        button=gettext("Record the notice"),
    )
    return act(
        on(about),
        form,
        page,
        lambda: NotifyClosure(communication_id=about.communication_id, to=to),
    )


_TOLD: Mapping[ToldOfClosure, tuple[str, str]] = {
    "state": (
        lazy("Notify the State of the closure"),
        lazy(
            "Its page of the letter then says that the case is closed, with the outcome "
            "“%(outcome)s”."
        ),
    ),
    "source": (
        lazy("Notify the source of the closure"),
        lazy(
            "The source's page then says that the case is closed, with the outcome “%(outcome)s”."
        ),
    ),
}


def waiting(conn: Connection, communication_id: UUID, reminder_id: UUID) -> tuple[Case, Reminder]:
    """Return the reminder that can be approved and sent; 404 for any other."""
    about = found(conn, communication_id)
    for one in file.reminders_of(conn, about):
        if one.reminder_id == str(reminder_id) and one.sent_at is None and about.sight.drafts:
            return about, one
    raise NotFound


def _served(conn: Connection, communication_id: UUID) -> Case:
    """Return the case of a letter that a mandate of this officer signed; 404 for any other."""
    about = found(conn, communication_id)
    if current_actor().mandates.isdisjoint(about.mandates):
        raise NotFound
    return about
