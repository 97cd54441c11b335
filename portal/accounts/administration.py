"""Accounts and their rights, for system administrators: no text of any case is in reach here.

Each right that is given or taken is an entry of the audit log, in the transaction that does it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from flask import Blueprint, abort, flash, redirect, request, url_for
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from portal import htmx, paging
from portal.accounts import account as accounts
from portal.accounts import factors, passwords, proof, rights
from portal.accounts import session as sessions
from portal.accounts.access import current_account, require
from portal.accounts.account import Account
from portal.accounts.administration_forms import (
    NewAccountForm,
    RightsForm,
    SearchForm,
    filled,
    rights_of,
)
from portal.accounts.fresh import fresh
from portal.accounts.rights import Rights
from portal.accounts.starting import START_LIFE, start_password
from portal.audit import acts
from portal.context import now
from portal.db import engine
from shared.roles import Role

bp = Blueprint("administration", __name__, url_prefix="/accounts")

PAGE = 50
_OWN = "This is your own account. Ask another administrator."

Answer = str | Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Act:
    """Something done to an account. ``do`` returns a password to hand over, if there is one."""

    title: str
    explained: str
    done: str
    code: str
    do: Callable[[Connection, Account], str | None]


@bp.get("")
@require(Role.SYSTEM_ADMIN)
def index() -> Answer:
    page, form = paging.asked(), SearchForm(request.args, meta={"csrf": False})
    valid = form.validate()
    with engine().connect() as conn:
        found = accounts.found(conn, form.words.data or "", _role(form)) if valid else []
    first = (page - 1) * PAGE
    shown = htmx.render(
        "accounts/index.html",
        block="content",
        form=form,
        found=found[first : first + PAGE],
        page=page,
        more=len(found) > first + PAGE,
        filters={name: value for name, value in form.data.items() if value} if valid else {},
    )
    return shown if valid else (shown, 422)


@bp.get("/new")
@require(Role.SYSTEM_ADMIN)
def new() -> str:
    return _new_page(NewAccountForm())


@bp.post("/new")
@require(Role.SYSTEM_ADMIN)
@fresh
def create() -> Answer:
    form = NewAccountForm()
    if not form.validate() or not form.makes_sense():
        return _new_page(form), 422
    password, wanted = start_password(), form.rights
    account = Account(
        account_id=str(uuid4()),
        email=form.email.data or "",
        name=form.name.data or "",
        password_hash=passwords.hashed(password, unguessable=True),
        roles=wanted.roles,
        organisation_id=wanted.organisation_id,
        organisation=form.organisation.data or None,
        mandates=wanted.mandates,
        state_codes=wanted.states,
        start_until=now() + START_LIFE,
    )
    try:
        with engine().begin() as conn:
            accounts.add(conn, account)
            acts.record(conn, acts.ACCOUNT_CREATED, _subject(account))
            acts.record(conn, acts.GRANT, _subject(account), rights.given(Rights(), wanted))
    except IntegrityError:
        form.email.errors = ["There is an account with this e-mail address already"]
        return _new_page(form), 422
    return _password_page(account, password)


@bp.get("/<account_id>")
@require(Role.SYSTEM_ADMIN)
def show(account_id: str) -> str:
    account = _account(account_id)
    return _show_page(account, filled(account))


@bp.post("/<account_id>")
@require(Role.SYSTEM_ADMIN)
@fresh
def change(account_id: str) -> Answer:
    """Give and take rights. The person's sessions end: each began with the rights of then."""
    account, form = _account(account_id), RightsForm()
    if account.account_id == current_account().account_id:
        form.roles.errors = [_OWN]
        return _show_page(account, form), 422
    if not form.validate() or not form.makes_sense():
        return _show_page(account, form), 422
    wanted = form.rights
    with engine().begin() as conn:
        before = rights_of(accounts.by_id(conn, account_id) or abort(404))
        accounts.set_rights(conn, account_id, wanted, form.organisation.data or None)
        if given := rights.given(before, wanted):
            acts.record(conn, acts.GRANT, _subject(account), given)
        if taken := rights.taken(before, wanted):
            acts.record(conn, acts.REVOCATION, _subject(account), taken)
        if given or taken:
            sessions.end_all(conn, account_id)
    flash("The rights are kept." if given or taken else "Nothing was changed.", "success")
    return redirect(url_for(".show", account_id=account_id), 303)


@bp.get("/<account_id>/<any('disable','enable','reset','password','sign-out'):act>")
@require(Role.SYSTEM_ADMIN)
def ask(account_id: str, act: str) -> str:
    return htmx.render(
        "accounts/act.html", block="content", account=_account(account_id), act=ACTS[act]
    )


@bp.post("/<account_id>/<any('disable','enable','reset','password','sign-out'):act>")
@require(Role.SYSTEM_ADMIN)
@fresh
def do(account_id: str, act: str) -> Answer:
    account, wanted = _account(account_id), ACTS[act]
    if account.account_id == current_account().account_id:
        flash(_OWN)
        return redirect(url_for(".show", account_id=account_id), 303)
    with engine().begin() as conn:
        password = wanted.do(conn, account)
        acts.record(conn, wanted.code, _subject(account))
    if password:
        return _password_page(account, password)
    flash(wanted.done, "success")
    return redirect(url_for(".show", account_id=account_id), 303)


def _disable(conn: Connection, account: Account) -> None:
    accounts.set_disabled(conn, account.account_id, disabled=True)
    sessions.end_all(conn, account.account_id)


def _enable(conn: Connection, account: Account) -> None:
    accounts.set_disabled(conn, account.account_id, disabled=False)


def _reset(conn: Connection, account: Account) -> None:
    factors.remove_all(conn, account.account_id)
    sessions.end_all(conn, account.account_id)


def _hand_over(conn: Connection, account: Account) -> str:
    password = start_password()
    hashed = passwords.hashed(password, unguessable=True)
    accounts.set_password(conn, account.account_id, hashed, until=now() + START_LIFE)
    sessions.end_all(conn, account.account_id)
    return password


def _sign_out(conn: Connection, account: Account) -> None:
    sessions.end_all(conn, account.account_id)


ACTS = {
    "disable": Act(
        "Disable this account",
        "The person is signed out everywhere and cannot sign in, and neither can his programs. "
        "Nothing is lost, and you can enable the account again.",
        "The account is disabled.",
        acts.ACCOUNT_DISABLED,
        _disable,
    ),
    "enable": Act(
        "Enable this account",
        "The person can sign in again, with the rights that are kept.",
        "The account is enabled.",
        acts.ACCOUNT_ENABLED,
        _enable,
    ),
    "reset": Act(
        "Take the second steps away",
        "App, passkeys and recovery codes are removed, and the person sets up a new one when he "
        "signs in next. Do this only when you know by another way, such as in person, that it is "
        "he who asks: until then the password alone lets somebody set one up.",
        "The second steps are taken away.",
        acts.FACTORS_RESET,
        _reset,
    ),
    "password": Act(
        "Give a new start password",
        "The password of now serves no more. You get one to hand over; it is good for seven days, "
        "and the person chooses an own one with it.",
        "",
        acts.PASSWORD_RESET,
        _hand_over,
    ),
    "sign-out": Act(
        "Sign the person out everywhere",
        "All sessions end. What was being typed and not sent is lost.",
        "The person is signed out everywhere.",
        acts.SESSIONS_ENDED,
        _sign_out,
    ),
}


def _account(account_id: str) -> Account:
    with engine().connect() as conn:
        return accounts.by_id(conn, account_id) or abort(404)


def _subject(account: Account) -> str:
    return f"account-{account.account_id}"


def _role(form: SearchForm) -> Role | None:
    return Role(form.role.data) if form.role.data else None


def _new_page(form: NewAccountForm) -> str:
    return htmx.render("accounts/new.html", block="content", form=form)


def _password_page(account: Account, password: str) -> str:
    """The one time that a start password is shown."""
    return htmx.render(
        "accounts/handed_over.html", block="content", account=account, password=password
    )


def _show_page(account: Account, form: RightsForm) -> str:
    with engine().connect() as conn:
        open_now = sessions.of_account(conn, account.account_id, at=now())
    return htmx.render(
        "accounts/show.html",
        block="content",
        account=account,
        form=form,
        has=proof.known(account),
        needed=factors.needed_by(account),
        sessions=open_now,
        own=account.account_id == current_account().account_id,
    )
