"""The source withdraws consent, and gives it again: first what that does, then the button."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal import htmx
from portal.accounts.access import current_actor, require
from portal.commands import CommandRefused
from portal.context import commands
from portal.db import engine
from portal.forms import CommandForm
from portal.submissions import queries
from shared import reference
from shared.roles import Role

bp = Blueprint("withdrawal", __name__, url_prefix="/<uuid:submission_id>/consent")

_SOURCES = (Role.NGO_MEMBER, Role.CONTACT_POINT)


class ConsentForm(CommandForm):
    """Nothing to fill in: the page says what pressing the button does."""


@bp.get("/withdraw")
@require(*_SOURCES)
def withdraw_form(submission_id: UUID) -> str:
    return _page(submission_id, ConsentForm(formdata=None), withdraw=True)


@bp.post("/withdraw")
@require(*_SOURCES)
def withdraw(submission_id: UUID) -> Response | tuple[str, int]:
    return _asked(submission_id, "withdraw-consent", "You withdrew consent", withdraw=True)


@bp.get("/give")
@require(*_SOURCES)
def give_form(submission_id: UUID) -> str:
    return _page(submission_id, ConsentForm(formdata=None), withdraw=False)


@bp.post("/give")
@require(*_SOURCES)
def give(submission_id: UUID) -> Response | tuple[str, int]:
    return _asked(submission_id, "grant-consent", "You gave consent again", withdraw=False)


def _asked(
    submission_id: UUID, type_: str, said: str, *, withdraw: bool
) -> Response | tuple[str, int]:
    form = ConsentForm()
    _own(submission_id)
    if not form.validate():
        return _page(submission_id, form, withdraw=withdraw), 422
    try:
        accepted = commands().ask(
            "intake",
            type_,
            {"submission_id": str(submission_id), "scope": "act"},
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


def _own(submission_id: UUID) -> Mapping[str, Any]:
    """Return the submission of this person; 404 for everybody else."""
    with engine().connect() as conn:
        found = queries.one(conn, current_actor(), str(submission_id))
    if found is None:
        raise NotFound
    return found


def _page(submission_id: UUID, form: ConsentForm, *, withdraw: bool) -> str:
    submission = _own(submission_id)
    return htmx.render(
        "submissions/consent.html",
        block="content",
        submission=submission,
        form=form,
        withdraw=withdraw,
        state_name=reference.recipient_name(submission["state"]),
    )
