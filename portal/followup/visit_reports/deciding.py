"""What the holder decides about a report: to send, approve, present and plan; and comments."""

from uuid import UUID

from flask import Blueprint, request
from werkzeug.exceptions import NotFound

from portal.followup.visit_reports import queries, wording, words
from portal.followup.visit_reports.checking import refuse_what_tells, refusing
from portal.followup.visit_reports.forms import (
    CommentForm,
    DecideForm,
    ExactForm,
    PlanForm,
    PresentForm,
    SendForm,
)
from portal.followup.visit_reports.found import (
    about,
    approving,
    commented,
    decided,
    led,
    noted,
    of,
    sealed,
    showing,
)
from portal.followup.visit_reports.queries import Report
from portal.web.accounts.access import require
from portal.web.accounts.fresh import fresh
from portal.web.act import Answer, Page, act
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.forms import given
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.followup_visit_report_commands import (
    ApproveVisitReport,
    DecideStateComment,
    LogStateComment,
    PlanVisitFollowUp,
    PresentVisitReport,
    SendVisitReportToState,
)
from shared.contracts.followup_visit_reports import StateComment
from shared.core.message import derive_id
from shared.reference.visit_reports import COMMENT_PERIOD, FIRST_ROUND

bp = Blueprint("reportdecisions", __name__, url_prefix="/visit-reports/<uuid:mission_id>")
comments = Blueprint("visitcomments", __name__, url_prefix="/visit-reports/<uuid:mission_id>")

_holder = require(queries.HOLDER)


@bp.route("/send", methods=["GET", "POST"])
@_holder
@fresh(lazy("send the draft of a report to a State"))
def send(mission_id: UUID) -> Answer:
    one, form = led(mission_id, "drafting"), SendForm()
    _binding(form, one)
    if request.method == "GET":
        form.comments_due.data = today() + COMMENT_PERIOD

    def page() -> Page:
        return Page(
            heading=gettext("Send the draft to the State?"),
            lead=[
                gettext(
                    "Exactly these words go to the Government, which is the first to get them. "
                    "They change no more until the period for comments is over."
                ),
                gettext(
                    "They are compared with the submissions that the mandate knows, and not with "
                    "those whom the expert met on the visit: see that nobody of them is named."
                ),
            ],
            texts=_whole(one),
            button=gettext("Send the draft"),
            leave=gettext("Not now"),
        )

    def command() -> SendVisitReportToState:
        refuse_what_tells(one)
        return SendVisitReportToState(
            **of(one, form),
            text_hash=form.text_hash.data or "",
            comments_due=given(form.comments_due),
        )

    return act(
        about(one),
        form,
        page,
        command,
        said=gettext("The draft is with the State."),
        refused=refusing(one, form, page),
    )


@bp.route("/approve", methods=["GET", "POST"])
@_holder
@fresh(lazy("approve the report on a visit"))
def approve(mission_id: UUID) -> Answer:
    one, form = decided(mission_id, "drafting", "deciding", "approved"), ExactForm()
    mandate = approving(one)
    if mandate is None:
        raise NotFound
    _binding(form, one)

    def page() -> Page:
        return Page(
            heading=gettext("Approve the report?"),
            lead=gettext(
                "You approve exactly these words. Whoever changes them has them approved anew."
            ),
            texts=_whole(one),
            button=gettext("Approve the report"),
            leave=gettext("Not now"),
        )

    def command() -> ApproveVisitReport:
        refuse_what_tells(one)
        return ApproveVisitReport(
            mission_id=one.mission_id,
            mandate=mandate,
            seen=form.shown,
            text_hash=form.text_hash.data or "",
        )

    return act(
        about(one),
        form,
        page,
        command,
        said=gettext("Your approval is kept."),
        refused=refusing(one, form, page),
    )


@bp.route("/comments/<uuid:comment_id>", methods=["GET", "POST"])
@_holder
def decide(mission_id: UUID, comment_id: UUID) -> Answer:
    one, form = decided(mission_id, "deciding", "approved"), DecideForm()
    with engine().connect() as conn:
        these = [
            each
            for each in queries.comments_of(conn, one)
            if each.comment_id == str(comment_id) and each.kind == "factual"
        ]
    if not these:
        raise NotFound
    comment = these[0]
    showing(form, one)
    return act(
        about(one),
        form,
        Page(
            heading=gettext("Decide about a comment on facts"),
            texts=[(gettext("Comment of the State"), vault().reveal(comment.text))],
            button=gettext("Keep the decision"),
        ),
        lambda: DecideStateComment(
            **of(one, form),
            comment_id=comment.comment_id,
            taken=form.taken.data == "yes",
            reason=noted(comment.comment_id, form.reason.data),
        ),
        said=gettext("The decision is kept."),
    )


@bp.route("/present", methods=["GET", "POST"])
@_holder
def present(mission_id: UUID) -> Answer:
    one, form = decided(mission_id, "published"), PresentForm()
    showing(form, one)
    return act(
        about(one),
        form,
        Page(
            heading=gettext("Presented to the Human Rights Council"),
            lead=gettext("It can be logged anew if it was wrong."),
            button=gettext("Log it"),
        ),
        lambda: PresentVisitReport(
            **of(one, form), session=form.session.number or 0, on=given(form.on)
        ),
        said=gettext("It is logged."),
    )


@bp.route("/follow-up", methods=["GET", "POST"])
@_holder
def plan(mission_id: UUID) -> Answer:
    one, form = decided(mission_id, "published"), PlanForm()
    if one.presented_on is None:
        raise NotFound
    showing(form, one)
    if request.method == "GET":
        form.first_round.data = one.first_round or one.presented_on + FIRST_ROUND
    return act(
        about(one),
        form,
        Page(heading=gettext("Plan the follow-up"), button=gettext("Keep it")),
        lambda: PlanVisitFollowUp(**of(one, form), first_round=given(form.first_round)),
        said=gettext("The follow-up is planned."),
    )


@comments.route("/comments/new", methods=["GET", "POST"])
@require(*queries.COMMENTERS)
def add(mission_id: UUID) -> Answer:
    one, form = commented(mission_id), CommentForm()
    if one.stage in {"drafting", "withdrawn"}:
        raise NotFound
    showing(form, one)
    comment_id = str(derive_id("state comment", form.id))
    return act(
        about(one),
        form,
        Page(
            heading=gettext("Comment of the State"),
            lead=gettext(
                "The mandate decides about each comment on facts. One that is to be published "
                "stands beside the report in its own words. It cannot be changed afterwards."
            ),
            button=gettext("Keep the comment"),
        ),
        lambda: LogStateComment(
            **of(one, form),
            comment=StateComment(
                comment_id=comment_id,
                kind=form.kind.data,
                paragraph=form.paragraph.number or 0,
                text=sealed(comment_id, form.text.data or ""),
                publish=form.publish.data,
            ),
        ),
        said=gettext("The comment is kept."),
    )


def _binding(form: ExactForm, one: Report) -> None:
    """Bind the form to the words that its page shows."""
    showing(form, one)
    if one.text is None:
        raise NotFound
    if request.method == "GET":
        form.text_hash.data = one.text_hash


def _whole(one: Report) -> list[tuple[str | None, str | None]]:
    """Return all words of the report, to be read before they are sent or approved."""
    with engine().connect() as conn:
        items = queries.items_of(conn, one.mission_id)
    return [
        (gettext("Text of the report"), vault().reveal(one.text)),
        *(
            (gettext("Recommendation"), words.with_addressees(said.text, said.addressees))
            for said in wording.of_items(items)
        ),
    ]
