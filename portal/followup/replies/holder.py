"""Decisions of the holder of a signing mandate about a case."""

from uuid import UUID

from flask import Blueprint
from werkzeug.exceptions import NotFound

from portal.casefile.replies.cases import Case
from portal.followup.replies import words
from portal.followup.replies.desk import reply_to
from portal.followup.replies.forms import (
    GRADE_HINTS,
    LONGEST_NOTE,
    ApproveReminderForm,
    AssessReplyForm,
    CloseForm,
    MandateForm,
    ReopenForm,
)
from portal.followup.replies.officer import waiting
from portal.followup.replies.page import (
    Act,
    Answer,
    acted,
    found,
    holds,
    revealed,
    sealed_about,
    sealed_of,
)
from portal.web.accounts.access import current_actor, require
from portal.web.accounts.fresh import fresh
from portal.web.db import engine
from portal.web.presentation import day
from shared.core.roles import Role
from shared.reference import COOPERATION

bp = Blueprint("holder", __name__, url_prefix="/<uuid:communication_id>")


@bp.route("/<uuid:reply_id>/assess", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
def assess(communication_id: UUID, reply_id: UUID) -> Answer:
    about, reply = reply_to(communication_id, reply_id)
    form = AssessReplyForm(mandates=_held(about))
    label = f"{words.kind(reply.kind)}, {day(reply.received_on)}"
    other = "Other mandates that signed may come to another grade. You can grade it again later: "
    return acted(
        about,
        form,
        lambda: Act(
            title="Assess the reply",
            lead=f"{_for(about)} {other}the earlier grade stays in the timeline.",
            button="Keep this assessment",
            fields=[
                *_which(form),
                ("radios", form.value, {"hints": GRADE_HINTS}),
                ("checkboxes", form.patterns, {"small": True}),
                ("textarea", form.rationale, {"rows": 8, "max": LONGEST_NOTE}),
            ],
            shown=[(label, revealed(reply.text))],
        ),
        "assess-reply",
        lambda: {
            "reply_id": reply.reply_id,
            "mandate": form.mandate.data,
            "scheme": COOPERATION.code,
            "value": form.value.data,
            "patterns": form.patterns.data,
            "rationale": sealed_of(reply.reply_id, form.rationale.data),
        },
    )


@bp.route("/<uuid:reply_id>/forward", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
def forward(communication_id: UUID, reply_id: UUID) -> Answer:
    about, reply = reply_to(communication_id, reply_id)
    form = MandateForm(mandates=_held(about))
    return acted(
        about,
        form,
        lambda: Act(
            title="Forward the reply to the source",
            lead="Whoever reported what the letter is about can then read the reply and comment on "
            "it. This cannot be taken back.",
            button="Forward the reply",
            fields=_which(form),
            shown=[("Reply", revealed(reply.text))],
            tone="warning",
        ),
        "forward-reply-to-source",
        lambda: {"reply_id": reply.reply_id, "mandate": form.mandate.data},
    )


@bp.route("/reminders/<uuid:reminder_id>/approve", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
@fresh("approve a reminder in the name of your mandate")
def approve(communication_id: UUID, reminder_id: UUID) -> Answer:
    with engine().connect() as conn:
        about, reminder = waiting(conn, communication_id, reminder_id)
    form = ApproveReminderForm(mandates=_held(about))
    if not form.is_submitted():
        form.content_hash.data = reminder.content_hash
    return acted(
        about,
        form,
        lambda: Act(
            title="Approve this reminder",
            lead=f"{_for(about)} Your approval is for these words. It goes in your name once the "
            "secretariat sends it.",
            button="Approve this text",
            fields=_which(form),
            draft=("Text of the reminder", revealed(reminder.text)),
        ),
        "approve-reminder",
        lambda: {
            "reminder_id": reminder.reminder_id,
            "mandate": form.mandate.data,
            "content_hash": form.content_hash.data,
        },
    )


@bp.route("/close", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
def close(communication_id: UUID) -> Answer:
    with engine().connect() as conn:
        about = found(conn, communication_id)
    form = CloseForm(mandates=_held(about))
    act = Act(
        title="Close the case",
        lead="It is closed for every mandate that signed. Late replies are still logged, and any "
        "of these mandates can reopen it. State and source are told by the secretariat; your "
        "reasons stay inside.",
        button="Close the case",
        fields=[
            *_which(form),
            ("radios", form.outcome, {}),
            ("textarea", form.reasons, {"rows": 6, "max": LONGEST_NOTE}),
        ],
        tone="warning",
    )
    return acted(
        about,
        form,
        lambda: act,
        "close-case",
        lambda: {
            "mandate": form.mandate.data,
            "outcome": form.outcome.data,
            "reasons": sealed_about(about, form.reasons.data),
        },
    )


@bp.route("/reopen", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
def reopen(communication_id: UUID) -> Answer:
    with engine().connect() as conn:
        about = found(conn, communication_id)
    form = ReopenForm(mandates=_held(about))
    act = Act(
        title="Reopen the case",
        lead="The clock goes on from where it stood.",
        button="Reopen the case",
        fields=[*_which(form), ("textarea", form.reason, {"rows": 6, "max": LONGEST_NOTE})],
    )
    return acted(
        about,
        form,
        lambda: act,
        "reopen-case",
        lambda: {
            "mandate": form.mandate.data,
            "reason": sealed_about(about, form.reason.data),
        },
    )


def _held(about: Case) -> list[str]:
    """Return the signing mandates of this holder; 404 for who holds none of them."""
    mine = holds(current_actor(), about)
    if not mine:
        raise NotFound
    return mine


def _for(about: Case) -> str:
    mine = holds(current_actor(), about)
    return f"You decide for {words.mandate(mine[0])}." if len(mine) == 1 else ""


def _which(form: MandateForm) -> list[tuple[str, object, dict[str, object]]]:
    """Ask for the mandate where the person holds several; else it is known."""
    return [("radios" if form.several else "given", form.mandate, {})]
