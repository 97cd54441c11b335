"""The PDF of a transmitted letter, kept as first made: its hash is in the proof.

A later version of the typesetter, a new font or a holder's new name would give other bytes.
"""

from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Connection, Engine, MetaData, String, Table, insert, select
from sqlalchemy.exc import IntegrityError

from shared.core.message import Sealed
from shared.platform.tables import Instant, SealedText

tables = MetaData()
sent_letters = Table(
    "sent_letters",
    tables,
    Column("communication_id", String(36), primary_key=True),
    Column("sha256", String(64), nullable=False),  # of the PDF, in hex
    Column("pdf", SealedText, nullable=False),  # in base64, under the key of the letter's text
    Column("kept_at", Instant, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """``pdf`` is sealed: see ``packed``."""

    sha256: str
    pdf: Sealed


def find(conn: Connection, communication_id: str) -> Kept | None:
    row = conn.execute(
        select(sent_letters).where(sent_letters.c.communication_id == communication_id)
    ).one_or_none()
    return Kept(row.sha256, row.pdf) if row else None


def keep(engine: Engine, communication_id: str, kept: Kept, *, at: datetime) -> Kept:
    """Keep the document, unless one was kept before; return the one that is kept."""
    row = {"communication_id": communication_id, "sha256": kept.sha256, "pdf": kept.pdf}
    try:
        with engine.begin() as conn:
            conn.execute(insert(sent_letters).values(**row, kept_at=at))
    except IntegrityError:
        with engine.connect() as conn:
            return find(conn, communication_id) or kept
    return kept


def packed(pdf: bytes) -> str:
    """Return the document as text, to be sealed."""
    return b64encode(pdf).decode()


def unpacked(text: str) -> bytes:
    return b64decode(text)
