"""Pages of the selection officer: the session, the report, and what the Council decided."""

from uuid import UUID

from flask import Blueprint, abort, url_for

from portal.selection import checking_report, page, reading, vacancies
from portal.selection.ending_forms import (
    AppointForm,
    DeferForm,
    RefuseForm,
    SeenForm,
    SessionForm,
    day,
)
from portal.selection.reading import Shown
from portal.selection.stage import Vacancy
from portal.web.accounts.access import current_actor, require
from portal.web.accounts.fresh import fresh
from portal.web.act import About, Answer, Page, act
from portal.web.commands import CommandRefused
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n.texts import gettext as _
from portal.web.i18n.texts import lazy
from shared.contracts.stakeholders_appointing_commands import (
    AppointMandateHolder,
    DeferAppointment,
    PublishPanelReport,
    RefuseProposal,
    ScheduleSession,
)
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.vault import Forgotten
from shared.reference.terms import longest_until
from shared.reference.vacancies import report_due

bp = Blueprint("council", __name__, url_prefix="/selection")
_officer = require(Role.SELECTION_OFFICER)
_RESTRICTED = "The report has restricted text. Ask the chair to submit it again without."


@bp.route("/<uuid:vacancy_id>/session", methods=["GET", "POST"])
@_officer
def session(vacancy_id: UUID) -> Answer:
    form = SessionForm()
    return act(
        _on(vacancy_id),
        form,
        Page(
            heading=_("The session that appoints"),
            lead=_(
                "The panel reports at least a month before the Council's session. For a report "
                "that is late, record a later session."
            ),
            button=_("Record the session"),
        ),
        lambda: ScheduleSession(
            vacancy_id=str(vacancy_id),
            session=form.session.data or 0,
            starts_on=day(form.starts_on),
            report_by=form.report_by.data or report_due(day(form.starts_on)),
        ),
    )


@bp.route("/<uuid:vacancy_id>/report", methods=["GET", "POST"])
@_officer
@fresh(lazy("publish the panel's report"))
def publish(vacancy_id: UUID) -> Answer:
    """The report as it will be public, with what the lint finds in it; nothing with findings."""
    one, about = _found(vacancy_id), _on(vacancy_id)
    with engine().connect() as conn:
        written = reading.of_vacancy(conn, current_actor(), one.vacancy_id)
        latest = next((each for each in written if each.number == one.report), None) or abort(404)
        found = checking_report.findings(conn, latest)

    form = SeenForm().shown_with(latest.number)

    def command() -> PublishPanelReport:
        if found:
            raise CommandRefused(422, _RESTRICTED)
        return PublishPanelReport(vacancy_id=one.vacancy_id, report=form.number)

    return act(
        about,
        form,
        Page(
            heading=_("Publish the panel's report?"),
            title=_("Publish the report"),
            button=_("Publish the report"),
            leave=_("Not now"),
            tone="warning",
            template="selection/publish.html",
            given={"report": latest, "findings": found, "vacancy": one},
        ),
        command,
    )


@bp.route("/<uuid:vacancy_id>/deferred", methods=["GET", "POST"])
@_officer
def defer(vacancy_id: UUID) -> Answer:
    form = DeferForm()
    _before_council(vacancy_id, form)
    return act(
        _on(vacancy_id),
        form,
        Page(
            heading=_("Record that the Council deferred"),
            lead=_(
                "The list stays valid. The Council can appoint later, or the President proposes "
                "somebody else. No term is made longer."
            ),
            button=_("Record the deferral"),
        ),
        lambda: DeferAppointment(
            vacancy_id=str(vacancy_id),
            candidate_id=form.seen.data or "",
            decided_on=day(form.decided_on),
            reason_code=form.reason.data,
        ),
    )


@bp.route("/<uuid:vacancy_id>/refused", methods=["GET", "POST"])
@_officer
def refuse(vacancy_id: UUID) -> Answer:
    form = RefuseForm()
    _before_council(vacancy_id, form)
    return act(
        _on(vacancy_id),
        form,
        Page(
            heading=_("Record that the Council did not approve"),
            lead=_(
                "The President proposes somebody else on the list, or you issue the call again. "
                "Nobody is proposed twice."
            ),
            button=_("Record the decision"),
            tone="warning",
        ),
        lambda: RefuseProposal(
            vacancy_id=str(vacancy_id),
            candidate_id=form.seen.data or "",
            decided_on=day(form.decided_on),
        ),
    )


@bp.route("/<uuid:vacancy_id>/appointed", methods=["GET", "POST"])
@_officer
@fresh(lazy("record whom the Council appointed"))
def appoint(vacancy_id: UUID) -> Answer:
    form = AppointForm()
    pending = _before_council(vacancy_id, form)
    # from the form's own id, so that sending it twice opens one term
    term_id = str(derive_id("term", form.command_id.data or ""))

    def command() -> AppointMandateHolder:
        if pending.name == str(page.ERASED):
            raise Forgotten(f"candidate-{pending.candidate_id}")
        starts_on = day(form.starts_on)
        return AppointMandateHolder(
            vacancy_id=str(vacancy_id),
            candidate_id=form.seen.data or "",
            term_id=term_id,
            holder=vault().seal(f"term-{term_id}", pending.name),
            decision=form.decision.data or "",
            decided_on=day(form.decided_on),
            starts_on=starts_on,
            ends_on=form.ends_on.data or longest_until(starts_on),
        )

    return act(
        _on(vacancy_id),
        form,
        Page(
            heading=_("Record that the Council appointed %(name)s", name=pending.name),
            title=_("Record the appointment"),
            lead=[
                _(
                    "The vacancy is filled, the term is in the register, and other applications of "
                    "this person lapse. This cannot be undone."
                ),
                _("An administrator then confirms the mandate of the person's account."),
            ],
            button=_("Record the appointment"),
            tone="warning",
        ),
        command,
    )


def _before_council(vacancy_id: UUID, form: SeenForm) -> Shown:
    """Who is before the Council; of a form that was sent, whom it was about when it was shown."""
    one = _found(vacancy_id)
    with engine().connect() as conn:
        proposed = reading.proposals(conn, one.vacancy_id)
    seen = [each for each in proposed if each.candidate_id == form.seen.data]
    waiting = [each for each in proposed if each.outcome in {None, "deferred"}]
    if form.is_submitted() and seen:
        return seen[0]
    if one.proposed_at is None or not waiting:
        abort(404)
    form.shown_with(waiting[-1].candidate_id)
    return waiting[-1]


def _found(vacancy_id: UUID) -> Vacancy:
    with engine().connect() as conn:
        return vacancies.of_actor(conn, current_actor(), str(vacancy_id)) or abort(404)


def _on(vacancy_id: UUID) -> About:
    one = _found(vacancy_id)
    address = url_for("selection.officer.vacancy", vacancy_id=vacancy_id)
    return page.on(address, one.vacancy_id, page.title(one))
