"""Translations: the desk requests them, and records them when they arrive."""

from uuid import UUID

from flask import Blueprint
from werkzeug.exceptions import NotFound

from portal.casefile.replies.cases import Case
from portal.followup.replies import words
from portal.followup.replies.file import Reply, replies_of
from portal.followup.replies.forms import TranslateForm, TranslationForm
from portal.followup.replies.page import found, on, revealed, sealed_of
from portal.web.accounts.access import require
from portal.web.act import Answer, Page, act
from portal.web.db import engine
from portal.web.i18n.texts import gettext
from shared.contracts.followup_reply_commands import RecordTranslation, RequestTranslation
from shared.core.roles import Role
from shared.reference import LANGUAGES

bp = Blueprint("desk", __name__, url_prefix="/<uuid:communication_id>/<uuid:reply_id>")


@bp.route("/translate", methods=["GET", "POST"])
@require(Role.QUICK_RESPONSE_DESK)
def translate(communication_id: UUID, reply_id: UUID) -> Answer:
    about, reply = reply_to(communication_id, reply_id)
    form = TranslateForm()
    page = Page(
        heading=gettext("Ask for a translation"),
        lead=gettext("Until it has come the reply counts as pending."),
        button=gettext("Ask for the translation"),
    )
    return act(
        on(about),
        form,
        page,
        lambda: RequestTranslation(
            communication_id=about.communication_id,
            reply_id=reply.reply_id,
            language=form.language.data,
        ),
    )


@bp.route("/translated/<language>", methods=["GET", "POST"])
@require(Role.QUICK_RESPONSE_DESK)
def translated(communication_id: UUID, reply_id: UUID, language: str) -> Answer:
    about, reply = reply_to(communication_id, reply_id)
    waiting = {one.language for one in reply.translations if one.received_at is None}
    if language not in LANGUAGES or language not in waiting:
        raise NotFound
    form = TranslationForm()
    return act(
        on(about),
        form,
        lambda: Page(
            heading=gettext(
                "Record the translation into %(language)s", language=words.language(language)
            ),
            button=gettext("Record the translation"),
            texts=[
                (
                    gettext("Reply in %(language)s", language=words.language(reply.language)),
                    revealed(reply.text),
                )
            ],
        ),
        lambda: RecordTranslation(
            communication_id=about.communication_id,
            reply_id=reply.reply_id,
            language=language,
            text=sealed_of(reply.reply_id, form.text.data),
        ),
    )


def reply_to(communication_id: UUID, reply_id: UUID) -> tuple[Case, Reply]:
    """Return a reply of a case of which this person reads the replies; 404 for everybody else."""
    with engine().connect() as conn:
        about = found(conn, communication_id)
        received = replies_of(conn, about)
    reply = next((one for one in received if one.reply_id == str(reply_id)), None)
    if reply is None or not about.sight.house:
        raise NotFound
    return about, reply
