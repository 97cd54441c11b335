"""What a mandate-holder decides about a visit: dates, the Council, what ends (E.3)."""

from datetime import date

from flask import Blueprint
from flask import request as request_
from werkzeug.exceptions import NotFound

from portal.followup.visits import queries, words
from portal.followup.visits.forms import (
    AgreeForm,
    CarryForm,
    GradeForm,
    RaiseForm,
    ReservationForm,
    SeenForm,
)
from portal.followup.visits.found import about, decided, document_id_of, of, showing
from portal.web.accounts.access import require
from portal.web.accounts.fresh import fresh
from portal.web.act import Answer, Page, act
from portal.web.check import Check, answers
from portal.web.commands import CommandRefused
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.forms import given
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.followup_visit_commands import (
    AgreeVisitDates,
    CarryVisitFileOver,
    DecideVisitReservation,
    DeemVisitCancelled,
    GradeVisitCooperation,
    PublishVisitDates,
    RaiseVisitInCouncil,
    TakeBackVisitLetter,
)
from shared.contracts.followup_visits import Window
from shared.reference.visits import SHORT_NOTICE

bp = Blueprint("visitdecisions", __name__, url_prefix="/visits/<mandate>/<state>/decide")

_holder = require(queries.HOLDER)


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


@bp.route("/reservation", methods=["GET", "POST"])
@_holder
@fresh(lazy("decide on a reservation about the terms of a visit"))
def reservation(mandate: str, state: str) -> Answer:
    one, form = decided(mandate, state), ReservationForm()
    with engine().connect() as conn:
        answer = queries.last(conn, one, "terms-answered")
    if answer is None or not answer.reservations:
        raise NotFound
    showing(form, one)
    if request_.method == "GET":
        form.answer.data = answer.document_id
    texts = vault().reveal_all([text for _, text in answer.reservations])

    def command() -> DecideVisitReservation:
        if form.taken.data == "yes" and None in texts:
            raise CommandRefused(
                409, "A reservation was erased and can be read by nobody. Log the answer anew."
            )
        return DecideVisitReservation(
            **of(one, form),
            document_id=document_id_of(form),
            answer_id=form.answer.data or "",
            taken=form.taken.data == "yes",
        )

    return act(
        about(one),
        form,
        Page(
            heading=gettext("Decide on the reservation"),
            lead=[
                names.mandate(one.mandate),
                gettext("No dates are agreed before the terms of reference are settled."),
            ],
            texts=[
                (str(words.CLAUSES[clause]), text)
                for (clause, _), text in zip(answer.reservations, texts, strict=True)
            ],
            button=gettext("Decide"),
        ),
        command,
        said=gettext("It is on file."),
    )


@bp.route("/agree", methods=["GET", "POST"])
@_holder
@fresh(lazy("confirm the dates of a visit"))
def agree(mandate: str, state: str) -> Answer:
    one, form = decided(mandate, state), AgreeForm()
    showing(form, one)
    if request_.method == "GET" and one.now.dates:
        form.first.data, form.last.data = one.now.dates.first, one.now.dates.last
    return act(
        about(one),
        form,
        Page(
            heading=gettext("Confirm the dates"),
            lead=[
                names.mandate(one.mandate),
                gettext(
                    "Enter the days of the visit itself, within those that the Government proposed "
                    "or accepted. Dates stay confidential."
                ),
            ],
            button=gettext("Continue"),
        ),
        lambda: AgreeVisitDates(
            **of(one, form),
            document_id=document_id_of(form),
            dates=Window(first=given(form.first), last=given(form.last)),
        ),
        checks=lambda: Check(
            title=gettext("Check the dates"),
            lead=_notice(given(form.first)),
            button=gettext("Confirm them"),
            answers=answers(form.first, form.last),
        ),
        said=gettext("The dates are agreed."),
    )


@bp.route("/publish-dates", methods=["GET", "POST"])
@_holder
@fresh(lazy("publish the dates of a visit"))
def publish(mandate: str, state: str) -> Answer:
    one, form = decided(mandate, state), SeenForm()
    dates = one.now.dates
    if dates is None or one.now.status != "agreed":
        raise NotFound
    showing(form, one)
    return act(
        about(one),
        form,
        Page(
            heading=gettext("Publish the dates of the visit?"),
            lead=[
                names.mandate(one.mandate),
                words.days(dates.first, dates.last),
                gettext(
                    "Everybody then reads these days on the public line of the visit. Those who "
                    "may be in danger because of it, and whoever wishes them harm, read them too. "
                    "What was read cannot be taken back. New dates are confidential again."
                ),
            ],
            button=gettext("Continue"),
            leave=gettext("Leave it as it is"),
        ),
        lambda: PublishVisitDates(**of(one, form), dates=dates),
        checks=lambda: Check(
            title=gettext("Check the dates that become public"),
            lead=words.days(dates.first, dates.last),
            button=gettext("Publish them"),
            answers=[],
        ),
        said=gettext("The dates are published."),
    )


@bp.route("/grade", methods=["GET", "POST"])
@_holder
def grade(mandate: str, state: str) -> Answer:
    """How the Government cooperates on the request, in a scheme that is allowed for requests."""
    one, form = decided(mandate, state), GradeForm()
    if one.now.asked_on is None and one.cooperation is None:
        raise NotFound
    showing(form, one)
    if request_.method == "GET" and one.cooperation:
        form.grade.data = f"{one.cooperation.scheme}.{one.cooperation.grade}"
        form.public.data = one.cooperation.public

    def command() -> GradeVisitCooperation:
        scheme, _, value = (form.grade.data or "").partition(".")
        return GradeVisitCooperation(
            **of(one, form), scheme=scheme, grade=value, public=bool(form.public.data)
        )

    return act(
        about(one),
        form,
        Page(
            heading=gettext("Grade the cooperation on the request"),
            lead=[
                names.mandate(one.mandate),
                gettext("It is the grade of this mandate, and is converted into no other scheme."),
            ],
            button=gettext("Continue"),
        ),
        command,
        checks=lambda: Check(
            title=gettext("Check the grade"),
            lead=gettext("What was read by everybody cannot be taken back.")
            if form.public.data
            else gettext("Those who work for the mandate and the desk of the State read it."),
            button=gettext("Grade it"),
            answers=answers(form.grade, form.public),
        ),
        said=gettext("It is graded."),
    )


def _notice(first: date) -> str:
    if first - today() < SHORT_NOTICE:
        return gettext("This is short notice: the visit begins in less than eight weeks.")
    return gettext("The preparation of the visit begins with them.")


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
