"""The return channel: come back to a submission with its return code, without account or name.

The code travels in a form, and in no address that a server sees; the submission's id is in no
address either, because the session knows it.
"""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, request, session, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.casefile.lint.comparing import comparisons
from portal.casefile.submissions import keeping, receipts, standing, wanted
from portal.casefile.submissions import queries as submissions
from portal.casefile.submissions.forms import AnswerForm, LanguageForm, language_form
from portal.casefile.submissions.questions import questions_of
from portal.casefile.submissions.read_model import CONSUMER, victims
from portal.casefile.submissions.timeline import timeline
from portal.casefile.submissions.victims import by_submission
from portal.casefile.submissions.written import likely
from portal.source.channel import asking, consenting, files, queries, read_model
from portal.source.channel.consent import lines
from portal.source.channel.forms import (
    MANY,
    OPENS_NOTHING,
    WRONG,
    DevelopmentForm,
    EnterForm,
    OlderForm,
)
from portal.source.channel.learning import Door, learnt
from portal.web import htmx
from portal.web.accounts import attempts, leaving
from portal.web.accounts import channel_session as channels
from portal.web.accounts.access import channel_cookie, current_submission, public, returned
from portal.web.accounts.turns import CROWDED, Crowded
from portal.web.act import About, Answer, act
from portal.web.context import real_now, settings, vault
from portal.web.db import engine
from portal.web.erased import SUBMISSION_ERASED
from portal.web.i18n.texts import gettext
from portal.web.waiting import waited
from shared.contracts.intake_commands import ProvideInformation
from shared.core.actor import by_return_channel

bp = Blueprint("channel", __name__, url_prefix="/return")
bp.register_blueprint(consenting.bp)
bp.register_blueprint(files.bp)


_OLDER = "passphrase"
"""The field by which a receipt from before return codes is known."""


@bp.context_processor
def _leaving() -> dict[str, str]:
    return {"exit_url": leaving.way_out()}


@bp.get("/")
@public
def enter_form() -> str:
    return _enter_page()


@bp.post("/")
@public
def enter() -> Response | tuple[str, int]:
    """The right code always opens, whatever others tried.

    It has 132 bits, so wrong ones need no limit except that of their cost: a look-up.
    """
    if _OLDER in request.form:
        return _enter_older()
    form = EnterForm()
    if not form.validate():
        return _enter_page(form), 422
    with engine().connect() as conn:
        submission_id = keeping.opened_by(conn, form.return_code.data or "")
    if submission_id is None:
        form.return_code.errors = [OPENS_NOTHING]
        return _enter_page(form), 422
    return _come_in(submission_id)


def _enter_older() -> Response | tuple[str, int]:
    """A wrong code and a wrong passphrase get the same answer after the same time."""
    form = OlderForm()
    if not form.validate():
        return _enter_page(older=form), 422
    code = form.code.data or ""
    try:
        with engine().connect() as conn:
            submission_id = keeping.opened_by_both(conn, code, form.passphrase.data or "")
    except Crowded as crowded:
        form.form_errors.append(CROWDED)
        return _enter_page(older=form), crowded.code
    if submission_id is None:
        many = attempts.wrong(attempts.of_code(receipts.hash_of(code)), at=real_now())
        form.passphrase.errors = [MANY if many else WRONG]
        return _enter_page(older=form), 429 if many else 422
    return _come_in(submission_id)


def _come_in(submission_id: str) -> Response:
    with engine().begin() as conn:
        channels.end(conn, request.cookies.get(channel_cookie(), ""))
        token = channels.begin(conn, submission_id, at=real_now())
    session.clear()
    response = redirect(url_for("channel.show"), 303)
    response.set_cookie(
        channel_cookie(),
        token,
        max_age=channels.ABSOLUTE,
        path="/",
        secure=settings().secure_cookies,
        httponly=True,
        samesite="Strict",
    )
    return response


@bp.post("/leave")
@public
def leave() -> Response:
    """End the session, and tell the browser to forget everything that it kept of us."""
    return leaving.forgotten()


@bp.get("/session")
@returned
def keep() -> Response:
    """Asked by the page while somebody types, so that writing at length is not idleness."""
    return htmx.make_response("", 204)


@bp.get("/submission")
@returned
def show() -> str:
    after = request.args.get("after")
    consumers = (CONSUMER, read_model.CONSUMER)
    return _page(late=not all(waited(engine(), one, after) for one in consumers))


@bp.post("/answers/<uuid:question_id>")
@returned
def answer(question_id: UUID) -> Answer:
    form, of, asked = AnswerForm(), current_submission(), str(question_id)
    with engine().connect() as conn:
        if asked not in {row.question_id for row in submissions.questions_of(conn, of)}:
            raise NotFound
    return act(
        _about(of),
        form,
        lambda: _page(Typed(answer=(asked, form))),
        lambda: ProvideInformation(
            submission_id=of,
            question_id=asked,
            answer=vault().seal(f"submission-{of}", form.answer.data or ""),
            language=vault().seal(f"submission-{of}", form.language.data),
        ),
        said=gettext("Your answer was sent"),
        by=by_return_channel(of),
    )


@bp.post("/developments")
@returned
def develop() -> Answer:
    form, of = DevelopmentForm(), current_submission()
    return act(
        _about(of),
        form,
        lambda: _page(Typed(development=form)),
        lambda: asking.development(form, of),
        said=gettext("What is new was added"),
        by=by_return_channel(of),
    )


@bp.post("/language")
@returned
def speak() -> Answer:
    """Write to the source in another language from now on."""
    form, of = LanguageForm(), current_submission()
    if not form.validate():
        return _page(Typed(language=form)), 422
    with engine().begin() as conn:
        wanted.choose(conn, of, form.contact_language.data)
    flash(gettext("The language was changed"), "success")
    return redirect(url_for(".show"), 303)


@bp.route("/add/<what>", methods=["GET", "POST"])
@returned
def learn(what: str) -> str | Response | tuple[str, int]:
    of = current_submission()
    with engine().connect() as conn:
        state = submissions.state_of(conn, of)
    door = Door(
        submission_id=of,
        state=state,
        by=by_return_channel(of),
        address=lambda after: url_for("channel.show", after=after),
        quick=True,
    )
    return learnt(what, door)


def _about(of: str) -> About:
    return About(address=url_for("channel.show"), case=UUID(of), erased=str(SUBMISSION_ERASED))


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """The form that is shown again with what was typed."""

    answer: tuple[str, AnswerForm] | None = None
    development: DevelopmentForm | None = None
    language: LanguageForm | None = None

    @property
    def wrong(self) -> AnswerForm | DevelopmentForm | LanguageForm | None:
        return self.answer[1] if self.answer else self.development or self.language


_NOTHING = Typed()


def _enter_page(form: EnterForm | None = None, *, older: OlderForm | None = None) -> str:
    return htmx.render(
        "channel/enter.html",
        block="content",
        form=form or EnterForm(formdata=None),
        older=older or OlderForm(formdata=None),
        wrong=older or form,
    )


def _page(typed: Typed = _NOTHING, *, late: bool = False) -> str:
    of = current_submission()
    with engine().connect() as conn:
        receipt = receipts.by_submission(conn, of)
        if receipt is None:
            raise NotFound
        status = submissions.status_of(conn, receipt)
        asked = submissions.questions_of(conn, of)
        steps = submissions.steps_of(conn, of)
        developments = queries.developments_of(conn, of)
        openings = queries.openings_of(conn, of)
        compared = comparisons(conn, of)
        consents = lines(by_submission(conn, victims, [of])[of])
        filed_by = standing.filer(conn, of)
        language = wanted.of(conn, of)
    return htmx.render(
        "channel/show.html",
        block="content",
        receipt=receipt,
        status=status,
        arrived=bool(steps),
        happened=timeline(steps, receipt.created_at),
        questions=questions_of(asked, typed.answer, language or likely()),
        developments=queries.read(developments),
        openings=queries.explained(openings),
        compared=compared,
        consents=consents,
        filed_by=filed_by,
        development=typed.development or DevelopmentForm(formdata=None),
        form=typed.wrong,
        speaks=typed.language or language_form(language),
        learning=lambda what: url_for("channel.learn", what=what),
        late=late,
    )
