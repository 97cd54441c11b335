"""The pages of addressees that Resident Coordinators propose, and of the answers of the mandate."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, request
from werkzeug.exceptions import NotFound

from portal.followup.recommendations import proposed, words
from portal.followup.recommendations.addressees import naming
from portal.followup.recommendations.detail_forms import DeclineProposedForm, ProposedForm
from portal.followup.recommendations.following import view_of
from portal.followup.recommendations.opened import heads_of
from portal.followup.recommendations.proposed import OFFICE, READERS, Proposal
from portal.followup.recommendations.shared_with import Recommendation, narrowed
from portal.followup.recommendations.tables import recommendations
from portal.followup.recommendations.telling import untelling
from portal.followup.recommendations.views import View, found, on, sealed
from portal.web import htmx, paging
from portal.web.accounts.access import current_actor, require
from portal.web.accounts.fresh import fresh
from portal.web.act import Answer, Page, act
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n.texts import gettext, lazy, pgettext
from shared.contracts.followup_addressee_proposals import (
    DeclineAddresseeProposal,
    ProposeAddressee,
    TakeBackAddresseeProposal,
)
from shared.core.message import derive_id
from shared.core.roles import Role

bp = Blueprint("addresseeproposals", __name__, url_prefix="/recommendations")
_AT_ONCE = 50


@bp.get("/addressee-proposals")
@require(*READERS)
def index() -> str:
    actor = current_actor()
    with engine().connect() as conn:
        page = paging.cut(conn, proposed.lines(actor), "proposals", paging.asked, size=_AT_ONCE)
        ids = {row.recommendation_id for row in page}
        these = recommendations.c.recommendation_id.in_(sorted(ids))
        about = list(narrowed(conn, actor, these, "rows", paging.first, size=_AT_ONCE))
    heads = zip(about, map(words.short, heads_of(about)), strict=True)
    texts = {one.recommendation_id: (one, text) for one, text in heads}
    rows = page.of((one, *texts[one.recommendation_id]) for one in proposed.read(list(page)))
    return htmx.render(
        "recommendations/proposals.html", block="content", rows=rows, words=words, state=_state
    )


@bp.route("/<uuid:recommendation_id>/addressees/propose", methods=["GET", "POST"])
@require(Role.UN_PARTNER)
def propose(recommendation_id: UUID) -> Answer:
    view, form = found(recommendation_id), ProposedForm()
    about = view.about
    if not _open(about):
        raise NotFound
    return act(
        on(about),
        form,
        Page(
            heading=gettext("Propose an addressee"),
            lead=gettext(
                "Those who work for the mandate read it and name the addressee, or decline with a "
                "reason. Nobody else learns of it, also not the Government."
            ),
            texts=[(None, view.text)],
            button=gettext("Send the proposal"),
        ),
        lambda: ProposeAddressee(
            recommendation_id=about.recommendation_id,
            proposal_id=str(derive_id("proposed addressee", form.id)),
            kind=form.kind.data,
            name=sealed(about.recommendation_id, form.name.data),
            reason=sealed(about.recommendation_id, form.reason.data),
        ),
        said=gettext("The mandate has your proposal."),
    )


@bp.route(
    "/<uuid:recommendation_id>/addressees/proposals/<uuid:proposal_id>/name",
    methods=["GET", "POST"],
)
@require(*OFFICE)
@fresh(lazy("name an addressee of a recommendation"), of=frozenset({Role.MANDATE_HOLDER}))
def name(recommendation_id: UUID, proposal_id: UUID) -> Answer:
    view = view_of(recommendation_id)
    return naming(view.about, _waiting(view, proposal_id))


@bp.route(
    "/<uuid:recommendation_id>/addressees/proposals/<uuid:proposal_id>/decline",
    methods=["GET", "POST"],
)
@require(*OFFICE)
def decline(recommendation_id: UUID, proposal_id: UUID) -> Answer:
    view = view_of(recommendation_id)
    about, one, form = view.about, _waiting(view, proposal_id), DeclineProposedForm()
    return act(
        on(about),
        form,
        Page(
            heading=gettext("Decline the proposed addressee"),
            lead=gettext("Whoever proposed it is told, and reads the reason."),
            texts=[
                (words.addressee(one.kind), one.name),
                (gettext("Why it is proposed"), one.reason),
            ],
            button=gettext("Decline it"),
        ),
        lambda: DeclineAddresseeProposal(
            recommendation_id=about.recommendation_id,
            proposal_id=one.proposal_id,
            reason=sealed(about.recommendation_id, untelling(about, form.reason.data or "")),
        ),
        said=gettext("The proposal is declined."),
    )


@bp.route(
    "/<uuid:recommendation_id>/addressees/proposals/<uuid:proposal_id>/take-back",
    methods=["GET", "POST"],
)
@require(Role.UN_PARTNER)
def take_back(recommendation_id: UUID, proposal_id: UUID) -> Answer:
    view = found(recommendation_id)
    about, one = view.about, _waiting(view, proposal_id)
    if not one.own:
        raise NotFound
    return act(
        on(about),
        CommandForm(),
        Page(
            heading=gettext("Take the proposed addressee back"),
            lead=gettext("The mandate sees it no more. You can propose another one."),
            texts=[
                (words.addressee(one.kind), one.name),
                (gettext("Why it is proposed"), one.reason),
            ],
            button=gettext("Take it back"),
        ),
        lambda: TakeBackAddresseeProposal(
            recommendation_id=about.recommendation_id, proposal_id=one.proposal_id
        ),
        said=gettext("Your proposal is taken back."),
    )


@bp.app_template_global()
def proposed_addressees(view: View) -> Sequence[tuple[Proposal, tuple[str, str]]]:
    """Return those on a recommendation that this person sees, each with what became of it."""
    with engine().connect() as conn:
        some = proposed.on(conn, current_actor(), view.about.recommendation_id)
    return [(one, _state(one)) for one in some]


@bp.app_template_global()
def can_propose_addressee(about: Recommendation) -> bool:
    return _open(about)


@bp.app_template_global()
def addressee_proposals_waiting() -> int | None:
    """Return how many wait for the own mandates; None: the person works for none."""
    actor = current_actor()
    if not actor.has(*OFFICE):
        return None
    with engine().connect() as conn:
        return proposed.number(conn, actor)


@bp.app_template_global()
def proposes_addressees() -> bool:
    """Whether this person is the coordinator of a State."""
    return any(proposed.proposes(current_actor(), state) for state in current_actor().states)


def _open(about: Recommendation) -> bool:
    followed = about.closed is None and about.let_go_at is None
    return followed and proposed.proposes(current_actor(), about.addressee)


def _waiting(view: View, proposal_id: UUID) -> Proposal:
    """Return one that waits; a form that comes late gets the answer of the service."""
    late = request.method == "POST"
    with engine().connect() as conn:
        some = proposed.on(conn, current_actor(), view.about.recommendation_id, gone=late)
    for one in some:
        if one.proposal_id == str(proposal_id) and (one.waits or late):
            return one
    raise NotFound


def _state(one: Proposal) -> tuple[str, str]:
    if one.taken_back_at is not None:
        return pgettext("of a proposed addressee", "Taken back"), "neutral"
    if one.answered_at is None:
        return gettext("Waits for the mandate"), "waiting"
    if one.addressee_id is None:
        return pgettext("of a proposed addressee", "Declined"), "neutral"
    return pgettext("of a proposed addressee", "Taken up"), "done"
