"""Signing in and out."""

from flask import Blueprint, Response, redirect, request, session, url_for
from flask.sansio.blueprints import BlueprintSetupState
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response as AnyResponse

from portal import htmx
from portal.accounts import account as accounts
from portal.accounts import arriving, passwords, proof, proposals, starting
from portal.accounts import session as sessions
from portal.accounts.access import (
    current_session,
    halfway,
    may_enter,
    public,
    session_cookie,
    signed_in,
)
from portal.accounts.account import Account
from portal.accounts.attempts import Attempts
from portal.accounts.forms import SignInForm
from portal.context import now, settings
from portal.db import engine
from portal.navigation import landing

bp = Blueprint("accounts", __name__)

_WRONG = "The e-mail address or the password is not right"
_TOO_LATE = (
    "This password was good for a first signing in only, and too long ago. Ask whoever manages "
    "your account for a new one"
)


@bp.record_once
def _count_attempts(state: BlueprintSetupState) -> None:
    state.app.extensions[proof.ATTEMPTS] = Attempts()


@bp.get("/sign-in")
@public
def sign_in_form() -> AnyResponse | str:
    then = request.args.get("then", "")
    account, on_the_way = signed_in(), halfway()
    if account:
        return redirect(arriving.local(then) or landing(account), 303)
    if on_the_way and "again" not in request.args:
        return redirect(arriving.way_on(on_the_way, current_session(), then), 303)
    return _page(SignInForm(then=then))


@bp.post("/sign-in")
@public
def sign_in() -> AnyResponse | tuple[str, int]:
    form = SignInForm()
    if not form.validate():
        return _page(form), 422
    email, password = form.email.data or "", form.password.data or ""
    attempts, address = proof.attempts(), request.remote_addr or ""
    tried = attempts.tried(email=email, address=address, at=now())
    if tried is None:
        raise TooManyRequests(
            "There were too many wrong passwords. Wait 15 minutes, then try again."
        )
    with engine().connect() as conn:
        account = accounts.by_email(conn, email)
    account = proposals.settled(engine(), account, at=now()) if account else None
    right = passwords.matches(account.password_hash if account else None, password)
    started = not right and account is not None and starting.matches(account, password)
    if account is None or not may_enter(account) or not (right or started):
        form.password.errors = [_WRONG]
        return _page(form), 422
    attempts.right(tried)
    if started and _started_too_late(account):
        form.password.errors = [_TOO_LATE]
        return _page(form), 422
    return arriving.begin(account, form.then.data, started=started)


@bp.post("/sign-out")
@public
def sign_out() -> AnyResponse:
    """Ends the session, and asks the browser to forget whatever it kept of us."""
    with engine().begin() as conn:
        sessions.end(conn, request.cookies.get(session_cookie(), ""))
    session.clear()
    response = redirect(url_for("home.index"), 303)
    response.delete_cookie(
        session_cookie(), path="/", secure=settings().secure_cookies, httponly=True, samesite="Lax"
    )
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


@bp.get("/session")
@public
def keep() -> Response:
    """Asked by the page while somebody types, so that writing at length is not idleness.

    A session that is over gets the same answer: the text stays on the screen.
    """
    return htmx.make_response("", 204)


def _started_too_late(account: Account) -> bool:
    return account.start_until is not None and now() >= account.start_until


def _page(form: SignInForm) -> str:
    provider = settings().oidc_name if settings().oidc_issuer else None
    return htmx.render("sign_in.html", block="content", form=form, provider=provider)
