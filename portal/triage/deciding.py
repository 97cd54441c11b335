"""What the desk decides: share, refer, ask the source, not act, take up again."""

from uuid import UUID

from flask import Blueprint, flash
from werkzeug.wrappers import Response

from portal import htmx
from portal.accounts.access import require
from portal.commands import CommandRefused
from portal.context import vault
from portal.submissions.views import ERASED
from portal.triage.asking import ask, existing, workable
from portal.triage.forms import BareForm, NotActionedForm, QuestionForm, ReferForm, ShareForm
from portal.triage.page import page, posted_admissibility
from shared import reference
from shared.message import derive_id
from shared.reference.triage import REFERRALS
from shared.roles import Role
from shared.vault import Forgotten

bp = Blueprint("deciding", __name__)


@bp.post("/<uuid:submission_id>/share")
@require(Role.QUICK_RESPONSE_DESK)
def share(submission_id: UUID) -> Response | tuple[str, int]:
    form = ShareForm()
    workable(submission_id)
    if not form.validate():
        return page(submission_id, form), 422
    chosen = list(dict.fromkeys(form.mandates.data or []))
    try:
        done = ask(
            "triage-submission",
            submission_id,
            form,
            urgency=form.urgency.data,
            mandates=chosen,
        )
    except CommandRefused as no:
        form.form_errors.append(no.sentence)
        return page(submission_id, form), no.status
    names = ", ".join(map(reference.mandate_acronym, chosen))
    flash(f"Shared with {names}", "success")
    return done


@bp.post("/<uuid:submission_id>/admissibility")
@require(Role.QUICK_RESPONSE_DESK, Role.HUMAN_RIGHTS_OFFICER)
def admissibility(submission_id: UUID) -> Response | tuple[str, int]:
    form = posted_admissibility(workable(submission_id))
    if not form.validate():
        return page(submission_id, form), 422
    try:
        seal = vault().sealer(f"submission-{submission_id}")
        answers = [
            {
                "mandate": point.mandate,
                "point": point.words,
                "met": met,
                "note": seal(said) if said else None,
            }
            for point, met, said in form.answers
        ]
        done = ask("confirm-admissibility", submission_id, form, answers=answers)
    except Forgotten:
        form.form_errors.append(ERASED)
        return page(submission_id, form), 409
    except CommandRefused as no:
        form.form_errors.append(no.sentence)
        return page(submission_id, form), no.status
    flash("It is found admissible", "success")
    return done


@bp.post("/<uuid:submission_id>/questions")
@require(Role.QUICK_RESPONSE_DESK, Role.HUMAN_RIGHTS_OFFICER)
def question(submission_id: UUID) -> Response | tuple[str, int]:
    form = QuestionForm()
    workable(submission_id)
    if not form.validate():
        return page(submission_id, form), 422
    try:
        done = ask(
            "request-information",
            submission_id,
            form,
            question_id=str(derive_id("question", form.id)),
            question=vault().seal(f"submission-{submission_id}", form.question.data or ""),
        )
    except Forgotten:
        form.form_errors.append(ERASED)
        return page(submission_id, form), 409
    except CommandRefused as no:
        form.form_errors.append(no.sentence)
        return page(submission_id, form), no.status
    flash("The source sees the question now", "success")
    return done


@bp.get("/<uuid:submission_id>/refer")
@require(Role.QUICK_RESPONSE_DESK)
def refer_form(submission_id: UUID) -> str:
    existing(submission_id)
    return _refer_page(submission_id, ReferForm(formdata=None))


@bp.post("/<uuid:submission_id>/refer")
@require(Role.QUICK_RESPONSE_DESK)
def refer(submission_id: UUID) -> Response | tuple[str, int]:
    form = ReferForm()
    workable(submission_id)
    if not form.validate():
        return _refer_page(submission_id, form), 422
    try:
        done = ask(
            "refer-submission", submission_id, form, to=form.to.data, mandate=form.to_mandate
        )
    except CommandRefused as no:
        form.form_errors.append(no.sentence)
        return _refer_page(submission_id, form), no.status
    flash(f"Referred: {REFERRALS[form.to.data].name}", "success")
    return done


@bp.get("/<uuid:submission_id>/not-actioned")
@require(Role.QUICK_RESPONSE_DESK)
def not_actioned_form(submission_id: UUID) -> str:
    existing(submission_id)
    return _not_actioned_page(submission_id, NotActionedForm(formdata=None))


@bp.post("/<uuid:submission_id>/not-actioned")
@require(Role.QUICK_RESPONSE_DESK)
def not_actioned(submission_id: UUID) -> Response | tuple[str, int]:
    form = NotActionedForm()
    workable(submission_id)
    if not form.validate():
        return _not_actioned_page(submission_id, form), 422
    try:
        done = ask("decide-not-to-act", submission_id, form, reason_code=form.reason.data)
    except CommandRefused as no:
        form.form_errors.append(no.sentence)
        return _not_actioned_page(submission_id, form), no.status
    flash("Recorded: it is not acted on", "success")
    return done


@bp.post("/<uuid:submission_id>/reopen")
@require(Role.QUICK_RESPONSE_DESK)
def reopen(submission_id: UUID) -> Response | tuple[str, int]:
    form = BareForm()
    workable(submission_id)
    if not form.validate():
        return page(submission_id, form), 422
    try:
        done = ask("reopen-submission", submission_id, form)
    except CommandRefused as no:
        form.form_errors.append(no.sentence)
        return page(submission_id, form), no.status
    flash("It is in the queue again", "success")
    return done


def _refer_page(submission_id: UUID, form: ReferForm) -> str:
    return htmx.render("triage/refer.html", block="content", submission_id=submission_id, form=form)


def _not_actioned_page(submission_id: UUID, form: NotActionedForm) -> str:
    return htmx.render(
        "triage/not_actioned.html",
        block="content",
        submission_id=submission_id,
        form=form,
    )
