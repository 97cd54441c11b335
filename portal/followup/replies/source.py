"""The source's comments on a forwarded reply, with an account or without.

Either way they comment as the source of this one submission: the account's id stays here (R5).
"""

from uuid import UUID

from flask import Blueprint, url_for
from werkzeug.exceptions import NotFound
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from portal.casefile.submissions import queries as submissions
from portal.followup.replies import forwarded, words
from portal.web.accounts.access import current_actor, current_submission, require, returned
from portal.web.act import About, Answer, Page, act
from portal.web.context import vault
from portal.web.db import engine
from portal.web.forms import CommandForm, tidy
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.followup_reply_commands import CommentOnReply
from shared.core.actor import by_return_channel
from shared.core.message import derive_id
from shared.core.roles import Role

bp = Blueprint("source", __name__)

_LONGEST = 20_000  # characters


class CommentForm(CommandForm):
    text = TextAreaField(
        lazy("Your comment"),
        [
            DataRequired(lazy("Write your comment")),
            Length(max=_LONGEST, message=lazy("Shorten this to 20,000 characters")),
        ],
        filters=[tidy],
        description=lazy("Say what is right, what is wrong and what is missing."),
        render_kw={"rows": 10},
    )


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
    return act(
        About(
            address=back,
            case=UUID(submission_id),
            back=gettext("Back to your submission"),
            waits=False,
        ),
        form,
        Page(
            heading=gettext("Comment on the reply"),
            lead=gettext(
                "The mandates ask for your view of what %(recipient)s replied. Your comment "
                "is read by those who work on the case, never by the Government. Until it is "
                "published the reply is confidential: please do not pass it on.",
                recipient=about.recipient,
            ),
            texts=[
                (
                    gettext("Reply, in %(language)s", language=words.language(about.language)),
                    about.text,
                )
            ],
            folds="reply",
            button=gettext("Send the comment"),
        ),
        lambda: CommentOnReply(
            communication_id=about.communication_id,
            reply_id=about.reply_id,
            submission_id=submission_id,
            comment_id=str(derive_id("comment", form.id)),
            text=vault().seal(f"submission-{submission_id}", form.text.data or ""),
        ),
        said=gettext("Your comment was sent to the mandates"),
        by=by_return_channel(submission_id),
    )
