"""A provider gives what its own sheets say was done as information, each on its own."""

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.exceptions import NotFound

from portal.followup.recommendations import following
from portal.followup.recommendations import words as of_recommendations
from portal.followup.recommendations.opened import heads_of
from portal.followup.recommendations.read_model import RECOMMENDATIONS, recommendations
from portal.followup.recommendations.shared_with import narrowed
from portal.followup.recommendations.views import found
from portal.public.corpus import assessed
from portal.web import htmx, paging
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n.texts import gettext
from portal.web.waiting import waited
from shared.reference.corpus import PROVIDERS, provider_of

bp = Blueprint("corpusassessing", __name__, url_prefix="/recommendation-imports/what-was-done")

_LONGEST = 64


@bp.get("")
@require(*PROVIDERS)
def index() -> str:
    actor = current_actor()
    if provider_of(actor) is None:
        raise NotFound
    late = not waited(engine(), RECOMMENDATIONS.consumer, request.args.get("after"))
    with engine().connect() as conn:
        some = paging.part(assessed.waiting(conn, vault().vault, actor), "page", paging.asked)
        these = recommendations.c.recommendation_id.in_({one.recommendation_id for one in some})
        abouts = narrowed(conn, actor, these, "page", paging.first)
    heads = {
        about.recommendation_id: (about, of_recommendations.short(head))
        for about, head in zip(abouts, heads_of(abouts), strict=True)
    }
    said = map(of_recommendations.short, vault().reveal_all([one.text for one in some]))
    return htmx.render(
        "corpus/assessed.html",
        block="content",
        some=some.of(
            (one, *heads[one.recommendation_id], text) for one, text in zip(some, said, strict=True)
        ),
        late=late,
        words=of_recommendations,
    )


@bp.route("/<item>/<uuid:recommendation_id>", methods=["GET", "POST"])
@require(*PROVIDERS)
def give(item: str, recommendation_id: UUID) -> Answer:
    """What was given already, such as by a second click or a colleague, is not given again."""
    with engine().connect() as conn:
        one = assessed.one(conn, current_actor(), item[:_LONGEST], str(recommendation_id))
        given = one is not None and assessed.is_given(conn, one)
    if one is None:
        raise NotFound
    if given:
        return redirect(url_for(".index"), 303)
    text = vault().reveal(one.text)
    if text is None:
        raise NotFound
    view = found(recommendation_id)
    back = gettext("What your sheets say was done")
    return following.informing(
        view,
        About(address=url_for(".index"), case=view.about.correlation_id, back=back),
        info_id=one.info_id,
        text=text,
        lead=gettext(
            "This is what your sheet says. Look at it, and change what you like: the mandate reads "
            "nothing of it before you send it."
        ),
        said=gettext("The information is sent."),
    )
