"""One's own security: second steps, recovery codes, password, and open sessions."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from portal.web import htmx
from portal.web.accounts import account as accounts
from portal.web.accounts import (
    arriving,
    contact,
    factors,
    offices,
    own_factors,
    passwords,
    programs,
    proof,
    remembered,
)
from portal.web.accounts import session as sessions
from portal.web.accounts.access import current_account, current_session, require
from portal.web.accounts.acts import record
from portal.web.accounts.device import device_said
from portal.web.accounts.factors import Factors
from portal.web.accounts.forms import AppForm, ChangePasswordForm, PasskeyForm, ProofForm
from portal.web.accounts.fresh import act_at, fresh, proven_lately
from portal.web.accounts.proof import NotProven
from portal.web.audit import entries
from portal.web.context import real_now, settings, today
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy

bp = Blueprint("security", __name__, url_prefix="/security")

Answer = str | Response | tuple[str, int]

_LAST = lazy(
    "You sign in with a second step, and this is the only one that you have. Add another one "
    "first, then remove this."
)

_CHANGED = lazy("Your password is changed. Everywhere else you and your programs are out.")
_NOT_NOW = lazy("This is not the code that the app shows now. Enter the newest one")
_REMOVE_APP = lazy("Remove the app that shows codes?")


@bp.get("")
@require()
def index() -> str:
    account, session = current_account(), current_session()
    with engine().connect() as conn:
        mine = sessions.of_account(conn, account.account_id, at=real_now())
        own_programs = programs.of_account(conn, account.account_id)
        mandates = offices.offices_of(conn, account.account_id, today())
    return htmx.render(
        "accounts/security.html",
        block="content",
        has=proof.known(account),
        needed=factors.needed_by(account),
        sessions=mine,
        programs=own_programs,
        here=session.session_id,
        device_said=device_said,
        mandates=mandates,
        contactable=contact.is_asked(account),
        mandate_name=names.mandate,
    )


@bp.get("/confirm")
@require()
def confirm() -> Answer:
    then = request.args.get("then", "")
    if proven_lately():
        return redirect(arriving.local(then) or url_for(".index"), 303)
    return _confirm_page(ProofForm(then=then), None)


@bp.post("/confirm")
@require()
def confirmed() -> Answer:
    form = ProofForm()
    if not form.validate():
        return _confirm_page(form, None), 422
    sent = {name: form[name].data or "" for name in proof.FIELDS}
    try:
        proof.prove(current_account(), current_session(), sent)
    except NotProven as error:
        return _confirm_page(form, error), 422
    return redirect(arriving.local(form.then.data) or url_for(".index"), 303)


@bp.get("/app")
@require()
@fresh(lazy("set up an app that shows codes"))
def app_form() -> Answer:
    if proof.known(current_account()).app is not None:
        return redirect(url_for(".index"), 303)
    return _app_page(AppForm())


@bp.post("/app")
@require()
@fresh(lazy("set up an app that shows codes"))
def app() -> Answer:
    account, form = current_account(), AppForm()
    if proof.known(account).app is not None:
        return redirect(url_for(".index"), 303)
    if form.validate():
        first = proof.known(account).count == 0
        if own_factors.confirm(account, current_session(), form.code.data or ""):
            return _confirm_factor(
                gettext("The app is set up. You are asked for its code from now on."), first=first
            )
        form.code.errors = [
            gettext("This is not the code that the app shows now. Enter the newest one")
        ]
    return _app_page(form), 422


@bp.get("/app/remove")
@require()
@fresh(lazy("remove the app that shows codes"))
def remove_app_form() -> Answer:
    if proof.known(current_account()).app is None:
        return redirect(url_for(".index"), 303)
    return _remove_page(_REMOVE_APP)


@bp.post("/app/remove")
@require()
@fresh(lazy("remove the app that shows codes"))
def remove_app() -> Answer:
    account = current_account()
    has = proof.known(account)
    if has.app is not None:
        if _only_one(has):
            return _remove_page(_REMOVE_APP, _LAST), 422
        with engine().begin() as conn:
            factors.remove_app(conn, account.account_id)
        flash(gettext("The app is removed. Its codes are taken no more."), "success")
    return redirect(url_for(".index"), 303)


@bp.get("/passkeys/new")
@require()
@fresh(lazy("add a passkey"))
def passkey_form() -> str:
    return _passkey_page(PasskeyForm())


@bp.post("/passkeys/new")
@require()
@fresh(lazy("add a passkey"))
def passkey() -> Answer:
    account, form = current_account(), PasskeyForm()
    if form.validate():
        first = proof.known(account).count == 0
        if own_factors.add_passkey(
            account, current_session(), name=form.name.data or "", answer=form.made.data or ""
        ):
            return _confirm_factor(
                gettext("The passkey is added. You can sign in with it from now on."), first=first
            )
        form.name.errors = [gettext("The passkey was not taken. Try again, or use an app")]
    return _passkey_page(form), 422


@bp.get("/passkeys/<passkey_id>/remove")
@require()
@fresh(lazy("remove a passkey"))
def remove_passkey_form(passkey_id: str) -> Answer:
    return _remove_page(_removal(_passkey_name(passkey_id)))


@bp.post("/passkeys/<passkey_id>/remove")
@require()
@fresh(lazy("remove a passkey"))
def remove_passkey(passkey_id: str) -> Answer:
    account, name = current_account(), _passkey_name(passkey_id)
    if _only_one(proof.known(account)):
        return _remove_page(_removal(name), _LAST), 422
    with engine().begin() as conn:
        factors.remove_passkey(conn, account.account_id, passkey_id)
    flash(gettext("The passkey is removed. It is taken no more."), "success")
    return redirect(url_for(".index"), 303)


@bp.post("/recovery-codes")
@require()
@fresh(lazy("make new recovery codes"))
def recovery_codes() -> Answer:
    """New ones, shown once."""
    if proof.known(current_account()).count == 0:
        flash(gettext("Set up an app or a passkey first; recovery codes are for when it is lost."))
        return redirect(url_for(".index"), 303)
    return _recovery_page()


@bp.get("/password")
@require()
def password_form() -> str:
    return _password_page(ChangePasswordForm())


@bp.post("/password")
@require()
def password() -> Answer:
    """Sign the person out everywhere else: so somebody who knew the old password is out too.

    Not ``fresh``: the page asks for the present password, which must not be carried along on a
    page.
    """
    account, form = current_account(), ChangePasswordForm()
    if not form.validate():
        return _password_page(form), 422
    if not proof.right_password(account, form.password.data or ""):
        form.password.errors = [gettext("This is not the password that you have now")]
        return _password_page(form), 422
    hashed = passwords.hashed(form.new_password.data or "")
    with engine().begin() as conn:
        accounts.set_password(conn, account.account_id, hashed)
        _leave_elsewhere(conn)
    flash(
        gettext("Your password is changed. Everywhere else you and your programs are out."),
        "success",
    )
    return redirect(url_for(".index"), 303)


@bp.post("/sessions/<session_id>/end")
@require()
def end_session(session_id: str) -> Response:
    with engine().begin() as conn:
        if not sessions.end_one(conn, current_account().account_id, session_id):
            abort(404)
    flash(gettext("That session is ended."), "success")
    return redirect(url_for(".index"), 303)


@bp.post("/programs/<program_id>/end")
@require()
def end_program(program_id: str) -> Response:
    account = current_account()
    with engine().begin() as conn:
        program = programs.find(conn, account, program_id)
        if program is None or program.account_id != account.account_id:
            abort(404)
        programs.end(conn, program)
        record(conn, entries.PROGRAM_ENDED, f"program-{program_id}")
    flash(gettext("The token of that program is taken no more."), "success")
    return redirect(url_for(".index"), 303)


@bp.post("/sessions/end-others")
@require()
def end_others() -> Response:
    with engine().begin() as conn:
        _leave_elsewhere(conn)
    flash(gettext("You are signed out everywhere but here."), "success")
    return redirect(url_for(".index"), 303)


def _leave_elsewhere(conn: Connection) -> None:
    """Sign the person out everywhere but here: programs too, and no other browser is known."""
    sessions.end_others(conn, current_session())
    accounts.end_programs(conn, current_account().account_id)
    remembered.forget_others(conn, current_account().account_id)


def _only_one(has: Factors) -> bool:
    return factors.needed_by(current_account()) and has.count == 1


def _passkey_name(passkey_id: str) -> str:
    found = (
        passkey.name
        for passkey in proof.known(current_account()).passkeys
        if passkey.passkey_id == passkey_id
    )
    return next(found, None) or abort(404)


def _confirm_factor(sentence: str, *, first: bool) -> Answer:
    if first:
        return _recovery_page()
    flash(sentence, "success")
    return redirect(url_for(".index"), 303)


def _recovery_page() -> str:
    codes = own_factors.new_recovery_codes(current_account())
    return htmx.render(
        "accounts/recovery.html", block="content", codes=codes, way_on=url_for(".index")
    )


def _confirm_page(form: ProofForm, error: NotProven | None) -> str:
    return htmx.render(
        "accounts/again.html",
        block="content",
        question=proof.question(current_account(), current_session()),
        error=error,
        act=act_at(arriving.local(form.then.data) or ""),
        action=url_for(".confirmed"),
        kept=[("then", form.then.data or "")],
        entered=False,
        minutes=settings().step_up_minutes,
    )


def _app_page(form: AppForm) -> str:
    account = current_account()
    demo = settings().demo and account.demo
    return htmx.render(
        "accounts/app.html", block="content", form=form, offer=own_factors.offer(account, demo=demo)
    )


def _passkey_page(form: PasskeyForm) -> str:
    return htmx.render(
        "accounts/passkey.html",
        block="content",
        form=form,
        to_make=own_factors.asked_to_make(current_account(), current_session()),
        local=own_factors.LOCAL,
    )


def _removal(name: str) -> str:
    return gettext("Remove the passkey “%(name)s”?", name=name)


def _remove_page(heading: str, refusal: str | None = None) -> str:
    return htmx.render("accounts/remove.html", block="content", heading=heading, refusal=refusal)


def _password_page(form: ChangePasswordForm) -> str:
    return htmx.render("accounts/password.html", block="content", form=form)
