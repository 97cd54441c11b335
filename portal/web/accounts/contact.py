"""The functional address of an office, as who is in it enters it: desks of States, coordinators.

It is no right: nobody reads or does more by it. Those who work on a State read it on the working
page of that State, and nobody else does.
"""

from flask import Blueprint, flash, redirect, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response
from wtforms import EmailField
from wtforms.validators import Length, Optional

from portal.web import htmx
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_account, require
from portal.web.accounts.account import Account, actor_of
from portal.web.db import engine
from portal.web.forms import PageForm, one_address, tidy
from portal.web.i18n.texts import gettext, lazy
from shared.core.roles import Role
from shared.reference.un_offices import COORDINATOR, states_of

bp = Blueprint("officecontact", __name__, url_prefix="/contact-of-my-office")

_asked = require(Role.DESK_OFFICER, Role.UN_PARTNER)


class ContactForm(PageForm):
    contact = EmailField(
        lazy("Functional address of your office"),
        filters=[tidy],
        validators=[Optional(), Length(max=254), one_address()],
    )


def is_asked(account: Account) -> bool:
    """Whether this person has a contact: a desk officer of a State, or a Resident Coordinator."""
    desk = account.has(Role.DESK_OFFICER) and bool(account.state_codes)
    return desk or bool(states_of(actor_of(account), COORDINATOR))


@bp.get("")
@_asked
def index() -> str:
    return _page(ContactForm(formdata=None, contact=_mine().contact or ""))


@bp.post("")
@_asked
def keep() -> Response | tuple[str, int]:
    account, form = _mine(), ContactForm()
    if not form.validate():
        return _page(form), 422
    with engine().begin() as conn:
        accounts.set_contact(conn, account.account_id, form.contact.data or None)
    flash(gettext("The address of your office is kept."), "success")
    return redirect(url_for(".index"), 303)


def _mine() -> Account:
    account = current_account()
    if not is_asked(account):
        raise NotFound
    return account


def _page(form: ContactForm) -> str:
    return htmx.render("accounts/contact.html", block="content", form=form)
