"""Additions by the desk to a submission that it entered: by letter, e-mail or telephone."""

from uuid import UUID

from flask import Blueprint, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.desk.triage import queries
from portal.desk.triage.asking import workable
from portal.source.channel.learning import Door, learnt
from portal.web.accounts.access import current_actor, require
from portal.web.db import engine
from shared.core.roles import Role

bp = Blueprint("learning", __name__, url_prefix="/<uuid:submission_id>/add")


@bp.route("/<what>", methods=["GET", "POST"])
@require(Role.QUICK_RESPONSE_DESK)
def add(submission_id: UUID, what: str) -> str | Response | tuple[str, int]:
    """404 for what came by a form: its source adds to it."""
    row = workable(submission_id)
    with engine().connect() as conn:
        filed = queries.filed(conn, str(submission_id))
    if filed is None or filed["entered_by"] is None:
        raise NotFound
    door = Door(
        submission_id=str(submission_id),
        state=row["state"],
        by=current_actor(),
        address=lambda after: url_for("triage.show", submission_id=submission_id, after=after),
    )
    return learnt(what, door)
