"""The kept tables of sources without an account: return channels, and sessions of drafts."""

from sqlalchemy import Column, MetaData, String, Table

from shared.platform.tables import Instant

tables = MetaData()

channels = Table(
    "channels",
    tables,
    Column("submission_id", String(36), primary_key=True),
    # The return code; and what it is made of, beside keys that are in no database. That is gone
    # with the last showing: then nobody can make the code again, not even we.
    Column("code_hash", String(64), unique=True),
    Column("code_nonce", String(64)),
    # Instead of it a receipt of before has a tracking code and a passphrase: argon2id, with its
    # parameters, and likewise what it is made of.
    Column("passphrase_hash", String(200)),
    Column("nonce", String(64)),
    Column("shown_until", Instant, index=True),
    Column("language", String(2)),  # to write to the source in; null: it never said
)

channel_sessions = Table(
    "channel_sessions",
    tables,
    # Only hashed here, as those of accounts are.
    Column("token_hash", String(64), primary_key=True),
    Column("submission_id", String(36), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("last_seen_at", Instant, nullable=False),
)

draft_sessions = Table(
    "draft_sessions",
    tables,
    # One row for each draft that a browser holds; the token is only hashed here.
    Column("token_hash", String(64), primary_key=True),
    Column("draft_id", String(36), primary_key=True),
    Column("created_at", Instant, nullable=False),
    Column("last_seen_at", Instant, nullable=False),
)
