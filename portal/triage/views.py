"""The Quick Response Desk's queue, and what it decides about each submission."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal import htmx
from portal.accounts.access import current_actor, require
from portal.commands import CommandRefused
from portal.context import commands, vault
from portal.db import engine
from portal.forms import CommandForm
from portal.submissions import lists
from portal.submissions.consent import QUESTIONS
from portal.submissions.read_model import CONSUMER
from portal.submissions.status import Status
from portal.submissions.texts import opened, texts_of
from portal.submissions.views import ERASED, mandate_groups
from portal.triage import queries
from portal.triage.forms import NotActionedForm, QuestionForm, ShareForm
from portal.waiting import waited
from shared import reference
from shared.message import derive_id
from shared.roles import Role
from shared.vault import Forgotten

bp = Blueprint("triage", __name__, url_prefix="/triage")

STATUS = {
    Status.NEW: ("New", "waiting"),
    Status.ANSWERED: ("Answered", "waiting"),
    Status.WAITING: ("Waiting for the source", "neutral"),
    Status.TRIAGED: ("Shared", "active"),
    Status.NOT_ACTIONED: ("Not actioned", "stopped"),
}


@bp.get("/")
@require(Role.QUICK_RESPONSE_DESK)
def index() -> str | Response:
    name = request.args.get("state", "")
    name = name if name in queries.QUEUES else queries.TO_DO
    page = lists.page_number()
    with engine().connect() as conn:
        seen = lists.seen_now(conn)
        if lists.unchanged(seen):
            return htmx.make_response("", 204)
        found = queries.lines(conn, queries.QUEUES[name], page=page)
        counts = queries.counts(conn)
    return htmx.render(
        "triage/index.html",
        block="queue",
        lines=found.shown,
        more=found.more,
        page=page,
        name=name,
        queues=queries.QUEUES,
        counts=counts,
        seen=seen,
        **_words(),
    )


@bp.get("/<uuid:submission_id>")
@require(Role.QUICK_RESPONSE_DESK)
def show(submission_id: UUID) -> str | Response:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    with engine().connect() as conn:
        if lists.unchanged(lists.seen_now(conn)):
            return htmx.make_response("", 204)
    return _page(str(submission_id), Typed(), late=late)


@bp.post("/<uuid:submission_id>/share")
@require(Role.QUICK_RESPONSE_DESK)
def share(submission_id: UUID) -> Response | tuple[str, int]:
    form, case = ShareForm(), str(submission_id)
    if not form.validate():
        return _page(case, Typed(share=form)), 422
    command = {
        "submission_id": case,
        "urgency": form.urgency.data,
        "mandates": list(dict.fromkeys(form.mandates.data or [])),
        "admissible": bool(form.admissible.data),
    }
    try:
        done = _ask("triage-submission", command, form, submission_id)
    except CommandRefused as no:
        form.form_errors.append(no.sentence)
        return _page(case, Typed(share=form)), no.status
    names = ", ".join(map(reference.mandate_acronym, command["mandates"]))
    flash(f"Shared with {names}", "success")
    return done


@bp.post("/<uuid:submission_id>/questions")
@require(Role.QUICK_RESPONSE_DESK)
def ask(submission_id: UUID) -> Response | tuple[str, int]:
    form, case = QuestionForm(), str(submission_id)
    if not form.validate():
        return _page(case, Typed(question=form)), 422
    try:
        command = {
            "submission_id": case,
            "question_id": str(derive_id("question", form.id)),
            "question": vault().seal(f"submission-{_existing(case)}", form.question.data or ""),
        }
        done = _ask("request-information", command, form, submission_id)
    except Forgotten:
        form.form_errors.append(ERASED)
        return _page(case, Typed(question=form)), 409
    except CommandRefused as no:
        form.form_errors.append(no.sentence)
        return _page(case, Typed(question=form)), no.status
    flash("The source sees the question now", "success")
    return done


@bp.get("/<uuid:submission_id>/not-actioned")
@require(Role.QUICK_RESPONSE_DESK)
def not_actioned_form(submission_id: UUID) -> str:
    return _not_actioned_page(str(submission_id), NotActionedForm(formdata=None))


@bp.post("/<uuid:submission_id>/not-actioned")
@require(Role.QUICK_RESPONSE_DESK)
def not_actioned(submission_id: UUID) -> Response | tuple[str, int]:
    form, case = NotActionedForm(), str(submission_id)
    if not form.validate():
        return _not_actioned_page(case, form), 422
    command = {"submission_id": case, "reason_code": form.reason.data}
    try:
        done = _ask("decide-not-to-act", command, form, submission_id)
    except CommandRefused as no:
        form.form_errors.append(no.sentence)
        return _not_actioned_page(case, form), no.status
    flash("Recorded: it is not acted on", "success")
    return done


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """The form that is shown again with what was typed; blank ones are made for the others."""

    share: ShareForm | None = None
    question: QuestionForm | None = None

    @property
    def wrong(self) -> CommandForm | None:
        return self.share or self.question


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Texts: None once erased."""

    question: str | None
    asked_at: datetime
    answer: str | None
    answered_at: datetime | None


def _ask(
    type_: str, command: Mapping[str, Any], form: CommandForm, submission_id: UUID
) -> Response:
    """Ask intake, and return the way back to the submission's page. Raises ``CommandRefused``."""
    accepted = commands().ask(
        "intake",
        type_,
        command,
        by=current_actor(),
        command_id=form.id,
        correlation_id=submission_id,
    )
    address = url_for("triage.show", submission_id=submission_id, after=accepted.after)
    return redirect(address, 303)


def _existing(submission_id: str) -> str:
    """Return the id; 404 if there is no such submission."""
    with engine().connect() as conn:
        if queries.one(conn, submission_id) is None:
            raise NotFound
    return submission_id


def _page(submission_id: str, typed: Typed, *, late: bool = False) -> str:
    with engine().connect() as conn:
        seen = lists.seen_now(conn)  # before what it is the version of
        submission = queries.one(conn, submission_id)
        if submission is None:
            raise NotFound
        asked = queries.questions_of(conn, submission_id)
        steps = queries.steps(conn, submission_id)
        rests = queries.behind_a_communication(conn, submission_id)
    known = reference.mandates()
    return htmx.render(
        "triage/show.html",
        block="standing",
        submission=submission,
        texts=texts_of(submission),
        questions=_questions(asked),
        steps=steps,
        rests=rests,
        late=late,
        seen=seen,
        closed=submission["status"] == Status.NOT_ACTIONED,
        share=typed.share or _share_form(submission),
        ask=typed.question or QuestionForm(formdata=None),
        wrong=typed.wrong,
        consent=QUESTIONS,
        groups=mandate_groups(),
        language=reference.LANGUAGES.get(submission["language"], submission["language"]),
        mandates=[known[m].name for m in submission["mandates_asked"] if m in known],
        **_words(),
    )


def _not_actioned_page(submission_id: str, form: NotActionedForm) -> str:
    return htmx.render(
        "triage/not_actioned.html",
        block="content",
        submission_id=_existing(submission_id),
        form=form,
    )


def _share_form(submission: Mapping[str, Any]) -> ShareForm:
    """The form as the submission stands: what was decided before, else what the source asked."""
    form = ShareForm(formdata=None)
    form.mandates.data = list(submission["mandates"] or submission["mandates_asked"])
    urgent = bool(submission["urgent"]) or request.args.get("urgency") == "urgent"
    form.urgency.data = "urgent" if urgent else "ordinary"
    form.admissible.data = submission["admissible_at"] is not None
    return form


def _questions(rows: Sequence[Any]) -> list[Question]:
    texts = opened([sealed for row in rows for sealed in (row.question, row.answer)])
    return [
        Question(
            question=texts[2 * n],
            asked_at=row.asked_at,
            answer=texts[2 * n + 1],
            answered_at=row.answered_at,
        )
        for n, row in enumerate(rows)
    ]


def _words() -> dict[str, Any]:
    return {
        "statuses": STATUS,
        "state_name": reference.recipient_name,
        "mandate_acronym": reference.mandate_acronym,
        "reasons": reference.NOT_ACTIONED,
    }
