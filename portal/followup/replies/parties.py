"""Replies and messages from outside: filed by the Government, or logged by the desk."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, request
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound

from portal.casefile.attachments.carrying import FIELD, Carried, carried, keep_all, must_wait
from portal.casefile.attachments.forms import chosen, rules
from portal.casefile.attachments.taking import Refused
from portal.casefile.replies.cases import Case
from portal.followup.replies import files
from portal.followup.replies.forms import (
    HINTS,
    HINTS_TO_GOVERNMENT,
    LONGEST_NOTE,
    LONGEST_REPLY,
    BareForm,
    FileReplyForm,
    LogReplyForm,
    ReceivedForm,
    RequestExtensionForm,
)
from portal.followup.replies.page import (
    Act,
    Answer,
    act_page,
    acted,
    found,
    sealed_about,
    sealed_of,
)
from portal.web import check
from portal.web.accounts.access import current_actor, require
from portal.web.check import Check
from portal.web.db import engine
from portal.web.demonstration.clock import deadline_time
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role

bp = Blueprint("parties", __name__, url_prefix="/<uuid:communication_id>")

_PARTIES = (Role.QUICK_RESPONSE_DESK, Role.GOVERNMENT)


@bp.route("/log", methods=["GET", "POST"])
@require(*_PARTIES)
def log(communication_id: UUID) -> Answer:
    with engine().connect() as conn:
        about, today = _addressed(conn, communication_id)
    desk = _is_desk()
    form = LogReplyForm(earliest=about.transmitted_on, latest=today) if desk else FileReplyForm()
    reply_id = str(derive_id("reply", form.command_id.data or ""))
    subject = f"reply-{reply_id}"
    going = carried(subject)

    def checks() -> Check:
        return _log_check(form, [*going, *keep_all(chosen(), subject)], desk=desk)

    def command() -> dict[str, Any]:
        must_wait(files.untold(going))
        return {
            "reply_id": reply_id,
            "kind": form.kind.data,
            "language": form.language.data,
            "confidential_by_state": form.confidential_by_state.data,
            "text": sealed_of(reply_id, form.text.data),
            "received_at": _received_at(form, about),
        }

    def then() -> None:
        # the reply is logged by now: a file that is refused even so can be sent again beside it
        with suppress(Refused):
            told = [(one.attachment_id, one.kept) for one in files.untold(going)]
            files.tell_of(about, reply_id, told)

    def act() -> Act:
        return _log_page(form, going, desk=desk)

    try:
        return acted(about, form, act, "log-reply", command, then, checks)
    except Refused as no:
        form.files.errors = [str(no)]
        return act_page(about, form, act()), 422


@bp.route("/acknowledge", methods=["GET", "POST"])
@require(*_PARTIES)
def acknowledge(communication_id: UUID) -> Answer:
    with engine().connect() as conn:
        about, today = _addressed(conn, communication_id)
    desk = _is_desk()
    form = ReceivedForm(earliest=about.transmitted_on, latest=today) if desk else BareForm()
    hint = {"hint": "As the recipient confirmed it"}
    act = Act(
        title="Acknowledge receipt of the letter",
        lead="It says that the letter arrived. It is no reply: "
        + ("the clock goes on." if desk else "one is still awaited."),
        button="Record that the letter arrived" if desk else "Confirm that the letter arrived",
        fields=[("date", form.received_on, hint)] if isinstance(form, ReceivedForm) else [],
    )
    return acted(
        about,
        form,
        lambda: act,
        "acknowledge-receipt",
        lambda: {"received_at": _received_at(form, about)},
    )


@bp.route("/more-time", methods=["GET", "POST"])
@require(*_PARTIES)
def more_time(communication_id: UUID) -> Answer:
    with engine().connect() as conn:
        about, _ = _addressed(conn, communication_id)
    form = RequestExtensionForm(after=about.due_on)
    act = Act(
        title="Ask for more time",
        lead="Asking moves nothing yet: the secretariat notes an extension, or does not.",
        button="Ask for more time",
        fields=[
            ("date", form.until, {}),
            ("textarea", form.reason, {"rows": 6, "max": LONGEST_NOTE}),
        ],
    )
    return acted(
        about,
        form,
        lambda: act,
        "request-extension",
        lambda: {
            "request_id": str(derive_id("extension", form.id)),
            "until": form.until.data,
            "reason": sealed_about(about, form.reason.data),
        },
    )


def _addressed(conn: Connection, communication_id: UUID) -> tuple[Case, date]:
    """Return the case and today's day; 404 for who is neither desk nor the Government of it."""
    about = found(conn, communication_id)
    if not (_is_desk() or about.sight.government):
        raise NotFound
    return about, day_of(deadline_time(conn))


def _is_desk() -> bool:
    return current_actor().has(Role.QUICK_RESPONSE_DESK)


def _received_at(form: object, about: Case) -> Any:
    """What a Government files comes as it asks: the time that stands here does not count."""
    return form.received_at if isinstance(form, ReceivedForm) else about.transmitted_at


def _log_check(form: FileReplyForm, going: Sequence[Carried], *, desk: bool) -> Check:
    came = [form.received_on] if isinstance(form, LogReplyForm) else []
    said = check.answers(form.kind, *came, form.language, form.confidential_by_state, form.text)
    return Check(
        title="Check the reply before you log it"
        if desk
        else "Check your reply before you file it",
        lead="It reaches the mandates as you send it, and cannot be changed afterwards.",
        button=_button(desk=desk),
        answers=[*said, ("Files", "\n".join(one.name for one in going) or "None")],
        also=[(FIELD, one.token) for one in going if one.token not in request.form.getlist(FIELD)],
    )


def _button(*, desk: bool) -> str:
    return "Log the reply" if desk else "File the reply"


def _log_page(form: FileReplyForm, going: Sequence[Carried], *, desk: bool) -> Act:
    came = (
        [("date", form.received_on, {"hint": "A late reply is logged like any other"})]
        if isinstance(form, LogReplyForm)
        else []
    )
    confidential = (
        "Those who work on the case still read it. When replies are published, a note stands in "
        "its place."
    )
    return Act(
        title="Log a reply" if desk else "File a reply",
        lead=""
        if desk
        else "It reaches the mandates as you send it, and cannot be changed afterwards. "
        "You may file another one.",
        button="Continue",
        fields=[
            ("radios", form.kind, {"hints": HINTS if desk else HINTS_TO_GOVERNMENT}),
            *came,
            ("select", form.language, {}),
            ("checkbox", form.confidential_by_state, {"hint": confidential}),
            ("textarea", form.text, {"rows": 14, "max": LONGEST_REPLY}),
            *([("carried", going, {})] if going else []),
            ("files", form.files, rules()),
        ],
    )
