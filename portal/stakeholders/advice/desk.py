"""Requests for advice as officers work on them: who answers, by when, and the answer."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import Blueprint, request, url_for
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound

from portal.stakeholders.advice import queries, whose, words
from portal.stakeholders.advice.forms import AnswerForm, AssignForm, CloseForm
from portal.stakeholders.advice.queries import Request, Text
from portal.stakeholders.advice.read_model import CONSUMER
from portal.web import htmx, paging
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check, answers
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n.texts import gettext
from portal.web.waiting import waited
from shared.contracts.stakeholders_advice_commands import (
    AssignAdvice,
    CloseAdvice,
    GiveAdvice,
    RemindAdviser,
    ReopenAdvice,
)
from shared.core.geneva import day_of
from shared.core.roles import Role

bp = Blueprint("advicedesk", __name__, url_prefix="/advice-desk")

ADVISERS = frozenset({Role.STAKEHOLDER_OFFICER, Role.HUMAN_RIGHTS_OFFICER})
_assigns = require(Role.STAKEHOLDER_OFFICER)
_AT_ONCE = 20


@bp.get("")
@require(*ADVISERS)
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    actor = current_actor()
    with engine().connect() as conn:
        going = paging.cut(conn, queries.going_on(actor), "going", paging.asked, size=_AT_ONCE)
        over = paging.cut(conn, queries.over(actor), "over", paging.asked, size=_AT_ONCE)
        open_ = [queries.request(row) for row in going]
        done = [queries.request(row) for row in over]
        called = whose.names(conn, actor, [*open_, *done])
        officers = _officers(conn, [*open_, *done])
    return htmx.render(
        "advice/desk.html",
        block="content",
        going=going.of(open_),
        over=over.of(done),
        called=called,
        officers=officers,
        assigns=actor.has(Role.STAKEHOLDER_OFFICER),
        today=today(),
        words=words,
        late=late,
    )


@bp.get("/<uuid:advice_id>")
@require(*ADVISERS)
def show(advice_id: UUID) -> str:
    """A request that was taken back has no text here: nobody but the institution reads it."""
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    one, actor = _found(advice_id), current_actor()
    with engine().connect() as conn:
        texts = queries.texts_of(conn, one.advice_id) if one.stage != "withdrawn" else []
        called = whose.names(conn, actor, [one])
        officers = _officers(conn, [one])
    return htmx.render(
        "advice/one.html",
        block="content",
        one=one,
        texts=_read(texts),
        called=called.get(one.advice_id),
        officer=officers.get(one.officer_id or ""),
        assigns=actor.has(Role.STAKEHOLDER_OFFICER),
        has_it=one.officer_id == actor.actor_id,
        reminded=one.reminded_at is not None and day_of(one.reminded_at) == today(),
        today=today(),
        words=words,
        late=late,
    )


@bp.route("/<uuid:advice_id>/assign", methods=["GET", "POST"])
@_assigns
def assign(advice_id: UUID) -> Answer:
    one, form = _found(advice_id, "waiting", "answered"), AssignForm()
    form.offer(_may_have_it(one))
    return act(
        _about(one),
        form,
        Page(
            heading=gettext("Assign this request"),
            lead=gettext(
                "The officer is told. An officer who is not of the register reads "
                "the name of the institution only while everybody may find it."
            ),
            button=gettext("Assign it"),
        ),
        lambda: AssignAdvice(advice_id=one.advice_id, officer_id=form.officer_id.data),
        said=gettext("The request is assigned."),
    )


@bp.route("/<uuid:advice_id>/remind", methods=["GET", "POST"])
@_assigns
def remind(advice_id: UUID) -> Answer:
    one = _found(advice_id, "waiting")
    if one.officer_id is None:
        raise NotFound
    return act(
        _about(one),
        CommandForm(),
        Page(
            heading=gettext("Remind the officer?"),
            lead=gettext("Once a day. A reminder is sent by itself three days before, and after."),
            button=gettext("Remind the officer"),
            leave=gettext("Not now"),
        ),
        lambda: RemindAdviser(advice_id=one.advice_id),
        said=gettext("The officer is reminded."),
    )


@bp.route("/<uuid:advice_id>/answer", methods=["GET", "POST"])
@require(*ADVISERS)
def answer(advice_id: UUID) -> Answer:
    one, form = _found(advice_id, "waiting", "answered"), AnswerForm()
    if one.officer_id != current_actor().actor_id:
        raise NotFound
    corrects = one.stage == "answered"
    heading = gettext("Correct the answer") if corrects else gettext("Answer this request")
    return act(
        _about(one),
        form,
        Page(
            heading=heading,
            lead=gettext("What was answered before stays, and the institution sees both.")
            if corrects
            else gettext("The institution is told at once."),
            button=gettext("Continue"),
        ),
        lambda: GiveAdvice(
            advice_id=one.advice_id,
            answer=vault().seal(whose.subject_of(one.advice_id), form.answer.data or ""),
        ),
        checks=lambda: Check(
            title=gettext("Check the answer"),
            lead=gettext("The institution reads it at once. A correction says that it is one."),
            button=gettext("Send the answer"),
            answers=answers(form.answer),
        ),
        said=gettext("The answer is sent."),
    )


@bp.route("/<uuid:advice_id>/close", methods=["GET", "POST"])
@require(*ADVISERS)
def close(advice_id: UUID) -> Answer:
    one, form = _found(advice_id, "waiting", "answered"), CloseForm()
    form.offer(answered=one.stage == "answered")
    return act(
        _about(one),
        form,
        Page(
            heading=gettext("Close this request"),
            lead=gettext("The institution is told, and can ask further."),
            button=gettext("Close the request"),
            leave=gettext("Leave it open"),
        ),
        lambda: CloseAdvice(advice_id=one.advice_id, organisation=None, code=form.code.data or ""),
        said=gettext("The request is closed."),
    )


@bp.route("/<uuid:advice_id>/reopen", methods=["GET", "POST"])
@_assigns
def reopen(advice_id: UUID) -> Answer:
    one = _found(advice_id, "closed")
    return act(
        _about(one),
        CommandForm(),
        Page(
            heading=gettext("Open this request again?"),
            lead=gettext("It was closed in error: it waits for an answer, with a new day."),
            button=gettext("Open it again"),
            leave=gettext("Leave it closed"),
        ),
        lambda: ReopenAdvice(advice_id=one.advice_id),
        said=gettext("The request is open again."),
    )


def _found(advice_id: UUID, *stages: str) -> Request:
    """Return what this person may read; 404 for what another officer has."""
    with engine().connect() as conn:
        one = queries.one(conn, str(advice_id), current_actor())
    if one is None or (stages and one.stage not in stages):
        raise NotFound
    return one


def _may_have_it(one: Request) -> dict[str, str]:
    """Return who can answer it, by name, but for who has it now."""
    with engine().connect() as conn:
        found = {
            each.account_id: each
            for role in sorted(ADVISERS)
            for each in accounts.holding(conn, role)
        }
    others = [each for each in found.values() if each.account_id != one.officer_id]
    return {each.account_id: each.name for each in sorted(others, key=lambda each: each.name)}


def _officers(conn: Connection, these: Sequence[Request]) -> Mapping[str, str]:
    return accounts.names(conn, {one.officer_id for one in these if one.officer_id})


def _read(texts: Sequence[Text]) -> list[tuple[Text, str | None]]:
    return list(zip(texts, vault().reveal_all([each.text for each in texts]), strict=True))


def _about(one: Request) -> About:
    return About(
        address=url_for(".show", advice_id=one.advice_id),
        case=whose.case_of(one.advice_id),
        back=gettext("The request"),
        caption=str(words.TOPICS[one.topic]),
    )
