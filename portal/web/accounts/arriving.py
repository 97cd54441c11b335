"""Signing in, step by step: the missing steps, and what happens at the end."""

from urllib.parse import urlencode, urlsplit

from flask import redirect, request, session, url_for
from werkzeug.wrappers import Response

from portal.web.accounts import factors, offices, proof, remembered
from portal.web.accounts import session as sessions
from portal.web.accounts.access import arrived, session_cookie
from portal.web.accounts.account import Account
from portal.web.accounts.device import device_of
from portal.web.accounts.navigation import landing
from portal.web.accounts.session import Session
from portal.web.context import real_now, settings, today
from portal.web.db import engine


def begin(
    account: Account, then: str | None, *, factor: bool = False, started: bool = False
) -> Response:
    """Open a session for who is known so far, and lead the person on to what else is asked.

    ``factor``: whether a second factor was shown already. ``started``: it was a start password.
    """
    at = real_now()
    with engine().begin() as conn:
        sessions.end(conn, request.cookies.get(session_cookie(), ""))
        token = sessions.begin(
            conn,
            account_id=account.account_id,
            at=at,
            device=device_of(request.headers.get("User-Agent", "")),
            started=started,
            passed=False,
            factor_at=at if factor else None,
        )
        opened = sessions.find(conn, token, at=at)
    assert opened is not None  # noqa: S101  # it was opened just now
    session.clear()
    response = redirect(way_on(account, opened, then), 303)
    response.set_cookie(
        session_cookie(),
        token,
        max_age=sessions.ABSOLUTE,
        path="/",
        secure=settings().secure_cookies,
        httponly=True,
        samesite="Lax",  # a provider's answer comes by a link from another site
    )
    return response


def way_on(account: Account, opened: Session, then: str | None) -> str:
    """Return the person's next page; without further steps they are signed in."""
    step = _step(account, opened)
    if step:
        place = local(then)
        return f"{url_for(step)}?{urlencode({'then': place})}" if place else url_for(step)
    if not opened.passed:
        with engine().begin() as conn:
            sessions.passed(conn, opened)
        remembered.remember(account.account_id)
    account = offices.settled(engine(), account, on=today())
    arrived(account)
    return local(then) or landing(account)


def local(path: str | None) -> str | None:
    """Return the path if it stays on this site.

    Browsers leave out control characters and take a backslash for a slash; no address of ours has
    one as it is.
    """
    if not path or not path.startswith("/") or path.startswith("//"):
        return None
    if "\\" in path or not path.isprintable():
        return None
    parts = urlsplit(path)
    return path if not parts.scheme and not parts.netloc else None


def _step(account: Account, opened: Session) -> str | None:
    has = proof.known(account).count > 0
    if has and opened.factor_at is None:
        return "arrival.code_form"
    if opened.started:
        return "arrival.password_form"
    if not has and factors.needed_by(account) and opened.factor_at is None:
        return "arrival.set_up_form"
    return None
