"""Information on how a recommendation is implemented, and the holder's grades."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from uuid import UUID

from flask import request
from werkzeug.exceptions import NotFound

from portal.followup.recommendations import words
from portal.followup.recommendations.answered import Answered, answers_on
from portal.followup.recommendations.described import is_government_of
from portal.followup.recommendations.forms import AssessForm, InformForm
from portal.followup.recommendations.shared_with import information_on, standing
from portal.followup.recommendations.views import View, assessed, bp, found, on, sealed
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.i18n.texts import gettext
from shared.contracts.followup_recommendation_commands import (
    AssessImplementation,
    ProvideImplementationInfo,
)
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.schemes import USUAL, Scheme, current

__all__ = ["bp"]  # with the views that are on it so far

PROVIDERS = (Role.NGO_MEMBER, Role.CONTACT_POINT, Role.GOVERNMENT, Role.UN_PARTNER)


@bp.route("/<uuid:recommendation_id>/inform", methods=["GET", "POST"])
@require(*PROVIDERS)
def inform(recommendation_id: UUID) -> Answer:
    view = found(recommendation_id)
    return informing(view, on(view.about))


def informing(
    view: View, back: About, *, info_id: str = "", text: str = "", lead: str = "", said: str = ""
) -> Answer:
    """Ask for information on it. ``text``: what is there to begin with, given as ``info_id``."""
    if not view.informs:
        raise NotFound
    about = view.about
    with engine().connect() as conn:
        own = information_on(conn, current_actor(), replace(about, ours=False))
    of = words.follow_ups(view.about.addressee, view.described, view.texts)
    named = not is_government_of(current_actor(), about)
    form = InformForm(of=of, own=words.labels(standing(own)), named=named)
    if text and request.method == "GET":
        form.text.data = text
    if view.team:
        form.text.description = gettext(
            "The mandate, and the desk officer and the United Nations partners of this State, read "
            "it, and everybody once the mandate publishes it as you let it."
        )
    page = Page(
        heading=gettext("Add information on implementation"),
        lead=[
            *filter(None, [lead]),
            gettext("You can add files beside it afterwards, on the page of the recommendation."),
        ],
        button=gettext("Send the information"),
        texts=[(None, view.text)],
    )
    return act(
        back,
        form,
        page,
        lambda: ProvideImplementationInfo(
            recommendation_id=about.recommendation_id,
            info_id=info_id or str(derive_id("implementation-info", form.id)),
            text=sealed(about.recommendation_id, form.text.data),
            addressee_id=_named(form.follow_up),
            corrects=form.correction,
            wish=form.wish.data,
            name=sealed(about.recommendation_id, form.shown_name) if form.shown_name else None,
            since=form.since.data,
            until=form.until.data,
        ),
        said=said,
    )


@bp.route("/<uuid:recommendation_id>/assess", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
def assess(recommendation_id: UUID) -> Answer:
    return graded(assessed(recommendation_id))


def graded(view: View, *said: str) -> Answer:
    """Grade it; ``said``: what the page says before. Who may is asked before this is called."""
    about, scheme = view.about, _scheme()
    information = standing(view.information)
    with engine().connect() as conn:
        answers = answers_on(conn, current_actor(), about.recommendation_id)
    labels, said_in = words.labels(information), words.labels_of_answers(answers)
    form = AssessForm(
        scheme=scheme,
        of=words.follow_ups(view.about.addressee, view.described, view.texts),
        years=_years(day_of(about.issued_at)),
        read=labels | said_in,
    )
    told = [(labels[one.info_id], view.timeline.read(one.text)) for one in information]
    told += [
        (said_in[one.answer_id], vault().reveal(one.text) if one.text else None) for one in answers
    ]
    lead = [*said, gettext("Scheme: %(scheme)s.", scheme=words.scheme(scheme.code))]
    if not told:
        lead.append(gettext("Nobody has sent information on it yet."))
    page = Page(
        heading=gettext("Assess implementation"),
        button=gettext("Keep this assessment"),
        lead=lead,
        texts=[(None, view.text), *told],
    )
    return act(
        on(about),
        form,
        page,
        lambda: AssessImplementation(
            recommendation_id=about.recommendation_id,
            scheme=scheme.code,
            grade=form.grade.data,
            rationale=sealed(about.recommendation_id, form.rationale.data),
            addressee_id=_named(form.follow_up),
            period=int(form.period.data) if form.period.data else None,
            based_on=tuple(form.based_on.data or ()),
            rounds=_rounds(answers, form.based_on.data or ()),
        ),
    )


def _rounds(answers: Collection[Answered], read: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted({one.round_id for one in answers if one.answer_id in read}))


def _scheme() -> Scheme:
    """Return the scheme in which the page asks for a grade; 404 for one that is not in use."""
    schemes = current("recommendation")
    code = request.values.get("scheme") or USUAL.code
    if code not in schemes:
        raise NotFound
    return schemes[code]


def _years(issued: date) -> range:
    return range(today().year, issued.year - 1, -1)


def _named(follow_up: str | None) -> str | None:
    return None if follow_up == words.GOVERNMENT else follow_up


def view_of(recommendation_id: UUID) -> View:
    """Return a recommendation of a mandate that this person works for; 404 for any other."""
    view = found(recommendation_id)
    if not view.about.ours:
        raise NotFound
    return view
