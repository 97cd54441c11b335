"""Steps that need a fresh second factor: approving, authorising, opening an identity, exporting.

A view marked ``fresh`` is not called while the session's last second factor is older than a
setting. The person gets a page that asks for a second factor; that page carries the whole request,
so that after the right answer the same request is sent again and nobody types anything twice.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Flask, current_app, redirect, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response

from portal.web import check, htmx
from portal.web.accounts import proof
from portal.web.accounts.access import current_account, current_actor, current_session
from portal.web.accounts.proof import NotProven
from portal.web.context import real_now, settings
from shared.core.roles import Role

View = TypeVar("View", bound=Callable[..., Any])
_MARK = "fresh"
_OF = "fresh_of"
_CHECKED = "fresh_checked"


def fresh(
    act: str | Callable[..., str],
    *,
    of: frozenset[Role] | None = None,
    takes_files: bool = False,
) -> Callable[[View], View]:
    """Ask for a fresh second factor before this view.

    ``act``: what the view does, to follow "You are about to"; or what says so of its arguments.
    ``of``: the roles that are asked for it, where others do less there; None: everybody is.
    ``takes_files``: its form does, and has a check page, from which alone it is done. The page that
    asks cannot carry a file, so what leads to the check page, and does nothing, is not asked.
    """

    def mark(view: View) -> View:
        setattr(view, _MARK, act)
        setattr(view, _OF, of)
        setattr(view, _CHECKED, takes_files)
        return view

    return mark


def init_app(app: Flask) -> None:
    """Guard the views that are marked. After ``access.init_app``: who asks must be known."""
    app.before_request(_ask)


def proven_lately() -> bool:
    """Whether the person showed a second factor a short while ago."""
    shown = current_session().factor_at
    return shown is not None and real_now() - shown < timedelta(minutes=settings().step_up_minutes)


def act_at(address: str) -> str | None:
    """Return the action at an address that asks for a second factor; None at any other."""
    path = address.partition("?")[0]
    try:
        endpoint, arguments = current_app.url_map.bind("").match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return None
    return _act(endpoint, arguments)


def _act(endpoint: str | None, arguments: Mapping[str, Any] | None) -> str | None:
    view = current_app.view_functions.get(endpoint or "")
    act: str | Callable[..., str] | None = getattr(view, _MARK, None)
    return act(**(arguments or {})) if callable(act) else act


def _ask() -> Response | None:
    view = current_app.view_functions.get(request.endpoint or "")
    if not hasattr(view, _MARK):
        return None
    of: frozenset[Role] | None = getattr(view, _OF)
    if proven_lately() or (of is not None and not current_actor().has(*of)):
        return None
    if request.method == "POST" and getattr(view, _CHECKED) and not check.is_checked():
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
        act=_act(request.endpoint, request.view_args),
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
