"""What the words of a recommendation suggest is taken over as tags, or rejected (Q4)."""

from collections.abc import Iterable, Mapping
from itertools import chain
from uuid import UUID

from flask import request
from werkzeug.exceptions import NotFound

from portal.followup.recommendations import words
from portal.followup.recommendations.detail_forms import SuggestionsForm
from portal.followup.recommendations.following import view_of
from portal.followup.recommendations.letting_go import bp
from portal.followup.recommendations.suggesting import suggested
from portal.followup.recommendations.views import View, on
from portal.web import check
from portal.web.accounts.access import require
from portal.web.act import Answer, Page, act
from portal.web.check import Check
from portal.web.i18n.texts import gettext
from shared.contracts.followup_recommendation_commands import DecideTagSuggestions, SuggestedTag
from shared.core.roles import Role
from shared.platform.vault import Forgotten

__all__ = ["bp"]  # with all the views that are on it


@bp.route("/<uuid:recommendation_id>/suggestions", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER)
def suggestions(recommendation_id: UUID) -> Answer:
    """Show what waits, several at once; what was decided meanwhile is refused by the service."""
    view = view_of(recommendation_id)
    if view.text is None:
        raise Forgotten(view.about.recommendation_id)
    if request.method == "GET" and not view.suggested:
        raise NotFound
    offered = _offered(view)
    form = SuggestionsForm(offered={key: _label(one) for key, one in offered.items()})
    if request.method == "GET":
        form.seen.data = " ".join(chain.from_iterable(view.described.tags.values()))

    def chosen(keys: Iterable[str] | None) -> tuple[SuggestedTag, ...]:
        return tuple(offered[key] for key in keys or ())

    return act(
        on(view.about),
        form,
        Page(
            heading=gettext("Suggested tags"),
            lead=[
                gettext(
                    "Words of these names stand in the text, and nothing else suggests them. Until "
                    "you accept one it is no tag: nobody outside the mandate sees it, no list "
                    "finds it, and nothing counts it."
                ),
                *([] if view.suggested else [gettext("Nothing waits any more.")]),
            ],
            texts=[(None, view.text)],
            button=gettext("Continue"),
        ),
        lambda: DecideTagSuggestions(
            recommendation_id=view.about.recommendation_id,
            accepted=chosen(form.right.data),
            rejected=chosen(form.wrong.data),
            seen=tuple((form.seen.data or "").split()),
        ),
        checks=lambda: Check(
            title=gettext("Check what it is about before you keep it"),
            lead=gettext(
                "Whoever may read the recommendation sees what you accept. What you reject is not "
                "suggested again."
            ),
            button=gettext("Keep this"),
            answers=[one for one in check.answers(form.right, form.wrong) if one[1]],
        ),
    )


def _offered(view: View) -> Mapping[str, SuggestedTag]:
    """Return what waits, and what was chosen on a page that is not of today any more."""
    sent = {*request.form.getlist("right"), *request.form.getlist("wrong")}
    known = {f"{one.kind} {one.code}": one for one in suggested(view.text or "")}
    return {key: one for key, one in known.items() if one in view.suggested or key in sent}


def _label(one: SuggestedTag) -> str:
    return f"{words.kind_of_tag(one.kind)}: {words.tag(one.kind, one.code)}"
