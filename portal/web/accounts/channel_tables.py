"""The kept tables of return channels: they are migrated, never rebuilt."""

from sqlalchemy import Column, MetaData, String, Table

from shared.platform.tables import Instant

tables = MetaData()

channels = Table(
    "channels",
    tables,
    Column("submission_id", String(36), primary_key=True),
    Column("passphrase_hash", String(200), nullable=False),  # argon2id, with its parameters
    # What the passphrase is made of, beside keys that are in no database. It is gone with the
    # last showing: then nobody can make it again, not even we.
    Column("nonce", String(64)),
    Column("shown_until", Instant, index=True),
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
