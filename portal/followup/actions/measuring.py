"""The indicators of an action: define one, change its schedule, report, archive."""

from datetime import date
from uuid import UUID

from flask import Blueprint, request
from werkzeug.exceptions import NotFound

from portal.followup.actions import found, queries, words
from portal.followup.actions.forms import IndicatorForm, ReportForm, ScheduleForm, SeenForm
from portal.followup.actions.queries import Action, Due, Indicator
from portal.web.accounts.access import require
from portal.web.act import Answer, Page, act
from portal.web.context import today, vault
from portal.web.forms import given
from portal.web.i18n import formats
from portal.web.i18n.texts import gettext
from shared.contracts.followup_action_commands import (
    ArchiveIndicator,
    DefineIndicator,
    ReportIndicator,
    RescheduleIndicator,
    RestoreIndicator,
)
from shared.core.message import derive_id

bp = Blueprint("actionindicators", __name__, url_prefix="/actions/<uuid:action_id>/indicators")

_ours = require(*queries.OWNERS)


@bp.route("/new", methods=["GET", "POST"])
@_ours
def new(action_id: UUID) -> Answer:
    one, form = found.working(action_id), IndicatorForm()
    _showing(form, one)
    indicator_id = str(derive_id("action indicator", one.action_id, form.command_id.data or ""))
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Add an indicator"),
            lead=gettext("You report its value for each day on which a report is due."),
            fields=(
                *("title", "unit", "baseline", "target"),
                *("starts_on", "ends_on", "every_months"),
            ),
            button=gettext("Keep the draft"),
        ),
        lambda: DefineIndicator(
            action_id=one.action_id,
            seen=form.shown,
            indicator_id=indicator_id,
            title=found.sealed(indicator_id, form.title.data or ""),
            unit=found.given(indicator_id, form.unit.data),
            baseline=form.baseline.data or "",
            target=form.target.data or "",
            starts_on=given(form.starts_on),
            ends_on=given(form.ends_on),
            every_months=int(form.every_months.data),
        ),
        said=gettext("The indicator is kept."),
        by=found.by(one),
    )


@bp.route("/<uuid:indicator_id>/schedule", methods=["GET", "POST"])
@_ours
def schedule(action_id: UUID, indicator_id: UUID) -> Answer:
    whole, this = found.indicator(action_id, indicator_id)
    if this.archived:
        raise NotFound
    one, form = whole.one, ScheduleForm()
    _showing(form, one)
    if request.method == "GET":
        form.starts_on.data, form.ends_on.data = this.starts_on, this.ends_on
        form.every_months.data = str(this.every_months)
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Change the schedule"),
            lead=gettext(
                "Days that are over, and those of which you reported, stay as they are. The others "
                "are replaced."
            ),
            texts=[_title(whole, this)],
            button=gettext("Change it"),
        ),
        lambda: RescheduleIndicator(
            action_id=one.action_id,
            seen=form.shown,
            indicator_id=this.indicator_id,
            starts_on=given(form.starts_on),
            ends_on=given(form.ends_on),
            every_months=int(form.every_months.data),
        ),
        said=gettext("The schedule is changed."),
        by=found.by(one),
    )


@bp.route("/<uuid:indicator_id>/<day>", methods=["GET", "POST"])
@_ours
def report(action_id: UUID, indicator_id: UUID, day: str) -> Answer:
    whole, this = found.indicator(action_id, indicator_id)
    due = _due(this, day)
    one, form = whole.one, ReportForm()
    _showing(form, one)
    shown = [_title(whole, this)]
    note = whole.text(due.report_id)
    if request.method == "GET":
        form.value.data = due.value
        form.text.data = vault().reveal(note)
        if note is not None and form.text.data is None:
            shown.append((gettext("Note"), None))  # erased
    report_id = str(derive_id("action value", this.indicator_id, form.command_id.data or ""))
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Report for %(day)s", day=formats.short_day(due.due_on)),
            lead=gettext("Others read it once the action is published with it."),
            texts=shown,
            button=gettext("Keep the draft"),
        ),
        lambda: ReportIndicator(
            action_id=one.action_id,
            seen=form.shown,
            indicator_id=this.indicator_id,
            due_on=due.due_on,
            report_id=report_id,
            value=form.value.data or "",
            text=found.given(report_id, form.text.data),
        ),
        said=gettext("The report is kept."),
        by=found.by(one),
    )


@bp.route("/<uuid:indicator_id>/archive", methods=["GET", "POST"])
@_ours
def archive(action_id: UUID, indicator_id: UUID) -> Answer:
    whole, this = found.indicator(action_id, indicator_id)
    one, form = whole.one, SeenForm()
    _showing(form, one)
    archives = not this.archived
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Archive the indicator?")
            if archives
            else gettext("Restore the indicator?"),
            lead=gettext("Nothing is deleted. No more reports are due of it.")
            if archives
            else gettext("Reports are due of it again."),
            texts=[_title(whole, this)],
            button=gettext("Archive it") if archives else gettext("Restore it"),
            leave=gettext("Leave it as it is"),
        ),
        lambda: _kept_or_not(one, this, form),
        said=gettext("Your choice is kept."),
        by=found.by(one),
    )


def _kept_or_not(
    one: Action, this: Indicator, form: SeenForm
) -> ArchiveIndicator | RestoreIndicator:
    if this.archived:
        return RestoreIndicator(
            action_id=one.action_id, seen=form.shown, indicator_id=this.indicator_id
        )
    return ArchiveIndicator(
        action_id=one.action_id, seen=form.shown, indicator_id=this.indicator_id
    )


def _due(one: Indicator, day: str) -> Due:
    """Return the day of this indicator; 404 for any other, or while it is too early."""
    try:
        wanted = date.fromisoformat(day)
    except ValueError:
        raise NotFound from None
    for due in one.dues:
        if due.due_on == wanted and not one.archived and words.reportable(due, today()):
            return due
    raise NotFound


def _title(whole: found.Whole, one: Indicator) -> tuple[str | None, str | None]:
    return gettext("Indicator"), vault().reveal(whole.text(one.indicator_id, "title"))


def _showing(form: SeenForm, one: Action) -> None:
    """Let the form name the steps that its page shows (decision 0063)."""
    if request.method == "GET":
        form.seen.data = str(one.step)
