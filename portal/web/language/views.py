"""The language of an account: its pages of work and its mails.

It stands in the table of accounts and nowhere else: no command, no event and no record names it.
"""

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField, RadioField
from wtforms.validators import AnyOf

from portal.web import htmx
from portal.web.accounts import account as accounts
from portal.web.accounts import arriving
from portal.web.accounts.access import current_account, require
from portal.web.db import engine
from portal.web.forms import PageForm
from portal.web.i18n import asked
from portal.web.i18n.texts import gettext, lazy

bp = Blueprint("language", __name__, url_prefix="/language")


class LanguageForm(PageForm):
    """``then``: the page on which somebody chose by the line above it."""

    language = RadioField(lazy("Language"), validate_choice=False)
    then = HiddenField()

    def offer(self) -> None:
        names = {one.code: one.name for one in asked.on_offer()}
        self.language.choices = {"": gettext("As the browser asks"), **names}
        self.language.validators = [
            AnyOf(self.language.choices, gettext("Choose a language from the list"))
        ]


@bp.get("")
@require()
def index() -> str:
    form = LanguageForm(formdata=None, language=current_account().language or "")
    form.offer()
    return _page(form)


@bp.post("")
@require()
def choose() -> Response | tuple[str, int]:
    form = LanguageForm()
    form.offer()
    if not form.validate():
        return _page(form), 422
    chosen, then = form.language.data or None, arriving.local(form.then.data)
    with engine().begin() as conn:
        accounts.set_language(conn, current_account().account_id, chosen)
    if then is None:
        asked.of_account(chosen)
        flash(gettext("Your choice is kept."), "success")
    return redirect(then or url_for(".index"), 303)


def _page(form: LanguageForm) -> str:
    tags = {one.code: one.tag for one in asked.on_offer()}
    return htmx.render("language/index.html", block="content", form=form, tags=tags)
