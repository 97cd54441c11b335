"""Pages by which the selection officer moves a vacancy on that lacks candidates or members."""

from uuid import UUID

from flask import Blueprint, abort, url_for

from portal.selection import page, vacancies
from portal.selection.forms import ConfirmForm
from portal.selection.onward_forms import (
    AgainForm,
    HoldForm,
    LapseForm,
    LongerForm,
    MoreCallForm,
    SeatForm,
)
from portal.selection.vacancies import PanelSeat
from portal.web import check
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check
from portal.web.db import engine
from portal.web.i18n.texts import gettext as _
from portal.web.presentation import day
from shared.contracts.stakeholders_files_commands import HoldSelectionFiles, ReleaseSelectionFiles
from shared.contracts.stakeholders_onward_commands import (
    ExtendCall,
    FillSeat,
    LapseVacancy,
    ReissueCall,
)
from shared.contracts.stakeholders_panel_commands import ExtendSeatTerm
from shared.core.roles import Role

bp = Blueprint("onward", __name__, url_prefix="/selection")
_officer = require(Role.SELECTION_OFFICER)


@bp.route("/<uuid:vacancy_id>/call/extend", methods=["GET", "POST"])
@_officer
def extend(vacancy_id: UUID) -> Answer:
    form = MoreCallForm()
    return act(
        _on(vacancy_id),
        form,
        Page(
            heading=_("Extend the call"),
            lead=[
                _(
                    "Everybody can apply until 23:59 in Geneva on the new last day. The names of "
                    "the eligible candidates stay closed until then."
                ),
                _("Tell the President of the Human Rights Council."),
            ],
            button=_("Extend the call"),
        ),
        lambda: ExtendCall(
            vacancy_id=str(vacancy_id), closes_at=form.closes_at, reason_code=form.reason.data
        ),
    )


@bp.route("/<uuid:vacancy_id>/call/again", methods=["GET", "POST"])
@_officer
def again(vacancy_id: UUID) -> Answer:
    form = AgainForm()
    return act(
        _on(vacancy_id),
        form,
        Page(
            heading=_("Issue the call again"),
            lead=[
                _(
                    "The applications stay. The panel begins anew: what its members gave and the "
                    "short list are not carried over."
                ),
                _(
                    "If the mandate has another scope, the applications lapse instead, and those "
                    "who applied are told to send a new one."
                ),
            ],
            button=_("Issue the call again"),
            tone="warning",
        ),
        lambda: ReissueCall(
            vacancy_id=str(vacancy_id), closes_at=form.closes_at, reason_code=form.reason.data
        ),
    )


@bp.route("/<uuid:vacancy_id>/lapse", methods=["GET", "POST"])
@_officer
def lapse(vacancy_id: UUID) -> Answer:
    form = LapseForm()
    return act(
        _on(vacancy_id),
        form,
        Page(
            heading=_("End this vacancy?"),
            title=_("End the vacancy"),
            lead=_("Nobody can apply, score or be selected any more. This cannot be undone."),
            button=_("End the vacancy"),
            leave=_("Keep it"),
            tone="warning",
        ),
        lambda: LapseVacancy(vacancy_id=str(vacancy_id), reason_code=form.reason.data),
    )


@bp.route("/<uuid:vacancy_id>/files/hold", methods=["GET", "POST"])
@_officer
def hold(vacancy_id: UUID) -> Answer:
    form = HoldForm()
    return act(
        _on(vacancy_id),
        form,
        Page(
            heading=_("Keep the applications for longer"),
            lead=_(
                "No application for this vacancy is erased until you end this. End it as soon as "
                "the reason is gone."
            ),
            button=_("Keep the applications for longer"),
        ),
        lambda: HoldSelectionFiles(vacancy_id=str(vacancy_id), reason_code=form.reason.data),
    )


@bp.route("/<uuid:vacancy_id>/files/release", methods=["GET", "POST"])
@_officer
def release(vacancy_id: UUID) -> Answer:
    return act(
        _on(vacancy_id),
        ConfirmForm(),
        Page(
            heading=_("Keep the applications no longer?"),
            title=_("Keep the applications no longer"),
            lead=_("They are erased when their time is over, or within a day if it is over now."),
            button=_("Keep the applications no longer"),
            leave=_("Keep them"),
            tone="warning",
        ),
        lambda: ReleaseSelectionFiles(vacancy_id=str(vacancy_id)),
    )


@bp.route("/<uuid:vacancy_id>/panel/<region>", methods=["GET", "POST"])
@_officer
def seat(vacancy_id: UUID, region: str) -> Answer:
    about, form = _on(vacancy_id), SeatForm()
    taken, who = _seat(vacancy_id, region)
    with engine().connect() as conn:
        form.offer(page.who_can_sit(conn))
    return act(
        about,
        form,
        Page(
            heading=_("Give a seat to somebody else"),
            lead=[
                _("Now in this seat: %(name)s.", name=who),
                *_until(taken),
                _(
                    "What this member gave and is still sealed becomes void; what the panel has "
                    "opened stands. The chair goes with the seat; you can pass it on."
                ),
            ],
            button=_("Give the seat"),
        ),
        lambda: FillSeat(
            vacancy_id=str(vacancy_id),
            replaces=taken.member_id,
            member_id=form.member.data,
            cause=form.cause.data,
            ends_on=form.ends_on.data,
        ),
    )


@bp.route("/<uuid:vacancy_id>/panel/<region>/longer", methods=["GET", "POST"])
@_officer
def longer(vacancy_id: UUID, region: str) -> Answer:
    """Before or after its end: a seat whose term is over has its member back."""
    about, form = _on(vacancy_id), LongerForm()
    taken, who = _seat(vacancy_id, region)
    if taken.ends_on is None:
        abort(404)
    return act(
        about,
        form,
        Page(
            heading=_("Extend the term of a seat"),
            lead=[
                _("Now in this seat: %(name)s.", name=who),
                *_until(taken),
                _(
                    "If the term is over already, the member takes part again from now on. What "
                    "was sealed when it ended stays void."
                ),
            ],
            button=_("Continue"),
            fields=["ends_on", "reason"],
        ),
        lambda: ExtendSeatTerm(
            vacancy_id=str(vacancy_id),
            member_id=form.member.data or taken.member_id,
            ends_on=form.last,
            reason_code=form.reason.data,
        ),
        checks=lambda: Check(
            title=_("Check the term"),
            lead=_("The member and the chair are told. A term cannot be made shorter afterwards."),
            button=_("Extend the term"),
            answers=[(_("Member"), who), *check.answers(form.ends_on, form.reason)],
            also=[("member", taken.member_id)],
        ),
    )


def _seat(vacancy_id: UUID, region: str) -> tuple[PanelSeat, str]:
    """Return a seat of the panel, and who has it; 404 where there is none."""
    with engine().connect() as conn:
        panel = vacancies.panel(conn, current_actor(), str(vacancy_id))
        taken = next((one for one in panel if one.region == region), None) or abort(404)
        return taken, accounts.names(conn, [taken.member_id]).get(taken.member_id, "")


def _until(taken: PanelSeat) -> list[str]:
    if taken.ends_on is None:
        return []
    last = day(taken.ends_on)
    if taken.over:
        return [_("The term of this seat is over. Its last day was %(day)s.", day=last)]
    return [_("The last day of this term is %(day)s.", day=last)]


def _on(vacancy_id: UUID) -> About:
    """The vacancy; 404 where it is not this officer's."""
    with engine().connect() as conn:
        one = vacancies.of_actor(conn, current_actor(), str(vacancy_id)) or abort(404)
    address = url_for("selection.officer.vacancy", vacancy_id=vacancy_id)
    return page.on(address, one.vacancy_id, page.title(one))
