"""What a mandate-holder decides about a visit: letters, the Council, what ends (E.3)."""

from flask import Blueprint

from portal.followup.visits import queries
from portal.followup.visits.forms import CarryForm, RaiseForm, SeenForm
from portal.followup.visits.found import SENDING, about, decided, document_id_of, of, showing
from portal.followup.visits.queries import File
from portal.web.accounts.access import require
from portal.web.accounts.fresh import fresh
from portal.web.act import Answer, Page, act
from portal.web.check import Check, answers
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from shared.contracts.followup_visit_commands import (
    CarryVisitFileOver,
    DecideVisitLetter,
    DeemVisitCancelled,
    RaiseVisitInCouncil,
    TakeBackVisitLetter,
)
from shared.contracts.followup_visits import Letter

bp = Blueprint("visitdecisions", __name__, url_prefix="/visits/<mandate>/<state>/decide")

_holder = require(queries.HOLDER)


@bp.route("/request", methods=["GET", "POST"])
@_holder
@fresh(SENDING)
def request(mandate: str, state: str) -> Answer:
    return _letter(decided(mandate, state), "request", gettext("Decide that a request goes out?"))


@bp.route("/reminder", methods=["GET", "POST"])
@_holder
@fresh(SENDING)
def reminder(mandate: str, state: str) -> Answer:
    return _letter(decided(mandate, state), "reminder", gettext("Decide that a reminder goes out?"))


@bp.route("/take-back", methods=["GET", "POST"])
@_holder
def take_back(mandate: str, state: str) -> Answer:
    one, form = decided(mandate, state), SeenForm()
    showing(form, one)
    return act(
        about(one),
        form,
        Page(
            heading=gettext("Take this decision back?"),
            lead=[names.mandate(one.mandate), gettext("The letter then does not go out.")],
            button=gettext("Take it back"),
            leave=gettext("Leave it as it is"),
        ),
        lambda: TakeBackVisitLetter(**of(one, form)),
        said=gettext("The decision is taken back."),
    )


@bp.route("/deem-cancelled", methods=["GET", "POST"])
@_holder
def deem(mandate: str, state: str) -> Answer:
    one, form = decided(mandate, state), SeenForm()
    showing(form, one)
    return act(
        about(one),
        form,
        Page(
            heading=gettext("Deem the visit cancelled?"),
            lead=[
                names.mandate(one.mandate),
                gettext(
                    "It was postponed twice without new dates. The request stays open, and new "
                    "dates reopen it."
                ),
            ],
            button=gettext("Deem it cancelled"),
            leave=gettext("Leave it as it is"),
            tone="warning",
        ),
        lambda: DeemVisitCancelled(
            **of(one, form),
            document_id=document_id_of(form),
        ),
        said=gettext("The visit is deemed cancelled."),
    )


@bp.route("/tell-the-council", methods=["GET", "POST"])
@_holder
def tell(mandate: str, state: str) -> Answer:
    one, form = decided(mandate, state), RaiseForm()
    showing(form, one)
    return act(
        about(one),
        form,
        Page(
            heading=gettext("Record that the Council was told"),
            lead=[
                names.mandate(one.mandate),
                gettext("The request is outstanding, and you told the Council of it."),
            ],
            button=gettext("Continue"),
        ),
        lambda: RaiseVisitInCouncil(
            **of(one, form),
            document_id=document_id_of(form),
            session=form.session.number or 0,
        ),
        checks=lambda: Check(
            title=gettext("Check what is recorded"),
            lead=gettext("Those who work for the mandate and the desk of the State read it."),
            button=gettext("Put it on file"),
            answers=answers(form.session),
        ),
        said=gettext("It is on file."),
    )


@bp.route("/take-over", methods=["GET", "POST"])
@_holder
def carry(mandate: str, state: str) -> Answer:
    one, form = decided(mandate, state), CarryForm()
    showing(form, one)
    return act(
        about(one),
        form,
        Page(
            heading=gettext("Take this file over from a predecessor"),
            lead=[
                names.mandate(one.mandate),
                gettext("What lapses is not open any more. A new request begins it again."),
            ],
            button=gettext("Continue"),
        ),
        lambda: CarryVisitFileOver(
            **of(one, form),
            document_id=document_id_of(form),
            kept=form.kept.data == "yes",
        ),
        checks=lambda: Check(
            title=gettext("Check what is recorded"),
            lead=gettext("Those who work for the mandate and the desk of the State read it."),
            button=gettext("Put it on file"),
            answers=answers(form.kept),
        ),
        said=gettext("It is on file."),
    )


def _letter(one: File, letter: Letter, heading: str) -> Answer:
    form = SeenForm()
    showing(form, one)
    return act(
        about(one),
        form,
        Page(
            heading=heading,
            lead=[
                names.mandate(one.mandate),
                gettext(
                    "The office sends it in your name through the permanent mission, and logs it "
                    "once it was sent. You can take this back until then."
                ),
            ],
            button=gettext("Decide"),
            leave=gettext("Not now"),
        ),
        lambda: DecideVisitLetter(**of(one, form), letter=letter),
        said=gettext("It is decided. The office sends the letter."),
    )
