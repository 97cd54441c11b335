"""Leaving without an account: this browser holds nothing of what was sent any more."""

from flask import redirect, request, session, url_for
from werkzeug.wrappers import Response

from portal.web.accounts import channel_session, draft_session
from portal.web.accounts.access import channel_cookie, draft_cookie
from portal.web.context import settings
from portal.web.db import engine

CONTRIBUTION = "contribution"
"""Under it a browser's own cookie holds the contribution to which its sender came back."""


def holds_any() -> bool:
    cookies = any(request.cookies.get(cookie()) for cookie in (channel_cookie, draft_cookie))
    return cookies or CONTRIBUTION in session


def way_out() -> str:
    """Return where "Exit this page" leads: through here, where a session is to end on the way."""
    return url_for("anybody.leave_at_once") if holds_any() else settings().exit_url


def let_go(address: str) -> Response:
    """Lead on to the address, and end both sessions."""
    with engine().begin() as conn:
        channel_session.end(conn, request.cookies.get(channel_cookie(), ""))
        draft_session.end(conn, request.cookies.get(draft_cookie(), ""))
    session.clear()
    response = redirect(address, 303)
    for cookie in (channel_cookie, draft_cookie):
        response.delete_cookie(
            cookie(), path="/", secure=settings().secure_cookies, httponly=True, samesite="Strict"
        )
    return response


def forgotten() -> Response:
    """End both sessions, and tell the browser to forget everything that it kept of us."""
    response = let_go(url_for("home.index"))
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response
