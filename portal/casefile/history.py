"""The tables of history: imports and what they brought; the sheets that were uploaded.

``portal/public/history`` makes and fills them. They stand here for areas below it that count them.
"""

from typing import Final

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

from shared.platform.tables import Instant, SealedText

CONSUMER: Final = "portal.history"

tables = MetaData()
imports = Table(
    "history_imports",
    tables,
    Column("import_id", String(36), primary_key=True),
    Column("rows", Integer),
    Column("series", Integer),  # how many of them go on
    Column("begun_by", String(80)),
    Column("begun_at", Instant),
    Column("completed_at", Instant),
    Column("undone_by", String(80)),
    Column("undone_at", Instant),
    Column("reason", String(20)),  # why it was undone
)
# That a series goes on after a number of an import; last: the last one of a letter of today.
notes = Table(
    "history_notes",
    tables,
    Column("import_id", String(36), primary_key=True),
    Column("recipient", String(3), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer),
    Column("last", Integer),
)
# same: what is equal for the same letter in another sheet. series, number: of its reference.
# replies_then: how many came until it was published.
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
    Column("replies_then", Integer),
    Column("published_on", Date),  # null: not known to be public
    Column("document", Text),
    Column("imported_at", Instant),
    Column("same", String(64)),
    Column("series", String(8)),
    Column("number", Integer),
    Index("history_letters_sent", "sent_on"),
    Index("history_letters_same", "same"),
    Index("history_letters_series", "series"),
    Index("history_letters_recipient", "recipient"),
)

submissions = Table(
    "history_submissions",
    tables,
    Column("import_id", String(36), primary_key=True),
    Column("row", Integer, primary_key=True, autoincrement=False),
    Column("submission_id", String(36), unique=True),
    Column("reference", String(40)),
    Column("recipient", String(60)),
    Column("mandates", JSON),
    Column("received_on", Date),
    Column("year", Integer),
    Column("imported_at", Instant),
    Column("same", String(64)),
    Index("history_submissions_received", "received_on"),
    Index("history_submissions_same", "same"),
)
# state: also of a former one. published_on: null: not known to be public.
visits = Table(
    "history_visits",
    tables,
    Column("import_id", String(36), primary_key=True),
    Column("row", Integer, primary_key=True, autoincrement=False),
    Column("visit_id", String(36), unique=True),
    Column("state", String(60)),
    Column("mandates", JSON),
    Column("status", String(12)),
    Column("first_on", Date),
    Column("last_on", Date),
    Column("year", Integer),
    Column("published_on", Date),
    Column("document", Text),
    Column("imported_at", Instant),
    Column("same", String(64)),
    Index("history_visits_first", "first_on"),
    Index("history_visits_same", "same"),
    Index("history_visits_state", "state"),
)
# state: OTH: about none. visit_on: the first day of the visit that it is about.
papers = Table(
    "history_papers",
    tables,
    Column("import_id", String(36), primary_key=True),
    Column("row", Integer, primary_key=True, autoincrement=False),
    Column("paper_id", String(36), unique=True),
    Column("kind", String(9)),
    Column("symbol", String(40)),
    Column("session", String(10)),
    Column("state", String(60)),
    Column("mandates", JSON),
    Column("dated_on", Date),
    Column("visit_on", Date),
    Column("year", Integer),
    Column("published_on", Date),
    Column("document", Text),
    Column("imported_at", Instant),
    Column("same", String(64)),
    Index("history_papers_dated", "dated_on"),
    Index("history_papers_same", "same"),
    Index("history_papers_state", "state"),
    Index("history_papers_visit", "visit_on"),
)
# letter: what is the same of the letter that was published. replied_on: of a reply to it.
publications = Table(
    "history_publications",
    tables,
    Column("import_id", String(36), primary_key=True),
    Column("row", Integer, primary_key=True, autoincrement=False),
    Column("letter", String(64)),
    Column("replied_on", Date),
    Column("published_on", Date),
    Column("document", Text),
    Column("same", String(64)),
    Index("history_publications_letter", "letter"),
    Index("history_publications_same", "same"),
)
# details: null once it was removed. replied_on: of the reply that it is of; null: of the letter.
files = Table(
    "history_files",
    tables,
    Column("import_id", String(36), primary_key=True),
    Column("file_id", String(36), primary_key=True),
    Column("letter_id", String(36)),
    Column("replied_on", Date),
    Column("place", Integer),  # in its archive
    Column("public", Boolean),
    Column("object_name", String(64)),
    Column("sha256", String(64)),
    Column("size", Integer),
    Column("scanned", String(12)),
    Column("details", SealedText),
    Column("added_by", String(80)),
    Column("added_at", Instant),
    Column("removed_at", Instant),
    Index("history_files_letter", "letter_id"),
)

kept = MetaData()
# content: sealed, as base64; null once it is gone. counts, faults, letters: what the dry run found,
# null until then. running: 1 while it is imported, so that one is at a time. sent_at: all letters
# are in the outbox. ended_at: when its import was found to be complete or undone.
sheets = Table(
    "history_sheets",
    kept,
    Column("import_id", String(36), primary_key=True),
    Column("hash", String(64), nullable=False, index=True),
    Column("content", SealedText),
    Column("uploaded_at", Instant, nullable=False),
    Column("uploaded_by", String(80), nullable=False),
    Column("counts", JSON(none_as_null=True)),
    Column("faults", JSON(none_as_null=True)),
    Column("letters", JSON(none_as_null=True)),
    Column("confirmed_at", Instant),
    Column("running", Integer, unique=True, index=True),
    Column("sent_at", Instant),
    Column("ended_at", Instant),
)
