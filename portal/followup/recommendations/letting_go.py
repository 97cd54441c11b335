"""What another mechanism recommended is let go by the holder of the mandate that took it up."""

from uuid import UUID

from flask import request
from werkzeug.exceptions import NotFound

from portal.followup.recommendations.detail_forms import LetGoForm
from portal.followup.recommendations.ending import bp
from portal.followup.recommendations.views import assessed, on, sealed
from portal.web.accounts.access import require
from portal.web.act import Answer, Page, act
from portal.web.i18n.texts import gettext
from shared.contracts.followup_recommendation_commands import LetRecommendationGo
from shared.core.roles import Role

__all__ = ["bp"]  # with all the views that are on it


@bp.route("/<uuid:recommendation_id>/let-go", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
def let_go(recommendation_id: UUID) -> Answer:
    """Let it go while nothing was said of it; the service decides whether that is so."""
    view = assessed(recommendation_id)
    about, form = view.about, LetGoForm()
    if about.item is None or (request.method == "GET" and not view.lets_go):
        raise NotFound
    if request.method == "GET":
        form.seen.data = str(len(view.described.endings))
    page = Page(
        heading=gettext("Let the recommendation go"),
        lead=gettext(
            "Your mandate follows it up no more. Whoever read it here sees that, and not your "
            "reason. You can take it up again from the text that it came from."
        ),
        texts=[(None, view.text)],
        button=gettext("Let it go"),
        leave=gettext("Keep it"),
        tone="warning",
    )
    return act(
        on(about),
        form,
        page,
        lambda: LetRecommendationGo(
            recommendation_id=about.recommendation_id,
            reason=sealed(about.recommendation_id, form.reason.data),
            seen=form.version,
        ),
    )
