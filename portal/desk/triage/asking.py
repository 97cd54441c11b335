"""Commands to intake about a submission, and the way back to its page."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias
from uuid import UUID

from flask import flash, redirect, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.casefile.queue import sight
from portal.web.accounts.access import current_actor
from portal.web.commands import CommandRefused
from portal.web.context import commands
from portal.web.db import engine
from portal.web.erased import SUBMISSION_ERASED
from portal.web.forms import CommandForm
from shared.contracts.intake_commands import Command
from shared.platform.vault import Forgotten

Answer: TypeAlias = Response | tuple[str, int]
"""On to the next page, or the same one again with its status."""


def existing(submission_id: UUID) -> Mapping[str, Any]:
    """Return the submission's row of the queue; 404 where it does not exist for who asks."""
    with engine().connect() as conn:
        row = sight.find(conn, current_actor(), str(submission_id))
    if row is None:
        raise NotFound
    return row


def workable(submission_id: UUID) -> Mapping[str, Any]:
    """Return the row; 404 also for who may read it and not write."""
    row = existing(submission_id)
    if not row["may_work"]:
        raise NotFound
    return row


def ask(command: Command, form: CommandForm) -> Response:
    """Ask, and return the way back to the page. Raises ``CommandRefused``."""
    accepted = commands().ask(
        command,
        by=current_actor(),
        command_id=form.id,
        correlation_id=UUID(command.submission_id),
    )
    address = url_for("triage.show", submission_id=command.submission_id, after=accepted.after)
    return redirect(address, 303)


def answered(
    form: CommandForm,
    shown: Callable[[], str],
    act: Callable[[], Response],
    told: Callable[[], str],
) -> Answer:
    """Let ``act`` ask once the form is valid, and say ``told``.

    What is wrong, refused or erased gives the page of ``shown`` again, with the sentence.
    """
    if not form.validate():
        return shown(), 422
    try:
        done = act()
    except Forgotten:
        form.form_errors.append(SUBMISSION_ERASED)
        return shown(), 409
    except CommandRefused as no:
        form.form_errors.append(no.sentence)
        return shown(), no.status
    flash(told(), "success")
    return done
