"""The tables of history: imports and their letters from facts; the sheets that were uploaded."""

from sqlalchemy import (
    JSON,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

from shared.platform.tables import Instant

tables = MetaData()
imports = Table(
    "history_imports",
    tables,
    Column("import_id", String(36), primary_key=True),
    Column("rows", Integer),
    Column("begun_by", String(80)),
    Column("begun_at", Instant),
    Column("completed_at", Instant),
    Column("undone_at", Instant),
)
letters = Table(
    "history_letters",
    tables,
    Column("import_id", String(36), primary_key=True),
    Column("row", Integer, primary_key=True, autoincrement=False),
    Column("letter_id", String(36), unique=True),
    Column("type", String(2)),
    Column("reference", String(40)),
    Column("recipient", String(60)),
    Column("mandates", JSON),
    Column("sent_on", Date),
    Column("year", Integer),
    Column("replied_on", JSON),  # days as written, the first one first
    Column("replies", Integer),
    Column("published_on", Date),  # null: not known to be public
    Column("document", Text),
    Column("imported_at", Instant),
    Index("history_letters_sent", "sent_on"),
    Index("history_letters_reference", "reference"),
    Index("history_letters_recipient", "recipient"),
)

kept = MetaData()
# report: what the dry run found, null until then. sent_at: all letters are in the outbox.
sheets = Table(
    "history_sheets",
    kept,
    Column("import_id", String(36), primary_key=True),
    Column("hash", String(64), nullable=False, index=True),
    Column("content", LargeBinary, nullable=False),
    Column("uploaded_at", Instant, nullable=False),
    Column("report", JSON),
    Column("sent_at", Instant),
)
