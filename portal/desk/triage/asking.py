"""A submission that the person may work on: finding it, and what its pages are about."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import url_for
from werkzeug.exceptions import NotFound

from portal.casefile.queue import sight
from portal.web import cases
from portal.web.accounts.access import current_actor
from portal.web.act import About
from portal.web.db import engine
from portal.web.erased import SUBMISSION_ERASED


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


def on(submission_id: UUID) -> About:
    """The submission, as the pages say it on which something is done about it."""
    return About(
        address=url_for("triage.show", submission_id=submission_id),
        case=submission_id,
        back=cases.shown(submission_id),
        title=cases.number(submission_id),
        erased=SUBMISSION_ERASED,
    )
