"""What is done in an internal advisory procedure by who asks, and by the holder."""

from uuid import UUID

from flask import Blueprint, url_for

from portal.committee.iap import found
from portal.committee.iap.forms import AskForm, CommentForm
from portal.committee.iap.queries import REQUESTERS
from portal.web.accounts.access import require
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check, answers
from portal.web.context import vault
from portal.web.forms import CommandForm, shown_number
from portal.web.i18n import names
from portal.web.i18n.texts import gettext as _
from shared.contracts.stakeholders_iap_commands import CommentOnIap, RequestIap, WithdrawIap
from shared.core.message import derive_id
from shared.core.roles import Role

bp = Blueprint("iapacts", __name__, url_prefix="/committee/advisory-procedures")

_asker = require(*REQUESTERS)


@bp.route("/ask", methods=["GET", "POST"])
@_asker
def ask() -> Answer:
    form = AskForm()
    form.offer(names.mandates())
    iap_id = str(derive_id("internal advisory procedure", form.command_id.data))
    return act(
        About(
            address=url_for("iap.index"),
            case=found.case_of(iap_id),
            back=_("Internal advisory procedure"),
        ),
        form,
        Page(
            heading=_("Ask for the internal advisory procedure"),
            button=_("Continue"),
            lead=_(
                "It is about how a mandate works, and never about a case. The outcome is told "
                "within 60 days."
            ),
        ),
        lambda: RequestIap(
            iap_id=iap_id,
            mandate=form.mandate.data or None,
            papers=vault().seal(found.subject_of(iap_id), form.papers.data or ""),
        ),
        checks=lambda: Check(
            title=_("Check what you send"),
            lead=_(
                "Members of the Committee whom it does not concern read it, with your name, and "
                "nobody else."
            ),
            button=_("Send it to the Committee"),
            answers=answers(form.mandate, form.papers),
        ),
        said=_("The Committee has received it."),
    )


@bp.route("/<uuid:iap_id>/comment", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
def comment(iap_id: UUID) -> Answer:
    one, form = found.invited(iap_id), CommentForm()
    if not form.is_submitted():
        form.invitation.data = str(one.invitation)
        before = found.own_comment(one)
        form.comment.data = vault().reveal(before) if before else None
    return act(
        found.about(one),
        form,
        lambda: Page(
            heading=_("Comment"),
            button=_("Continue"),
            texts=[(_("On what you can comment"), vault().reveal(one.points))]
            if one.points
            else [],
        ),
        lambda: CommentOnIap(
            iap_id=one.iap_id,
            invitation=shown_number(form.invitation.data),
            comment=vault().seal(found.subject_of(one.iap_id), form.comment.data or ""),
        ),
        checks=lambda: Check(
            title=_("Check your comment"),
            lead=_("The Committee reads it. You can change it until the Committee considered it."),
            button=_("Send the comment"),
            answers=answers(form.comment),
        ),
        said=_("Your comment is kept."),
    )


@bp.route("/<uuid:iap_id>/withdraw", methods=["GET", "POST"])
@_asker
def withdraw(iap_id: UUID) -> Answer:
    one = found.asked(iap_id)
    return act(
        found.about(one),
        CommandForm(),
        Page(
            heading=_("Take this procedure back?"),
            button=_("Take it back"),
            lead=_("It ends, and no outcome is told. You can ask anew."),
            leave=_("Leave it as it is"),
        ),
        lambda: WithdrawIap(iap_id=one.iap_id),
        said=_("The procedure is taken back."),
    )
