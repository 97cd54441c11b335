"""The kept table of drafts: sealed, each under its own key, which is deleted with the draft."""

from sqlalchemy import Column, Integer, MetaData, String, Table

from shared.platform.tables import Instant, SealedText

tables = MetaData()
drafts = Table(
    "drafts",
    tables,
    Column("draft_id", String(36), primary_key=True),
    Column("account_id", String(36), index=True),  # none: it belongs to whoever has its code
    Column("version", Integer, nullable=False),
    Column("content", SealedText, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False, index=True),
)
draft_codes = Table(
    "draft_codes",
    tables,
    Column("draft_id", String(36), primary_key=True),
    # Only a digest; and what the code is made of, beside keys that are in no database. That is gone
    # with the last showing, as of return codes.
    Column("code_hash", String(64), nullable=False, unique=True),
    Column("code_nonce", String(64)),
    Column("shown_until", Instant),
    Column("sent_at", Instant),  # for a while the code of a sent draft leads to its receipt
)
