"""What a provider does in a round: its own part, and nothing of anybody else's (FR2)."""

from typing import Any
from uuid import UUID

from flask import Blueprint, request
from werkzeug.exceptions import NotFound

from portal.followup.rounds import filed, found, queries, words
from portal.followup.rounds.forms import AnswerForm, CommentForm, SeenForm, SubmitForm
from portal.followup.rounds.queries import Own
from portal.web.accounts.access import require
from portal.web.act import Answer, Page, act
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n.texts import gettext
from shared.contracts.followup_round_commands import (
    ChooseReminders,
    CommentOnTable,
    DeclineToAnswer,
    DiscardDraft,
    KeepAnswer,
    SubmitAnswers,
    WithdrawAnswers,
)
from shared.core.message import derive_id
from shared.core.roles import Role

bp = Blueprint("roundanswers", __name__, url_prefix="/rounds/<uuid:round_id>")

_asked = require(*queries.ASKED)


@bp.route("/rows/<recommendation_id>", methods=["GET", "POST"])
@_asked
def row(round_id: UUID, recommendation_id: str) -> Answer:
    one = _open(round_id)
    form = AnswerForm(wishes=one.kind != "government")
    with engine().connect() as conn:
        rows = {each.recommendation_id: each for each in queries.rows_of(conn, one.round_id)}
        texts, kept = found.seen_rows(conn, list(rows)), queries.drafted(conn, one)
    this = kept.get(recommendation_id)
    if recommendation_id not in rows or (recommendation_id not in texts and this is None):
        raise NotFound
    _showing(form, one)
    shown = list[tuple[str | None, str | None]]()
    if recommendation_id in texts:
        shown.append((None, texts[recommendation_id][1]))
    if request.method == "GET" and this is not None and this.text is not None:
        form.text.data = vault().reveal(this.text)
        if form.text.data is None:
            shown.append((gettext("Draft, not sent"), None))  # erased
        if "wish" in form:
            form.wish.data = this.wish
    answer_id = str(derive_id("round answer", one.provider_id, form.command_id.data or ""))
    return act(
        found.about_own(one),
        form,
        Page(
            heading=gettext("Your answer"),
            lead=gettext("It is kept as a draft, which nobody else reads until you send it."),
            texts=shown,
            button=gettext("Keep the draft"),
        ),
        lambda: KeepAnswer(
            round_id=one.round_id,
            seen=form.shown,
            recommendation_id=recommendation_id,
            answer_id=answer_id,
            text=found.sealed(answer_id, form.text.data) if form.text.data else None,
            wish=form.wished,
        ),
        said=gettext("Your draft is kept."),
    )


@bp.route("/send", methods=["GET", "POST"])
@_asked
def send(round_id: UUID) -> Answer:
    one = _open(round_id)
    with engine().connect() as conn:
        kept = queries.drafted(conn, one)
        texts = found.seen_rows(conn, list(kept))
    if not kept:
        raise NotFound
    named = one.kind != "government" and any(each.wish == "publish" for each in kept.values())
    form = SubmitForm(named=named)
    _showing(form, one)
    if request.method == "GET" and named and one.name is not None:
        form.name.data = vault().reveal(one.name)
    submission_id = str(derive_id("round submission", one.provider_id, form.command_id.data or ""))
    said = found.opened([each.text for each in kept.values()])
    return act(
        found.about_own(one),
        form,
        Page(
            heading=gettext("Send your answers"),
            lead=gettext(
                "The mandate reads them. You can send them anew or take them back until the table "
                "is published."
            ),
            texts=[
                (_label(one, each.wish, texts.get(each.recommendation_id)), _said(each, said))
                for each in kept.values()
            ],
            button=gettext("Send them"),
            leave=gettext("Not now"),
        ),
        lambda: SubmitAnswers(
            round_id=one.round_id,
            seen=form.shown,
            submission_id=submission_id,
            name=found.sealed(submission_id, form.shown_name) if form.shown_name else None,
        ),
        said=gettext("Your answers are with the mandate."),
    )


@bp.route("/decline", methods=["GET", "POST"])
@_asked
def decline(round_id: UUID) -> Answer:
    one, form = _open(round_id), SeenForm()
    if one.declined or one.submitted_at:
        raise NotFound
    _showing(form, one)
    return act(
        found.about_own(one),
        form,
        Page(
            heading=gettext("Decline to answer?"),
            lead=gettext("You are not reminded any more. You can still answer later."),
            button=gettext("Decline"),
            leave=gettext("Leave it as it is"),
        ),
        lambda: DeclineToAnswer(round_id=one.round_id, seen=form.shown),
        said=gettext("The mandate knows that you do not answer."),
    )


@bp.route("/take-back", methods=["GET", "POST"])
@_asked
def take_back(round_id: UUID) -> Answer:
    one, form = _open(round_id), SeenForm()
    if not one.submitted_at:
        raise NotFound
    _showing(form, one)
    return act(
        found.about_own(one),
        form,
        Page(
            heading=gettext("Take your answers back?"),
            lead=gettext(
                "They leave the pages of the mandate and every table. Your draft stays, and you "
                "can send it again."
            ),
            button=gettext("Take them back"),
            leave=gettext("Leave it as it is"),
            tone="warning",
        ),
        lambda: WithdrawAnswers(round_id=one.round_id, seen=form.shown),
        said=gettext("Your answers are taken back."),
    )


@bp.route("/discard", methods=["GET", "POST"])
@_asked
def discard(round_id: UUID) -> Answer:
    one, form = found.asked(round_id), SeenForm()
    with engine().connect() as conn:
        if request.method == "GET" and not filed.unsent(conn, one):
            raise NotFound
    _showing(form, one)
    return act(
        found.about_own(one),
        form,
        Page(
            heading=gettext("Discard your draft?"),
            lead=gettext(
                "No page shows it any more, and you cannot send it. Within hours it is erased for "
                "good, but for what a table had. What you sent stays with the mandate until you "
                "take it back."
            ),
            button=gettext("Discard it"),
            leave=gettext("Leave it as it is"),
            tone="warning",
        ),
        lambda: DiscardDraft(round_id=one.round_id, seen=form.shown),
        said=gettext("Your draft is discarded."),
    )


@bp.route("/reminders", methods=["GET", "POST"])
@_asked
def reminders(round_id: UUID) -> Answer:
    one, form = _open(round_id), SeenForm()
    _showing(form, one)
    wanted = not one.remind
    return act(
        found.about_own(one),
        form,
        Page(
            heading=gettext("Be reminded?") if wanted else gettext("Stop reminders?"),
            lead=gettext("Reminders come at half time and seven days before the last day."),
            button=gettext("Remind us") if wanted else gettext("Stop them"),
            leave=gettext("Leave it as it is"),
        ),
        lambda: ChooseReminders(round_id=one.round_id, seen=form.shown, wanted=wanted),
        said=gettext("Your choice is kept."),
    )


@bp.route("/comment", methods=["GET", "POST"])
@require(Role.GOVERNMENT)
def comment(round_id: UUID) -> Answer:
    one, form = found.asked(round_id), CommentForm()
    if one.kind != "government" or not one.takes_comments:
        raise NotFound
    if request.method == "GET":
        form.seen.data = str(one.sent)
    comment_id = str(derive_id("round comment", one.round_id, form.command_id.data or ""))
    return act(
        found.about_own(one, "rounds.table"),
        form,
        Page(
            heading=gettext("Comment on the table"),
            lead=gettext("The mandate reads your comments. They are not published with the table."),
            button=gettext("Send the comments"),
        ),
        lambda: CommentOnTable(
            round_id=one.round_id,
            version=form.shown,
            comment_id=comment_id,
            text=found.sealed(comment_id, form.text.data or ""),
        ),
        said=gettext("Your comments are with the mandate."),
    )


def _open(round_id: UUID) -> Own:
    one = found.asked(round_id)
    if not one.open:
        raise NotFound
    return one


def _showing(form: SeenForm, one: Own) -> None:
    """Let the form name the own steps that its page shows (decision 0063)."""
    if request.method == "GET":
        form.seen.data = str(one.steps)


def _label(one: Own, wish: Any, row_: Any) -> str:
    text = (row_[1] if row_ else None) or ""
    if one.kind == "government":
        return text
    return f"{text} ({words.WISHES[wish]})"


def _said(each: queries.Answer, said: Any) -> str | None:
    return said[each.text.cipher] if each.text else None
