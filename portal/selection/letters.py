"""Reference letters: who reads those of an application, and who may not.

The candidate reads their own, the selection officer all, and a member of the panel those of the
files that exist for the member (``files``). Once an application is withdrawn, or its
time is over, nobody reads any.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort
from sqlalchemy import Connection, select

from portal.casefile.attachments.handing import download
from portal.casefile.attachments.keep import details_of
from portal.selection import candidates, files
from portal.selection.letter_model import letters
from portal.web.accounts.access import current_actor, require
from portal.web.context import vault
from portal.web.db import engine
from shared.core.actor import Actor
from shared.core.roles import Role

bp = Blueprint("letters", __name__, url_prefix="/candidates/<uuid:candidate_id>/letters")
_READERS = (Role.CANDIDATE, Role.SELECTION_OFFICER, Role.PANEL_MEMBER, Role.PANEL_CHAIR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """``name``: of its file, None once it was erased; ``size``: bytes."""

    letter_id: str
    name: str | None
    size: int
    scanned: str


def of(conn: Connection, actor: Actor, candidate_id: str) -> Sequence[Mapping[str, Any]]:
    """Return the letters that this person may read, their details sealed, as they were sent."""
    if not _may_read(conn, actor, candidate_id):
        return []
    c = letters.c
    rows = conn.execute(select(letters).where(c.candidate_id == candidate_id).order_by(c.place))
    return [row._asdict() for row in rows]


def shown(conn: Connection, actor: Actor, candidate_id: str) -> list[Letter]:
    """Return the letters as a page lists them: reading their names is on record."""
    return [_letter(row) for row in of(conn, actor, candidate_id)]


@bp.get("/<uuid:letter_id>")
@require(*_READERS)
def read(candidate_id: UUID, letter_id: UUID) -> Response:
    with engine().connect() as conn:
        rows = of(conn, current_actor(), str(candidate_id))
    row = next((one for one in rows if one["letter_id"] == str(letter_id)), None) or abort(404)
    return download(
        object_name=row["object_name"],
        sha256=row["sha256"],
        size=row["size"],
        details=row["details"],
    )


def _may_read(conn: Connection, actor: Actor, candidate_id: str) -> bool:
    sent = candidates.application(conn, actor, candidate_id)
    if sent is not None:
        return sent.withdrawn_at is None and sent.erased_at is None
    return files.file(conn, actor, candidate_id) is not None


def _letter(row: Mapping[str, Any]) -> Letter:
    details = details_of(row["details"], vault())
    return Letter(
        letter_id=row["letter_id"],
        name=None if details is None else details.name,
        size=row["size"],
        scanned=row["scanned"],
    )
