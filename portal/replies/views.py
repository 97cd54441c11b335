"""Replies of Governments: the clock of each letter, what came, and how it was graded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Blueprint, current_app, redirect, request, url_for
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal import htmx
from portal.accounts import account as accounts
from portal.accounts.access import (
    access_of,
    current_account,
    current_actor,
    require,
    signed_in,
)
from portal.accounts.account import actor_of
from portal.commands import CommandRefused
from portal.context import commands, vault
from portal.db import engine
from portal.demo.clock import deadline_time
from portal.demo.read_model import DEMO
from portal.polling import version
from portal.replies import words
from portal.replies.cases import (
    READERS,
    WORKERS,
    Case,
    Reply,
    Sight,
    day_in_geneva,
    find,
    lists,
    replies_of,
)
from portal.replies.forms import LONGEST_RATIONALE, LONGEST_REPLY, AssessReplyForm, LogReplyForm
from portal.replies.read_model import REPLIES
from portal.waiting import waited
from shared.actor import Actor
from shared.message import Sealed, derive_id
from shared.reference import COOPERATION
from shared.roles import Role

bp = Blueprint("replies", __name__, url_prefix="/replies")

_LETTER = "communications.detail"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case as its page shows it to the person who asks.

    ``texts``: reply id, or reply id and mandate, to the text; None once it was erased.
    ``assesses``: the mandates for which this person may grade replies.
    """

    case: Case
    replies: list[Reply]
    texts: dict[str | tuple[str, str], str | None]
    names: dict[str, str]
    at: datetime
    version: str
    logs: bool
    assesses: list[str]

    @property
    def everything(self) -> bool:
        return self.case.sight is Sight.EVERYTHING


@bp.app_context_processor
def _words() -> dict[str, object]:
    return {"reply_case": reply_case, "reply_words": words}


def reply_case(communication_id: str | UUID) -> CaseView | None:
    """Return the letter's reply case for whoever is looking; None when he may not see it.

    For templates that include ``replies/_case.html`` with ``communication_id``.
    """
    account = signed_in()
    if account is None:
        return None
    actor = actor_of(account)
    with engine().connect() as conn:
        seen = _version(conn)  # before what it is the version of
        case = find(conn, actor, str(communication_id))
        return _view(conn, actor, case, seen) if case else None


@bp.get("")
@require(*WORKERS)
def index() -> str | Response:
    actor = current_actor()
    with engine().connect() as conn:
        at, seen = deadline_time(conn), _version(conn)
        if request.args.get("seen") == seen:
            return htmx.make_response("", 204)
        return htmx.render(
            "replies/index.html",
            block="lists",
            lists=lists(conn, actor, at),
            at=at,
            version=seen,
        )


@bp.get("/<uuid:communication_id>/case")
@require(*READERS)
def case(communication_id: UUID) -> str | Response:
    done = waited(engine(), REPLIES.consumer, request.args.get("after"))
    with engine().connect() as conn:
        found = _found(conn, communication_id)
        if request.args.get("seen") == _version(conn):
            return htmx.make_response("", 204)
    return htmx.render(
        "replies/case.html",
        block="case",
        case=found,
        communication_id=str(communication_id),
        processing=not done,
        back=url_for("replies.index" if current_actor().has(*WORKERS) else "home.index"),
        letter=letter_page(found.communication_id),
    )


@bp.route("/<uuid:communication_id>/log", methods=["GET", "POST"])
@require(Role.QUICK_RESPONSE_DESK)
def log(communication_id: UUID) -> str | Response | tuple[str, int]:
    with engine().connect() as conn:
        found, at = _found(conn, communication_id), deadline_time(conn)
    form = LogReplyForm(earliest=found.transmitted_on, latest=day_in_geneva(at))
    if request.method == "GET":
        return _log_page(found, form)
    if not form.validate():
        return _log_page(found, form), 422
    reply_id = str(derive_id("reply", form.id))
    command = {
        "communication_id": found.communication_id,
        "reply_id": reply_id,
        "kind": form.kind.data,
        "language": form.language.data,
        "confidential_by_state": form.confidential_by_state.data,
        "text": _sealed(reply_id, form.text.data),
        "received_at": form.received_at,
    }
    try:
        return _asked("log-reply", command, form, found)
    except CommandRefused as no:
        form.form_errors.append(no.sentence)
        return _log_page(found, form), no.status


@bp.route("/<uuid:communication_id>/<uuid:reply_id>/assess", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
def assess(communication_id: UUID, reply_id: UUID) -> str | Response | tuple[str, int]:
    actor = current_actor()
    with engine().connect() as conn:
        view = _view(conn, actor, _found(conn, communication_id), "")
    reply = next((one for one in view.replies if one.reply_id == str(reply_id)), None)
    if reply is None or not view.assesses:
        raise NotFound
    form = AssessReplyForm(mandates=view.assesses)
    if request.method == "GET":
        return _assess_page(view, reply, form)
    if not form.validate():
        return _assess_page(view, reply, form), 422
    command = {
        "communication_id": view.case.communication_id,
        "reply_id": reply.reply_id,
        "mandate": form.mandate.data,
        "scheme": COOPERATION.code,
        "value": form.value.data,
        "rationale": _sealed(reply.reply_id, form.rationale.data),
    }
    try:
        return _asked("assess-reply", command, form, view.case)
    except CommandRefused as no:
        form.form_errors.append(no.sentence)
        return _assess_page(view, reply, form), no.status


def letter_page(communication_id: str) -> str | None:
    """Return the address of the whole file; None when its page is not open to who is looking."""
    if _LETTER not in current_app.view_functions:
        return None
    access = access_of(current_app, _LETTER)
    if access is None or not current_account().has(*access.roles):
        return None
    return url_for(_LETTER, communication_id=communication_id)


def _asked(
    type_: str, command: dict[str, object], form: LogReplyForm | AssessReplyForm, about: Case
) -> Response:
    accepted = commands().ask(
        "followup",
        type_,
        command,
        by=current_actor(),
        command_id=form.id,
        correlation_id=about.correlation_id,
    )
    page = url_for("replies.case", communication_id=about.communication_id, after=accepted.after)
    return redirect(page, 303)


def _found(conn: Connection, communication_id: UUID) -> Case:
    found = find(conn, current_actor(), str(communication_id))
    if found is None:
        raise NotFound
    return found


def _view(conn: Connection, actor: Actor, about: Case, seen: str) -> CaseView:
    received = replies_of(conn, about)
    graders = {grade.assessed_by for reply in received for grade in reply.grades}
    holds = actor.mandates if actor.has(Role.MANDATE_HOLDER) else frozenset()
    return CaseView(
        case=about,
        replies=received,
        texts=_revealed(received),
        names=accounts.names(conn, graders | {reply.logged_by for reply in received}),
        at=deadline_time(conn),
        version=seen,
        logs=actor.has(Role.QUICK_RESPONSE_DESK),
        assesses=[one for one in about.mandates if one in holds],
    )


def _revealed(received: Sequence[Reply]) -> dict[str | tuple[str, str], str | None]:
    sealed: dict[str | tuple[str, str], Sealed] = {}
    for reply in received:
        if reply.text is not None:
            sealed[reply.reply_id] = reply.text
        for grade in reply.grades:
            sealed[reply.reply_id, grade.mandate] = grade.rationale
    return dict(zip(sealed, vault().reveal_all(list(sealed.values())), strict=True))


def _sealed(reply_id: str, text: str | None) -> Sealed:
    return vault().seal(f"reply-{reply_id}", text or "")


def _version(conn: Connection) -> str:
    """Another one also when a day has passed: the page says how many are left."""
    today = day_in_geneva(deadline_time(conn))
    return f"{version(conn, REPLIES.consumer, DEMO.consumer)}-{today:%Y%m%d}"


def _log_page(about: Case, form: LogReplyForm) -> str:
    return htmx.render(
        "replies/log.html", block="content", case=about, form=form, longest=LONGEST_REPLY
    )


def _assess_page(view: CaseView, reply: Reply, form: AssessReplyForm) -> str:
    return htmx.render(
        "replies/assess.html",
        block="content",
        view=view,
        reply=reply,
        form=form,
        longest=LONGEST_RATIONALE,
    )
