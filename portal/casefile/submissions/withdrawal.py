"""Withdrawing and giving consent by the source: first the effect, then the button.

Each victim has their own consent, for five purposes; without a choice it applies to all victims and
to the consent to act.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response
from wtforms import HiddenField

from portal.casefile.filing.consent import QUESTIONS
from portal.casefile.submissions import queries
from portal.casefile.submissions.each import MOST, each_of
from portal.casefile.submissions.read_model import CONSUMER
from portal.casefile.submissions.texts import people
from portal.casefile.submissions.victims import SCOPES, Standing
from portal.web import htmx
from portal.web.accounts.access import current_actor, require
from portal.web.commands import CommandRefused
from portal.web.context import commands
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.waiting import waited
from shared import reference
from shared.contracts.intake import BLOCKING, ConsentScope
from shared.contracts.intake_commands import GrantConsent, WithdrawConsent
from shared.core.roles import Role

bp = Blueprint("withdrawal", __name__, url_prefix="/<uuid:submission_id>/consent")

_SOURCES = (Role.NGO_MEMBER, Role.CONTACT_POINT)


class ConsentForm(CommandForm):
    """The page says what pressing the button does. ``victim``: empty for all of them."""

    scope = HiddenField(default="act")
    victim = HiddenField(default="")

    @property
    def chosen(self) -> ConsentScope:
        """What is consented to; 404 for what does not exist."""
        found = next((one for one in SCOPES if one == self.scope.data), None)
        if found is None:
            raise NotFound
        return found


@bp.get("/")
@require(*_SOURCES)
def index(submission_id: UUID) -> str:
    submission = _own(submission_id)
    return htmx.render(
        "submissions/consents.html",
        block="content",
        submission=submission,
        victims=each_of(submission["victims"]),
        more=max(0, len(submission["victims"]) - MOST),
        scopes=SCOPES,
        consent=QUESTIONS,
        address=lambda change, scope, victim: url_for(
            f".{change}_form",
            submission_id=submission_id,
            scope=scope,
            victim=victim,
        ),
        late=not waited(engine(), CONSUMER, request.args.get("after")),
        state_name=reference.recipient_name(submission["state"]),
    )


@bp.get("/withdraw")
@require(*_SOURCES)
def withdraw_form(submission_id: UUID) -> str:
    return _page(submission_id, _asked_for(), withdraw=True)


@bp.post("/withdraw")
@require(*_SOURCES)
def withdraw(submission_id: UUID) -> Response | tuple[str, int]:
    return _asked(submission_id, WithdrawConsent, "You withdrew consent", withdraw=True)


@bp.get("/give")
@require(*_SOURCES)
def give_form(submission_id: UUID) -> str:
    return _page(submission_id, _asked_for(), withdraw=False)


@bp.post("/give")
@require(*_SOURCES)
def give(submission_id: UUID) -> Response | tuple[str, int]:
    return _asked(submission_id, GrantConsent, "You gave consent", withdraw=False)


def _asked(
    submission_id: UUID,
    command: type[WithdrawConsent | GrantConsent],
    said: str,
    *,
    withdraw: bool,
) -> Response | tuple[str, int]:
    form = ConsentForm()
    _own(submission_id)
    if not form.validate():
        return _page(submission_id, form, withdraw=withdraw), 422
    try:
        accepted = commands().ask(
            command(
                submission_id=str(submission_id),
                scope=form.chosen,
                victim_id=form.victim.data or None,
            ),
            by=current_actor(),
            command_id=form.id,
            correlation_id=submission_id,
        )
    except CommandRefused as no:
        form.form_errors.append(no.sentence)
        return _page(submission_id, form, withdraw=withdraw), no.status
    flash(said, "success")
    page = url_for("submissions.show", submission_id=submission_id, after=accepted.after)
    return redirect(page, 303)


def _asked_for() -> ConsentForm:
    """The form for what the address asks about."""
    form = ConsentForm(formdata=None)
    form.scope.data = request.args.get("scope", "act")
    form.victim.data = request.args.get("victim", "")
    return form


def _own(submission_id: UUID) -> Mapping[str, Any]:
    """Return the submission of this person; 404 for everybody else."""
    with engine().connect() as conn:
        found = queries.one(conn, current_actor(), str(submission_id))
    if found is None:
        raise NotFound
    return found


def _page(submission_id: UUID, form: ConsentForm, *, withdraw: bool) -> str:
    submission, scope = _own(submission_id), form.chosen
    victims = [one for one in submission["victims"] if _meant(one, form.victim.data)]
    if not victims:
        raise NotFound
    one = people(victims)[0] if form.victim.data else None
    return htmx.render(
        "submissions/consent.html",
        block="content",
        submission=submission,
        form=form,
        scope=scope,
        question=QUESTIONS[scope],
        stops=scope in BLOCKING,
        who=one,
        withdraw=withdraw,
        state_name=reference.recipient_name(submission["state"]),
    )


def _meant(one: Standing, victim_id: str | None) -> bool:
    return victim_id in ("", None, one.victim.victim_id)
