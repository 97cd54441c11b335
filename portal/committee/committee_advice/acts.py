"""Asking the Committee for advice, giving it or declining, dissenting from it, and taking back."""

from uuid import UUID

from flask import Blueprint, url_for
from werkzeug.exceptions import NotFound

from portal.committee.committee_advice import found, queries
from portal.committee.committee_advice.forms import AskForm, DeclineForm, DissentForm, GiveForm
from portal.committee.committee_advice.queries import ASKERS, Request
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check, answers
from portal.web.context import vault
from portal.web.db import engine
from portal.web.forms import CommandForm, shown_number
from portal.web.i18n.texts import gettext as _
from shared.contracts.stakeholders_committee_advice_commands import (
    DeclineCommitteeAdvice,
    GiveCommitteeAdvice,
    RecordCommitteeDissent,
    RequestCommitteeAdvice,
    TakeBackCommitteeDissent,
    WithdrawCommitteeAdviceRequest,
)
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role

bp = Blueprint("committee_advice_acts", __name__, url_prefix="/committee/advice")

_asker = require(*ASKERS)
_of_committee = require(Role.COORDINATION_COMMITTEE)


@bp.route("/ask", methods=["GET", "POST"])
@_asker
def ask() -> Answer:
    form = AskForm()
    request_id = str(derive_id("committee advice request", form.command_id.data))
    about = About(
        address=url_for("committee_advice.index"),
        case=found.case_of(request_id),
        back=_("Advice of the Committee"),
    )
    page = Page(
        heading=_("Ask the Committee for advice"),
        button=_("Continue"),
        lead=_("The Committee answers within 30 days, or says why it does not."),
    )
    return act(
        about,
        form,
        page,
        lambda: RequestCommitteeAdvice(
            request_id=request_id, question=_sealed(request_id, form.question.data)
        ),
        checks=lambda: Check(
            title=_("Check this question"),
            lead=_("Everybody of the Committee reads it."),
            button=_("Ask the Committee"),
            answers=answers(form.question),
        ),
        said=_("The Committee is asked."),
    )


@bp.route("/<uuid:request_id>/give", methods=["GET", "POST"])
@_of_committee
def give(request_id: UUID) -> Answer:
    one, form = found.found(request_id, "waiting", "given", "declined", chair=True), GiveForm()
    if not form.is_submitted():
        form.version.data = str(one.version)
        if one.stage == "given" and one.answer:
            form.advice.data = vault().reveal(one.answer) or ""
    return act(
        found.about(one),
        form,
        lambda: Page(
            heading=_("Give the advice of the Committee"),
            button=_("Continue"),
            texts=_question(one),
        ),
        lambda: GiveCommitteeAdvice(
            request_id=one.request_id,
            version=shown_number(form.version.data),
            advice=_sealed(one.request_id, form.advice.data),
        ),
        checks=lambda: Check(
            title=_("Check this advice"),
            lead=_("Who asked is told. It can be replaced, and members can dissent from it."),
            button=_("Give the advice"),
            answers=answers(form.advice),
        ),
        said=_("The advice is given."),
    )


@bp.route("/<uuid:request_id>/decline", methods=["GET", "POST"])
@_of_committee
def decline(request_id: UUID) -> Answer:
    one = found.found(request_id, "waiting", chair=True)
    if vault().reveal(one.question) is None:
        return _decline_erased(one)
    form = DeclineForm()
    return act(
        found.about(one),
        form,
        lambda: Page(
            heading=_("Decline to give advice"),
            button=_("Continue"),
            texts=_question(one),
            leave=_("Leave it as it is"),
        ),
        lambda: DeclineCommitteeAdvice(
            request_id=one.request_id, reason=_sealed(one.request_id, form.reason.data)
        ),
        checks=lambda: Check(
            title=_("Check this reason"),
            lead=_("Who asked is told. The Committee can still give its advice afterwards."),
            button=_("Decline to give advice"),
            answers=answers(form.reason),
        ),
        said=_("It is recorded that the Committee declined."),
    )


def _decline_erased(one: Request) -> Answer:
    """No text can be kept about it any more, so it ends without one."""
    return act(
        found.about(one),
        CommandForm(),
        Page(
            heading=_("Decline to give advice"),
            button=_("Decline to give advice"),
            lead=_("The question was erased on request. It is declined without a reason."),
            leave=_("Leave it as it is"),
        ),
        lambda: DeclineCommitteeAdvice(request_id=one.request_id, reason=None),
        said=_("It is recorded that the Committee declined."),
    )


@bp.route("/<uuid:request_id>/dissent", methods=["GET", "POST"])
@_of_committee
def dissent(request_id: UUID) -> Answer:
    one, form = found.found(request_id, "given", committee=True), DissentForm()
    if not form.is_submitted():
        form.version.data = str(one.version)
    return act(
        found.about(one),
        form,
        lambda: Page(
            heading=_("Dissent from this advice"),
            button=_("Continue"),
            texts=[(_("Advice"), vault().reveal(one.answer) if one.answer else None)],
            leave=_("Leave it as it is"),
        ),
        lambda: RecordCommitteeDissent(
            request_id=one.request_id,
            version=shown_number(form.version.data),
            dissent=_sealed(one.request_id, form.dissent.data),
        ),
        checks=lambda: Check(
            title=_("Check your dissent"),
            lead=_("The Committee and who asked read it with your name. You can take it back."),
            button=_("Record the dissent"),
            answers=answers(form.dissent),
        ),
        said=_("Your dissent is recorded."),
    )


@bp.route("/<uuid:request_id>/share", methods=["GET", "POST"])
@_of_committee
def share(request_id: UUID) -> Answer:
    one = found.found(request_id, "given", "declined", committee=True)
    with engine().connect() as conn:
        these = queries.dissents_of(conn, one.request_id)
    if not any(each.member_id == current_actor().actor_id for each in these):
        raise NotFound
    return act(
        found.about(one),
        CommandForm(),
        Page(
            heading=_("Take your dissent back?"),
            button=_("Take it back"),
            leave=_("Leave it as it is"),
        ),
        lambda: TakeBackCommitteeDissent(request_id=one.request_id),
        said=_("Your dissent is taken back."),
    )


@bp.route("/<uuid:request_id>/withdraw", methods=["GET", "POST"])
@_asker
def withdraw(request_id: UUID) -> Answer:
    one = found.found(request_id, "waiting", own=True)
    return act(
        found.about(one),
        CommandForm(),
        Page(
            heading=_("Take this request back?"),
            button=_("Take it back"),
            lead=_("The Committee does not read it any more. You can ask anew."),
            leave=_("Leave it as it is"),
        ),
        lambda: WithdrawCommitteeAdviceRequest(request_id=one.request_id),
        said=_("The request is taken back."),
    )


def _sealed(request_id: str, text: str | None) -> Sealed:
    return vault().seal(found.subject_of(request_id), text or "")


def _question(one: Request) -> list[tuple[str | None, str | None]]:
    return [(_("Question"), vault().reveal(one.question))]
