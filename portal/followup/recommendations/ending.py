"""A recommendation corrected, closed and reopened by the holder of its mandate."""

from uuid import UUID

from flask import request
from werkzeug.exceptions import NotFound

from portal.followup.recommendations.describing import bp, others
from portal.followup.recommendations.detail_forms import CloseForm, CorrectForm, ReopenForm
from portal.followup.recommendations.forms import SeenForm
from portal.followup.recommendations.shared_with import Recommendation
from portal.followup.recommendations.telling import untelling
from portal.followup.recommendations.views import View, assessed, on, sealed
from portal.web import check
from portal.web.accounts.access import require
from portal.web.accounts.fresh import fresh
from portal.web.act import Answer, Page, act
from portal.web.check import Check
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.followup_recommendation_commands import (
    CloseRecommendation,
    CorrectRecommendation,
    ReopenRecommendation,
)
from shared.core.roles import Role

__all__ = ["bp"]  # with all the views that are on it


@bp.route("/<uuid:recommendation_id>/correct", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
@fresh(lazy("correct a recommendation"))
def correct(recommendation_id: UUID) -> Answer:
    """Add a version of the text. What is public stays until the corrected text is made public."""
    view = assessed(recommendation_id)
    about, form = view.about, CorrectForm()
    if request.method == "GET":
        form.text.data, form.seen.data = view.text, str(len(view.described.versions))
    page = Page(
        heading=gettext("Correct the text"),
        lead=gettext(
            "The text itself is never changed: a corrigendum adds a version with its symbol. The "
            "Government and those who work for the mandate go on to read earlier versions."
        ),
        button=gettext("Continue"),
    )

    def command() -> CorrectRecommendation:
        text = untelling(about, form.text.data or "")
        return CorrectRecommendation(
            recommendation_id=about.recommendation_id,
            seen=form.version,
            symbol=form.symbol.data or "",
            text=sealed(about.recommendation_id, text),
        )

    return act(on(about), form, page, command, checks=lambda: _check(about, form))


def _count(view: View, form: SeenForm) -> None:
    """Let the form say how often it was closed and reopened when the page was shown."""
    if request.method == "GET":
        form.seen.data = str(len(view.described.endings))


def _check(about: Recommendation, form: CorrectForm) -> Check:
    untelling(about, form.text.data or "")
    return Check(
        title=gettext("Check the corrected text"),
        lead=gettext(
            "The Government addressed and the organisations that are invited read it at once. What "
            "is public stays as it is until you make the corrected text public."
        ),
        button=gettext("Add this version"),
        answers=check.answers(form.symbol, form.text),
    )


@bp.route("/<uuid:recommendation_id>/close", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
def close(recommendation_id: UUID) -> Answer:
    view = assessed(recommendation_id)
    about = view.about
    if about.closed:
        raise NotFound
    form = CloseForm(others=others(view, still_open=True))
    _count(view, form)
    page = Page(
        heading=gettext("Close the recommendation"),
        lead=gettext(
            "It is not graded any more until you reopen it. Information on it still arrives."
        ),
        texts=[(None, view.text)],
        button=gettext("Close it"),
    )
    return act(
        on(about),
        form,
        page,
        lambda: CloseRecommendation(
            recommendation_id=about.recommendation_id,
            reason=form.reason.data,
            by_id=form.instead.data or None,
            note=sealed(about.recommendation_id, form.note.data),
            seen=form.version,
        ),
    )


@bp.route("/<uuid:recommendation_id>/reopen", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
def reopen(recommendation_id: UUID) -> Answer:
    view = assessed(recommendation_id)
    about, form = view.about, ReopenForm()
    if not about.closed:
        raise NotFound
    _count(view, form)
    page = Page(
        heading=gettext("Reopen the recommendation"),
        texts=[(None, view.text)],
        button=gettext("Reopen it"),
    )
    return act(
        on(about),
        form,
        page,
        lambda: ReopenRecommendation(
            recommendation_id=about.recommendation_id,
            reason=sealed(about.recommendation_id, form.reason.data),
            seen=form.version,
        ),
    )
