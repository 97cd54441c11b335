"""What an officer decides about a seat: refusing it, giving it back for somebody, an appeal."""

from uuid import UUID

from flask import url_for
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from portal.stakeholders.sessions import asking, queries
from portal.stakeholders.sessions.desk import OFFICERS, bp, seat_or_404
from portal.stakeholders.sessions.forms import DecideForm, RefuseForm
from portal.stakeholders.sessions.queries import Seat, Session
from portal.web.accounts.access import require
from portal.web.act import About, Answer, Page, act
from portal.web.forms import CommandForm
from portal.web.i18n.texts import gettext
from shared.contracts.stakeholders_session_commands import (
    CancelRegistration,
    DecideAppeal,
    RefuseSessionRegistration,
)

__all__ = ("bp",)  # the desk's, with these routes


@bp.route("/<uuid:session_id>/seats/<uuid:registration_id>/refuse", methods=["GET", "POST"])
@require(*OFFICERS)
def refuse(session_id: UUID, registration_id: UUID) -> Answer:
    one, found = seat_or_404(session_id, registration_id, *queries.LIVE)
    form = RefuseForm()
    return act(
        about_seat(one, found),
        form,
        Page(
            heading=gettext("Refuse this seat?"),
            lead=gettext("The person reads the reason and can appeal. Views are never a reason."),
            button=gettext("Refuse it"),
            leave=gettext("Back without refusing it"),
            tone="warning",
        ),
        lambda: RefuseSessionRegistration(
            session_id=one.session_id,
            registration_id=found.registration_id,
            code=form.code.data or "",
        ),
        said=gettext("The seat is refused."),
    )


@bp.route("/<uuid:session_id>/seats/<uuid:registration_id>/cancel", methods=["GET", "POST"])
@require(*OFFICERS)
def cancel(session_id: UUID, registration_id: UUID) -> Answer:
    one, found = seat_or_404(session_id, registration_id, *queries.LIVE)
    return act(
        about_seat(one, found),
        CommandForm(),
        Page(
            heading=gettext("Give this seat back for the person?"),
            lead=gettext("Do it when the person asked you to. It is offered to the next."),
            button=gettext("Give it back"),
            leave=gettext("Back without doing it"),
            tone="warning",
        ),
        lambda: CancelRegistration(
            session_id=one.session_id, registration_id=found.registration_id
        ),
        said=gettext("The seat is given back."),
    )


@bp.route("/<uuid:session_id>/seats/<uuid:registration_id>/appeal", methods=["GET", "POST"])
@require(*OFFICERS)
def appeal(session_id: UUID, registration_id: UUID) -> Answer:
    one, found = seat_or_404(session_id, registration_id, "refused")
    if not found.appeal_open or asking.erased_at(found):
        raise NotFound
    form = DecideForm()
    return act(
        about_seat(one, found),
        form,
        Page(
            heading=gettext("Decide the appeal"),
            lead=gettext("Whoever refused the seat cannot decide."),
            button=gettext("Decide"),
        ),
        lambda: DecideAppeal(
            session_id=one.session_id,
            registration_id=found.registration_id,
            granted=form.granted.data == "yes",
        ),
        said=gettext("The appeal is decided."),
    )


def about_seat(one: Session, found: Seat) -> About:
    return About(
        address=url_for(
            "sessiondesk.seat",
            session_id=one.session_id,
            registration_id=found.registration_id,
        ),
        case=asking.case_of(one.session_id),
        back=gettext("The seat"),
        caption=Markup("<bdi>{}</bdi>").format(one.title),
        title=one.title,
    )
