"""Asking intake about a submission, and coming back to its page."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import redirect, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.accounts.access import current_actor
from portal.context import commands
from portal.db import engine
from portal.forms import CommandForm
from portal.triage import sight


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


def ask(type_: str, submission_id: UUID, form: CommandForm, /, **data: Any) -> Response:
    """Ask, and return the way back to the page. Raises ``CommandRefused``."""
    accepted = commands().ask(
        "intake",
        type_,
        {"submission_id": str(submission_id), **data},
        by=current_actor(),
        command_id=form.id,
        correlation_id=submission_id,
    )
    address = url_for("triage.show", submission_id=submission_id, after=accepted.after)
    return redirect(address, 303)
