"""Decisions of the desk: share, refer, ask the source, not act, reopen."""

from functools import partial
from uuid import UUID

from flask import Blueprint, request
from markupsafe import Markup

from portal.desk.triage.asking import existing, on, workable
from portal.desk.triage.forms import BareForm, NotActionedForm, QuestionForm, ReferForm, ShareForm
from portal.desk.triage.page import page, posted_admissibility
from portal.web import cases
from portal.web.accounts.access import require
from portal.web.act import Answer, Page, act
from portal.web.context import vault
from portal.web.i18n import names
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext, lazy
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

_LEAVE = lazy("Back without recording")


@bp.post("/<uuid:submission_id>/share")
@require(Role.QUICK_RESPONSE_DESK)
def share(submission_id: UUID) -> Answer:
    form = ShareForm()
    workable(submission_id)
    chosen = tuple(dict.fromkeys(form.mandates.data or []))
    return act(
        on(submission_id),
        form,
        partial(page, submission_id, form),
        lambda: TriageSubmission(
            submission_id=str(submission_id), urgency=form.urgency.data, mandates=chosen
        ),
        said=lambda: gettext(
            "Shared with %(mandates)s", mandates=listed(map(reference.mandate_acronym, chosen))
        ),
    )


@bp.post("/<uuid:submission_id>/admissibility")
@require(Role.QUICK_RESPONSE_DESK, Role.HUMAN_RIGHTS_OFFICER)
def admissibility(submission_id: UUID) -> Answer:
    form = posted_admissibility(workable(submission_id))

    def command() -> ConfirmAdmissibility:
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
        return ConfirmAdmissibility(submission_id=str(submission_id), answers=answers)

    shown = partial(page, submission_id, form)
    return act(on(submission_id), form, shown, command, said=gettext("It is found admissible"))


@bp.post("/<uuid:submission_id>/questions")
@require(Role.QUICK_RESPONSE_DESK, Role.HUMAN_RIGHTS_OFFICER)
def question(submission_id: UUID) -> Answer:
    form = QuestionForm()
    workable(submission_id)
    return act(
        on(submission_id),
        form,
        partial(page, submission_id, form),
        lambda: RequestInformation(
            submission_id=str(submission_id),
            question_id=str(derive_id("question", form.id)),
            question=vault().seal(f"submission-{submission_id}", form.question.data or ""),
            language=vault().seal(f"submission-{submission_id}", form.language.data),
        ),
        said=gettext("The source sees the question now"),
    )


@bp.route("/<uuid:submission_id>/refer", methods=["GET", "POST"])
@require(Role.QUICK_RESPONSE_DESK)
def refer(submission_id: UUID) -> Answer:
    form = ReferForm()
    _found(submission_id)
    return act(
        on(submission_id),
        form,
        Page(
            heading=_with_number(gettext("Refer %(case)s"), submission_id),
            title=gettext("Refer it"),
            note=gettext(
                "The platform records that it was referred; the papers go by the usual way. The "
                "source is told that it was passed on to another procedure."
            ),
            button=gettext("Record the referral"),
            leave=_LEAVE,
        ),
        lambda: ReferSubmission(
            submission_id=str(submission_id), to=form.to.data, mandate=form.to_mandate
        ),
        said=lambda: gettext("Referred: %(to)s", to=names.word(REFERRALS[form.to.data].name)),
    )


@bp.route("/<uuid:submission_id>/not-actioned", methods=["GET", "POST"])
@require(Role.QUICK_RESPONSE_DESK)
def not_actioned(submission_id: UUID) -> Answer:
    form = NotActionedForm()
    _found(submission_id)
    return act(
        on(submission_id),
        form,
        Page(
            heading=_with_number(gettext("Not act on %(case)s?"), submission_id),
            title=gettext("Not act on it"),
            warning=gettext(
                "The submission leaves the queue, and nothing more can be asked or shared until it "
                "is reopened. The source is told that it is not taken further, without the reason."
            ),
            button=gettext("Record that it is not acted on"),
            leave=_LEAVE,
            tone="warning",
        ),
        lambda: DecideNotToAct(submission_id=str(submission_id), reason_code=form.reason.data),
        said=gettext("Recorded: it is not acted on"),
    )


@bp.post("/<uuid:submission_id>/reopen")
@require(Role.QUICK_RESPONSE_DESK)
def reopen(submission_id: UUID) -> Answer:
    form = BareForm()
    workable(submission_id)
    return act(
        on(submission_id),
        form,
        partial(page, submission_id, form),
        lambda: ReopenSubmission(submission_id=str(submission_id)),
        said=gettext("It is in the queue again"),
    )


def _with_number(said: str, submission_id: UUID) -> Markup:
    """Put the case's number into a text, as pages show it."""
    return Markup(said) % {"case": cases.shown(submission_id)}  # noqa: S704  # a text of ours


def _found(submission_id: UUID) -> None:
    """404 where it does not exist for who asks; to send the form, it must be theirs to work on."""
    (existing if request.method == "GET" else workable)(submission_id)
