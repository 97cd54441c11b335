"""The kept table of erasures: it outlives the destroyed key (R12 of procedure.md)."""

from sqlalchemy import Column, MetaData, String, Table

from shared.platform.tables import Instant, SealedText

tables = MetaData()

erasures = Table(
    "erasures",
    tables,
    Column("erasure_id", String(36), primary_key=True),
    Column("subject", String(120), nullable=False, index=True),
    Column("erased_at", Instant, nullable=False),
    Column("by", String(36), nullable=False),  # an account's id, or "operator"
    Column("basis", String(40), nullable=False),  # a code of portal.oversight.forgetting.words
    Column("asked_by", String(40), nullable=False),  # likewise
    Column("note", SealedText),  # under a key of its own: it may name a person
)
