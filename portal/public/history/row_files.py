"""Files beside visits, reports and statements from before the platform, as they are handed out."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response
from sqlalchemy import Row
from werkzeug.exceptions import NotFound

from portal.casefile.attachments.handing import download, download_public
from portal.public.history import beside, sight
from portal.web.accounts.access import current_actor, public, require, signed_in
from portal.web.db import engine
from shared.core.actor import Actor
from shared.core.roles import Role

public_bp = Blueprint("pastfiles", __name__, url_prefix="/past-files")
bp = Blueprint("historyrows", __name__, url_prefix="/history-files")


@public_bp.get("/<uuid:row_id>/<uuid:file_id>")
@public
def file(row_id: UUID, file_id: UUID) -> Response:
    row = _file(None, row_id, file_id)
    return download_public(
        object_name=row.object_name, sha256=row.sha256, size=row.size, details=row.details
    )


@bp.get("/<uuid:row_id>/<uuid:file_id>", endpoint="file")
@require(*sight.READERS)
def any_file(row_id: UUID, file_id: UUID) -> Response:
    row = _file(current_actor(), row_id, file_id)
    return download(
        object_name=row.object_name, sha256=row.sha256, size=row.size, details=row.details
    )


@bp.app_template_global()
def removes_past_files() -> bool:
    """Whether whoever came removes files of history."""
    who = signed_in()
    return who is not None and who.has(Role.QUICK_RESPONSE_DESK)


def _file(actor: Actor | None, row_id: UUID, file_id: UUID) -> Row[Any]:
    with engine().connect() as conn:
        found = beside.one_of_row(conn, actor, str(row_id), str(file_id))
    if found is None:
        raise NotFound
    return found
