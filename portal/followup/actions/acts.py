"""What those who implement do with an action: plan it, revise it, and say how it goes."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, request, url_for
from werkzeug.exceptions import NotFound

from portal.followup.actions import found, queries
from portal.followup.actions.forms import AbandonForm, PlanForm, ProgressForm, SeenForm
from portal.followup.actions.queries import Action
from portal.followup.recommendations.words import short
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.context import vault
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n.texts import gettext
from shared.contracts.followup_action_commands import (
    AbandonAction,
    ArchiveAction,
    CompleteAction,
    PlanAction,
    ReportProgress,
    RestoreAction,
    ResumeAction,
    ReviseAction,
)
from shared.contracts.followup_actions import Linked
from shared.core.message import derive_id
from shared.reference import recipients

bp = Blueprint("actionacts", __name__, url_prefix="/actions")

_ours = require(*queries.OWNERS)


@bp.route("/new/<state>", methods=["GET", "POST"])
@_ours
def new(state: str) -> Answer:
    wanted = _id(request.args.get("about", ""))
    chosen = _chosen()
    owner = queries.owner_of(current_actor(), state)
    if state not in recipients() or owner is None:
        raise NotFound
    with engine().connect() as conn:
        some = found.linkable(conn, state, [*chosen, *([wanted] if wanted else [])])
    if not some:
        raise NotFound
    form = PlanForm(offered={one: short(text) for one, (_, text) in some.items()})
    if request.method == "GET":
        form.links.data = [wanted] if wanted in some else []
    action_id = str(derive_id("action", form.command_id.data or ""))
    mandates = {one: about.mandate for one, (about, _) in some.items()}
    return act(
        About(
            address=url_for("actions.index"),
            case=found.case_of(action_id),
            back=gettext("Actions on recommendations"),
            caption=found.caption(state),
        ),
        form,
        Page(
            heading=gettext("Plan an action"),
            lead=gettext("It is a draft, which nobody else reads until it is published."),
            button=gettext("Keep the draft"),
        ),
        lambda: PlanAction(
            action_id=action_id,
            owner_kind=owner[0],
            owner=owner[1],
            state=state,
            **_worded(form, action_id, mandates),
        ),
        to=url_for("actions.show", action_id=action_id),
        said=gettext("The action is planned."),
    )


@bp.route("/<uuid:action_id>/revise", methods=["GET", "POST"])
@_ours
def revise(action_id: UUID) -> Answer:
    one = found.working(action_id)
    whole = found.whole(action_id)
    with engine().connect() as conn:
        some = found.linkable(conn, one.state, [*whole.links, *_chosen()])
    gone = {each: gettext("You cannot read this recommendation now.") for each in whole.links}
    offered = gone | {each: short(text) for each, (_, text) in some.items()}
    form = PlanForm(offered=offered)
    erased = False
    if request.method == "GET":
        erased = _fill(form, whole)
    mandates = {**whole.links, **{each: about.mandate for each, (about, _) in some.items()}}
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Change the action"),
            lead=gettext("Others read what was published before until it is published anew."),
            texts=[(gettext("Text before"), None)] if erased else [],
            button=gettext("Keep the draft"),
        ),
        lambda: ReviseAction(
            action_id=one.action_id, seen=form.shown, **_worded(form, one.action_id, mandates)
        ),
        said=gettext("The draft is kept."),
        by=found.by(one),
    )


@bp.route("/<uuid:action_id>/progress", methods=["GET", "POST"])
@_ours
def progress(action_id: UUID) -> Answer:
    one, form = _going_on(action_id), ProgressForm()
    if request.method == "GET":
        form.percent.suggest(one.percent)
    _showing(form, one)
    report_id = _report_id(one, form)
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Say how it goes"),
            lead=gettext(
                "It is what you say. How far a recommendation is implemented is graded by the "
                "mandate."
            ),
            button=gettext("Keep the draft"),
        ),
        lambda: ReportProgress(
            action_id=one.action_id,
            seen=form.shown,
            report_id=report_id,
            percent=form.percent.number,
            text=found.sealed(report_id, form.text.data or ""),
        ),
        said=gettext("The draft is kept."),
        by=found.by(one),
    )


@bp.route("/<uuid:action_id>/complete", methods=["GET", "POST"])
@_ours
def complete(action_id: UUID) -> Answer:
    one, form = _going_on(action_id), SeenForm()
    _showing(form, one)
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Say that it is done?"),
            lead=gettext(
                "It is what you say, and no grade. No more reports are due of it. You can resume "
                "it."
            ),
            button=gettext("It is done"),
            leave=gettext("Leave it as it is"),
        ),
        lambda: CompleteAction(action_id=one.action_id, seen=form.shown),
        said=gettext("The action is done."),
        by=found.by(one),
    )


@bp.route("/<uuid:action_id>/abandon", methods=["GET", "POST"])
@_ours
def abandon(action_id: UUID) -> Answer:
    one, form = _going_on(action_id), AbandonForm()
    _showing(form, one)
    report_id = _report_id(one, form)
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Abandon the action"),
            lead=gettext("No more reports are due of it. You can resume it."),
            button=gettext("Abandon it"),
            leave=gettext("Leave it as it is"),
            tone="warning",
        ),
        lambda: AbandonAction(
            action_id=one.action_id,
            seen=form.shown,
            report_id=report_id,
            text=found.sealed(report_id, form.text.data or ""),
        ),
        said=gettext("The action is abandoned."),
        by=found.by(one),
    )


@bp.route("/<uuid:action_id>/resume", methods=["GET", "POST"])
@_ours
def resume(action_id: UUID) -> Answer:
    one, form = found.working(action_id), SeenForm()
    if not one.ended:
        raise NotFound
    _showing(form, one)
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Resume the action?"),
            lead=gettext("It is under way again, and reports are due of its indicators."),
            button=gettext("Resume it"),
            leave=gettext("Leave it as it is"),
        ),
        lambda: ResumeAction(action_id=one.action_id, seen=form.shown),
        said=gettext("The action is under way again."),
        by=found.by(one),
    )


@bp.route("/<uuid:action_id>/archive", methods=["GET", "POST"])
@_ours
def archive(action_id: UUID) -> Answer:
    one = found.working(action_id)
    return act(
        found.about(one),
        CommandForm(),
        Page(
            heading=gettext("Archive the action?"),
            lead=gettext(
                "Nothing is deleted. Nobody else reads it any more, no more reports are due of "
                "it, and you can restore it."
            ),
            button=gettext("Archive it"),
            leave=gettext("Leave it as it is"),
            tone="warning",
        ),
        lambda: ArchiveAction(action_id=one.action_id),
        said=gettext("The action is archived."),
        by=found.by(one),
    )


@bp.route("/<uuid:action_id>/restore", methods=["GET", "POST"])
@_ours
def restore(action_id: UUID) -> Answer:
    one = found.ours(action_id)
    if not one.archived:
        raise NotFound
    return act(
        found.about(one),
        CommandForm(),
        Page(
            heading=gettext("Restore the action?"),
            lead=gettext("It is a draft again, which nobody else reads until it is published."),
            button=gettext("Restore it"),
            leave=gettext("Leave it as it is"),
        ),
        lambda: RestoreAction(action_id=one.action_id),
        said=gettext("The action is a draft again."),
        by=found.by(one),
    )


def _chosen() -> list[str]:
    """Return what the form brings back: it was offered before, also if others are newer now."""
    return [one for typed in request.form.getlist("links") if (one := _id(typed))]


def _id(typed: str) -> str:
    """Return the id of a recommendation, as it stands in the address; empty: it is none."""
    try:
        return str(UUID(typed))
    except ValueError:
        return ""


def _going_on(action_id: UUID) -> Action:
    one = found.working(action_id)
    if one.ended:
        raise NotFound
    return one


def _showing(form: SeenForm, one: Action) -> None:
    """Let the form name the steps that its page shows (decision 0063)."""
    if request.method == "GET":
        form.seen.data = str(one.step)


def _report_id(one: Action, form: SeenForm) -> str:
    return str(derive_id("action report", one.action_id, form.command_id.data or ""))


def _fill(form: PlanForm, whole: found.Whole) -> bool:
    """Fill the form in with what stands; return whether a text of it was erased."""
    one = whole.one
    _showing(form, one)
    form.links.data = list(whole.links)
    form.starts_on.data, form.target_on.data = one.starts_on, one.target_on
    fields = {"title": form.title, "details": form.details, "budget": form.budget}
    erased = False
    for name, field in (*fields.items(), ("target", form.target_text)):
        sealed = whole.text(one.revision_id, name)
        field.data = vault().reveal(sealed)
        erased = erased or (sealed is not None and field.data is None)
    return erased


def _worded(form: PlanForm, action_id: str, mandates: Mapping[str, str]) -> dict[str, Any]:
    revision_id = str(derive_id("action revision", action_id, form.command_id.data or ""))
    return {
        "revision_id": revision_id,
        "title": found.sealed(revision_id, form.title.data or ""),
        "details": found.given(revision_id, form.details.data),
        "budget": found.given(revision_id, form.budget.data),
        "starts_on": form.starts_on.data,
        "target_on": form.target_on.data,
        "target_text": found.given(revision_id, form.target_text.data),
        "links": tuple(
            Linked(recommendation_id=one, mandate=mandates[one]) for one in form.links.data or ()
        ),
    }
