"""To whom a recommendation goes beside the Government."""

from typing import Final
from uuid import UUID

from flask import request
from werkzeug.exceptions import NotFound

from portal.followup.recommendations import words
from portal.followup.recommendations.described import Addressee
from portal.followup.recommendations.detail_forms import AddresseeForm, LeadForm
from portal.followup.recommendations.following import view_of
from portal.followup.recommendations.inviting import bp
from portal.followup.recommendations.proposed import Proposal
from portal.followup.recommendations.shared_with import Recommendation
from portal.followup.recommendations.views import View, found, on, sealed
from portal.web.accounts.access import require
from portal.web.accounts.fresh import fresh
from portal.web.act import Answer, Page, act
from portal.web.forms import CommandForm
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.followup_recommendation_commands import (
    AnswerLead,
    NameAddressee,
    RemoveAddressee,
)
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference import EVERY_STATE
from shared.reference.country_teams import team_of

__all__ = ["bp"]  # with the views that are on it so far

_OF_ALL: Final = ("kind", "name", "organisation_id", "lead")
"""What is asked where the recommendation is to all States, of which there is no country team."""


@bp.route("/<uuid:recommendation_id>/addressees/new", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER)
@fresh(lazy("name an addressee of a recommendation"), of=frozenset({Role.MANDATE_HOLDER}))
def addressee(recommendation_id: UUID) -> Answer:
    return naming(view_of(recommendation_id).about)


def naming(about: Recommendation, proposal: Proposal | None = None) -> Answer:
    """Name an addressee. ``proposal``: it is taken up, and its words stand in the form first."""
    form = AddresseeForm()
    if proposal is not None and request.method == "GET":
        form.kind.data, form.name.data = proposal.kind, proposal.name
    page = Page(
        heading=gettext("Name an addressee"),
        lead=gettext(
            "The text stays one. What this addressee does is followed up and graded apart from "
            "what the Government does."
        ),
        texts=[] if proposal is None else [(gettext("Why it is proposed"), proposal.reason)],
        button=gettext("Name this addressee"),
        fields=_OF_ALL if about.addressee == EVERY_STATE else None,
    )
    return act(
        on(about),
        form,
        page,
        lambda: NameAddressee(
            recommendation_id=about.recommendation_id,
            addressee_id=str(derive_id("addressee", form.id)),
            kind=form.kind.data,
            name=sealed(about.recommendation_id, form.name.data),
            organisation_id=(
                team_of(about.addressee) if form.team.data else form.organisation_id.data or None
            ),
            lead=form.lead.data,
            proposal_id=None if proposal is None else proposal.proposal_id,
        ),
    )


@bp.route(
    "/<uuid:recommendation_id>/addressees/<uuid:addressee_id>/remove", methods=["GET", "POST"]
)
@require(Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER)
def unname(recommendation_id: UUID, addressee_id: UUID) -> Answer:
    view = view_of(recommendation_id)
    one = _one(view, addressee_id)
    page = Page(
        heading=gettext("Remove an addressee"),
        lead=gettext(
            "This is for one that was named by mistake. Once something was said or graded of what "
            "it did, it stays. The invitation that came with naming it is taken back."
        ),
        texts=[(words.addressee(one.kind), view.texts[one.name.cipher])],
        button=gettext("Remove this addressee"),
        tone="warning",
    )
    return act(
        on(view.about),
        CommandForm(),
        page,
        lambda: RemoveAddressee(
            recommendation_id=view.about.recommendation_id, addressee_id=one.addressee_id
        ),
    )


@bp.route("/<uuid:recommendation_id>/addressees/<uuid:addressee_id>/lead", methods=["GET", "POST"])
@require(Role.CONTACT_POINT)
def lead(recommendation_id: UUID, addressee_id: UUID) -> Answer:
    """Answer, as the institution that was asked to lead the implementation."""
    view = found(recommendation_id)
    one = _one(view, addressee_id)
    if not one.asked:
        raise NotFound
    form = LeadForm()
    page = Page(
        heading=gettext("Lead the implementation"),
        lead=gettext("The mandate asks your institution to lead the implementation of this:"),
        texts=[(None, view.text)],
        button=gettext("Answer"),
    )
    return act(
        on(view.about),
        form,
        page,
        lambda: AnswerLead(
            recommendation_id=view.about.recommendation_id,
            addressee_id=one.addressee_id,
            accepts=form.accepts.data == "yes",
        ),
    )


def _one(view: View, addressee_id: UUID) -> Addressee:
    for one in view.described.addressees:
        if one.addressee_id == str(addressee_id):
            return one
    raise NotFound
