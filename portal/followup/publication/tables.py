"""The tables of publication: texts that are not public yet, for the people who publish them."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Uuid,
)

from portal.casefile.submissions.victims import tables_of
from portal.web.steps import table_of
from shared.platform.tables import Instant, SealedText

tables = MetaData()

letters = Table(
    "publication_letters",
    tables,
    Column("communication_id", String(36), primary_key=True),
    Column("correlation_id", Uuid),
    Column("submission_ids", JSON),
    Column("version", Integer),
    Column("reference", String(40)),
    Column("type", String(2)),
    Column("recipient", String(3)),
    Column("transmitted_at", Instant),
    Column("embargo_until", Instant),
    Column("ended_at", Instant),
    Column("early", Boolean),
    Column("published_at", Instant),
    Column("edition", Integer),
    Column("withdrawn_at", Instant),
    Index("publication_letters_until", "embargo_until"),
)
signatures = Table(
    "publication_signatures",
    tables,
    Column("communication_id", String(36), primary_key=True),
    Column("mandate", String(60), primary_key=True),
    Column("early_at", Instant),  # when it decided early publication
    Index("publication_signatures_mandate", "mandate"),
)
texts = Table(
    "publication_texts",
    tables,
    Column("communication_id", String(36), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("text", SealedText),
)
# The letter itself is the document "letter"; its text is among the texts.
documents = Table(
    "publication_documents",
    tables,
    Column("communication_id", String(36), primary_key=True),
    Column("document", String(40), primary_key=True),
    Column("reply_id", String(36)),  # of a translation: what it translates
    Column("kind", String(20)),
    Column("language", String(2)),
    Column("confidential", Boolean),
    Column("received_at", Instant),
    Column("text", SealedText),
    Column("approval_id", Uuid),  # of the approval that counts
    Column("rendition", SealedText),
    Column("approved_by", String(80)),
    Column("approved_at", Instant),
    Column("names_allowed_at", Instant),
    Column("shown_at", Instant),  # published, or its placeholder
)
redactions = Table(
    "publication_redactions",
    tables,
    Column("redaction_id", String(36), primary_key=True),
    Column("communication_id", String(36), index=True),
    Column("document", String(40)),
    Column("start", Integer),
    Column("end", Integer),
    Column("form", String(10)),
    Column("reason", String(20)),
    Column("made_by", String(80)),
    Column("made_at", Instant),
)
steps = table_of(
    "publication_steps",
    tables,
    "communication_id",
    Column("document", String(40)),
    Column("mandate", String(60)),
    Column("detail", String(40)),
    Column("note", SealedText),
)
# For the check of a rendition only: whose names must not stand in it.
victims = tables_of("publication", tables)
