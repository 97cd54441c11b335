"""A Government answers about a visit on its own page, and its answer is its letter (E.10)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from flask import Blueprint, request, url_for
from sqlalchemy import Connection, Row, func, select
from werkzeug.exceptions import NotFound

from portal.followup.visits import of_state, words
from portal.followup.visits.found import Of, document_id_of, sealed
from portal.followup.visits.state_forms import (
    AcceptForm,
    AcknowledgeForm,
    CallOffForm,
    PostponeForm,
    ProposeForm,
    TermsForm,
)
from portal.web import policy
from portal.web.accounts.access import require
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check, answers
from portal.web.context import today
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext, lazy
from portal.web.policy import Kind, Sight
from shared.contracts.followup_visit_commands import (
    Command,
    LogTermsAnswer,
    LogVisitAcceptance,
    LogVisitAcknowledgement,
    LogVisitCancellation,
    LogVisitDates,
    LogVisitDeclination,
    LogVisitPostponement,
)
from shared.contracts.followup_visits import Document, Reservation
from shared.core.message import derive_id
from shared.reference.visit_terms import clauses_of
from shared.reference.visits import HERE

bp = Blueprint("visitanswers", __name__, url_prefix="/visit-correspondence/<mandate>/<state>")

_answers = require(*policy.readers(Kind.EXCHANGED, least=Sight.WRITE))
_CLAUSES: Final = "clauses"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """``fields``: of the form, before the reference and the words; ``command``: from both."""

    title: str
    form: type[AcknowledgeForm]
    command: Callable[[Any, "Paper"], Command]
    fields: tuple[str, ...] = ()
    lead: str = ""


class Paper(Of):
    document: Document


_DAYS: Final = ("first", "last")
ASKED: Final[Mapping[str, Asked]] = MappingProxyType(
    {
        "acknowledgement": Asked(
            title=lazy("Acknowledge receipt"),
            form=AcknowledgeForm,
            command=lambda _, paper: LogVisitAcknowledgement(**paper, by="state"),
            lead=lazy("It says only that a letter arrived. An answer is still awaited."),
        ),
        "acceptance": Asked(
            title=lazy("Accept the visit"),
            form=AcceptForm,
            command=lambda form, paper: LogVisitAcceptance(**paper, dates=form.window),
            fields=_DAYS,
            lead=lazy("Your Government can propose its days now or later."),
        ),
        "dates": Asked(
            title=lazy("Propose dates"),
            form=ProposeForm,
            command=lambda form, paper: LogVisitDates(**paper, by="state", dates=form.window),
            fields=_DAYS,
            lead=lazy("Dates are not public before the mandate-holder publishes them."),
        ),
        "terms_answer": Asked(
            title=lazy("Answer the terms of reference"),
            form=TermsForm,
            command=lambda form, paper: LogTermsAnswer(
                **paper, value=form.value.data, reservations=_reserved(form, paper["document"])
            ),
            fields=("value", _CLAUSES),
            lead=lazy(
                "A reservation is entered at its clause. It holds only once the mandate-holder "
                "decides so."
            ),
        ),
        "declination": Asked(
            title=lazy("Decline the visit"),
            form=CallOffForm,
            command=lambda form, paper: LogVisitDeclination(
                **paper, by="state", reason=form.reason.data
            ),
            fields=("reason",),
        ),
        "postponement": Asked(
            title=lazy("Postpone the visit"),
            form=PostponeForm,
            command=lambda form, paper: LogVisitPostponement(
                **paper, by="state", reason=form.reason.data, dates=form.window
            ),
            fields=("reason", *_DAYS),
            lead=lazy("Enter the new days, if your Government proposes any."),
        ),
        "cancellation": Asked(
            title=lazy("Cancel the visit"),
            form=CallOffForm,
            command=lambda form, paper: LogVisitCancellation(
                **paper, by="state", reason=form.reason.data
            ),
            fields=("reason",),
            lead=lazy("It closes the request: a new request or an invitation begins it again."),
        ),
    }
)


@bp.route("/answer/<kind>", methods=["GET", "POST"])
@_answers
def answer(mandate: str, state: str, kind: str) -> Answer:
    with engine().connect() as conn:
        one = of_state.of(conn, mandate, state)
        offered, seen = of_state.answerable(conn, one), _letters(conn, one)
        clauses = clauses_of(_version(conn, one))
    if kind not in ASKED or (request.method == "GET" and kind not in offered):
        raise NotFound
    asked = ASKED[kind]
    form = asked.form()
    if request.method == "GET":
        form.seen.data = str(seen)
    fields = [*_named(asked, clauses), "reference", "says"]
    return act(
        About(
            address=url_for("visitcorrespondence.show", mandate=mandate, state=state),
            case=derive_id("visit case", one.visit_file_id),
            back=gettext("Correspondence about visits"),
            caption=listed((names.mandate(mandate), names.recipient(state))),
        ),
        form,
        Page(
            heading=str(asked.title),
            lead=[
                *([str(asked.lead)] if asked.lead else []),
                gettext(
                    "The answer is filed as a letter of your Government, dated today. The mandate, "
                    "the Quick Response Desk and the desk officer of the State at the United "
                    "Nations read it."
                ),
            ],
            button=gettext("Continue"),
            leave=gettext("Not now"),
            fields=fields,
        ),
        lambda: asked.command(form, _paper(mandate, state, form)),
        checks=lambda: Check(
            title=gettext("Check the answer"),
            lead=gettext("An answer that was sent stays. You can send another one."),
            button=gettext("Send the answer"),
            answers=answers(*(form[name] for name in fields)),
        ),
        said=gettext("The answer is sent."),
    )


@bp.app_template_global()
def visit_answers_titles() -> Mapping[str, str]:
    """Return what each answer is called, in the order in which they are offered."""
    return {kind: str(asked.title) for kind, asked in ASKED.items()}


def _named(asked: Asked, clauses: Sequence[str]) -> list[str]:
    these = [f"clause_{code}" for code in clauses]
    return [one for name in asked.fields for one in (these if name == _CLAUSES else [name])]


def _paper(mandate: str, state: str, form: AcknowledgeForm) -> Paper:
    """Return the letter that this form is; the service dates it."""
    document_id = document_id_of(form)
    return Paper(
        mandate=mandate,
        state=state,
        seen=form.shown,
        document=Document(
            document_id=document_id,
            dated_on=today(),
            passed_on=today(),
            channel=HERE,
            reference=sealed(document_id, form.reference.data),
            note=sealed(document_id, form.says.data),
        ),
    )


def _reserved(form: TermsForm, document: Document) -> tuple[Reservation, ...]:
    typed = {code: sealed(document.document_id, form.clause(code).data) for code in words.CLAUSES}
    return tuple(Reservation(clause=code, text=text) for code, text in typed.items() if text)


def _letters(conn: Connection, one: Row[Any]) -> int:
    """Return how many letters the file has for this Government, which the service compares."""
    these = of_state.letters_of(one.visit_file_id).order_by(None).subquery()
    return conn.scalar(select(func.count()).select_from(these)) or 0


def _version(conn: Connection, one: Row[Any]) -> str:
    """Return which terms of reference were sent last; the service rules on the clauses."""
    rows = conn.execute(of_state.letters_of(one.visit_file_id))
    sent = (row.details["version"] for row in rows if row.kind == "terms-of-reference-sent")
    return next(sent, "other")
