"""How to apply, and how a candidate gets an account: by a link that goes to the person's address.

No page says whether an address has an account: asking is answered alike, and takes the same work.
A link that opens nothing gets one sentence, whatever the reason.
"""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from portal.selection import registering, vacancies
from portal.source.pace import gate
from portal.source.pace.gate import Step
from portal.web import htmx
from portal.web.accounts import arriving, passwords, token
from portal.web.accounts.access import public, signed_in
from portal.web.accounts.administration_forms import address_field
from portal.web.accounts.forms import NewPasswordForm
from portal.web.context import now, real_now, settings
from portal.web.db import engine
from portal.web.forms import PageForm, tidy
from portal.web.i18n.asked import in_every_language
from portal.web.i18n.texts import language, lazy
from shared.core.roles import Role

bp = Blueprint("joining", __name__, url_prefix="/apply")

REGISTER = Step("register", 2)
_NAME = 200  # characters

Answer = str | Response | tuple[str, int]


class RegisterForm(PageForm):
    email = address_field()


class JoinForm(NewPasswordForm):
    name = StringField(
        lazy("Full name"),
        [
            DataRequired(lazy("Enter your full name")),
            Length(max=_NAME, message=lazy("Shorten the name to %(most)s characters", most=_NAME)),
        ],
        filters=[tidy],
    )


@bp.get("/")
@public
@in_every_language
def how() -> str:
    at = now()
    with engine().connect() as conn:
        calls = [one for one in vacancies.public(conn, at) if one.call_open(at)]
    account = signed_in()
    return render_template(
        "selection/how_to_apply.html",
        calls=calls,
        registers=_registers(),
        may_join=account is None or account.has(Role.CANDIDATE),
    )


@bp.get("/account")
@public
def ask_form() -> str:
    return _ask_page(RegisterForm(formdata=None))


@bp.post("/account")
@public
def ask() -> Answer:
    form = RegisterForm()
    if not _registers():
        return _ask_page(form), 409
    if not form.validate():
        return _ask_page(form), 422
    address = registering.written(form.email.data or "")
    # To one address goes one letter an hour: a ticket that is used again asks for nothing new.
    if (page := gate.asked(REGISTER, token.digest(address))) is not None:
        return page
    registering.ask(engine(), address, language().code, at=real_now())
    return redirect(url_for(".asked"), 303)


@bp.get("/account/asked")
@public
def asked() -> str:
    return render_template("selection/registration_asked.html")


@bp.get("/account/<link>")
@public
def join_form(link: str) -> Answer:
    """The link is not used up yet: programs that look through mail follow links, too."""
    if registering.opened(engine(), link, at=real_now()) is None:
        return _over()
    return _join_page(JoinForm(formdata=None), link)


@bp.post("/account/<link>")
@public
def join(link: str) -> Answer:
    form = JoinForm()
    if registering.opened(engine(), link, at=real_now()) is None:
        return _over()
    if not form.validate():
        return _join_page(form, link), 422
    account = registering.register(
        engine(),
        link,
        name=form.name.data or "",
        password_hash=passwords.hashed(form.new_password.data or ""),
        at=real_now(),
    )
    if account is None:
        return _over()
    return arriving.begin(account, url_for("selection.candidate.index"))


def _registers() -> bool:
    """Whether letters with links can go out from here."""
    return settings().sends_mail and bool(settings().public_url)


def _ask_page(form: RegisterForm) -> str:
    return htmx.render(
        "selection/register.html", block="content", form=form, registers=_registers()
    )


def _join_page(form: JoinForm, link: str) -> str:
    return htmx.render("selection/join.html", block="content", form=form, link=link)


def _over() -> tuple[str, int]:
    return render_template("selection/registration_over.html"), 404
