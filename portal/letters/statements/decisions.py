"""Decisions about a statement: request approval, approve, decline, issue, withdraw."""

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from uuid import UUID

from flask import Blueprint, request, url_for
from werkzeug.exceptions import NotFound

from portal.casefile.lint import passages
from portal.casefile.lint.checking import Checked
from portal.letters.approval import checking, deciding
from portal.letters.approval.deciding import Stopped, refuse_newer
from portal.letters.approval.forms import ChangesForm, ExactForm
from portal.letters.communications.places import UNFILLED, unfilled
from portal.letters.statements import words
from portal.letters.statements.asking import (
    checked_publicly,
    find,
    on,
    present,
    read_through,
    sealed,
)
from portal.letters.statements.detail import gathered, render
from portal.letters.statements.forms import ReasonForm
from portal.letters.statements.queries import Statement
from portal.letters.statements.wording import salt_of
from portal.web.accounts.access import current_actor, require
from portal.web.accounts.fresh import fresh
from portal.web.act import Answer, Page, act
from portal.web.db import engine
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.approvals_statement_commands import (
    ApproveStatement,
    Command,
    DeclineStatement,
    IssueStatement,
    RequestStatementApproval,
    RequestStatementChanges,
    WithdrawStatement,
)
from shared.core.roles import Role

bp = Blueprint("decisions", __name__, url_prefix="/<uuid:statement_id>")

_STOPS = "That was not done. The text has to be looked at or changed first: see below."
_WITHDRAW = {
    "press_release": lazy("Withdraw the press release?"),
    "end_of_mission": lazy("Withdraw the end-of-mission statement?"),
    "mission_report": lazy("Withdraw the mission report?"),
}


@bp.get("/check")
@require(Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER)
def check(statement_id: UUID) -> str:
    statement = _open(statement_id)
    return _check_page(statement, _checked(statement))


@bp.post("/passages")
@require(Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER)
@fresh(lazy("see where the text of a statement may tell who the source is"))
def look(statement_id: UUID) -> Answer:
    """Show once where a source may be told, to who may know: an opening of the identity."""
    return passages.shown(_checking(statement_id))


@bp.post("/clear")
@require(Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER)
@fresh(lazy("confirm that passages of a statement do not tell who the source is"))
def clear(statement_id: UUID) -> Answer:
    return passages.stayed(_checking(statement_id))


@bp.post("/request-approval")
@require(Role.HUMAN_RIGHTS_OFFICER)
def request_approval(statement_id: UUID) -> Answer:
    """First the check (R6). What it looked at is what is asked for, or the service refuses."""
    statement, form = find(statement_id), ExactForm()

    def command() -> RequestStatementApproval:
        _refuse_unfilled(statement, form)
        _refuse_what_tells(statement)
        return RequestStatementApproval(
            statement_id=statement.statement_id,
            version=form.number,
            content_hash=form.content_hash.data or "",
        )

    said = gettext("Approval was requested of every mandate in whose name it is.")
    return _decided(statement, form, command, said)


@bp.post("/approve")
@require(Role.MANDATE_HOLDER)
@fresh(lazy("approve the statement in the name of your mandate"))
def approve(statement_id: UUID) -> Answer:
    statement, form = find(statement_id), ExactForm()

    def command() -> ApproveStatement:
        _refuse_unfilled(statement, form)
        return ApproveStatement(
            statement_id=statement.statement_id,
            mandate=form.mandate.data or "",
            version=form.number,
            content_hash=form.content_hash.data or "",
        )

    said = gettext(
        "You approved the text. If it is changed, your approval falls, and you are asked again."
    )
    return _decided(statement, form, command, said)


@bp.post("/changes")
@require(Role.MANDATE_HOLDER)
def changes(statement_id: UUID) -> Answer:
    statement, form = find(statement_id), ChangesForm()
    return _decided(
        statement,
        form,
        lambda: RequestStatementChanges(
            statement_id=statement.statement_id,
            mandate=form.mandate.data or "",
            version=form.number,
            note=sealed(statement.statement_id, form.note.data or ""),
        ),
        gettext("You asked for changes. You are asked again when the text is ready."),
    )


@bp.post("/decline")
@require(Role.MANDATE_HOLDER)
def decline(statement_id: UUID) -> Answer:
    statement, form = find(statement_id), ExactForm()
    return _decided(
        statement,
        form,
        lambda: DeclineStatement(
            statement_id=statement.statement_id, mandate=form.mandate.data or ""
        ),
        gettext(
            "The statement is not in the name of your mandate any more. It goes on without it."
        ),
        to=url_for("statements.index"),
    )


@bp.post("/issue")
@require(Role.MANDATE_HOLDER)
@fresh(lazy("issue the statement to the public"))
def issue(statement_id: UUID) -> Answer:
    """First the check again: consent may have been withdrawn since approval was asked (R6, R13)."""
    statement, form = find(statement_id), ExactForm()

    def command() -> IssueStatement:
        _refuse_unfilled(statement, form)
        _refuse_what_tells(statement)
        with engine().connect() as conn:
            wording = present(conn, statement)
        return IssueStatement(
            statement_id=statement.statement_id,
            mandate=form.mandate.data or "",
            version=form.number,
            wording=wording,
            salt=salt_of(statement.statement_id),
        )

    said = gettext("The statement is issued. Everybody can read it now.")
    return _decided(statement, form, command, said)


@bp.route("/withdraw", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
def withdraw(statement_id: UUID) -> Answer:
    statement, form = find(statement_id), ReasonForm()
    if request.method == "GET":
        form.mandate.data = request.args.get("mandate", "")
        form.version.data = str(statement.version)
    mandate = form.mandate.data or ""
    if statement.state == "withdrawn" or mandate not in current_actor().mandates:
        raise NotFound
    effect = (
        gettext(
            "It disappears from the public pages. Who saved it keeps it. To correct it, have its "
            "text changed instead. This cannot be undone."
        )
        if statement.edition
        else gettext("It will not be issued, in anybody's name. This cannot be undone.")
    )
    page = Page(
        heading=str(_WITHDRAW[statement.kind]),
        title=gettext("Withdraw the statement"),
        lead=effect,
        button=gettext("Withdraw for %(mandate)s", mandate=words.acronym(mandate)),
        tone="warning",
    )
    return act(
        on(statement),
        form,
        page,
        lambda: WithdrawStatement(
            statement_id=statement.statement_id,
            mandate=mandate,
            reason=sealed(statement.statement_id, form.reason.data or ""),
        ),
        said=gettext("The statement is withdrawn."),
    )


def _decided(
    statement: Statement,
    form: ExactForm,
    command: Callable[[], Command],
    said: str,
    *,
    to: str = "",
) -> Answer:
    """Ask the service, and say so; or show the statement again with the sentence of its refusal."""
    return deciding.decide(
        on(statement),
        form,
        command,
        said,
        again=partial(again, statement, form),
        refused=lambda no: again(find(UUID(statement.statement_id)), form, no.sentence),
        to=to,
    )


def _refuse_unfilled(statement: Statement, form: ExactForm) -> None:
    """Nothing is decided about a text while a place of a letter's template is not filled in."""
    refuse_newer(form, statement)
    with engine().connect() as conn:
        wording = asdict(present(conn, statement))
    if any(map(unfilled, wording.values())):
        raise Stopped(422, UNFILLED, partial(again, statement, form, incomplete=True))


def _refuse_what_tells(statement: Statement) -> None:
    result = _checked(statement)
    if result.stops:
        raise Stopped(422, _STOPS, partial(_check_page, statement, result))


def again(statement: Statement, form: ExactForm, sentence: str, *, incomplete: bool = False) -> str:
    """Show the statement again, with the sentence of a refusal."""
    with engine().connect() as conn:
        detail = gathered(conn, current_actor(), statement, form)
    return render(detail, refusal=sentence, incomplete=incomplete)


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
        title=gettext("The statement"),
        address=url_for("statements.decisions.clear", statement_id=statement_id),
        change=url_for("statements.revise", statement_id=statement_id)
        if current_actor().has(Role.HUMAN_RIGHTS_OFFICER)
        else "",
    )


def _check_page(
    statement: Statement,
    result: Checked,
    refusal: str | None = None,
    *,
    look: passages.LookForm | None = None,
) -> str:
    id_ = statement.statement_id
    revises = current_actor().has(Role.HUMAN_RIGHTS_OFFICER)
    return checking.page(
        on(statement),
        statement,
        result,
        look=look,
        look_at=url_for("statements.decisions.look", statement_id=id_),
        refusal=refusal,
        change=url_for("statements.revise", statement_id=id_) if revises else "",
        template="statements/check.html",
    )
