"""Decisions of the holder of a signing mandate about a case."""

from uuid import UUID

from flask import Blueprint
from werkzeug.exceptions import NotFound

from portal.casefile.replies.cases import Case
from portal.followup.replies import words
from portal.followup.replies.desk import reply_to
from portal.followup.replies.forms import (
    ApproveReminderForm,
    AssessReplyForm,
    CloseForm,
    MandateForm,
    ReopenForm,
)
from portal.followup.replies.officer import waiting
from portal.followup.replies.page import (
    found,
    holds,
    on,
    on_draft,
    refuse_unfilled,
    revealed,
    sealed_about,
    sealed_of,
)
from portal.web.accounts.access import current_actor, require
from portal.web.accounts.fresh import fresh
from portal.web.act import Answer, Page, act
from portal.web.db import engine
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext, lazy
from portal.web.presentation import day
from shared.contracts.followup_reply_commands import (
    ApproveReminder,
    AssessReply,
    CloseCase,
    ForwardReplyToSource,
    ReopenCase,
)
from shared.core.roles import Role
from shared.reference import COOPERATION

bp = Blueprint("holder", __name__, url_prefix="/<uuid:communication_id>")


@bp.route("/<uuid:reply_id>/assess", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
def assess(communication_id: UUID, reply_id: UUID) -> Answer:
    about, reply = reply_to(communication_id, reply_id)
    form = AssessReplyForm(mandates=_held(about))
    label = listed((words.kind(reply.kind), day(reply.received_on)))
    return act(
        on(about),
        form,
        lambda: Page(
            heading=gettext("Assess the reply"),
            lead=[
                *_for(about),
                gettext(
                    "Other mandates that signed may come to another grade. You can grade it again "
                    "later: the earlier grade stays in the timeline."
                ),
            ],
            button=gettext("Keep this assessment"),
            texts=[(label, revealed(reply.text))],
        ),
        lambda: AssessReply(
            communication_id=about.communication_id,
            reply_id=reply.reply_id,
            mandate=form.mandate.data,
            scheme=COOPERATION.code,
            value=form.value.data,
            patterns=tuple(form.patterns.data or ()),
            rationale=sealed_of(reply.reply_id, form.rationale.data),
        ),
    )


@bp.route("/<uuid:reply_id>/forward", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
def forward(communication_id: UUID, reply_id: UUID) -> Answer:
    about, reply = reply_to(communication_id, reply_id)
    form = MandateForm(mandates=_held(about))
    return act(
        on(about),
        form,
        lambda: Page(
            heading=gettext("Forward the reply to the source"),
            lead=gettext(
                "Whoever reported what the letter is about can then read the reply and comment on "
                "it. This cannot be taken back."
            ),
            button=gettext("Forward the reply"),
            texts=[(gettext("Reply"), revealed(reply.text))],
            tone="warning",
        ),
        lambda: ForwardReplyToSource(
            communication_id=about.communication_id,
            reply_id=reply.reply_id,
            mandate=form.mandate.data,
        ),
    )


@bp.route("/reminders/<uuid:reminder_id>/approve", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
@fresh(lazy("approve a reminder in the name of your mandate"))
def approve(communication_id: UUID, reminder_id: UUID) -> Answer:
    with engine().connect() as conn:
        about, reminder = waiting(conn, communication_id, reminder_id)
    form = ApproveReminderForm(mandates=_held(about))
    if not form.is_submitted():
        form.content_hash.data = reminder.content_hash

    def command() -> ApproveReminder:
        refuse_unfilled(revealed(reminder.text))
        return ApproveReminder(
            communication_id=about.communication_id,
            reminder_id=reminder.reminder_id,
            mandate=form.mandate.data,
            content_hash=form.content_hash.data or "",
        )

    page = Page(
        heading=gettext("Approve this reminder"),
        lead=[
            *_for(about),
            gettext(
                "Your approval is for these words. It goes in your name once the secretariat sends "
                "it."
            ),
        ],
        button=gettext("Approve this text"),
    )
    return act(on(about), form, lambda: on_draft(page, revealed(reminder.text)), command)


@bp.route("/close", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
def close(communication_id: UUID) -> Answer:
    with engine().connect() as conn:
        about = found(conn, communication_id)
    form = CloseForm(mandates=_held(about))
    page = Page(
        heading=gettext("Close the case"),
        lead=gettext(
            "It is closed for every mandate that signed. Late replies are still logged, and any "
            "of these mandates can reopen it. State and source are told by the secretariat; your "
            "reasons stay inside."
        ),
        button=gettext("Close the case"),
        tone="warning",
    )
    return act(
        on(about),
        form,
        page,
        lambda: CloseCase(
            communication_id=about.communication_id,
            mandate=form.mandate.data,
            outcome=form.outcome.data,
            reasons=sealed_about(about, form.reasons.data),
        ),
    )


@bp.route("/reopen", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
def reopen(communication_id: UUID) -> Answer:
    with engine().connect() as conn:
        about = found(conn, communication_id)
    form = ReopenForm(mandates=_held(about))
    page = Page(
        heading=gettext("Reopen the case"),
        lead=gettext("The clock goes on from where it stood."),
        button=gettext("Reopen the case"),
    )
    return act(
        on(about),
        form,
        page,
        lambda: ReopenCase(
            communication_id=about.communication_id,
            mandate=form.mandate.data,
            reason=sealed_about(about, form.reason.data),
        ),
    )


def _held(about: Case) -> list[str]:
    """Return the signing mandates of this holder; 404 without any."""
    mine = holds(current_actor(), about)
    if not mine:
        raise NotFound
    return mine


def _for(about: Case) -> list[str]:
    """Return for which mandate somebody decides who is not asked for which."""
    mine = holds(current_actor(), about)
    said = gettext("You decide for %(mandate)s.", mandate=words.mandate(mine[0]))
    return [said] if len(mine) == 1 else []
