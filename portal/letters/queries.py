"""What a person may know of how a letter went (domain.md section 6.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from portal.communications.letter import Letter, Sight
from portal.communications.tables import letters, versions
from portal.letters.read_model import proofs, told
from shared.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the source of one submission knows of a letter."""

    submission_id: str
    informed_at: datetime | None
    shared_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForSource:
    """A letter as one of its sources knows it. ``text``: None unless he may read it."""

    communication_id: str
    type: str
    recipient: str
    reference: str
    transmitted_at: datetime
    text: Sealed | None


def proofs_of(conn: Connection, letter: Letter) -> Sequence[Row[Any]]:
    """Return the proofs, oldest first: whoever sees the letter sees that it went."""
    c = proofs.c
    this = c.communication_id == letter.communication_id
    return conn.execute(select(proofs).where(this).order_by(c.position)).all()


def told_of(conn: Connection, letter: Letter, sight: Sight) -> list[Told]:
    """Return what the source of each submission behind the letter knows, for who works on it."""
    if not sight.work:
        return []
    rows = conn.execute(select(told).where(told.c.communication_id == letter.communication_id))
    known = {row.submission_id: row for row in rows}
    return [
        Told(
            submission_id=one,
            informed_at=known[one].informed_at if one in known else None,
            shared_at=known[one].shared_at if one in known else None,
        )
        for one in letter.submission_ids
    ]


def for_source(conn: Connection, submission_id: str) -> list[ForSource]:
    """Return the letters that the source of this submission was told of, oldest first.

    Ask whether it is his before this.
    """
    c, t, v = letters.c, told.c, versions.c
    rows = conn.execute(
        select(c.communication_id, c.type, c.recipient, c.reference, c.transmitted_at)
        .add_columns(t.shared_at, v.text)
        .join(told, t.communication_id == c.communication_id)
        .join(versions, (v.communication_id == c.communication_id) & (v.version == c.version))
        .where(t.submission_id == submission_id, t.informed_at.is_not(None))
        .where(c.state == "transmitted")
        .order_by(c.transmitted_at, c.communication_id)
    )
    return [
        ForSource(
            communication_id=row.communication_id,
            type=row.type,
            recipient=row.recipient,
            reference=row.reference,
            transmitted_at=row.transmitted_at,
            text=row.text if row.shared_at else None,
        )
        for row in rows
    ]
