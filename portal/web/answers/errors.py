"""Refusals and failures as calm pages: what happened, what to do, and the entries of the form.

Programs under ``/api/`` get the same as ``application/problem+json`` (RFC 9457).
"""

import json
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

import structlog
from flask import Flask, current_app, g, redirect, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as NoConnection
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from portal.web import htmx
from portal.web.accounts import proof
from portal.web.accounts.access import Door
from portal.web.commands import CommandRefused
from portal.web.i18n.texts import gettext, lazy
from shared.platform.vault import Forgotten

log = structlog.get_logger(__name__)

_SECRET = {"csrf_token", "password", *proof.FIELDS}
_NOT_TYPED = {"command_id", "command_of", "then"}
_NEVER_SHOWN = ("password", "passphrase", "return_code", "draft_code")

# Status → title and the one sentence that says what to do.
_PAGES = {
    400: (lazy("That could not be read"), lazy("Go back, reload the page and send it again.")),
    401: (lazy("You are not signed in"), lazy("Sign in, then open the page again.")),
    403: (
        lazy("This page is not open to you"),
        lazy("If you need it for your work, ask whoever manages your account."),
    ),
    404: (
        lazy("There is no such page"),
        lazy(
            "Check the address, or go back and load that page again: the step may be done by now. "
            "It may also be that you may not see it."
        ),
    ),
    405: (
        lazy("That cannot be done here"),
        lazy("Open the page from the menu and use its buttons."),
    ),
    409: (
        lazy("Somebody else was faster"),
        lazy("Open the page again: it shows what changed. Then decide anew."),
    ),
    410: (
        lazy("That is not here any more"),
        lazy("It was removed. Go back, or start from the home page."),
    ),
    413: (
        lazy("That is too large"),
        lazy("Shorten the text, or send fewer or smaller files; nothing was kept."),
    ),
    422: (
        lazy("Something is missing or wrong"),
        lazy("Go back, correct what you entered and send it again."),
    ),
    429: (lazy("Too many attempts"), lazy("Wait 15 minutes, then try again.")),
    500: (
        lazy("Something went wrong on our side"),
        lazy("Try again in a few minutes. What was confirmed to you before is kept."),
    ),
    503: (
        lazy("A part of the system does not answer"),
        lazy("Try again in a few minutes. What was confirmed to you before is kept."),
    ),
}
_STALE = (
    lazy("This page was open for too long"),
    lazy("Nothing was sent. Open the page again and send it."),
)
_STALE_KEPT = (
    _STALE[0],
    lazy("Nothing was sent yet. What you entered is below: check it, then send it again."),
)
_SIGNED_OUT = (
    lazy("You were signed out"),
    lazy(
        "Nothing was sent yet. What you entered is below: sign in in another tab, "
        "come back to this one, then send it again."
    ),
)
_ERASED = lazy(
    "What was kept about this case was erased on request, so nothing more can be recorded about "
    "it. Whoever has something new begins a new case."
)
_ERASED_TO_READ = lazy("What was kept here was erased on request, so there is nothing to read.")
_BACK = {409: lazy("Open the page again"), 413: lazy("Back to the form")}  # to decide anew
_AGAIN = {400, 401, 429, 500, 503}  # what may succeed when the very same is sent later
_KEPT = _AGAIN | {409, 422}
_SOON = "5"  # seconds until what is away or full is asked again
_WAYS_BACK = {Door.CHANNEL: "channel.enter_form", Door.DRAFT: "anybody.return_form"}


@dataclass(frozen=True, slots=True)
class Typed:
    """A refused form's entries: shown again to their person, and ready to be sent again."""

    texts: list[tuple[str, str]]
    fields: list[tuple[str, str]]
    action: str
    again: bool


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, _refuse)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(ProgrammingError, _table_missing)
    app.register_error_handler(NoConnection, _database_busy)
    app.register_error_handler(CommandRefused, _said_no)
    app.register_error_handler(Forgotten, _handle_erased)


def is_api() -> bool:
    return request.path.startswith("/api/")


def problem(status: int, detail: str, **members: object) -> Response:
    """Return problem+json; ``members`` are added to the object, such as ``errors`` by field."""
    body = {"title": HTTPStatus(status).phrase, "status": status, "detail": detail, **members}
    return Response(json.dumps(body), status=status, mimetype="application/problem+json")


def _refuse(error: HTTPException) -> Response:
    status = error.code or 500
    if error.response is not None or status < 400:  # noqa: PLR2004  # a redirect, not a refusal
        return Response.from_app(error.get_response(), request.environ)
    typed = None if is_api() else _read_entries(status)
    title, sentence = _words(error, status, kept=typed is not None)
    if is_api():
        response = problem(status, str(sentence))
    elif status == HTTPStatus.UNAUTHORIZED and typed is None:
        response = _to_sign_in()
    else:
        again = request.method == "GET" and status >= HTTPStatus.INTERNAL_SERVER_ERROR
        page = htmx.render(
            "error.html",
            block="content",
            title=title,
            sentence=sentence,
            typed=typed,
            again=again,
            page=_page_of_form(status),
            back=_BACK.get(status),
        )
        response = htmx.make_response(
            page,
            status,
            retarget="#main" if htmx.asked() else None,
            reswap="innerHTML" if htmx.asked() else None,
        )
    _keep_headers(error, response)
    return response


def _table_missing(error: ProgrammingError) -> Response:
    """PostgreSQL's word for a read model that is being built; SQLite calls it operational."""
    if type(error.orig).__name__ != "UndefinedTable":
        raise error
    return _database_away(error)


def _database_away(error: DBAPIError) -> Response:
    log.warning("database away", error=type(error.orig).__name__)  # its text may quote values
    g.setdefault("account", None)
    return _refuse(_error(HTTPStatus.SERVICE_UNAVAILABLE))


def _database_busy(_: NoConnection) -> Response:
    """All connections were in use for too long."""
    g.setdefault("account", None)
    return _refuse(_error(HTTPStatus.SERVICE_UNAVAILABLE))


def _said_no(no: CommandRefused) -> Response:
    """A refusal that no view caught to show it beside its form."""
    return _refuse(_error(no.status, str(no) if is_api() else no.sentence))


def _handle_erased(_: Forgotten) -> Response:
    """Somebody was forgotten of whom something was to be recorded, or was the whole page."""
    if request.method in {"GET", "HEAD"}:
        return _refuse(_error(HTTPStatus.GONE, str(_ERASED_TO_READ)))
    return _refuse(_error(HTTPStatus.CONFLICT, str(_ERASED)))


def _error(status: int, sentence: str | None = None) -> HTTPException:
    error = HTTPException(sentence)
    error.code = status
    return error


def _words(error: HTTPException, status: int, *, kept: bool) -> tuple[str, str]:
    if isinstance(error, CSRFError):
        return _STALE_KEPT if kept else _STALE
    if status == HTTPStatus.UNAUTHORIZED and kept:
        return (_SIGNED_OUT[0], error.description or "") if _way_back() else _SIGNED_OUT
    title, sentence = _PAGES.get(status) or _PAGES[500 if status >= 500 else 400]  # noqa: PLR2004
    said = error.description
    own = said is not None and said != type(error).description
    return title, (said or "") if own else sentence


def _read_entries(status: int) -> Typed | None:
    """Return the entries, if the browser says that the form was one of ours.

    Otherwise another site could show its own words here and have a person send them.
    """
    if (
        status not in _KEPT
        or request.method != "POST"
        or request.headers.get("Sec-Fetch-Site") != "same-origin"
    ):
        return None
    try:
        sent = list(request.form.items(multi=True))
    except HTTPException:
        return None
    if any(secret in name for name, _ in sent for secret in _NEVER_SHOWN):
        return None
    fields = [(name, value) for name, value in sent if name not in _SECRET]
    texts = [
        (gettext(name.rpartition("-")[2].replace("_", " ").capitalize()), value)
        for name, value in fields
        if name not in _NOT_TYPED and value.strip()
    ]
    if not texts:
        return None
    return Typed(texts, fields, request.full_path.rstrip("?"), again=status in _AGAIN)


def _page_of_form(status: int) -> str | None:
    """Return the address of the page that the refused form was on, where it can be opened."""
    if request.method != "POST" or status not in _BACK:
        return None
    try:
        current_app.url_map.bind("").match(request.path, "GET")
    except HTTPException:
        return None
    return request.path


def _way_back() -> str | None:
    """Return where those come in again who have no account, from a page that needs none."""
    return g.get("way_back") or _WAYS_BACK.get(g.get("door"))


def _to_sign_in() -> Response:
    then = request.full_path.rstrip("?") if request.method == "GET" else "/"
    address = f"{url_for('accounts.sign_in_form')}?{urlencode({'then': then})}"
    if (way_back := _way_back()) is not None:
        address = url_for(way_back)
    if htmx.asked():
        return htmx.make_response("", 401, redirect=address)
    return redirect(address, 303)


def _keep_headers(error: HTTPException, response: Response) -> None:
    """Such as ``Allow`` of a 405 and ``Retry-After`` of a 429; a 503 always has one."""
    for name, value in error.get_headers():
        if name != "Content-Type":
            response.headers[name] = value
    if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers.setdefault("Retry-After", _SOON)
