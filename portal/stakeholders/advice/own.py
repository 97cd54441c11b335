"""Our requests for advice: what an institution asked, and what it was told."""

from uuid import UUID

from flask import Blueprint, request, url_for
from werkzeug.exceptions import NotFound

from portal.stakeholders.advice import queries, whose, words
from portal.stakeholders.advice.forms import FurtherForm, RequestForm
from portal.stakeholders.advice.queries import Request
from portal.stakeholders.advice.read_model import CONSUMER
from portal.web import htmx, paging
from portal.web.accounts.access import current_account, require, signed_in
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check, answers
from portal.web.context import now, settings, today, vault
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n.texts import gettext, ngettext
from portal.web.waiting import waited
from shared.contracts.stakeholders_advice_commands import (
    AskFurther,
    CloseAdvice,
    RequestAdvice,
    WithdrawAdviceRequest,
)
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.advice import CONTENT, GRADES

bp = Blueprint("ouradvice", __name__, url_prefix="/our-advice")

INSTITUTIONS = frozenset({Role.CONTACT_POINT})
_AT_ONCE = 20


@bp.app_template_global()
def asks_for_advice() -> bool:
    """Whether whoever reads the page speaks for a national institution."""
    account = signed_in()
    return account is not None and account.has(*INSTITUTIONS)


@bp.get("")
@require(*INSTITUTIONS)
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    account = current_account()
    with engine().connect() as conn:
        mine = queries.of_institution(whose.ours(account))
        rows = paging.cut(conn, mine, "requests", paging.asked, size=_AT_ONCE)
    return htmx.render(
        "advice/ours.html",
        block="content",
        requests=rows.of([queries.request(row) for row in rows]),
        may_ask=whose.grade_of(whose.entry_of(account)) in GRADES,
        today=today(),
        words=words,
        late=late,
    )


@bp.route("/ask", methods=["GET", "POST"])
@require(*INSTITUTIONS)
def ask() -> Answer:
    """Whose grade is not in force finds the page, and is told so when they ask."""
    entry, form = whose.entry_of(current_account()), RequestForm()
    if entry is None:
        raise NotFound
    advice_id = str(derive_id("advice", form.id))
    days = settings().advice_days
    return act(
        About(address=url_for(".index"), case=whose.case_of(advice_id), back=_ours()),
        form,
        Page(
            heading=gettext("Ask for advice"),
            lead=[
                gettext("An officer answers you here. Nobody else outside reads it."),
                ngettext(
                    "The answer is due within %(count)s day.",
                    "The answer is due within %(count)s days.",
                    days,
                ),
            ],
            button=gettext("Continue"),
        ),
        lambda: RequestAdvice(
            advice_id=advice_id,
            organisation=whose.pseudonym(entry),
            grade=whose.grade_of(entry),
            topic=form.topic.data,
            language=form.language.data,
            question=vault().seal(whose.subject_of(advice_id), form.question.data or ""),
        ),
        checks=lambda: Check(
            title=gettext("Check your question before you send it"),
            lead=gettext("Its text stays as it is. You can take the request back at any time."),
            button=gettext("Send the question"),
            answers=answers(form.topic, form.language, form.question),
        ),
        to=url_for(".show", advice_id=advice_id),
        said=gettext("Your question is sent."),
    )


@bp.get("/<uuid:advice_id>")
@require(*INSTITUTIONS)
def show(advice_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    one = _found(advice_id)
    with engine().connect() as conn:
        texts = queries.texts_of(conn, one.advice_id)
    return htmx.render(
        "advice/our_one.html",
        block="content",
        one=one,
        texts=list(zip(texts, vault().reveal_all([each.text for each in texts]), strict=True)),
        today=today(),
        now=now(),
        words=words,
        late=late,
    )


@bp.route("/<uuid:advice_id>/further", methods=["GET", "POST"])
@require(*INSTITUTIONS)
def further(advice_id: UUID) -> Answer:
    one, form = _found(advice_id, "answered", "closed"), FurtherForm()
    return act(
        _about(one),
        form,
        Page(
            heading=gettext("Ask further"),
            lead=gettext("The request is open again, with a new day by which it is answered."),
            button=gettext("Send the question"),
        ),
        lambda: AskFurther(
            advice_id=one.advice_id,
            organisation=one.organisation,
            grade=whose.grade_of(whose.entry_of(current_account())),
            question=vault().seal(whose.subject_of(one.advice_id), form.question.data or ""),
        ),
        said=gettext("Your question is sent."),
    )


@bp.route("/<uuid:advice_id>/close", methods=["GET", "POST"])
@require(*INSTITUTIONS)
def close(advice_id: UUID) -> Answer:
    one = _found(advice_id, "answered")
    return act(
        _about(one),
        CommandForm(),
        Page(
            heading=gettext("Do you need no more?"),
            lead=gettext("The request is closed. You can ask further at any time."),
            button=gettext("Close the request"),
            leave=gettext("Leave it open"),
        ),
        lambda: CloseAdvice(advice_id=one.advice_id, organisation=one.organisation, code=CONTENT),
        said=gettext("The request is closed."),
    )


@bp.route("/<uuid:advice_id>/withdraw", methods=["GET", "POST"])
@require(*INSTITUTIONS)
def withdraw(advice_id: UUID) -> Answer:
    one = _found(advice_id, "waiting", "answered", "closed")
    return act(
        _about(one),
        CommandForm(),
        Page(
            heading=gettext("Take the request back?"),
            lead=gettext(
                "No officer reads it any more, nor what was answered. You can make another one."
            ),
            button=gettext("Take the request back"),
            leave=gettext("Keep it"),
            tone="warning",
        ),
        lambda: WithdrawAdviceRequest(advice_id=one.advice_id, organisation=one.organisation),
        said=gettext("Your request is taken back."),
    )


def _found(advice_id: UUID, *stages: str) -> Request:
    """Return a request of one's own institution; 404 for that of any other."""
    with engine().connect() as conn:
        one = queries.own(conn, str(advice_id), whose.ours(current_account()))
    if one is None or (stages and one.stage not in stages):
        raise NotFound
    return one


def _about(one: Request) -> About:
    return About(
        address=url_for(".show", advice_id=one.advice_id),
        case=whose.case_of(one.advice_id),
        back=gettext("The request"),
        caption=str(words.TOPICS[one.topic]),
    )


def _ours() -> str:
    return gettext("Our requests for advice")
