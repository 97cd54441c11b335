"""What the holder decides: of the table send, publish, take back; of the round close, reopen."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, request, url_for
from werkzeug.exceptions import NotFound

from portal.followup.rounds import checking, found, published, queries
from portal.followup.rounds.forms import DueForm, PublishForm, SendForm, TakeBackForm
from portal.followup.rounds.queries import Round
from portal.web.accounts.access import current_actor, require
from portal.web.accounts.fresh import fresh
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check, answers
from portal.web.context import today
from portal.web.db import engine
from portal.web.forms import CommandForm, given
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.followup_round_commands import (
    CloseRound,
    PublishTable,
    ReopenRound,
    SendTable,
    TakeTableBack,
)
from shared.contracts.followup_rounds import Situation, Step
from shared.reference.rounds import ANSWER_DAYS, COMMENT_DAYS

bp = Blueprint("roundtables", __name__, url_prefix="/rounds/<uuid:round_id>")

_decides = require(queries.HOLDER)


@bp.route("/send-table", methods=["GET", "POST"])
@_decides
@fresh(lazy("send a follow-up table to a State"))
def send(round_id: UUID) -> Answer:
    one, form = found.ours(round_id), SendForm()
    if one.closed or one.published or not one.version or one.sent == one.version:
        raise NotFound
    if request.method == "GET":
        form.seen.data = str(one.version)
        form.due_on.data = today() + timedelta(days=COMMENT_DAYS)
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Send the table to the State"),
            lead=gettext(
                "Its Government reads the answers of others for the first time, with the names "
                "that they let be shown. It cannot be taken back."
            ),
            button=gettext("Continue"),
        ),
        lambda: _sent(one, form),
        checks=lambda: Check(
            title=gettext("Check before you send the table"),
            lead=gettext(
                "Its Government reads version %(number)s at once.",
                number=_sent(one, form).version,
            ),
            button=gettext("Send it"),
            answers=answers(form.due_on),
        ),
        said=gettext("The table is with the State."),
    )


@bp.route("/publish", methods=["GET", "POST"])
@_decides
@fresh(lazy("publish a follow-up table"))
def publish(round_id: UUID) -> Answer:
    one, form = found.ours(round_id), PublishForm()
    if one.closed or one.published or not one.sent or one.sent != one.version:
        raise NotFound
    if request.method == "GET":
        form.seen.data = str(one.version)
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Publish the table"),
            lead=gettext(
                "Everybody reads the rows whose recommendation is public, with the names that "
                "providers let be shown. Comments of the State are not in it."
            ),
            button=gettext("Continue"),
        ),
        lambda: _published(one, form.shown, form.symbol.data or None),
        checks=lambda: Check(
            title=gettext("Check before everybody reads it"),
            lead=gettext(
                "Whoever has saved it keeps it. Answers in it: %(count)s.",
                count=len(_published(one, form.shown, None).steps),
            ),
            button=gettext("Publish it"),
            answers=answers(form.symbol),
        ),
        said=gettext("The table is published."),
    )


@bp.route("/take-table-back", methods=["GET", "POST"])
@require(*queries.TAKE_BACK)
@fresh(lazy("take a public follow-up table back"))
def take_back(round_id: UUID) -> Answer:
    with engine().connect() as conn:
        one, form = published.find(conn, str(round_id)), TakeBackForm()
    if one is None or not queries.takes_back(current_actor(), one.mandate):
        raise NotFound
    if request.method == "GET":
        form.seen.data = str(one.version)
    ours = current_actor().has(*queries.OFFICE)
    return act(
        About(
            address=url_for("rounds.show", round_id=one.round_id)
            if ours
            else url_for("publicrounds.index"),
            case=found.case_of(one.round_id),
            back=gettext("The follow-up round") if ours else gettext("Follow-up tables"),
            caption=found.caption(one),
            waits=ours,
        ),
        form,
        Page(
            heading=gettext("Take the public table back"),
            lead=gettext("It leaves every public page at once. Whoever has saved it keeps it."),
            button=gettext("Take it back"),
            tone="warning",
        ),
        lambda: TakeTableBack(round_id=one.round_id, version=form.shown, reason=form.reason.data),
        said=gettext("The table is taken back."),
    )


@bp.route("/close", methods=["GET", "POST"])
@_decides
def close(round_id: UUID) -> Answer:
    one = found.ours(round_id)
    if one.closed:
        raise NotFound
    return act(
        found.about(one),
        CommandForm(),
        Page(
            heading=gettext("Close the round?"),
            lead=gettext(
                "Nobody answers or comments any more. What is published stands as steps of that "
                "year in later rounds; while nothing is, you can open the round again."
            ),
            button=gettext("Close it"),
            leave=gettext("Leave it open"),
            tone="warning",
        ),
        lambda: CloseRound(round_id=one.round_id),
        said=gettext("The round is closed."),
    )


@bp.route("/reopen", methods=["GET", "POST"])
@_decides
def reopen(round_id: UUID) -> Answer:
    one, form = found.ours(round_id), DueForm()
    if not one.closed or one.published:
        raise NotFound
    if request.method == "GET":
        form.due_on.data = today() + timedelta(days=ANSWER_DAYS)
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Open the round again"),
            lead=gettext(
                "What was kept and sent is as it was. Everybody who was asked is told, unless they "
                "wish not to be contacted."
            ),
            button=gettext("Open it again"),
            leave=gettext("Leave it as it is"),
        ),
        lambda: ReopenRound(round_id=one.round_id, due_on=given(form.due_on)),
        said=gettext("The round is open again."),
    )


def _sent(one: Round, form: SendForm) -> SendTable:
    checking.refuse_too_much(one, checking.lines(one.round_id, form.shown))
    return SendTable(round_id=one.round_id, version=form.shown, due_on=given(form.due_on))


def _published(one: Round, version: int, symbol: str | None) -> PublishTable:
    """Put in the clear what everybody may read: of public recommendations, and not erased."""
    lines = checking.lines(one.round_id, version)
    with engine().connect() as conn:
        seen = found.seen_rows(conn, [line.recommendation_id for line in lines])
    public = {row for row, (about, _) in seen.items() if about.published_at is not None}
    lines = [line for line in lines if line.recommendation_id in public]
    checking.refuse_too_much(one, lines)
    return PublishTable(
        round_id=one.round_id,
        version=version,
        symbol=symbol,
        situations=tuple(
            Situation(recommendation_id=line.recommendation_id, text=line.text)
            for line in lines
            if line.answer_id is None
        ),
        steps=tuple(
            Step(
                recommendation_id=line.recommendation_id,
                answer_id=line.answer_id,
                kind=line.kind,
                name=line.name,
                text=line.text,
            )
            for line in lines
            if line.answer_id is not None
        ),
    )
