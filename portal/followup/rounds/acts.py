"""What the mandate does in a round: open it, ask others, describe, and compile the table."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, request, url_for
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from portal.followup.recommendations.read_model import invited
from portal.followup.recommendations.words import short
from portal.followup.rounds import checking, found, queries, suggesting, words
from portal.followup.rounds.forms import AskForm, CompileForm, MoveForm, OpenForm, SituationForm
from portal.followup.rounds.queries import Round
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check, answers
from portal.web.commands import CommandRefused
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.forms import CommandForm, given
from portal.web.i18n import names
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext
from shared.contracts.followup_round_commands import (
    AskForFollowUp,
    CompileTable,
    DescribeSituation,
    MoveDue,
    OpenFollowUpRound,
    TakeAskBack,
)
from shared.core.message import derive_id
from shared.reference.rounds import ANSWER_DAYS, FIRST_YEAR, ROWS

bp = Blueprint("roundacts", __name__, url_prefix="/rounds")

_works = require(*queries.OFFICE)
_UNREAD = (
    "It cannot read each of these recommendations: they are not all public, and it is not invited "
    "to them. The Mandate-holder invites it on the page of each."
)


@bp.route("/new/<mandate>/<state>", methods=["GET", "POST"])
@_works
def new(mandate: str, state: str) -> Answer:
    with engine().connect() as conn:
        some = queries.to_follow(conn, current_actor(), mandate, state)
    if not some:
        raise NotFound
    texts = vault().reveal_all([row.text for row in some])
    offered = {row.recommendation_id: short(text) for row, text in zip(some, texts, strict=True)}
    form = OpenForm(offered=offered, years=range(today().year, FIRST_YEAR - 1, -1))
    if request.method == "GET":
        form.due_on.data = today() + timedelta(days=ANSWER_DAYS)
        form.rows.data = list(offered)[:ROWS]
        _for_visit(form, offered)
    round_id = str(derive_id("follow-up round", form.command_id.data or ""))
    return act(
        About(
            address=url_for("rounds.index"),
            case=found.case_of(round_id),
            back=gettext("Follow-up rounds"),
            caption=listed((names.mandate(mandate), names.recipient(state))),
        ),
        form,
        Page(
            heading=gettext("Open a follow-up round"),
            lead=gettext(
                "The Government is asked at once. Others are asked from the page of the round, and "
                "nobody sees who else was."
            ),
            button=gettext("Continue"),
        ),
        lambda: OpenFollowUpRound(
            round_id=round_id,
            mandate=mandate,
            state=state,
            scope=form.scope.data,
            year=int(form.year.data),
            rows=tuple(form.rows.data or ()),
            due_on=given(form.due_on),
        ),
        to=url_for("rounds.show", round_id=round_id),
        checks=lambda: Check(
            title=gettext("Check the round"),
            lead=gettext("The Government reads it at once. Its recommendations change no more."),
            button=gettext("Open the round"),
            answers=answers(form.scope, form.year, form.due_on, form.rows),
        ),
        said=gettext("The round is open, and the Government is asked."),
    )


def _for_visit(form: OpenForm, offered: Mapping[str, str]) -> None:
    """Fill in what a suggestion names: a visit, by its mission. Anything else changes nothing."""
    with engine().connect() as conn:
        some = suggesting.rows_of(conn, request.args.get("visit", ""), offered)
    if some:
        form.scope.data, form.rows.data = "visit", some[:ROWS]


@bp.route("/<uuid:round_id>/ask", methods=["GET", "POST"])
@_works
def ask(round_id: UUID) -> Answer:
    one = _open(round_id)
    form = AskForm(state=one.state)

    def command() -> AskForFollowUp:
        code = form.code
        if not _reads_all(one, code):
            raise CommandRefused(422, _UNREAD)
        return AskForFollowUp(
            round_id=one.round_id,
            kind=form.kind.data,
            organisation_id=code,
            remind=bool(form.remind.data),
        )

    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Ask another organisation"),
            lead=gettext(
                "It sees its own part alone. Whether an organisation of this code uses the "
                "platform is not told."
            ),
            button=gettext("Ask it"),
        ),
        command,
        said=gettext("It is asked."),
    )


@bp.route("/<uuid:round_id>/providers/<uuid:provider_id>/take-back", methods=["GET", "POST"])
@_works
def take_ask_back(round_id: UUID, provider_id: UUID) -> Answer:
    one = _open(round_id)
    with engine().connect() as conn:
        asked = {each.provider_id: each for each in queries.providers_of(conn, one)}
    provider = asked.get(str(provider_id))
    if provider is None or provider.kind == "government" or provider.submission_id:
        raise NotFound
    return act(
        found.about(one),
        CommandForm(),
        Page(
            heading=gettext("Ask this organisation no more?"),
            lead=gettext(
                "The round leaves its pages. What it kept as a draft is erased for good, with its "
                "files."
            ),
            texts=[(str(words.KINDS[provider.kind]), words.code(provider))],
            button=gettext("Ask it no more"),
            leave=gettext("Leave it as it is"),
            tone="warning",
        ),
        lambda: TakeAskBack(round_id=one.round_id, provider_id=provider.provider_id),
        said=gettext("It is asked no more."),
    )


@bp.route("/<uuid:round_id>/rows/<recommendation_id>/situation", methods=["GET", "POST"])
@_works
def situation(round_id: UUID, recommendation_id: str) -> Answer:
    one, form = _open(round_id), SituationForm()
    with engine().connect() as conn:
        rows = {row.recommendation_id: row for row in queries.rows_of(conn, one.round_id)}
        texts = found.seen_rows(conn, list(rows))
    if recommendation_id not in rows or one.sent:
        raise NotFound
    known = rows[recommendation_id].situation
    if request.method == "GET" and known is not None:
        form.text.data = vault().reveal(known)
    situation_id = str(derive_id("round situation", recommendation_id, form.command_id.data or ""))

    def command() -> DescribeSituation:
        text = form.text.data or ""
        checking.refuse_situation(one, recommendation_id, text)
        return DescribeSituation(
            round_id=one.round_id,
            recommendation_id=recommendation_id,
            situation_id=situation_id,
            text=found.sealed(situation_id, text),
        )

    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Situation at the time of the visit or recommendation"),
            lead=gettext("It can be changed until the table is sent."),
            texts=[(None, texts[recommendation_id][1])] if recommendation_id in texts else [],
            button=gettext("Keep it"),
        ),
        command,
        said=gettext("The situation is kept."),
    )


@bp.route("/<uuid:round_id>/compile", methods=["GET", "POST"])
@_works
def compile_(round_id: UUID) -> Answer:
    one = _open(round_id)
    if one.published:
        raise NotFound
    with engine().connect() as conn:
        every, rows = queries.every_answer(conn, one), queries.rows_of(conn, one.round_id)
        asked = {each.provider_id: each for each in queries.providers_of(conn, one)}
    places = {row.recommendation_id: at for at, row in enumerate(rows, start=1)}
    offered = {
        each.answer_id: _cell(places[each.recommendation_id], asked[each.provider_id])
        for each in sorted(every, key=lambda each: places[each.recommendation_id])
        if each.wish != "holder"
    }
    form = CompileForm(offered=offered)
    apart = sum(each.wish == "holder" for each in every)
    if request.method == "GET":
        form.answers.data = " ".join(each.answer_id for each in every)
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Compile the table"),
            lead=[
                gettext("Answers in the table: %(count)s.", count=len(every) - apart),
                gettext("Left out, as they are for the mandate alone: %(count)s.", count=apart),
                gettext("The State reads nothing of it until the Mandate-holder sends it."),
            ],
            button=gettext("Compile it"),
            leave=gettext("Not now"),
        ),
        lambda: CompileTable(
            round_id=one.round_id, answers=form.shown, left_out=tuple(form.left_out.data or ())
        ),
        said=gettext("The table is compiled."),
    )


@bp.route("/<uuid:round_id>/last-day", methods=["GET", "POST"])
@_works
def move(round_id: UUID) -> Answer:
    one, form = _open(round_id), MoveForm()
    if one.published:
        raise NotFound
    if request.method == "GET":
        form.seen.data, form.due_on.data = one.due_on.isoformat(), one.due_on
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Move the last day to answer"),
            lead=gettext(
                "Everybody who was asked sees the new day, and is told of it unless they wish not "
                "to be contacted. Reminders go by it."
            ),
            button=gettext("Move the day"),
            leave=gettext("Leave it as it is"),
        ),
        lambda: MoveDue(round_id=one.round_id, seen=form.shown, due_on=given(form.due_on)),
        said=gettext("The last day is moved."),
    )


def _cell(place: int, of: queries.Provider) -> str:
    row = gettext("Recommendation %(number)s", number=place)
    return f"{row}: {words.KINDS[of.kind]} {words.code(of) or ''}".rstrip()


def _open(round_id: UUID) -> Round:
    one = found.ours(round_id)
    if one.closed:
        raise NotFound
    return one


def _reads_all(one: Round, code: str) -> bool:
    """Whether each row is public, or this organisation is invited to it."""
    with engine().connect() as conn:
        ids = [row.recommendation_id for row in queries.rows_of(conn, one.round_id)]
        seen = found.seen_rows(conn, ids)
        closed = {row for row, (about, _) in seen.items() if about.published_at is None}
        c = invited.c
        these: Any = select(c.recommendation_id).where(
            c.organisation_id == code, c.recommendation_id.in_(closed)
        )
        return closed <= set(conn.scalars(these))
