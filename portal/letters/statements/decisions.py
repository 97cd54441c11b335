"""Decisions about a statement: request approval, approve, decline, issue, withdraw."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import partial
from typing import Any, TypeAlias
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.casefile.lint import passages
from portal.casefile.lint.checking import Checked
from portal.letters.communications.asking import asked
from portal.letters.communications.forms import LONGEST_NOTE, ChangesForm, ExactForm
from portal.letters.communications.places import UNFILLED, unfilled
from portal.letters.statements import words
from portal.letters.statements.asking import checked_publicly, find, present, read_through, sealed
from portal.letters.statements.detail import gathered, render
from portal.letters.statements.forms import ReasonForm
from portal.letters.statements.queries import Statement
from portal.letters.statements.wording import salt_of
from portal.web import htmx
from portal.web.accounts.access import current_actor, require
from portal.web.accounts.fresh import fresh
from portal.web.commands import CommandRefused
from portal.web.db import engine
from shared.core.roles import Role

bp = Blueprint("decisions", __name__, url_prefix="/<uuid:statement_id>")

_STOPS = "That was not done. The text has to be looked at or changed first: see below."
_LIST = "statements.index"
_ON_ITS_WAY = "The newest text is still on its way to this page. Wait a moment, then ask again."

Answer: TypeAlias = str | Response | tuple[str, int]


@bp.get("/check")
@require(Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER)
def check(statement_id: UUID) -> str:
    statement = _open(statement_id)
    return _check_page(statement, _checked(statement))


@bp.post("/passages")
@require(Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER)
@fresh("see where the text of a statement may tell who the source is")
def look(statement_id: UUID) -> Answer:
    """Show once where a source may be told, to who may know: an opening of the identity."""
    return passages.shown(_checking(statement_id))


@bp.post("/clear")
@require(Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER)
@fresh("confirm that passages of a statement do not tell who the source is")
def clear(statement_id: UUID) -> Answer:
    return passages.stayed(_checking(statement_id))


@bp.post("/request-approval")
@require(Role.HUMAN_RIGHTS_OFFICER)
def request_approval(statement_id: UUID) -> Answer:
    """First the check (R6). What it looked at is what is asked for, or the service refuses."""
    form = ExactForm()
    return _decided(
        statement_id,
        form,
        "request-statement-approval",
        lambda _: {"version": form.number, "content_hash": form.content_hash.data},
        "Approval was requested of every mandate in whose name it is.",
        checks=True,
        complete=True,
    )


@bp.post("/approve")
@require(Role.MANDATE_HOLDER)
@fresh("approve the statement in the name of your mandate")
def approve(statement_id: UUID) -> Answer:
    form = ExactForm()
    return _decided(
        statement_id,
        form,
        "approve-statement",
        lambda _: {
            "mandate": form.mandate.data,
            "version": form.number,
            "content_hash": form.content_hash.data,
        },
        "You approved the text. If it is changed, your approval falls, and you are asked again.",
        complete=True,
    )


@bp.post("/changes")
@require(Role.MANDATE_HOLDER)
def changes(statement_id: UUID) -> Answer:
    form = ChangesForm()
    return _decided(
        statement_id,
        form,
        "request-statement-changes",
        lambda one: {
            "mandate": form.mandate.data,
            "version": form.number,
            "note": sealed(one.statement_id, form.note.data or ""),
        },
        "You asked for changes. You are asked again when the text is ready.",
    )


@bp.post("/decline")
@require(Role.MANDATE_HOLDER)
def decline(statement_id: UUID) -> Answer:
    form = ExactForm()
    return _decided(
        statement_id,
        form,
        "decline-statement",
        lambda _: {"mandate": form.mandate.data},
        "The statement is not in the name of your mandate any more. It goes on without it.",
        to=_LIST,
    )


@bp.post("/issue")
@require(Role.MANDATE_HOLDER)
@fresh("issue the statement to the public")
def issue(statement_id: UUID) -> Answer:
    """First the check again: consent may have been withdrawn since approval was asked (R6, R13)."""
    form = ExactForm()

    def wording(one: Statement) -> Mapping[str, Any]:
        with engine().connect() as conn:
            shown = asdict(present(conn, one))
        asked = {"mandate": form.mandate.data, "version": form.number, "wording": shown}
        return {**asked, "salt": salt_of(one.statement_id)}

    return _decided(
        statement_id,
        form,
        "issue-statement",
        wording,
        "The statement is issued. Everybody can read it now.",
        checks=True,
        complete=True,
    )


@bp.route("/withdraw", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
def withdraw(statement_id: UUID) -> Answer:
    statement = find(statement_id)
    form = ReasonForm()
    if request.method == "GET":
        form.mandate.data = request.args.get("mandate", "")
        form.version.data = str(statement.version)
    if statement.state == "withdrawn" or form.mandate.data not in current_actor().mandates:
        raise NotFound
    if request.method == "GET":
        return _withdraw_page(statement, form)
    if not form.validate():
        return _withdraw_page(statement, form), 422
    try:
        command = {
            "statement_id": statement.statement_id,
            "mandate": form.mandate.data,
            "reason": sealed(statement.statement_id, form.reason.data or ""),
        }
        accepted = asked("withdraw-statement", command, form, case=statement.case)
    except CommandRefused as no:
        form.form_errors.append(no.sentence)
        return _withdraw_page(statement, form), no.status
    flash("The statement is withdrawn.", "success")
    page = url_for("statements.show", statement_id=statement_id, after=accepted.after)
    return redirect(page, 303)


def _decided(
    statement_id: UUID,
    form: ExactForm,
    type_: str,
    data: Callable[[Statement], Mapping[str, Any]],
    said: str,
    *,
    checks: bool = False,
    complete: bool = False,
    to: str = "statements.show",
) -> Answer:
    """Ask the service, and say so; or show the statement again with the sentence of its refusal.

    ``complete``: not with a place of a letter's template in the text that was never filled in.
    """
    statement = find(statement_id)
    if not form.validate():
        return _again(statement, form, _first(form)), 422
    try:
        if complete and form.number > statement.version:
            return _again(statement, form, _ON_ITS_WAY), 409
        if complete and _unfilled(statement):
            return _again(statement, form, UNFILLED, incomplete=True), 422
        if checks:
            result = _checked(statement)
            if result.stops:
                return _check_page(statement, result, refusal=_STOPS), 422
        command = {"statement_id": statement.statement_id, **data(statement)}
        accepted = asked(type_, command, form, case=statement.case)
    except CommandRefused as no:
        return _again(find(statement_id), form, no.sentence), no.status
    flash(said, "success")
    if to == _LIST:
        return redirect(url_for(to, after=accepted.after), 303)
    return redirect(url_for(to, statement_id=statement_id, after=accepted.after), 303)


def _unfilled(statement: Statement) -> bool:
    with engine().connect() as conn:
        wording = asdict(present(conn, statement))
    return any(map(unfilled, wording.values()))


def _again(
    statement: Statement, form: ExactForm, sentence: str, *, incomplete: bool = False
) -> str:
    with engine().connect() as conn:
        detail = gathered(conn, current_actor(), statement, form)
    return render(detail, refusal=sentence, incomplete=incomplete)


def _first(form: ExactForm) -> str:
    return next(str(message) for messages in form.errors.values() for message in messages)


def _checked(statement: Statement) -> Checked:
    with engine().connect() as conn:
        return checked_publicly(conn, statement, present(conn, statement))


def _open(statement_id: UUID) -> Statement:
    statement = find(statement_id)
    if not statement.open:
        raise NotFound
    return statement


def _checking(statement_id: UUID) -> passages.Checking:
    statement = _open(statement_id)
    result = _checked(statement)
    with engine().connect() as conn:
        text = read_through(present(conn, statement))
    return passages.Checking(
        text=text,
        result=result,
        again=partial(_check_page, statement, result),
        back=url_for("statements.show", statement_id=statement_id),
        title="The statement",
        address=url_for("statements.decisions.clear", statement_id=statement_id),
        change=url_for("statements.revise", statement_id=statement_id)
        if current_actor().has(Role.HUMAN_RIGHTS_OFFICER)
        else "",
    )


def _check_page(
    statement: Statement,
    result: Checked,
    *,
    refusal: str | None = None,
    look: passages.LookForm | None = None,
) -> str:
    return htmx.render(
        "statements/check.html",
        block="content",
        statement=statement,
        checked=result,
        look=look or passages.offered(result),
        refusal=refusal,
        revises=current_actor().has(Role.HUMAN_RIGHTS_OFFICER),
        words=words,
    )


def _withdraw_page(statement: Statement, form: ReasonForm) -> str:
    return htmx.render(
        "statements/withdraw.html",
        block="content",
        statement=statement,
        form=form,
        words=words,
        longest_note=LONGEST_NOTE,
    )
