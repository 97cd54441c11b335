"""Invitations by the holder to read a recommendation before it is public."""

from uuid import UUID

from werkzeug.exceptions import NotFound

from portal.followup.recommendations.forms import ShareForm, UnshareForm
from portal.followup.recommendations.publishing import bp
from portal.followup.recommendations.views import assessed, on
from portal.web.accounts.access import require
from portal.web.accounts.fresh import fresh
from portal.web.act import Answer, Page, act
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.followup_recommendation_commands import (
    ShareRecommendation,
    UnshareRecommendation,
)
from shared.core.roles import Role

__all__ = ["bp"]  # with all the views that are on it


@bp.route("/<uuid:recommendation_id>/share", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
@fresh(lazy("invite an organisation to a recommendation"))
def share(recommendation_id: UUID) -> Answer:
    """Whether there is an organisation of that code is not told."""
    about = assessed(recommendation_id).about
    form = ShareForm(state=about.addressee)
    page = Page(
        heading=gettext("Invite an organisation"),
        lead=gettext(
            "Everybody in it, an NGO, a national human rights institution or the country team, "
            "can then read the recommendation before it is public, and add information on it. "
            "They do not see who else is invited. Whether an organisation of this code uses the "
            "portal, or anybody of the team, is not told."
        ),
        button=gettext("Invite"),
    )
    return act(
        on(about),
        form,
        page,
        lambda: ShareRecommendation(
            recommendation_id=about.recommendation_id,
            organisation_id=form.code,
        ),
    )


@bp.route("/<uuid:recommendation_id>/unshare", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
def unshare(recommendation_id: UUID) -> Answer:
    view = assessed(recommendation_id)
    if not view.invited:
        raise NotFound
    form = UnshareForm(invited=view.invited)
    page = Page(
        heading=gettext("Take an invitation back"),
        lead=gettext(
            "The organisation can no longer read the recommendation here until it is public. "
            "What it said stays with the mandate."
        ),
        button=gettext("Take it back"),
    )
    return act(
        on(view.about),
        form,
        page,
        lambda: UnshareRecommendation(
            recommendation_id=view.about.recommendation_id,
            organisation_id=form.organisation_id.data,
        ),
    )
