"""A letter about a visit: its page, what each holder decides, and that it was sent (V1, V2)."""

from uuid import UUID

from flask import Blueprint, Response, url_for
from flask import request as request_
from werkzeug.exceptions import NotFound

from portal.followup.visits import (
    letter_pdf,
    letter_queries,
    letter_ready,
    letter_versions,
    letter_words,
    words,
)
from portal.followup.visits.letter_forms import (
    ChangesForm,
    ExactForm,
    HandOverForm,
    HoldBackForm,
    SendForm,
    StrikeForm,
)
from portal.followup.visits.letter_found import (
    about,
    exact,
    found,
    of_holder,
    open_to_own,
    opened,
    sealed,
    showing,
    shown_in,
)
from portal.followup.visits.letter_queries import VisitLetter
from portal.followup.visits.read_model import CONSUMER
from portal.web import htmx, timeline
from portal.web.accounts.access import current_actor, require
from portal.web.accounts.fresh import fresh
from portal.web.accounts.offices import holdings
from portal.web.act import Answer, Page, act
from portal.web.check import Check, answers
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.forms import given
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy
from portal.web.waiting import waited
from shared.contracts.followup_visit_letter_commands import (
    ApproveVisitLetter,
    HandOverVisitLetter,
    HoldVisitLetterBack,
    LeaveVisitLetter,
    RequestVisitLetterChanges,
    SendVisitLetter,
    StrikeVisitLetterSending,
)
from shared.core.roles import Role
from shared.reference import mandate_acronym

bp = Blueprint("visittexts", __name__, url_prefix="/visit-letters/<uuid:letter_id>")

_holder = require(*letter_queries.HOLDER)


@bp.get("")
@require(*letter_queries.READERS)
def show(letter_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request_.args.get("after"))
    one, actor = found(letter_id), current_actor()
    with engine().connect() as conn:
        rows = letter_queries.steps_of(conn, one)
        told = timeline.told(conn, timeline.shown(rows, letter_words.KINDS, one))
        held = holdings(conn, one.mandates) if one.open and one.own else {}
    changes = one.open and not one.handed_over
    officer, own = actor.has(Role.HUMAN_RIGHTS_OFFICER), letter_queries.decides(actor, one.own)
    past = {
        each
        for each, by in one.approved.items()
        if each in held and not held[each].held_by(by, today())
    }
    vacant = [each for each, held_by in held.items() if held_by.silent_since(today()) is not None]
    text = opened(one)
    return htmx.render(
        "visits/letter.html",
        block="content",
        one=one,
        text=text,
        compared=letter_versions.since_ruled(one, one.own, text) if one.open and one.own else None,
        reference=vault().reveal(one.reference) if one.reference else None,
        timeline_of=told,
        writes=bool(officer and one.own and one.open and not one.handed_over),
        decides=own if one.stage in {"awaiting", "approved"} else [],
        missing={each for each in one.mandates if each not in one.approved} | past,
        leaves=own or vacant if changes and (own or officer) else [],
        leads=changes and one.mandates[0] in (one.own if officer else own),
        sends=one.stage == "approved" and _sends(one),
        strikes=one.stage == "sent" and _sends(one),
        words=words,
        letter_words=letter_words,
        state_name=names.recipient,
        mandate_name=names.mandate,
        acronym=mandate_acronym,
        late=late,
    )


@bp.get("/letter.pdf")
@require(*letter_queries.READERS)
def pdf(letter_id: UUID) -> Response:
    one = found(letter_id)
    return letter_pdf.answer(one, about(one).address)


@bp.route("/approve/<mandate>", methods=["GET", "POST"])
@_holder
@fresh(lazy("approve a letter about a visit"))
def approve(letter_id: UUID, mandate: str) -> Answer:
    one, form = of_holder(letter_id, mandate), ExactForm()
    showing(form, one)
    text = opened(one)
    return act(
        about(one),
        form,
        Page(
            template="visits/approve.html",
            given={"compared": letter_versions.since_ruled(one, [mandate], text)},
            heading=gettext("Approve this text?"),
            lead=[names.mandate(mandate), *letter_words.asks(one)],
            texts=[
                (gettext("In the name of"), "\n".join(map(names.mandate, one.mandates))),
                (letter_words.title(one), text),
            ],
            note=gettext(
                "The office sends this very text in your name. If it is changed, your approval "
                "falls, and you are asked again."
            ),
            button=gettext("Approve it"),
            leave=gettext("Not now"),
        ),
        lambda: ApproveVisitLetter(**exact(one, form), mandate=mandate),
        said=gettext("You approved the text."),
    )


@bp.route("/changes/<mandate>", methods=["GET", "POST"])
@_holder
def changes(letter_id: UUID, mandate: str) -> Answer:
    one, form = of_holder(letter_id, mandate), ChangesForm()
    showing(form, one)
    return act(
        about(one),
        form,
        Page(
            heading=gettext("Ask for changes"),
            lead=[
                names.mandate(mandate),
                gettext(
                    "Those who work for the mandates that ask read it. Every approval given so far "
                    "falls, yours too."
                ),
            ],
            button=gettext("Ask for changes"),
        ),
        lambda: RequestVisitLetterChanges(
            visit_letter_id=one.letter_id,
            mandate=mandate,
            version=form.number,
            note=sealed(one.letter_id, form.note.data or ""),
        ),
        said=gettext("You asked for changes. You are asked again when the text is ready."),
    )


@bp.route("/leave/<mandate>", methods=["GET", "POST"])
@require(*letter_queries.HOLDER, *letter_queries.OFFICER)
def leave(letter_id: UUID, mandate: str) -> Answer:
    one, form = open_to_own(letter_id), ExactForm()
    if mandate not in one.mandates:
        raise NotFound
    return act(
        about(one),
        form,
        Page(
            heading=gettext("Let the letter go on without this mandate?"),
            lead=[
                names.mandate(mandate),
                gettext(
                    "The text and the approvals of the others stay as they are. If the text names "
                    "the mandate, an officer changes it, and it is approved anew."
                ),
            ],
            button=gettext("Go on without it"),
            leave=gettext("Leave it as it is"),
            tone="warning",
        ),
        lambda: LeaveVisitLetter(visit_letter_id=one.letter_id, mandate=mandate),
        to="" if one.own - {mandate} else url_for("visits.show", mandate=mandate, state=one.state),
        said=gettext("The letter goes on without this mandate."),
    )


@bp.route("/sent", methods=["GET", "POST"])
@require(*letter_queries.SENDERS)
def sent(letter_id: UUID) -> Answer:
    one, form = found(letter_id), SendForm()
    if one.stage not in {"approved", "sent"} or not _sends(one):
        raise NotFound
    showing(form, one)
    if request_.method == "GET":
        form.mandates.data = " ".join(one.mandates)
        form.dated_on.data = form.passed_on.data = today()
        form.sending.data = str(one.sending)
    shown = (form.dated_on, form.passed_on, form.channel, form.reference)
    return act(
        about(one),
        form,
        Page(
            heading=gettext("Record that it was sent"),
            lead=[*map(names.mandate, one.mandates), *letter_words.asks(one)],
            texts=[(letter_words.title(one), opened(one))],
            warning=letter_words.warning(one),
            button=gettext("Continue"),
            fields=[each.name for each in shown],
        ),
        lambda: SendVisitLetter(
            **shown_in(one, form),
            mandates=form.shown_mandates,
            recorded=form.shown,
            dated_on=given(form.dated_on),
            passed_on=given(form.passed_on),
            channel=form.channel.data,
            reference=sealed(one.letter_id, form.reference.data) if form.reference.data else None,
        ),
        checks=lambda: Check(
            title=gettext("Check what is recorded"),
            lead=gettext("The letter is put on the file of each mandate that asks."),
            button=gettext("Put it on file"),
            answers=answers(*shown),
        ),
        said=gettext("It is on file."),
    )


@bp.route("/hand-over", methods=["GET", "POST"])
@require(*letter_queries.SENDERS)
def hand_over(letter_id: UUID) -> Answer:
    one, form = _approved(letter_id), HandOverForm()
    showing(form, one)
    if request_.method == "GET":
        form.mandates.data = " ".join(one.mandates)
    return act(
        about(one),
        form,
        Page(
            heading=gettext("Is it being sent now?"),
            lead=[
                *map(names.mandate, one.mandates),
                gettext(
                    "Until you record that it was sent, or hold it back, nobody changes the text, "
                    "asks for changes, leaves or withdraws it."
                ),
            ],
            texts=[(letter_words.title(one), opened(one))],
            button=gettext("It is being sent"),
            leave=gettext("Not now"),
        ),
        lambda: HandOverVisitLetter(**exact(one, form), mandates=form.shown_mandates),
        said=gettext("Nothing of it changes until you record that it was sent."),
    )


@bp.route("/hold-back", methods=["GET", "POST"])
@require(*letter_queries.SENDERS)
def hold_back(letter_id: UUID) -> Answer:
    one, form = _approved(letter_id), HoldBackForm()
    if request_.method == "GET":
        form.handed_over.data = str(one.handed_over)
    return act(
        about(one),
        form,
        Page(
            heading=gettext("Hold the letter back?"),
            lead=[
                gettext("It was not sent. The mandates that ask can change it again, or leave."),
                gettext(
                    "On the day on which somebody said that it is being sent, only that person "
                    "holds it back."
                ),
            ],
            button=gettext("Hold it back"),
            leave=gettext("It is being sent"),
        ),
        lambda: HoldVisitLetterBack(
            visit_letter_id=one.letter_id,
            handed_over=form.shown,
            note=sealed(one.letter_id, form.note.data or ""),
        ),
        said=gettext("The letter is held back."),
    )


@bp.route("/strike", methods=["GET", "POST"])
@require(*letter_queries.SENDERS)
def strike(letter_id: UUID) -> Answer:
    one, form = found(letter_id), StrikeForm()
    if one.stage != "sent" or not _sends(one):
        raise NotFound
    if request_.method == "GET":
        form.sending.data = str(one.sending)
    return act(
        about(one),
        form,
        Page(
            heading=gettext("Was it not sent as recorded?"),
            lead=gettext(
                "It leaves the file of each mandate that asks, but one on which agreed dates rest "
                "on it, and stays on record. Then record when and how it was sent."
            ),
            button=gettext("Strike the record"),
            leave=gettext("Leave it as it is"),
            tone="warning",
        ),
        lambda: StrikeVisitLetterSending(
            visit_letter_id=one.letter_id,
            sending=form.shown,
            note=sealed(one.letter_id, form.note.data or ""),
        ),
        said=gettext("The record is struck. The letter is to be sent."),
    )


@bp.app_template_global()
def visit_letters_of(mandate: str, state: str) -> list[VisitLetter]:
    """Return the open letters of a visit file that whoever came may see, for its page."""
    with engine().connect() as conn:
        actor = current_actor()
        some = letter_queries.of_file(conn, actor, mandate, state)
        return letter_ready.looked_at(conn, actor, some, today())


@bp.app_template_global()
def visit_letter_words() -> object:
    return letter_words


def _approved(letter_id: UUID) -> VisitLetter:
    """Return a letter that is to be sent, for who records that."""
    one = found(letter_id)
    if one.stage != "approved" or not _sends(one):
        raise NotFound
    return one


def _sends(one: VisitLetter) -> bool:
    actor = current_actor()
    officer = actor.has(Role.HUMAN_RIGHTS_OFFICER) and bool(one.own)
    return actor.has(Role.QUICK_RESPONSE_DESK) or officer
