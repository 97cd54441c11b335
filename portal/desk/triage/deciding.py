"""Decisions of the desk: share, refer, ask the source, not act, reopen."""

from uuid import UUID

from flask import Blueprint
from werkzeug.wrappers import Response

from portal.desk.triage.asking import Answer, answered, ask, existing, workable
from portal.desk.triage.forms import BareForm, NotActionedForm, QuestionForm, ReferForm, ShareForm
from portal.desk.triage.page import page, posted_admissibility
from portal.web import htmx
from portal.web.accounts.access import require
from portal.web.context import vault
from shared import reference
from shared.contracts.intake_admissibility import PointAnswered
from shared.contracts.intake_commands import DecideNotToAct, RequestInformation, TriageSubmission
from shared.contracts.intake_triage_commands import (
    ConfirmAdmissibility,
    ReferSubmission,
    ReopenSubmission,
)
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.triage import REFERRALS

bp = Blueprint("deciding", __name__)


@bp.post("/<uuid:submission_id>/share")
@require(Role.QUICK_RESPONSE_DESK)
def share(submission_id: UUID) -> Answer:
    form = ShareForm()
    workable(submission_id)
    chosen = list(dict.fromkeys(form.mandates.data or []))
    return answered(
        form,
        lambda: page(submission_id, form),
        lambda: ask(
            TriageSubmission(
                submission_id=str(submission_id),
                urgency=form.urgency.data,
                mandates=tuple(chosen),
            ),
            form,
        ),
        lambda: f"Shared with {', '.join(map(reference.mandate_acronym, chosen))}",
    )


@bp.post("/<uuid:submission_id>/admissibility")
@require(Role.QUICK_RESPONSE_DESK, Role.HUMAN_RIGHTS_OFFICER)
def admissibility(submission_id: UUID) -> Answer:
    form = posted_admissibility(workable(submission_id))

    def confirm() -> Response:
        seal = vault().sealer(f"submission-{submission_id}")
        answers = tuple(
            PointAnswered(
                mandate=point.mandate,
                point=point.words,
                met=met,
                note=seal(said) if said else None,
            )
            for point, met, said in form.answers
        )
        command = ConfirmAdmissibility(submission_id=str(submission_id), answers=answers)
        return ask(command, form)

    return answered(
        form, lambda: page(submission_id, form), confirm, lambda: "It is found admissible"
    )


@bp.post("/<uuid:submission_id>/questions")
@require(Role.QUICK_RESPONSE_DESK, Role.HUMAN_RIGHTS_OFFICER)
def question(submission_id: UUID) -> Answer:
    form = QuestionForm()
    workable(submission_id)
    return answered(
        form,
        lambda: page(submission_id, form),
        lambda: ask(
            RequestInformation(
                submission_id=str(submission_id),
                question_id=str(derive_id("question", form.id)),
                question=vault().seal(f"submission-{submission_id}", form.question.data or ""),
            ),
            form,
        ),
        lambda: "The source sees the question now",
    )


@bp.get("/<uuid:submission_id>/refer")
@require(Role.QUICK_RESPONSE_DESK)
def refer_form(submission_id: UUID) -> str:
    existing(submission_id)
    return _refer_page(submission_id, ReferForm(formdata=None))


@bp.post("/<uuid:submission_id>/refer")
@require(Role.QUICK_RESPONSE_DESK)
def refer(submission_id: UUID) -> Answer:
    form = ReferForm()
    workable(submission_id)
    return answered(
        form,
        lambda: _refer_page(submission_id, form),
        lambda: ask(
            ReferSubmission(
                submission_id=str(submission_id),
                to=form.to.data,
                mandate=form.to_mandate,
            ),
            form,
        ),
        lambda: f"Referred: {REFERRALS[form.to.data].name}",
    )


@bp.get("/<uuid:submission_id>/not-actioned")
@require(Role.QUICK_RESPONSE_DESK)
def not_actioned_form(submission_id: UUID) -> str:
    existing(submission_id)
    return _not_actioned_page(submission_id, NotActionedForm(formdata=None))


@bp.post("/<uuid:submission_id>/not-actioned")
@require(Role.QUICK_RESPONSE_DESK)
def not_actioned(submission_id: UUID) -> Answer:
    form = NotActionedForm()
    workable(submission_id)
    return answered(
        form,
        lambda: _not_actioned_page(submission_id, form),
        lambda: ask(
            DecideNotToAct(submission_id=str(submission_id), reason_code=form.reason.data),
            form,
        ),
        lambda: "Recorded: it is not acted on",
    )


@bp.post("/<uuid:submission_id>/reopen")
@require(Role.QUICK_RESPONSE_DESK)
def reopen(submission_id: UUID) -> Answer:
    form = BareForm()
    workable(submission_id)
    return answered(
        form,
        lambda: page(submission_id, form),
        lambda: ask(ReopenSubmission(submission_id=str(submission_id)), form),
        lambda: "It is in the queue again",
    )


def _refer_page(submission_id: UUID, form: ReferForm) -> str:
    return htmx.render("triage/refer.html", block="content", submission_id=submission_id, form=form)


def _not_actioned_page(submission_id: UUID, form: NotActionedForm) -> str:
    return htmx.render(
        "triage/not_actioned.html",
        block="content",
        submission_id=submission_id,
        form=form,
    )
