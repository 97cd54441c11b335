"""A candidate's nominators: named, asked to confirm, and withdrawn."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, abort, url_for
from wtforms import EmailField, RadioField, StringField
from wtforms.validators import InputRequired, Length, Optional

from portal.homes.nominations import inviting, status
from portal.selection import candidates, nominations, page
from portal.selection.candidates import Application
from portal.selection.forms import ConfirmForm
from portal.selection.nominations import KINDS, Nominator, Shown, written
from portal.web import htmx
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.commands import CommandRefused
from portal.web.context import now, settings, today, vault
from portal.web.db import engine
from portal.web.forms import CommandForm, one_address, said, tidy
from portal.web.i18n.texts import gettext, language, lazy
from shared.contracts.stakeholders_nomination_commands import NameNominator, WithdrawNomination
from shared.core.message import derive_id
from shared.core.roles import Role

bp = Blueprint(
    "nominations", __name__, url_prefix="/candidate/applications/<uuid:candidate_id>/nominators"
)
_candidate = require(Role.CANDIDATE)
_NAME = 200  # characters


def name_field(hint: str = "") -> StringField:
    return StringField(
        lazy("Name of the nominator"),
        [
            InputRequired(lazy("Enter who nominates")),
            Length(max=_NAME, message=lazy("Shorten the name to %(most)s characters", most=_NAME)),
        ],
        filters=[tidy],
        description=hint,
    )


class NameForm(CommandForm):
    kind = RadioField(
        lazy("What kind of nominator?"),
        [InputRequired(lazy("Choose what kind of nominator it is"))],
        choices=said(KINDS),
    )
    name = name_field(
        lazy("For an organisation its full name, as it stands in the register if it is there.")
    )
    email = EmailField(
        lazy("E-mail address, to ask them to confirm"),
        [
            Optional(),
            Length(max=254),
            one_address(),
        ],
        filters=[tidy],
        description=lazy(
            "They get a letter with a link, and have 14 days, though never beyond the close of the "
            "call. Leave it empty to name them only."
        ),
    )


@bp.get("")
@_candidate
def index(candidate_id: UUID) -> str:
    own = _own(candidate_id)
    late = not page.caught_up()
    with engine().connect() as conn:
        shown = nominations.shown(conn, current_actor(), own.candidate_id)
    at = now()
    return htmx.render(
        "nominations/index.html",
        block="content",
        application=own,
        vacancy=own.vacancy,
        rows=[(one, one.nomination.step_at(at)) for one in shown],
        is_open=own.vacancy.call_open(at),
        late=late,
        **page.words(),
    )


@bp.route("/name", methods=["GET", "POST"])
@_candidate
def name(candidate_id: UUID) -> Answer:
    own, form = _own(candidate_id), NameForm()
    if not own.vacancy.call_open(now()):
        abort(404)
    if not (settings().sends_mail and settings().public_url):
        del form.email
    nomination_id = str(derive_id("nomination", own.candidate_id, form.command_id.data or ""))
    return act(
        _about(own),
        form,
        Page(
            heading=gettext("Name a nominator"),
            lead=gettext(
                "Nobody needs one. The selection office, the panel and, if you are recommended, "
                "the President read who it is. It is never public."
            ),
            button=gettext("Name this nominator"),
        ),
        lambda: _named(own, form, nomination_id, now()),
    )


@bp.route("/<uuid:nomination_id>/withdraw", methods=["GET", "POST"])
@_candidate
def withdraw(candidate_id: UUID, nomination_id: UUID) -> Answer:
    own = _own(candidate_id)
    one = _one(own, str(nomination_id))
    return act(
        _about(own),
        ConfirmForm(),
        Page(
            heading=gettext("Withdraw this nominator?"),
            texts=[
                (
                    gettext("Name of the nominator"),
                    one.nominator.name if one.nominator else str(page.ERASED),
                )
            ],
            note=gettext("Nobody reads it any more. While the call is open you can name others."),
            button=gettext("Withdraw this nominator"),
            leave=gettext("Keep this nominator"),
            tone="warning",
        ),
        lambda: WithdrawNomination(
            vacancy_id=own.vacancy.vacancy_id,
            candidate_id=own.candidate_id,
            nomination_id=str(nomination_id),
        ),
    )


def _named(own: Application, form: NameForm, nomination_id: str, at: datetime) -> NameNominator:
    """Keep the address first: its letter waits for the fact."""
    email = form.email.data if "email" in form else None
    if email:
        _invite(own, email, nomination_id, at)
    name = form.name.data or ""
    nominator = Nominator(name=name, on=today(), grades=status.in_force(form.kind.data, name))
    return NameNominator(
        vacancy_id=own.vacancy.vacancy_id,
        candidate_id=own.candidate_id,
        nomination_id=nomination_id,
        kind=form.kind.data,
        nominator=page.seal(own.candidate_id, written(nominator)),
        invited=bool(email),
    )


def _invite(own: Application, email: str, nomination_id: str, at: datetime) -> None:
    """Let a letter go. Refused when so many went for this person and vacancy before."""
    who = f"{own.applicant_id} {own.vacancy.vacancy_id}"
    if not inviting.ask(
        engine(),
        nomination_id,
        page.seal(own.candidate_id, email),
        language().code,
        asker=vault().pseudonym("nomination-askers", who),
        at=at,
    ):
        raise CommandRefused(
            422, "You have named twenty nominators. Write to the selection office."
        )


def _own(candidate_id: UUID) -> Application:
    """Return this person's application, which stands; 404 otherwise."""
    actor = current_actor()
    with engine().connect() as conn:
        found = candidates.application(conn, actor, str(candidate_id))
    if found is None or found.applicant_id != actor.actor_id or found.withdrawn_at:
        abort(404)
    return found


def _one(own: Application, nomination_id: str) -> Shown:
    with engine().connect() as conn:
        shown = nominations.shown(conn, current_actor(), own.candidate_id)
    these = (one for one in shown if one.nomination.nomination_id == nomination_id)
    return next(these, None) or abort(404)


def _about(own: Application) -> About:
    address = url_for("nominations.index", candidate_id=own.candidate_id)
    return page.on(address, own.vacancy.vacancy_id, gettext("Who nominates me"))
