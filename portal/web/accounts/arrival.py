"""The steps of signing in after the password: a second factor, or its set-up; an own password."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.web import htmx
from portal.web.accounts import account as accounts
from portal.web.accounts import arriving, own_factors, passwords, proof, starting
from portal.web.accounts import session as sessions
from portal.web.accounts.access import current_session, halfway, public
from portal.web.accounts.account import Account
from portal.web.accounts.forms import AppForm, NewPasswordForm, PasskeyForm, ProofForm
from portal.web.accounts.proof import NotProven
from portal.web.accounts.session import Session
from portal.web.context import real_now, settings
from portal.web.db import engine
from portal.web.i18n.texts import gettext, lazy, ngettext

bp = Blueprint("arrival", __name__, url_prefix="/sign-in")

_NOT_NOW = lazy(
    "This is not the code that the app shows now. Enter the newest one, and see that the clock of "
    "the device is right"
)

Answer = str | Response | tuple[str, int]


@bp.get("/code")
@public
def code_form() -> Answer:
    account = halfway()
    if account is None:
        return _begin_again()
    return _code_page(account, ProofForm(then=_next_address()))


@bp.post("/code")
@public
def code() -> Answer:
    account, form = halfway(), ProofForm()
    if account is None:
        return _begin_again()
    if not form.validate():
        return _code_page(account, form), 422
    left = proof.known(account).codes_left
    sent = {name: form[name].data or "" for name in proof.FIELDS}
    try:
        proof.prove(account, current_session(), sent)
    except NotProven as error:
        form.factor_code.errors = [error.sentence]
        return _code_page(account, form), 422
    if proof.known(account).codes_left < left:
        flash(_used(left - 1))
    return _go_on(account, form.then.data)


@bp.get("/password")
@public
def password_form() -> Answer:
    account = halfway()
    if account is None or not _may_choose(account):
        return _begin_again()
    return _password_page(NewPasswordForm(then=_next_address()))


@bp.post("/password")
@public
def password() -> Answer:
    """In place of the password that somebody else handed over. Sessions elsewhere end."""
    account, form = halfway(), NewPasswordForm()
    if account is None or not _may_choose(account):
        return _begin_again()
    if not form.validate():
        return _password_page(form), 422
    if starting.matches(account, form.new_password.data or ""):
        form.new_password.errors = [
            gettext("Choose another password than the one that you were given")
        ]
        return _password_page(form), 422
    hashed = passwords.hashed(form.new_password.data or "")
    with engine().begin() as conn:
        accounts.set_password(conn, account.account_id, hashed)
        sessions.chosen(conn, current_session())
        sessions.end_others(conn, current_session())
        account = accounts.by_id(conn, account.account_id)
    assert account is not None  # noqa: S101  # its session points to it
    return _go_on(account, form.then.data)


@bp.get("/set-up")
@public
def set_up_form() -> Answer:
    account = halfway()
    if account is None or proof.known(account).count > 0:
        return _begin_again()
    return _set_up_page(account, AppForm(then=_next_address()), PasskeyForm(then=_next_address()))


@bp.post("/set-up/app")
@public
def set_up_app() -> Answer:
    account, form = halfway(), AppForm()
    if account is None or proof.known(account).count > 0:
        return _begin_again()
    if form.validate():
        if own_factors.confirm(account, current_session(), form.code.data or ""):
            return _recovery_page(account, form.then.data)
        form.code.errors = [_NOT_NOW]
    return _set_up_page(account, form, PasskeyForm(None, then=form.then.data)), 422


@bp.post("/set-up/passkey")
@public
def set_up_passkey() -> Answer:
    account, form = halfway(), PasskeyForm()
    if account is None or proof.known(account).count > 0:
        return _begin_again()
    if form.validate():
        if own_factors.add_passkey(
            account, current_session(), name=form.name.data or "", answer=form.made.data or ""
        ):
            return _recovery_page(account, form.then.data)
        form.name.errors = [gettext("The passkey was not taken. Try again, or use an app")]
    return _set_up_page(account, AppForm(None, then=form.then.data), form), 422


def _may_choose(account: Account) -> bool:
    """Whether a start password was given, and the second factor after it if there is one."""
    session = current_session()
    has = proof.known(account).count > 0
    return session.started and (session.factor_at is not None or not has)


def _begin_again() -> Response:
    return redirect(url_for("accounts.sign_in_form", then=_next_address() or None), 303)


def _next_address() -> str:
    return request.args.get("then", "")


def _go_on(account: Account, then: str | None) -> Response:
    return redirect(arriving.way_on(account, _as_it_is(), then), 303)


def _as_it_is() -> Session:
    """Return the present session as the last step left it."""
    before, at = current_session(), real_now()
    with engine().connect() as conn:
        mine = sessions.of_account(conn, before.account_id, at=at)
    return next((session for session in mine if session.token_hash == before.token_hash), before)


def _code_page(account: Account, form: ProofForm) -> str:
    return htmx.render(
        "accounts/code.html",
        block="content",
        form=form,
        question=proof.question(account, current_session()),
    )


def _password_page(form: NewPasswordForm) -> str:
    return htmx.render("accounts/start_password.html", block="content", form=form)


def _set_up_page(account: Account, app: AppForm, passkey: PasskeyForm) -> str:
    return htmx.render(
        "accounts/set_up.html",
        block="content",
        form=passkey if passkey.errors else app,
        app_form=app,
        passkey_form=passkey,
        offer=own_factors.offer(account, demo=settings().demo and account.demo),
        to_make=own_factors.asked_to_make(account, current_session()),
        local=own_factors.LOCAL,
    )


def _recovery_page(account: Account, then: str | None) -> str:
    """The one time that recovery codes are shown, with the way on."""
    codes = own_factors.new_recovery_codes(account)
    way_on = arriving.way_on(account, _as_it_is(), then)
    return htmx.render("accounts/recovery.html", block="content", codes=codes, way_on=way_on)


def _used(left: int) -> str:
    if left == 0:
        return gettext("You used a recovery code. None is left. Make new ones under Security.")
    return ngettext(
        "You used a recovery code. %(count)s is left. Make new ones under Security.",
        "You used a recovery code. %(count)s are left. Make new ones under Security.",
        left,
    )
