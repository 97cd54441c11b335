"""The source's comments on a forwarded reply, with an account or without.

Either way they comment as the source of this one submission: the account's id stays here (R5).
"""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.casefile.submissions import queries as submissions
from portal.followup.replies import forwarded
from portal.followup.replies.forms import CommentForm
from portal.followup.replies.forwarded import Forwarded
from portal.followup.replies.page import ERASED, Answer
from portal.web import htmx
from portal.web.accounts.access import current_actor, current_submission, require, returned
from portal.web.commands import CommandRefused
from portal.web.context import commands, vault
from portal.web.db import engine
from shared.core.actor import by_return_channel
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.vault import Forgotten

bp = Blueprint("source", __name__)

_SOURCES = (Role.NGO_MEMBER, Role.CONTACT_POINT)


@bp.route("/to-source/<uuid:submission_id>/<uuid:reply_id>", methods=["GET", "POST"])
@require(*_SOURCES)
def comment(submission_id: UUID, reply_id: UUID) -> Answer:
    with engine().connect() as conn:
        mine = submissions.one(conn, current_actor(), str(submission_id))
    if mine is None:
        raise NotFound
    back = url_for("submissions.show", submission_id=submission_id)
    return _commented(str(submission_id), reply_id, back)


@bp.route("/to-me/<uuid:reply_id>", methods=["GET", "POST"])
@returned
def comment_returned(reply_id: UUID) -> Answer:
    return _commented(current_submission(), reply_id, url_for("channel.show"))


def _commented(submission_id: str, reply_id: UUID, back: str) -> Answer:
    about = forwarded.one_of(submission_id, str(reply_id))
    if about is None or not about.open:
        raise NotFound
    form = CommentForm()
    if not form.is_submitted():
        return _page(about, form, back)
    if not form.validate():
        return _page(about, form, back), 422
    try:
        _ask(submission_id, about, form)
    except Forgotten:
        form.form_errors.append(ERASED)
        return _page(about, form, back), 409
    except CommandRefused as no:
        form.form_errors.append(no.sentence)
        return _page(about, form, back), no.status
    flash("Your comment was sent to the mandates", "success")
    done: Response = redirect(back, 303)
    return done


def _ask(submission_id: str, about: Forwarded, form: CommentForm) -> None:
    commands().ask(
        "followup",
        "comment-on-reply",
        {
            "communication_id": about.communication_id,
            "reply_id": about.reply_id,
            "submission_id": submission_id,
            "comment_id": str(derive_id("comment", form.id)),
            "text": vault().seal(f"submission-{submission_id}", form.text.data or ""),
        },
        by=by_return_channel(submission_id),
        command_id=form.id,
        correlation_id=UUID(submission_id),
    )


def _page(about: Forwarded, form: CommentForm, back: str) -> str:
    return htmx.render("replies/comment.html", block="content", about=about, form=form, back=back)
