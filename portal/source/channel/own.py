"""The pages of a source with an account: put the receipt's code away, add news."""

from functools import partial
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.casefile.lint.comparing import comparisons
from portal.casefile.submissions import keeping, receipts, wanted
from portal.casefile.submissions import queries as submissions
from portal.casefile.submissions.forms import LanguageForm
from portal.casefile.submissions.receipts import Receipt
from portal.source.channel import asking, queries, read_model
from portal.source.channel.forms import DevelopmentForm, KeptForm
from portal.source.channel.learning import Door, learnt
from portal.source.channel.paper import as_file
from portal.web import htmx
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, act
from portal.web.db import engine
from portal.web.erased import SUBMISSION_ERASED
from portal.web.i18n.texts import gettext
from portal.web.waiting import waited
from shared.core.roles import Role

bp = Blueprint("own", __name__, url_prefix="/<uuid:submission_id>")

_SOURCES = (Role.NGO_MEMBER, Role.CONTACT_POINT)


@bp.post("/receipt/kept")
@require(*_SOURCES, Role.QUICK_RESPONSE_DESK)
def kept(submission_id: UUID) -> Response:
    """The code was written down: nobody can show it from now on."""
    receipt = _receipt(submission_id)
    if KeptForm().validate():
        with engine().begin() as conn:
            keeping.close(conn, receipt.submission_id)
    return redirect(url_for("submissions.receipt", submission_id=submission_id), 303)


@bp.get("/receipt.txt")
@require(*_SOURCES, Role.QUICK_RESPONSE_DESK)
def file(submission_id: UUID) -> Response:
    """The receipt as a file, as long as its code may be shown."""
    return as_file(_receipt(submission_id))


@bp.get("/developments")
@require(*_SOURCES)
def developments(submission_id: UUID) -> str:
    waited(engine(), read_model.CONSUMER, request.args.get("after"))
    return _page(submission_id, DevelopmentForm(formdata=None))


@bp.post("/developments")
@require(*_SOURCES)
def develop(submission_id: UUID) -> Answer:
    form, of = DevelopmentForm(), _own(submission_id)
    return act(
        About(
            address=url_for(".developments", submission_id=submission_id),
            case=submission_id,
            erased=SUBMISSION_ERASED,
        ),
        form,
        partial(_page, submission_id, form),
        lambda: asking.development(form, of),
        said=gettext("What is new was added"),
    )


@bp.post("/language")
@require(*_SOURCES)
def speak(submission_id: UUID) -> Response:
    """Write to the source in another language from now on."""
    form, of = LanguageForm(), _own(submission_id)
    if form.validate():
        with engine().begin() as conn:
            wanted.choose(conn, of, form.contact_language.data)
        flash(gettext("The language was changed"), "success")
    else:
        flash(form.contact_language.errors[0])
    return redirect(url_for("submissions.show", submission_id=submission_id), 303)


@bp.route("/add/<what>", methods=["GET", "POST"])
@require(*_SOURCES)
def learn(submission_id: UUID, what: str) -> str | Response | tuple[str, int]:
    of, actor = _own(submission_id), current_actor()
    with engine().connect() as conn:
        state = submissions.state_of(conn, of)
    door = Door(
        submission_id=of,
        state=state,
        by=actor,
        address=lambda after: url_for(
            "submissions.own.developments", submission_id=submission_id, after=after
        ),
    )
    return learnt(what, door)


def _receipt(submission_id: UUID) -> Receipt:
    """Return the receipt of this person's; 404 for everybody else.

    The desk has the receipts of what it enters, and passes them on.
    """
    with engine().connect() as conn:
        receipt = receipts.by_submission(conn, str(submission_id))
    if receipt is None or not receipt.is_of(current_actor()):
        raise NotFound
    return receipt


def _own(submission_id: UUID) -> str:
    """Return the id of a submission of this person; 404 for everybody else."""
    with engine().connect() as conn:
        if submissions.one(conn, current_actor(), str(submission_id)) is None:
            raise NotFound
    return str(submission_id)


def _page(submission_id: UUID, form: DevelopmentForm) -> str:
    of = _own(submission_id)
    with engine().connect() as conn:
        added = queries.developments_of(conn, of)
        openings = queries.openings_of(conn, of)
        compared = comparisons(conn, of)
    return htmx.render(
        "channel/own.html",
        block="content",
        submission_id=of,
        form=form,
        developments=queries.read(added),
        openings=queries.explained(openings),
        compared=compared,
        learning=lambda what: url_for("submissions.own.learn", submission_id=of, what=what),
    )
