"""Writing a letter about a visit: an officer drafts it, changes it and asks for approval (V1)."""

from uuid import UUID

from flask import Blueprint, request
from werkzeug.exceptions import NotFound

from portal.followup.visits import found as files
from portal.followup.visits import letter_queries, letter_words
from portal.followup.visits.letter_forms import (
    ExactForm,
    NewReminderForm,
    NewRequestForm,
    RequestTextForm,
    TextForm,
)
from portal.followup.visits.letter_found import (
    about,
    case_of,
    content_hash,
    exact,
    open_to_own,
    opened,
    sealed,
    showing,
)
from portal.followup.visits.queries import File
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from shared.contracts.followup_visit_letter_commands import (
    DraftVisitLetter,
    RequestVisitLetterApproval,
    ReviseVisitLetter,
    WithdrawVisitLetter,
)
from shared.contracts.followup_visits import Letter
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference import mandates

bp = Blueprint("visitwriting", __name__)

_officer = require(*letter_queries.OFFICER)


@bp.route("/visits/<mandate>/<state>/write/request", methods=["GET", "POST"])
@_officer
def request_(mandate: str, state: str) -> Answer:
    return _new(_own(mandate, state), "request", NewRequestForm())


@bp.route("/visits/<mandate>/<state>/write/reminder", methods=["GET", "POST"])
@_officer
def reminder(mandate: str, state: str) -> Answer:
    return _new(_own(mandate, state), "reminder", NewReminderForm())


@bp.route("/visit-letters/<uuid:letter_id>/change", methods=["GET", "POST"])
@_officer
def change(letter_id: UUID) -> Answer:
    one = open_to_own(letter_id)
    form: TextForm = RequestTextForm() if one.letter == "request" else TextForm()
    if request.method == "GET":
        form.text.data = opened(one)
        if isinstance(form, RequestTextForm):
            dates = one.asking.dates
            form.kind.data = one.asking.kind
            form.first.data, form.last.data = (dates.first, dates.last) if dates else (None, None)
    showing(form, one)

    def command() -> ReviseVisitLetter:
        text = form.text.data or ""
        return ReviseVisitLetter(
            visit_letter_id=one.letter_id,
            version=form.number,
            asking=form.asking,
            text=sealed(one.letter_id, text),
            content_hash=content_hash(one.letter_id, one.letter, one.state, form.asking, text),
        )

    return act(
        about(one),
        form,
        Page(
            heading=gettext("Change the text"),
            button=gettext("Save it"),
            warning=""
            if one.stage == "drafting"
            else gettext(
                "Every approval given so far falls when you save a change, and approval has to be "
                "asked for again."
            ),
        ),
        command,
        said=gettext("The text is saved."),
    )


@bp.route("/visit-letters/<uuid:letter_id>/ask", methods=["GET", "POST"])
@_officer
def ask(letter_id: UUID) -> Answer:
    one, form = open_to_own(letter_id), ExactForm()
    showing(form, one)
    return act(
        about(one),
        form,
        Page(
            heading=gettext("Ask for approval of this text?"),
            texts=[(letter_words.title(one), opened(one))],
            lead=[*map(names.mandate, one.mandates), *letter_words.asks(one)],
            button=gettext("Ask for approval"),
            leave=gettext("Not now"),
        ),
        lambda: RequestVisitLetterApproval(**exact(one, form)),
        said=gettext("Each holder is asked to approve this very text."),
    )


@bp.route("/visit-letters/<uuid:letter_id>/withdraw", methods=["GET", "POST"])
@require(*letter_queries.OFFICER, *letter_queries.HOLDER)
def withdraw(letter_id: UUID) -> Answer:
    one, form = open_to_own(letter_id), ExactForm()
    actor, lead = current_actor(), one.mandates[0]
    officer = actor.has(Role.HUMAN_RIGHTS_OFFICER) and lead in one.own
    if not (officer or letter_queries.decides(actor, [lead])):
        raise NotFound
    return act(
        about(one),
        form,
        Page(
            heading=gettext("Withdraw this letter?"),
            lead=gettext(
                "It then does not go out, for none of the mandates. Another can be written."
            ),
            button=gettext("Withdraw it"),
            leave=gettext("Leave it as it is"),
            tone="warning",
        ),
        lambda: WithdrawVisitLetter(visit_letter_id=one.letter_id),
        said=gettext("The letter is withdrawn."),
    )


def _own(mandate: str, state: str) -> File:
    one = files.written(mandate, state)
    if not (current_actor().has(Role.HUMAN_RIGHTS_OFFICER) and current_actor().serves(mandate)):
        raise NotFound
    return one


def _new(one: File, letter: Letter, form: NewRequestForm | NewReminderForm) -> Answer:
    form.offer([code for code in mandates() if code != one.mandate])
    letter_id = str(derive_id("visit letter", form.id))
    of_file = files.about(one)

    def command() -> DraftVisitLetter:
        text = form.text.data or ""
        return DraftVisitLetter(
            visit_letter_id=letter_id,
            letter=letter,
            state=one.state,
            mandates=(one.mandate, *(form.mandates.data or ())),
            asking=form.asking,
            text=sealed(letter_id, text),
            content_hash=content_hash(letter_id, letter, one.state, form.asking, text),
        )

    return act(
        About(
            address=of_file.address,
            case=case_of(letter_id),
            back=of_file.back,
            caption=of_file.caption,
        ),
        form,
        Page(
            heading=gettext("Write a request")
            if letter == "request"
            else gettext("Write a reminder"),
            lead=[
                names.mandate(one.mandate),
                gettext("Each holder asked approves the very text. Nothing goes out before."),
            ],
            button=gettext("Save the draft"),
        ),
        command,
        said=gettext("The letter is drafted. Ask for approval once its text is ready."),
    )
