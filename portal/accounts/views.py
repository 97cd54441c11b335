"""Signing in and out."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, redirect, request, session, url_for
from flask.sansio.blueprints import BlueprintSetupState
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response as AnyResponse
from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import InputRequired, Length

from portal import htmx
from portal.accounts import account as accounts
from portal.accounts import passwords
from portal.accounts import session as sessions
from portal.accounts.access import may_enter, public, session_cookie, signed_in
from portal.accounts.attempts import Attempts
from portal.context import now, settings
from portal.db import engine
from portal.forms import PageForm
from portal.navigation import landing

bp = Blueprint("accounts", __name__)
_ATTEMPTS = "attempts"


@bp.record_once
def _count_attempts(state: BlueprintSetupState) -> None:
    state.app.extensions[_ATTEMPTS] = Attempts()


class SignInForm(PageForm):
    email = EmailField(
        "E-mail address", [InputRequired("Enter your e-mail address"), Length(max=254)]
    )
    password = PasswordField("Password", [InputRequired("Enter your password"), Length(max=1000)])
    then = HiddenField()


@bp.get("/sign-in")
@public
def sign_in_form() -> AnyResponse | str:
    account = signed_in()
    if account:
        return redirect(landing(account), 303)
    return _page(SignInForm(then=request.args.get("then", "")))


@bp.post("/sign-in")
@public
def sign_in() -> AnyResponse | tuple[str, int]:
    form = SignInForm()
    if not form.validate():
        return _page(form), 422
    email, password = form.email.data or "", form.password.data or ""
    attempts: Attempts = current_app.extensions[_ATTEMPTS]
    address = request.remote_addr or ""
    if attempts.exhausted(email=email, address=address, at=now()):
        raise TooManyRequests(
            "There were too many wrong passwords. Wait 15 minutes, then try again."
        )
    with engine().connect() as conn:
        account = accounts.by_email(conn, email)
    right = passwords.matches(account.password_hash if account else None, password)
    if account is None or not may_enter(account) or not right:
        attempts.failed(email=email, address=address, at=now())
        form.password.errors = ["The e-mail address or the password is not right"]
        return _page(form), 422
    attempts.succeeded(email=email)
    with engine().begin() as conn:
        sessions.end(conn, request.cookies.get(session_cookie(), ""))
        token = sessions.begin(
            conn, account_id=account.account_id, at=now(), device="A browser", passed=True
        )
    session.clear()
    response = redirect(_local(form.then.data) or landing(account), 303)
    response.set_cookie(
        session_cookie(),
        token,
        max_age=sessions.ABSOLUTE,
        path="/",
        secure=settings().secure_cookies,
        httponly=True,
        samesite="Lax",
    )
    return response


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


def _page(form: SignInForm) -> str:
    return htmx.render("sign_in.html", block="content", form=form)


def _local(path: str | None) -> str | None:
    """Return the path if it stays on this site."""
    if not path or not path.startswith("/") or path.startswith(("//", "/\\")):
        return None
    parts = urlsplit(path)
    return path if not parts.scheme and not parts.netloc else None
