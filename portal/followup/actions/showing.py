"""Publishing an action, and taking it back: by its owner, by the mandate, or who publishes."""

from dataclasses import replace
from uuid import UUID

from flask import Blueprint, request, url_for
from werkzeug.exceptions import NotFound

from portal.followup.actions import found, queries, shown, words
from portal.followup.actions.forms import SeenForm, TakeBackForm
from portal.followup.actions.shown import Shown
from portal.web.accounts.access import current_actor, require
from portal.web.accounts.fresh import fresh
from portal.web.act import About, Answer, Page, act
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.followup_action_commands import PublishAction, TakeActionBack

bp = Blueprint("actionshowing", __name__, url_prefix="/actions/<uuid:action_id>")


@bp.route("/publish", methods=["GET", "POST"])
@require(*queries.OWNERS)
@fresh(lazy("publish an action"))
def publish(action_id: UUID) -> Answer:
    whole = found.whole(action_id)
    one, form = whole.one, SeenForm()
    ready = one.unpublished and not whole.stays_back and not one.archived
    with engine().connect() as conn:
        if not ready or not queries.publishes(conn, current_actor(), one):
            raise NotFound
        closed = found.not_public(conn, whole.links)
        readable = found.readable(conn, whole.links)
        files = len(queries.files_of(conn, one.action_id))
    if request.method == "GET":
        form.seen.data = str(one.step)
    draft = _as_published(whole)
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Publish the action"),
            lead=[
                gettext(
                    "Whoever may read one of its recommendations reads it, and everybody once "
                    "that is public. Whoever has saved it keeps it."
                ),
                gettext(
                    "Others read what stands below, on the page of each recommendation that it is "
                    "about."
                ),
            ],
            warning=gettext(
                "It is about a recommendation that is not public too. Say nothing of that one here."
            )
            if closed
            else "",
            button=gettext("Publish it"),
            leave=gettext("Not now"),
            template="actions/publish.html",
            given={
                "one": draft,
                "opened": found.opened(draft.sealed),
                "recommendations": whole.links,
                "readable": readable,
                "files": files,
                "words": words,
                "state": names.recipient(one.state),
                "mandate_name": names.mandate,
            },
        ),
        lambda: PublishAction(action_id=one.action_id, seen=form.shown),
        said=gettext("The action is published."),
        by=found.by(one),
    )


@bp.route("/withdraw", methods=["GET", "POST"])
@require(*queries.OWNERS)
def withdraw(action_id: UUID) -> Answer:
    """By its owner, who owes no reason."""
    one = found.working(action_id)
    if not one.published:
        raise NotFound
    return act(
        found.about(one),
        CommandForm(),
        Page(
            heading=gettext("Take the action back?"),
            lead=gettext("Nobody else reads it any more. It is a draft again."),
            button=gettext("Take it back"),
            leave=gettext("Leave it as it is"),
            tone="warning",
        ),
        lambda: TakeActionBack(action_id=one.action_id, reason="owner"),
        said=gettext("The action is taken back."),
        by=found.by(one),
    )


@bp.route("/take-back", methods=["GET", "POST"])
@require(*queries.TAKE_BACK)
@fresh(lazy("take an action back"))
def take_back(action_id: UUID) -> Answer:
    with engine().connect() as conn:
        if not shown.takes_back(conn, current_actor(), [str(action_id)]):
            raise NotFound
    form = TakeBackForm()
    return act(
        About(
            address=url_for("register.recommendations"),
            case=found.case_of(str(action_id)),
            back=gettext("Recommendations"),
            waits=False,
        ),
        form,
        Page(
            heading=gettext("Take the action back?"),
            lead=gettext(
                "It leaves every page but its owner's at once. Its owner can publish it again."
            ),
            button=gettext("Take it back"),
            tone="warning",
        ),
        lambda: TakeActionBack(action_id=str(action_id), reason=form.reason.data),
        said=gettext("The action is taken back."),
    )


def _as_published(whole: found.Whole) -> Shown:
    """Return the draft as others will read it: all that is published, and nothing else."""
    one = whole.one
    indicators = [
        replace(each, dues=[day for day in each.dues if day.report_id])
        for each in whole.indicators
        if not each.archived
    ]
    return Shown(
        action_id=one.action_id,
        owner_kind=one.owner_kind,
        owner=one.owner,
        revision_id=one.revision_id,
        starts_on=one.starts_on,
        target_on=one.target_on,
        claim=one.claim,
        percent=one.percent,
        report_id=one.report_id,
        published_at=None,
        indicators=indicators,
        texts=whole.texts,
    )
