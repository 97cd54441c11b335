"""Steps that ask again who you are: approving, authorising, opening an identity, exporting.

A view marked ``fresh`` is not called while the session's last second factor is older than a
setting. The person gets a page that asks for one; that page carries all that was sent, so that
with the right answer the very same is sent again and nothing is typed twice.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Flask, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from portal import htmx
from portal.accounts import proof
from portal.accounts.access import current_account, current_session
from portal.accounts.proof import NotProven
from portal.context import now, settings

View = TypeVar("View", bound=Callable[..., Any])
_MARK = "fresh"


def fresh(view: View) -> View:
    """Ask for a fresh second factor before this view. Its form takes no files."""
    setattr(view, _MARK, True)
    return view


def init_app(app: Flask) -> None:
    """Guard the views that are marked. After ``access.init_app``: who asks must be known."""
    app.before_request(_ask)


def proven_lately() -> bool:
    """Whether whoever asks showed a second factor a short while ago."""
    shown = current_session().factor_at
    return shown is not None and now() - shown < timedelta(minutes=settings().step_up_minutes)


def _ask() -> Response | None:
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or not getattr(view, _MARK, False) or proven_lately():
        return None
    if request.method in {"GET", "HEAD"}:
        then = urlencode({"then": request.full_path.rstrip("?")})
        return redirect(f"{url_for('security.confirm')}?{then}", 303)
    sent = {name: request.form[name] for name in proof.FIELDS if name in request.form}
    if not sent:
        return _page(401)
    try:
        proof.prove(current_account(), current_session(), sent)
    except NotProven as error:
        return _page(422, error)
    return None


def _page(status: int, error: NotProven | None = None) -> Response:
    page = htmx.render(
        "accounts/again.html",
        block="content",
        question=proof.question(current_account(), current_session()),
        error=error,
        action=request.full_path.rstrip("?"),
        kept=[
            (name, value)
            for name, value in request.form.items(multi=True)
            if name not in proof.FIELDS and name != "csrf_token"
        ],
        entered=True,
        minutes=settings().step_up_minutes,
    )
    asked = htmx.asked()
    return htmx.make_response(
        page,
        status,
        retarget="#main" if asked else None,
        reswap="innerHTML" if asked else None,
    )
