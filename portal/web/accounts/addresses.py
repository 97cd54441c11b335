"""Changing an account's e-mail address: start passwords go there, so it takes two people."""

from flask import Blueprint, abort, flash, redirect, url_for
from werkzeug.wrappers import Response

from portal.web import htmx
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_account, require
from portal.web.accounts.account import Account
from portal.web.accounts.administration_forms import AddressForm
from portal.web.accounts.fresh import fresh
from portal.web.accounts.proposal import Kind
from portal.web.accounts.proposing import PROPOSED, propose
from portal.web.context import settings
from portal.web.db import engine
from portal.web.i18n.texts import gettext, lazy
from shared.core.roles import Role

bp = Blueprint("addresses", __name__, url_prefix="/accounts")

Answer = str | Response | tuple[str, int]


@bp.get("/<account_id>/email")
@require(Role.SYSTEM_ADMIN)
def ask(account_id: str) -> str:
    return _page(_account(account_id), AddressForm(None))


@bp.post("/<account_id>/email")
@require(Role.SYSTEM_ADMIN)
@fresh(lazy("change the e-mail address of an account"))
def change(account_id: str) -> Answer:
    """Propose it. The person is told at the address of now."""
    account, form = _account(account_id), AddressForm()
    if account.account_id == current_account().account_id:
        form.email.errors = [gettext("This is your own account. Ask another administrator")]
        return _page(account, form), 422
    if not form.validate():
        return _page(account, form), 422
    with engine().begin() as conn:
        if accounts.by_email(conn, form.email.data or ""):
            form.email.errors = [gettext("There is an account with this e-mail address already")]
            return _page(account, form), 422
        if not propose(conn, account, Kind.EMAIL, form, email=form.email.data):
            return _page(account, form), 422
    flash(str(PROPOSED), "success")
    return redirect(url_for("administration.show", account_id=account_id), 303)


def _account(account_id: str) -> Account:
    with engine().connect() as conn:
        return accounts.by_id(conn, account_id) or abort(404)


def _page(account: Account, form: AddressForm) -> str:
    return htmx.render(
        "accounts/email.html",
        block="content",
        account=account,
        form=form,
        hours=settings().rights_delay_hours,
    )
