"""The pages on which a mandate says when it looks at its recommendations again."""

from datetime import date
from uuid import UUID

from flask import Blueprint, request
from sqlalchemy import func, select
from werkzeug.exceptions import NotFound
from wtforms import HiddenField
from wtforms.validators import Optional

from portal.followup.recommendations import words
from portal.followup.recommendations.reviewed import READERS, lines, of
from portal.followup.recommendations.tables import reviews
from portal.followup.recommendations.views import assessed, on
from portal.web import htmx, paging
from portal.web.accounts.access import current_actor, require
from portal.web.act import Answer, Page, act
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.forms import CommandForm, DayField
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.followup_recommendation_commands import SetNextReview
from shared.core.roles import Role
from shared.reference.missions import SOON, falls_due

bp = Blueprint("reviews", __name__, url_prefix="/recommendations")
_AT_ONCE = 50


class ReviewForm(CommandForm):
    """``seen``: the day that it had when the page was shown (decision 0063)."""

    on = DayField(lazy("Look at it again on"), [Optional()])
    seen = HiddenField(default="")

    @property
    def before(self) -> date | None:
        """The day that was shown; one that nobody has where something else came back."""
        try:
            return date.fromisoformat(self.seen.data) if self.seen.data else None
        except ValueError:
            return date.min


@bp.get("/reviews")
@require(*READERS)
def index() -> str:
    with engine().connect() as conn:
        page = paging.cut(conn, lines(current_actor()), "reviews", paging.asked, size=_AT_ONCE)
    texts = vault().reveal_all([row.title or row.text for row in page])
    return htmx.render(
        "recommendations/reviews.html",
        block="content",
        rows=page.of(zip(page, map(words.short, texts), strict=True)),
        words=words,
        told=lambda day: falls_due(day, today()) or ("late" if day < today() else None),
    )


@bp.route("/<uuid:recommendation_id>/review", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
def review(recommendation_id: UUID) -> Answer:
    view, form = assessed(recommendation_id), ReviewForm()
    about = view.about
    if request.method == "GET":
        if about.closed or about.let_go_at:
            raise NotFound
        with engine().connect() as conn:
            form.on.data = of(conn, about.recommendation_id)
        form.seen.data = form.on.data.isoformat() if form.on.data else ""
    page = Page(
        heading=gettext("Next review"),
        lead=gettext(
            "Those who work for the mandate see the day, and are told a week before it and once it "
            "is late. A grade is such a review and ends it. Leave it empty for none."
        ),
        texts=[(None, view.text)],
        button=gettext("Keep this"),
    )
    return act(
        on(about),
        form,
        page,
        lambda: SetNextReview(
            recommendation_id=about.recommendation_id, on=form.on.data, seen=form.before
        ),
    )


@bp.app_template_global()
def recommendation_review(recommendation_id: str) -> date | None:
    """Return the day of the next look. Ask before whether the person works for its mandate."""
    with engine().connect() as conn:
        return of(conn, recommendation_id)


@bp.app_template_global()
def recommendations_to_review() -> int | None:
    """Return how many recommendations of the own mandates are due for a look, or late.

    None: the person works for no mandate.
    """
    actor = current_actor()
    if not actor.has(*READERS):
        return None
    with engine().connect() as conn:
        due = lines(actor).where(reviews.c.on <= today() + SOON).order_by(None).subquery()
        return conn.scalar(select(func.count()).select_from(due)) or 0
