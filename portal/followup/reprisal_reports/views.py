"""A report of a reprisal by a source, a contact point, a member or a partner itself (I1).

Whoever reports is told once that it was received, with its number. Nothing is read here: each page
is the same before a report and after it.
"""

from uuid import UUID

from flask import Blueprint, url_for
from werkzeug.exceptions import NotFound

from portal.casefile.submissions import queries as submissions
from portal.followup.partners import found as partners
from portal.followup.partners.queries import Partner
from portal.followup.reprisal_reports.forms import TEXTS, ReportForm, only
from portal.followup.reprisals import opening
from portal.web.accounts.access import current_actor, current_submission, require, returned
from portal.web.accounts.leaving import way_out
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check, answers
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n.texts import gettext as _
from shared.contracts.followup_reprisal_commands import TellOfReprisal
from shared.core.actor import Actor, by_return_channel
from shared.core.case_numbers import case_number
from shared.core.message import derive_id
from shared.reference.partners import DESK, ROLES
from shared.reference.reprisals import CONSENTS, TELLERS

bp = Blueprint("reprisalreports", __name__)
_PARTNERS = frozenset(role for kind, role in ROLES.items() if kind != DESK)


@bp.context_processor
def _leaving() -> dict[str, str]:
    return {"exit_url": way_out()}


@bp.route("/return/reprisal", methods=["GET", "POST"])
@returned
def by_code() -> Answer:
    of = current_submission()
    with engine().connect() as conn:
        state = submissions.state_of(conn, of)
    form = ReportForm()
    form.offer(state)
    return _reported(
        form,
        ("origin", "reach"),
        url_for("channel.show"),
        by_return_channel(of),
        origin="submission",
        link=of,
    )


@bp.route("/report-a-reprisal", methods=["GET", "POST"])
@require(*TELLERS)
def by_account() -> Answer:
    form = ReportForm()
    form.offer("")
    return _reported(form, (), url_for("submissions.index"), _filer())


@bp.route("/report-a-reprisal/submissions/<uuid:submission_id>", methods=["GET", "POST"])
@require(*TELLERS)
def of_submission(submission_id: UUID) -> Answer:
    with engine().connect() as conn:
        row = submissions.one(conn, current_actor(), str(submission_id))
    if row is None:
        raise NotFound
    form = ReportForm()
    form.offer(row["state"])
    address = url_for("submissions.show", submission_id=submission_id)
    return _reported(
        form, ("origin",), address, _filer(), origin="submission", link=str(submission_id)
    )


@bp.route("/my-visits/<uuid:partner_id>/reprisal", methods=["GET", "POST"])
@require(*_PARTNERS)
def of_visit(partner_id: UUID) -> Answer:
    this = partners.mine(partner_id)
    if not tells_of(this):
        raise NotFound
    address = url_for("myvisits.show", partner_id=partner_id)
    by = partners.by(this).as_filer()
    form, leave = ReportForm(), ("state", "origin")
    return _reported(form, leave, address, by, origin="visit", link=this.mission_id, visit=this)


@bp.app_template_global()
def tells_of(this: Partner) -> bool:
    return this.undertaken and this.kind != DESK


def _filer() -> Actor:
    """Return who came as facts about submissions know them: no account is in the fact."""
    return current_actor().as_filer()


def _reported(  # what differs from door to door
    form: ReportForm,
    leave: tuple[str, ...],
    address: str,
    by: Actor,
    *,
    origin: str = "",
    link: str | None = None,
    visit: Partner | None = None,
) -> Answer:
    fields = only(form, leave)
    # What was changed and sent once more is another report: else it would be received and lost.
    words = vault().pseudonym("reprisal", "\n".join(str(form[name].data) for name in fields))
    case_id = str(derive_id("reprisal case", form.command_id.data, by.actor_id, words))

    def command() -> TellOfReprisal:
        began, reach = form.began_on.data, form.reach.data if "reach" in form else None
        written = [form.account.data, f"{form.reach.label.text} {reach}" if reach else None]
        typed = {name: form[name].data or None for name in TEXTS}
        return TellOfReprisal(
            case_id=case_id,
            origin=origin or form.origin.data,
            link=link,
            partner_id=visit.partner_id if visit else None,
            mandate=visit.mandate if visit else "",
            state=visit.state if visit else form.state.data,
            relation=form.relation.data,
            act=form.act.data,
            imminent=bool(form.imminent.data),
            account=opening.seal(case_id, "\n\n".join(text for text in written if text)),
            began_on=opening.sealed(case_id, began.isoformat() if began else None),
            **{name: opening.sealed(case_id, text) for name, text in typed.items()},
            victim=form.by_victim,
            informed=bool(form.informed.data),
            agrees=form.agrees,
            refuses=form.refuses,
        )

    return act(
        About(address=address, case=opening.case_of(case_id), back=_("Back"), waits=False),
        form,
        Page(
            heading=_("Report a reprisal"),
            button=_("Continue"),
            lead=[
                _(
                    "For whoever is threatened or punished because they cooperate with the United "
                    "Nations, or help others to do so."
                ),
                _(
                    "The focal points for reprisals read it, and those whom they name: nobody "
                    "else, and no Government. No page here shows that you sent it."
                ),
                _(
                    "Nothing is done before somebody spoke to you. What the person whom it is done "
                    "to may agree to is asked below, for each action alone."
                ),
            ],
            fields=[name for name in fields if name not in (*CONSENTS, "informed")],
            leave=_("Not now"),
            template="reprisal_reports/form.html",
            given={"consents": CONSENTS},
        ),
        command,
        checks=lambda: Check(
            title=_("Check the report"),
            lead=_("The focal points for reprisals and those whom they name read it."),
            button=_("Send the report"),
            answers=answers(*(form[name] for name in fields)),
            template="reprisal_reports/checked.html",
        ),
        said=lambda: _(
            "Your report was received. Its number is %(number)s: whoever contacts you about it "
            "within 24 hours names this number. It is not shown again.",
            number=case_number(case_id),
        ),
        by=by,
    )
