"""The kept table of drafts: sealed, each under its own key, which is deleted with the draft."""

from sqlalchemy import Column, Integer, MetaData, String, Table

from shared.platform.tables import Instant, SealedText

tables = MetaData()
drafts = Table(
    "drafts",
    tables,
    Column("draft_id", String(36), primary_key=True),
    Column("account_id", String(36), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("content", SealedText, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False, index=True),
)
