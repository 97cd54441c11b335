"""Signing in and out."""

from flask import Blueprint, Response, redirect, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.web import htmx
from portal.web.accounts import account as accounts
from portal.web.accounts import (
    arriving,
    attempts,
    codes,
    factors,
    passwords,
    proof,
    proposals,
    remembered,
    starting,
)
from portal.web.accounts import session as sessions
from portal.web.accounts.access import (
    current_session,
    halfway,
    may_enter,
    public,
    session_cookie,
    signed_in,
)
from portal.web.accounts.account import Account
from portal.web.accounts.forms import SignInForm
from portal.web.accounts.navigation import landing
from portal.web.accounts.turns import CROWDED, Crowded
from portal.web.context import now, real_now, settings
from portal.web.db import engine
from portal.web.i18n.texts import lazy

bp = Blueprint("accounts", __name__)

_WRONG = lazy("The e-mail address or the password is not right")
_WRONG_TOGETHER = lazy("The e-mail address, the password or the code is not right")
_TOO_LATE = lazy(
    "This password was good for a first signing in only, and too long ago. Ask whoever manages "
    "your account for a new one"
)


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
    try:
        return _check_password(form)
    except Crowded as crowded:
        form.form_errors.append(CROWDED)
        return _page(form), crowded.code


def _check_password(form: SignInForm) -> AnyResponse | tuple[str, int]:
    email, password = form.email.data or "", form.password.data or ""
    with engine().connect() as conn:
        account = accounts.by_email(conn, email)
    account = proposals.settled(engine(), account, at=now()) if account else None
    device = remembered.here(account.account_id if account else "")
    tried = _note_try(account, device, email)
    if tried is None:
        return _with_code(form, account)
    turns = passwords.KNOWN if device else passwords.STRANGERS
    with attempts.looking(tried), turns.one():
        right = passwords.is_right(account.password_hash if account else None, password)
        started = starting.is_right(account, password) and not right
    if account is None or not may_enter(account) or not (right or started):
        form.password.errors = [_WRONG]
        return _page(form), 422
    attempts.right(tried)
    return _go_on(form, account, started=started)


@bp.post("/sign-out")
@public
def sign_out() -> AnyResponse:
    """End the session, and ask the browser to forget everything that it kept of us.

    A device of somebody with a second step stays known. A source leaves nothing behind.
    """
    account = signed_in()
    staff = account is not None and factors.needed_by(account)
    with engine().begin() as conn:
        sessions.end(conn, request.cookies.get(session_cookie(), ""))
    session.clear()
    response = redirect(url_for("home.index"), 303)
    response.delete_cookie(
        session_cookie(), path="/", secure=settings().secure_cookies, httponly=True, samesite="Lax"
    )
    response.headers["Clear-Site-Data"] = (
        '"cache", "storage"' if staff else '"cache", "cookies", "storage"'
    )
    return response


@bp.get("/session")
@public
def keep() -> Response:
    """Asked by the page while somebody types, so that writing at length is not idleness.

    A session that is over gets the same answer: the text stays on the screen.
    """
    return htmx.make_response("", 204)


def _note_try(account: Account | None, device: str | None, email: str) -> attempts.Tried | None:
    """Note a password: a device that was here before has a count of its own."""
    if account and device:
        limits: tuple[attempts.Limit, ...] = (
            attempts.of_device("sign-in", account.account_id, device),
        )
    else:
        limits = attempts.strangers(email, request.remote_addr or "")
    return attempts.tried(*limits, at=real_now())


def _with_code(form: SignInForm, account: Account | None) -> AnyResponse | tuple[str, int]:
    """After too many wrong passwords a person with a second step shows it with the password."""
    code = codes.typed(form.factor_code.data or "")
    if not code:
        return _page(form, crowded=True), 429
    right = proof.right_together(account, form.password.data or "", code)
    if account is None or not may_enter(account) or not right:
        form.password.errors = [_WRONG_TOGETHER]
        return _page(form, crowded=True), 429
    return _go_on(form, account, factor=True)


def _go_on(
    form: SignInForm, account: Account, *, factor: bool = False, started: bool = False
) -> AnyResponse | tuple[str, int]:
    if started and _started_too_late(account):
        form.password.errors = [_TOO_LATE]
        return _page(form), 422
    return arriving.begin(account, form.then.data, factor=factor, started=started)


def _started_too_late(account: Account) -> bool:
    return account.start_until is not None and real_now() >= account.start_until


def _page(form: SignInForm, *, crowded: bool = False) -> str:
    provider = settings().oidc_name if settings().oidc_issuer else None
    return htmx.render(
        "sign_in.html", block="content", form=form, provider=provider, crowded=crowded
    )
