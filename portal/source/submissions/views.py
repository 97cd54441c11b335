"""The source's pages: file a submission, keep its receipt, follow it, answer questions."""

from typing import Any
from uuid import UUID

from flask import Blueprint, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.casefile.filing.consent import QUESTIONS
from portal.casefile.filing.sections import requests
from portal.casefile.submissions import lists, queries, receipts, standing, wanted, withdrawal
from portal.casefile.submissions.forms import AnswerForm, language_form
from portal.casefile.submissions.questions import questions_of
from portal.casefile.submissions.read_model import CONSUMER
from portal.casefile.submissions.status import FOR_THE_SOURCE
from portal.casefile.submissions.texts import texts_of
from portal.casefile.submissions.timeline import timeline
from portal.casefile.submissions.written import likely
from portal.source.channel import own
from portal.source.drafts import store as drafts
from portal.source.drafts.writer import for_persons
from portal.source.submissions import unsigned
from portal.source.submissions.receipt import Ways, receipt_page
from portal.web import htmx, paging
from portal.web.accounts.access import current_account, current_actor, require
from portal.web.accounts.leaving import way_out
from portal.web.act import About, Answer, act
from portal.web.context import vault
from portal.web.db import engine
from portal.web.erased import SUBMISSION_ERASED
from portal.web.i18n import names
from portal.web.waiting import waited
from shared import reference
from shared.contracts.intake_commands import ProvideInformation
from shared.core.roles import Role

bp = Blueprint("submissions", __name__, url_prefix="/submissions")
bp.register_blueprint(withdrawal.bp)
bp.register_blueprint(own.bp)
bp.register_blueprint(unsigned.bp)
bp.add_app_template_filter(requests)

_SOURCES = (Role.NGO_MEMBER, Role.CONTACT_POINT)


@bp.context_processor
def _words() -> dict[str, Any]:
    """Whether the list is of a contact point: then it has another name; and the way out."""
    return {"for_persons": for_persons(), "exit_url": way_out()}


@bp.get("/")
@require(*_SOURCES)
def index() -> str | Response:
    page = paging.asked()
    with engine().connect() as conn:
        lines = queries.lines(conn, current_actor(), page=page)
        unsent = drafts.lines(conn, current_account().account_id)
        contact_point = standing.own(conn, current_actor())
    seen = lists.seen_now(lines, unsent, contact_point)
    if lists.unchanged(seen):
        return htmx.make_response("", 204)
    return htmx.render(
        "submissions/index.html",
        block="lines",
        lines=lines.shown,
        unsent=unsent,
        contact_point=contact_point,
        more=lines.more,
        unshown=lines.unshown,
        page=page,
        seen=seen,
        state_name=names.recipient,
    )


@bp.get("/<uuid:submission_id>/receipt")
@require(*_SOURCES, Role.QUICK_RESPONSE_DESK)
def receipt(submission_id: UUID) -> str:
    """The receipt is its owner's alone: its code opens the submission."""
    with engine().connect() as conn:
        found = receipts.by_submission(conn, str(submission_id))
    if found is None or not found.is_of(current_actor()):
        raise NotFound
    ways = Ways(
        file=url_for("submissions.own.file", submission_id=submission_id),
        kept=url_for("submissions.own.kept", submission_id=submission_id),
        follow=url_for("submissions.show", submission_id=submission_id),
    )
    return receipt_page(found, ways)


@bp.get("/<uuid:submission_id>")
@require(*_SOURCES)
def show(submission_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    return _page(str(submission_id), late=late)


@bp.post("/<uuid:submission_id>/answers/<uuid:question_id>")
@require(*_SOURCES)
def answer(submission_id: UUID, question_id: UUID) -> Answer:
    form, case = AnswerForm(), str(submission_id)
    with engine().connect() as conn:
        if queries.one(conn, current_actor(), case) is None:
            raise NotFound
    asked = str(question_id)
    return act(
        About(
            address=url_for("submissions.show", submission_id=submission_id),
            case=submission_id,
            erased=str(SUBMISSION_ERASED),
        ),
        form,
        lambda: _page(case, answering=(asked, form)),
        lambda: ProvideInformation(
            submission_id=case,
            question_id=asked,
            answer=vault().seal(f"submission-{case}", form.answer.data or ""),
            language=vault().seal(f"submission-{case}", form.language.data),
        ),
    )


def _page(
    submission_id: str, *, late: bool = False, answering: tuple[str, AnswerForm] | None = None
) -> str:
    with engine().connect() as conn:
        submission = queries.one(conn, current_actor(), submission_id)
        if submission is None:
            raise NotFound
        asked = queries.questions_of(conn, submission_id)
        language = wanted.of(conn, submission_id)
        steps = queries.steps_of(conn, submission_id)
    return htmx.render(
        "submissions/show.html",
        block="content",
        submission=submission,
        status=FOR_THE_SOURCE[submission["status"]],
        texts=texts_of(submission),
        questions=questions_of(asked, answering, language or likely()),
        speaks=language_form(language),
        arrived=bool(steps),
        happened=timeline(steps, submission["received_at"]),
        late=late,
        mine=submission["submitter_id"] in current_actor().filers,
        form=answering[1] if answering else None,
        consent=QUESTIONS,
        written_in=names.word(
            reference.LANGUAGES.get(submission["language"], submission["language"])
        ),
        state_name=names.recipient(submission["state"]),
        mandates=[names.mandate(m) for m in submission["mandates_asked"]],
    )
