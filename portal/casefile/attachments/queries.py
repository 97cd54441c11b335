"""The files of a submission that a person may read, and whether the person may add to them.

People who may read the submission's body may read its files (procedure.md section 6.1).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select

from portal.casefile.attachments.read_model import attachments
from portal.casefile.queue import sight
from portal.casefile.submissions import queries as submissions
from portal.web.delivery.outbox import outbox
from shared.contracts.commands import address
from shared.contracts.intake_commands import AddAttachment
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role

_, _ADD = address(AddAttachment)


@dataclass(frozen=True, slots=True)
class Right:
    """``add``: may also add files; ``source``: because it is the person's own submission."""

    add: bool
    source: bool


def right(conn: Connection, actor: Actor, submission_id: str) -> Right | None:
    """Return the person's rights on the submission's files; None: no rights."""
    if submissions.one(conn, actor, submission_id) is not None:
        return Right(add=True, source=True)
    if sight.find(conn, actor, submission_id) is None:
        return None
    return Right(add=actor.has(Role.QUICK_RESPONSE_DESK), source=False)


def of_submission(conn: Connection, submission_id: str) -> Sequence[Mapping[str, Any]]:
    """Return its files, their details sealed, oldest first. Ask ``right`` before this."""
    c = attachments.c
    query = select(attachments).where(c.submission_id == submission_id)
    return [row._asdict() for row in conn.execute(query.order_by(c.added_at, c.attachment_id))]


def number_of(conn: Connection, submission_id: str) -> int:
    """Return how many files it has. Ask ``right`` before this."""
    this = attachments.c.submission_id == submission_id
    return conn.scalar(select(func.count()).select_from(attachments).where(this)) or 0


def on_their_way(conn: Connection, submission_id: str) -> Sequence[Sealed]:
    """Return the details of files that are kept and not yet listed. Ask ``right`` before."""
    c = outbox.c
    arrived = {row["attachment_id"] for row in of_submission(conn, submission_id)}
    rows = conn.execute(
        select(c.data)
        .where(
            c.correlation_id == UUID(submission_id),
            c.type == _ADD,
            c.refused.is_(None),
        )
        .order_by(c.created_at)
    )
    return [Sealed(**data["details"]) for (data,) in rows if data["attachment_id"] not in arrived]


def one(conn: Connection, submission_id: str, attachment_id: str) -> Mapping[str, Any] | None:
    """Return a file of this submission. Ask ``right`` before this."""
    c = attachments.c
    query = select(attachments).where(
        c.submission_id == submission_id, c.attachment_id == attachment_id
    )
    row = conn.execute(query).one_or_none()
    return row._asdict() if row else None
