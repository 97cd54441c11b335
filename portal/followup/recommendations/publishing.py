"""Publishing a recommendation, and taking it back, by the holder of its mandate."""

from uuid import UUID

from flask import request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.followup.publication.opening import tells_too_much
from portal.followup.recommendations import words
from portal.followup.recommendations.forms import LONGEST_TEXT, PublishForm, WithdrawForm
from portal.followup.recommendations.views import View, asked, bp, found, sealed
from portal.web import htmx
from portal.web.accounts.access import require
from portal.web.accounts.fresh import fresh
from shared.core.roles import Role

__all__ = ["bp"]  # with the views that are on it so far


@bp.route("/<uuid:recommendation_id>/publish", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
@fresh("make a recommendation public")
def publish(recommendation_id: UUID) -> str | Response | tuple[str, int]:
    """Make it public, in words that everybody may read."""
    view = found(recommendation_id)
    if not view.assesses:
        raise NotFound
    about, form = view.about, PublishForm()
    if request.method == "GET":
        form.text.data = view.texts[about.recommendation_id]
        return _publish_page(view, form)
    if not form.validate():
        return _publish_page(view, form), 422
    if tells_too_much(about.communication_id, form.text.data or ""):
        form.form_errors.append(
            "The text holds what identifies a source, or a name that consent does not cover. "
            "Take it out first."
        )
        return _publish_page(view, form), 422
    command = {"recommendation_id": about.recommendation_id, "text": form.text.data}
    return asked(
        "publish-recommendation",
        command,
        form,
        case=about.correlation_id,
        again=lambda: _publish_page(view, form),
    )


@bp.route("/<uuid:recommendation_id>/withdraw", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
@fresh("take a public recommendation back")
def withdraw(recommendation_id: UUID) -> str | Response | tuple[str, int]:
    """Take it back. Corrected, it is made public anew."""
    view = found(recommendation_id)
    if not view.assesses or view.about.published_at is None:
        raise NotFound
    about, form = view.about, WithdrawForm()
    if request.method == "GET":
        return _withdraw_page(view, form)
    if not form.validate():
        return _withdraw_page(view, form), 422
    command = {
        "recommendation_id": about.recommendation_id,
        "reason": form.reason.data,
        "note": sealed(about.recommendation_id, form.note.data),
    }
    return asked(
        "withdraw-recommendation",
        command,
        form,
        case=about.correlation_id,
        again=lambda: _withdraw_page(view, form),
    )


def _publish_page(view: View, form: PublishForm) -> str:
    return htmx.render(
        "recommendations/publish.html",
        block="content",
        form=form,
        view=view,
        words=words,
        longest=LONGEST_TEXT,
    )


def _withdraw_page(view: View, form: WithdrawForm) -> str:
    return htmx.render(
        "recommendations/withdraw.html",
        block="content",
        form=form,
        view=view,
        words=words,
        longest=LONGEST_TEXT,
    )
