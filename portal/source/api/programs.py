"""Tokens of an organisation's programs: its focal points make, renew and end them."""

from collections.abc import Sequence
from datetime import date, timedelta
from types import MappingProxyType

from flask import Blueprint, flash, request, url_for
from werkzeug.exceptions import NotFound
from wtforms import Field, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from portal.web import htmx
from portal.web.accounts import account as accounts
from portal.web.accounts import programs
from portal.web.accounts.access import current_account, require
from portal.web.accounts.acts import record
from portal.web.accounts.fresh import fresh
from portal.web.accounts.programs import LONGEST, SOON, Program, Scope
from portal.web.act import About, Answer, Page, onwards, shown
from portal.web.audit import entries
from portal.web.context import real_now
from portal.web.db import engine
from portal.web.forms import CommandForm, DayField, given, said, tidy
from portal.web.i18n.texts import gettext, lazy
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role

bp = Blueprint("programs", __name__, url_prefix="/programs")

_USUAL = 180  # days
SCOPES = MappingProxyType(
    {
        Scope.FILE: lazy("File submissions, with their files"),
        Scope.STATUS: lazy("Read the status of a submission whose tracking code it has"),
        Scope.ANSWER: lazy("Read the questions of the desk, and answer them"),
        Scope.CONSENT: lazy("Read, withdraw and give consent"),
        Scope.LIST: lazy("List what you and your organisation filed, with tracking codes"),
    }
)


class ProgramForm(CommandForm):
    name = StringField(
        lazy("Name of the program"),
        filters=[tidy],
        validators=[InputRequired(lazy("Enter a name")), Length(max=100)],
        description=lazy("As you and your colleagues know it, such as “Case files, Geneva office”"),
    )
    scopes = SelectMultipleField(
        lazy("What it may do"),
        choices=said({scope.value: word for scope, word in SCOPES.items()}),
        validators=[InputRequired(lazy("Choose what it may do"))],
    )
    ends_on = DayField(
        lazy("Last day"),
        validators=[InputRequired(lazy("Enter the last day"))],
        description=lazy("Within a year. The token is taken no more on the day after"),
    )

    def validate_ends_on(self, field: Field) -> None:
        today = day_of(real_now())
        if field.data and not today <= field.data <= today + timedelta(days=LONGEST):
            raise ValidationError(gettext("Enter a day from today on, within a year"))


@bp.get("/")
@require(Role.FOCAL_POINT)
def index() -> str:
    with engine().connect() as conn:
        found = programs.of_organisation(conn, current_account())
        names = accounts.names(conn, {one.account_id for one in found})
    return htmx.render(
        "api/index.html",
        block="content",
        programs=found,
        names=names,
        stands=_stands,
        said=_said,
        shown_of=lambda one: f"{one.program_id}.…",
    )


@bp.route("/new", methods=["GET", "POST"])
@require(Role.FOCAL_POINT)
@fresh(lazy("make a token for a program"))
def new() -> Answer:
    """Show the form, filled in as the program that is renewed; or make a token, shown once."""
    form, about = ProgramForm(), _about()
    page = Page(
        heading=gettext("A token for a program"),
        lead=[
            gettext(
                "The program comes in with it as you do, and sees what you see of submissions: "
                "yours, and those of your organisation. It can do only what you choose here."
            ),
        ],
        button=gettext("Make the token"),
        leave=gettext("Back without making one"),
    )
    if request.method != "POST":
        _fill(form, request.args.get("like", ""))
        return shown(about, form, page)
    if not form.validate():
        return shown(about, form, page), 422
    program = _asked(form)
    token = programs.minted(program.program_id)
    with engine().begin() as conn:
        if programs.find(conn, current_account(), program.program_id):
            flash(gettext("This token was made and shown before. If you lost it, make another."))
            return onwards(about.address, None)
        programs.add(conn, program, token)
        scopes = [f"scope:{scope}" for scope in sorted(program.scopes)]
        record(conn, entries.PROGRAM_MADE, f"program-{program.program_id}", scopes)
    return htmx.render("api/made.html", block="content", program=program, token=token, said=_said)


@bp.route("/<program_id>/end", methods=["GET", "POST"])
@require(Role.FOCAL_POINT)
def end(program_id: str) -> Answer:
    form, about = CommandForm(), _about()
    with engine().connect() as conn:
        program = programs.find(conn, current_account(), program_id)
    if program is None:
        raise NotFound
    page = Page(
        heading=gettext("End the token of “%(name)s”?", name=program.label),
        lead=gettext(
            "The program is refused from now on. What it filed stays. To take this back, make "
            "another token and give it to the program."
        ),
        button=gettext("End it now"),
        tone="warning",
        leave=gettext("Keep it"),
    )
    if request.method != "POST":
        return shown(about, form, page)
    if not form.validate():
        return shown(about, form, page), 422
    with engine().begin() as conn:
        programs.end(conn, program)
        record(conn, entries.PROGRAM_ENDED, f"program-{program_id}")
    flash(gettext("The token of that program is taken no more."), "success")
    return onwards(about.address, None)


def _about() -> About:
    return About(
        address=url_for("programs.index"),
        case=None,
        back=gettext("Programs that file for you"),
        waits=False,
    )


def _fill(form: ProgramForm, like: str) -> None:
    form.ends_on.data = day_of(real_now()) + timedelta(days=_USUAL)
    form.scopes.data = [Scope.FILE.value, Scope.STATUS.value]
    with engine().connect() as conn:
        before = programs.find(conn, current_account(), like)
    if before:
        form.name.data, form.scopes.data = before.label, sorted(before.scopes)


def _asked(form: ProgramForm) -> Program:
    """Return the program that the form says; sent twice it is the same.

    Its id is of this person's making alone: a form that somebody wrote names no program of others.
    """
    account = current_account()
    made = derive_id("program", account.account_id, form.id).hex
    return Program(
        program_id=made[: len(programs.new_id())],
        account_id=account.account_id,
        whose=programs.whose(account),
        label=form.name.data or "",
        scopes=frozenset(map(Scope, form.scopes.data or ())),
        made_at=real_now(),
        ends_on=given(form.ends_on),
    )


def _said(program: Program) -> Sequence[str]:
    return [str(word) for scope, word in SCOPES.items() if scope in program.scopes]


def _stands(program: Program) -> tuple[str, str]:
    """Return where the token stands, in a word, and its tone."""
    today: date = day_of(real_now())
    if program.is_over(real_now()):
        return gettext("Ended"), "stopped"
    if program.ends_on <= today + timedelta(days=SOON):
        return gettext("Ends soon"), "late"
    return gettext("In use") if program.used_on else gettext("Not used yet"), "active"
