"""Whether and when a person is told by e-mail that there is news."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response
from wtforms import RadioField
from wtforms.validators import AnyOf

from portal import htmx
from portal.accounts import proposals
from portal.accounts.access import current_account, require
from portal.accounts.account import Account
from portal.accounts.sensitive import SENSITIVE
from portal.context import now, settings
from portal.db import engine
from portal.forms import PageForm
from portal.mandatesettings.times import times_of
from portal.notices import choosing, mail
from portal.notices.choosing import CHOICES
from shared.reference import mandate_acronym
from shared.roles import Role

bp = Blueprint("notices", __name__, url_prefix="/notices")

_SOURCES = (Role.NGO_MEMBER, Role.CONTACT_POINT)


class ChoiceForm(PageForm):
    choice = RadioField(
        "When there is news for you",
        [AnyOf(CHOICES, "Choose when you want to be told")],
        choices=dict(CHOICES),
        validate_choice=False,
    )


@bp.get("")
@require()
def index() -> str:
    account = current_account()
    with engine().connect() as conn:
        chosen = choosing.of(conn, account)
    form = ChoiceForm(formdata=None)
    form.choice.data = chosen.choice
    return _page(form)


@bp.post("")
@require()
def choose() -> Response | tuple[str, int]:
    form = ChoiceForm()
    if not form.validate():
        return _page(form), 422
    with engine().begin() as conn:
        choosing.choose(conn, current_account(), form.choice.data, at=now())
    flash("Your choice is kept.", "success")
    return redirect(url_for("notices.index"), 303)


def _page(form: ChoiceForm) -> str:
    account = current_account()
    with engine().connect() as conn:
        refused_at = choosing.of(conn, account).refused_at
        proposed = proposals.concerning(conn, account, proposals.all_open(conn, at=now()))
    return htmx.render(
        "notices/index.html",
        block="content",
        form=form,
        address=account.email,
        refused_at=refused_at,
        proposed=len(proposed) if account.has(*SENSITIVE) else 0,
        possible=mail.server(settings()) is not None,
        source=account.has(*_SOURCES),
        reminded=_reminded(account),
        statement_days=settings().statement_reminder_days,
    )


def _reminded(account: Account) -> list[tuple[str, int, int]]:
    """Return how often a holder is reminded: mandate, hours for urgent appeals, for others."""
    if not account.has(Role.MANDATE_HOLDER):
        return []
    with engine().connect() as conn:
        found = {one: times_of(conn, settings(), one) for one in sorted(account.mandates)}
    return [
        (mandate_acronym(one), times.approval_hours("UA"), times.approval_hours("AL"))
        for one, times in found.items()
    ]
