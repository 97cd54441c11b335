"""Invitations by the holder to read a recommendation before it is public."""

from uuid import UUID

from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.followup.recommendations import words
from portal.followup.recommendations.forms import ShareForm, UnshareForm
from portal.followup.recommendations.publishing import bp
from portal.followup.recommendations.views import View, asked, found
from portal.web import htmx
from portal.web.accounts.access import require
from portal.web.accounts.fresh import fresh
from shared.core.roles import Role

__all__ = ["bp"]  # with all the views that are on it


@bp.route("/<uuid:recommendation_id>/share", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
@fresh("invite an organisation to a recommendation")
def share(recommendation_id: UUID) -> str | Response | tuple[str, int]:
    """Whether there is an organisation of that code is not told."""
    view, form = _mine(recommendation_id), ShareForm()
    return _ask("share-recommendation", view, form, "recommendations/share.html")


@bp.route("/<uuid:recommendation_id>/unshare", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
def unshare(recommendation_id: UUID) -> str | Response | tuple[str, int]:
    view = _mine(recommendation_id)
    if not view.invited:
        raise NotFound
    form = UnshareForm(invited=view.invited)
    return _ask("unshare-recommendation", view, form, "recommendations/unshare.html")


def _mine(recommendation_id: UUID) -> View:
    view = found(recommendation_id)
    if not view.assesses:
        raise NotFound
    return view


def _ask(
    type_: str, view: View, form: ShareForm | UnshareForm, template: str
) -> str | Response | tuple[str, int]:
    def page() -> str:
        return htmx.render(template, block="content", form=form, view=view, words=words)

    if not form.is_submitted():
        return page()
    if not form.validate():
        return page(), 422
    command = {
        "recommendation_id": view.about.recommendation_id,
        "organisation_id": form.organisation_id.data,
    }
    return asked(type_, command, form, case=view.about.correlation_id, again=page)
