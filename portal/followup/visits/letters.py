"""Logging what passed about a visit: letters sent and received, each with a page to check it."""

from collections.abc import Callable, Sequence
from uuid import UUID

from flask import Blueprint
from werkzeug.exceptions import NotFound
from wtforms import Field

from portal.followup.visits import queries, words
from portal.followup.visits.forms import (
    AcknowledgementForm,
    AnswerForm,
    CancellationForm,
    DatesForm,
    DeclinationForm,
    LetterForm,
    PostponementForm,
    ReminderForm,
    RequestForm,
    SeenForm,
    TermsAnswerForm,
    TermsForm,
    TerritoriesForm,
)
from portal.followup.visits.found import (
    SENDING,
    Of,
    about,
    document_id_of,
    holds,
    of,
    sealed,
    showing,
    written,
)
from portal.followup.visits.queries import File
from portal.web.accounts.access import require
from portal.web.accounts.fresh import fresh
from portal.web.act import Answer, Page, act
from portal.web.check import Check, answers
from portal.web.db import engine
from portal.web.forms import given
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from shared.contracts.followup_visit_commands import (
    Command,
    LogTermsAnswer,
    LogTermsOfReference,
    LogVisitAcceptance,
    LogVisitAcknowledgement,
    LogVisitCancellation,
    LogVisitDates,
    LogVisitDeclination,
    LogVisitInvitation,
    LogVisitPostponement,
    LogVisitReminder,
    LogVisitRequest,
    NameVisitTerritories,
    StrikeVisitDocument,
)
from shared.contracts.followup_visits import Document, Reservation, Side
from shared.reference.visit_terms import clauses_of

bp = Blueprint("visitletters", __name__, url_prefix="/visits/<mandate>/<state>")

_works = require(*queries.WRITERS)
# A holder who logs a letter decides that it goes out.
_as_decided = fresh(SENDING, of=frozenset({queries.HOLDER}))
_SIDES: tuple[Side, ...] = ("state", "mandate")


@bp.route("/request", methods=["GET", "POST"])
@_works
@_as_decided
def request(mandate: str, state: str) -> Answer:
    one, form = written(mandate, state), RequestForm()
    return _log(
        one,
        form,
        gettext("Log a request"),
        lambda: LogVisitRequest(**_paper(one, form), kind=form.kind.data, dates=form.window),
        form.kind,
        form.first,
        form.last,
        lead=gettext(
            "A request whose text was not written here, of more than a year ago; a mandate-holder "
            "may log a younger one, too. Where the first was a predecessor's, log that first."
        ),
    )


@bp.route("/reminder", methods=["GET", "POST"])
@_works
@_as_decided
def reminder(mandate: str, state: str) -> Answer:
    one, form = written(mandate, state), ReminderForm()
    return _log(
        one,
        form,
        gettext("Log a reminder"),
        lambda: LogVisitReminder(**_paper(one, form)),
        lead=gettext(
            "A reminder whose text was not written here, of more than a year ago; a mandate-holder "
            "may log a younger one, too."
        ),
    )


@bp.route("/invitation", methods=["GET", "POST"])
@_works
def invitation(mandate: str, state: str) -> Answer:
    one, form = written(mandate, state), AnswerForm()
    return _log(
        one,
        form,
        gettext("Log an invitation"),
        lambda: LogVisitInvitation(**_paper(one, form), dates=form.window),
        form.first,
        form.last,
        lead=gettext(
            "Where a request is on file, be it a predecessor's, the invitation is filed as an "
            "acceptance; with dates, as a proposal of dates."
        ),
    )


@bp.route("/acceptance", methods=["GET", "POST"])
@_works
def acceptance(mandate: str, state: str) -> Answer:
    one, form = written(mandate, state), AnswerForm()
    return _log(
        one,
        form,
        gettext("Log an acceptance"),
        lambda: LogVisitAcceptance(**_paper(one, form), dates=form.window),
        form.first,
        form.last,
        lead=gettext("An acceptance that names dates is filed as a proposal of dates."),
    )


@bp.route("/acknowledgement", methods=["GET", "POST"])
@_works
def acknowledgement(mandate: str, state: str) -> Answer:
    one, form = written(mandate, state), AcknowledgementForm()
    form.offer(_SIDES)
    return _log(
        one,
        form,
        gettext("Log an acknowledgement"),
        lambda: LogVisitAcknowledgement(**_paper(one, form), by=form.by.data),
        form.by,
        lead=gettext("It says only that a letter arrived. It is no answer: the clock goes on."),
    )


@bp.route("/declination", methods=["GET", "POST"])
@_works
def declination(mandate: str, state: str) -> Answer:
    one, form = written(mandate, state), DeclinationForm()
    form.offer(_sides(one))
    return _log(
        one,
        form,
        gettext("Log a refusal"),
        lambda: LogVisitDeclination(**_paper(one, form), by=form.by.data, reason=form.reason.data),
        form.by,
        form.reason,
    )


@bp.route("/dates", methods=["GET", "POST"])
@_works
def dates(mandate: str, state: str) -> Answer:
    one, form = written(mandate, state), DatesForm()
    form.offer(_SIDES)
    return _log(
        one,
        form,
        gettext("Log a proposal of dates"),
        lambda: LogVisitDates(**_paper(one, form), by=form.by.data, dates=form.window),
        form.by,
        form.first,
        form.last,
        lead=gettext("Dates are not public, and no line of the feed has them."),
    )


@bp.route("/postponement", methods=["GET", "POST"])
@_works
def postponement(mandate: str, state: str) -> Answer:
    one, form = written(mandate, state), PostponementForm()
    form.offer(_sides(one))
    return _log(
        one,
        form,
        gettext("Log a postponement"),
        lambda: LogVisitPostponement(
            **_paper(one, form),
            by=form.by.data,
            reason=form.reason.data,
            hours_before=form.hours_before.number,
            dates=form.window,
        ),
        form.by,
        form.reason,
        form.hours_before,
        form.first,
        form.last,
        lead=gettext(
            "Enter the new days, if the letter names any. After a second postponement without new "
            "dates the mandate-holder can deem the visit cancelled."
        ),
    )


@bp.route("/cancellation", methods=["GET", "POST"])
@_works
def cancellation(mandate: str, state: str) -> Answer:
    one, form = written(mandate, state), CancellationForm()
    form.offer(_sides(one))
    return _log(
        one,
        form,
        gettext("Log a cancellation"),
        lambda: LogVisitCancellation(**_paper(one, form), by=form.by.data, reason=form.reason.data),
        form.by,
        form.reason,
        lead=gettext("It closes the request: a new request or an invitation begins it again."),
    )


@bp.route("/terms", methods=["GET", "POST"])
@_works
def terms(mandate: str, state: str) -> Answer:
    one, form = written(mandate, state), TermsForm()
    return _log(
        one,
        form,
        gettext("Log terms of reference that were sent"),
        lambda: LogTermsOfReference(**_paper(one, form), version=form.version.data),
        form.version,
    )


@bp.route("/terms-answer", methods=["GET", "POST"])
@_works
def terms_answer(mandate: str, state: str) -> Answer:
    one, form = written(mandate, state), TermsAnswerForm()
    with engine().connect() as conn:
        versions = queries.versions(conn, one)
    # Which version is answered, the day of the answer says: the service rules.
    clauses = clauses_of(versions.pop() if len(versions) == 1 else "other")
    return _log(
        one,
        form,
        gettext("Log the answer to the terms of reference"),
        lambda: LogTermsAnswer(
            **_paper(one, form), value=form.value.data, reservations=_reserved(form, clauses)
        ),
        form.value,
        *(form.clause(code) for code in clauses),
        lead=gettext(
            "A reservation is entered at its clause. It holds only once the mandate-holder "
            "decides so."
        ),
    )


@bp.route("/documents/<uuid:document_id>/strike", methods=["GET", "POST"])
@_works
def strike(mandate: str, state: str, document_id: UUID) -> Answer:
    one, form = written(mandate, state), SeenForm()
    with engine().connect() as conn:
        this = queries.document(conn, one, str(document_id))
    if this is None:
        raise NotFound
    showing(form, one)
    return act(
        about(one),
        form,
        Page(
            heading=gettext("Strike this document?"),
            texts=[(words.title(this), "\n".join(words.told(this)))],
            lead=gettext(
                "It was logged by mistake. It stays to be read, and the file stands as if it had "
                "not come. It can be logged anew."
            ),
            button=gettext("Strike it"),
            leave=gettext("Leave it as it is"),
            tone="warning",
        ),
        lambda: StrikeVisitDocument(**of(one, form), document_id=str(document_id)),
        said=gettext("The document is struck."),
    )


@bp.route("/territories", methods=["GET", "POST"])
@_works
def territories(mandate: str, state: str) -> Answer:
    one, form = written(mandate, state), TerritoriesForm()
    form.offer(one.state)
    if not form.is_submitted():
        form.hosts.data = list(one.hosts)
        if "territories" in form:
            form.territories.data = list(one.territories)
    showing(form, one)
    return act(
        about(one),
        form,
        Page(heading=gettext("Territories and places abroad"), button=gettext("Keep it")),
        lambda: NameVisitTerritories(
            **of(one, form),
            territories=tuple(form.territories.data or ()) if "territories" in form else (),
            hosts=tuple(form.hosts.data or ()),
        ),
        said=gettext("It is on file."),
    )


def _sides(one: File) -> tuple[Side, ...]:
    """Only the holder declines, postpones or cancels for the mandate."""
    return _SIDES if holds(one) else ("state",)


def _reserved(form: TermsAnswerForm, clauses: Sequence[str]) -> tuple[Reservation, ...]:
    document_id = document_id_of(form)
    typed = {code: sealed(document_id, form.clause(code).data) for code in clauses}
    return tuple(Reservation(clause=code, text=text) for code, text in typed.items() if text)


class _Paper(Of):
    document: Document


def _paper(one: File, form: LetterForm) -> _Paper:
    document_id = document_id_of(form)
    return _Paper(
        **of(one, form),
        document=Document(
            document_id=document_id,
            dated_on=given(form.dated_on),
            passed_on=given(form.passed_on),
            channel=form.channel.data,
            reference=sealed(document_id, form.reference.data),
            note=sealed(document_id, form.note.data),
        ),
    )


def _log(
    one: File,
    form: LetterForm,
    heading: str,
    command: Callable[[], Command],
    *more: Field,
    lead: str = "",
) -> Answer:
    showing(form, one)
    common: Sequence[Field] = (form.dated_on, form.passed_on, form.channel)
    texts: Sequence[Field] = (form.reference, form.note)
    return act(
        about(one),
        form,
        Page(
            heading=heading,
            lead=[names.mandate(one.mandate), *([lead] if lead else [])],
            button=gettext("Continue"),
            fields=[each.name for each in (*common, *more, *texts)],
        ),
        command,
        checks=lambda: Check(
            title=gettext("Check this document"),
            lead=gettext("Those who work for the mandate and the desk of the State read it."),
            button=gettext("Put it on file"),
            answers=answers(*common, *more, *texts),
        ),
        said=gettext("It is on file."),
    )
