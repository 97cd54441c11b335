"""The tables of statements before they are issued; public ones are in the register."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    MetaData,
    String,
    Table,
)

from portal.web.steps import table_of
from shared.platform.tables import Instant, SealedText

tables = MetaData()

# state: drafting, awaiting, approved, issued or withdrawn. edition: what of it is public, if any.
statements = Table(
    "statements_statements",
    tables,
    Column("statement_id", String(36), primary_key=True),
    Column("kind", String(20)),
    Column("mission_id", String(36)),  # that it ends, if it is of one
    Column("communication_ids", JSON),
    Column("submission_ids", JSON),
    Column("version", Integer),
    Column("content_hash", String(64)),
    Column("state", String(12)),
    Column("edition", Integer),
    Column("drafted_at", Instant),
    Column("requested_at", Instant),
    Column("approved_at", Instant),
    Column("issued_at", Instant),
    Column("embargo_until", Instant),  # null: a holder issues it
    Column("shared_at", Instant),  # when the Government gets it
    Column("changed", BigInteger),
    Index("statements_statements_mission", "mission_id"),
    Index("statements_statements_embargo", "embargo_until"),
)
# approved_version: of the text that the mandate approved last, null once that is voided.
signatures = Table(
    "statements_signatures",
    tables,
    Column("statement_id", String(36), primary_key=True),
    Column("mandate", String(60), primary_key=True),
    Column("number", Integer),  # the lead is the first
    Column("declined_at", Instant),
    Column("ruled_version", Integer),
    Column("approved_version", Integer),
    Column("approved_by", String(80)),
    Column("approved_at", Instant),
    Index("statements_signatures_mandate", "mandate"),
)
versions = Table(
    "statements_versions",
    tables,
    Column("statement_id", String(36), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("about", JSON),
    Column("wording", SealedText),
    Column("written_by", String(80)),
    Column("written_at", Instant),
)
steps = table_of(
    "statements_steps",
    tables,
    "statement_id",
    Column("mandate", String(60)),
    Column("version", Integer),
    Column("note", SealedText),
)
# A mission as approvals heard of it: what a statement at its end says is taken from here.
missions = Table(
    "statements_missions",
    tables,
    Column("mission_id", String(36), primary_key=True),
    Column("mandate", String(60)),
    Column("state", String(3)),
    Column("first", Date),
    Column("last", Date),
    Column("called_off", Boolean),
    Column("findings", String(10)),
    Index("statements_missions_state", "state"),
)
