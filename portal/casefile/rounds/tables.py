"""The tables of follow-up rounds. What each provider keeps and sends is in rows of its own."""

from sqlalchemy import (
    BigInteger,
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

from portal.casefile.attachments import rows as of_files
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import MADE_BY

tables = MetaData()
rounds = Table(
    "rounds",
    tables,
    Column("round_id", String(36), primary_key=True),
    Column("mandate", String(80)),
    Column("state", String(3)),
    Column("scope", String(10)),
    Column("year", Integer),
    Column("due_on", Date),
    Column("moved_at", Instant),  # when that was said in place of another day
    Column("reopened_at", Instant),
    Column("opened_at", Instant),
    Column("version", Integer),  # of the last table; none before the first
    Column("compiled_at", Instant),
    Column("sent", Integer),  # the version that the State reads
    Column("sent_at", Instant),
    Column("comments_due", Date),
    Column("published", Integer),  # the version that everybody reads
    Column("published_at", Instant),
    Column("number", BigInteger, index=True, info={MADE_BY: "index"}),  # of its publication
    Column("symbol", String(100)),
    Column("closed_at", Instant),
    Index("rounds_by_state", "mandate", "state"),
    Index("rounds_public", "state", "published_at"),
    Index("rounds_by_publication", "published_at"),
)
# Whose a round was before it went to another mandate.
before = Table(
    "rounds_before",
    tables,
    Column("round_id", String(36), primary_key=True),
    Column("mandate", String(80), primary_key=True),
    Column("passed_at", Instant),
)
rows = Table(
    "rounds_rows",
    tables,
    Column("round_id", String(36), primary_key=True),
    Column("recommendation_id", String(100), primary_key=True),
    Column("place", Integer),
    Column("situation_id", String(36)),
    Column("situation", SealedText),
)
providers = Table(
    "rounds_providers",
    tables,
    Column("provider_id", String(36), primary_key=True),
    Column("round_id", String(36), index=True),
    Column("kind", String(10)),
    Column("organisation_id", String(100), index=True),
    Column("remind", Boolean),
    Column("asked_at", Instant),
    Column("declined", Boolean),
    Column("steps", Integer),  # its own
    Column("submission_id", String(36)),  # of what counts; none before, or once taken back
    Column("submitted_at", Instant),
    Column("sent_step", Integer),  # its step of that
    Column("name", SealedText),  # which it lets be shown
)
names = Table(
    "rounds_names",
    tables,
    Column("provider_id", String(36), primary_key=True),
    Column("submission_id", String(36), primary_key=True),
    Column("name", SealedText),  # a later one is in no version that was compiled before
)
texts = Table(
    "rounds_texts",
    tables,
    Column("provider_id", String(36), primary_key=True),
    Column("answer_id", String(36), primary_key=True),
    Column("text", SealedText),
)


def _answers(name: str) -> Table:
    return Table(
        name,
        tables,
        Column("provider_id", String(36), primary_key=True),
        Column("recommendation_id", String(100), primary_key=True),
        Column("answer_id", String(36)),
        Column("wish", String(10)),
    )


drafts = _answers("rounds_drafts")
answers = _answers("rounds_answers")
# Files beside answers: what a fact tells of each. ``step``: of its provider.
files = Table(
    "rounds_files",
    tables,
    Column("provider_id", String(36), primary_key=True),
    Column("attachment_id", String(36), primary_key=True),
    Column("recommendation_id", String(100)),
    Column("step", Integer),
    *of_files.columns(),
)
# What a provider had not sent when it left or discarded it: its keys are destroyed.
gone = Table(
    "rounds_gone",
    tables,
    Column("item_id", String(36), primary_key=True),  # of an answer or of a file
    Column("gone_at", Instant),
)
cells = Table(
    "rounds_cells",
    tables,
    Column("provider_id", String(36), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("recommendation_id", String(100), primary_key=True),
    Column("round_id", String(36), index=True),
    Column("answer_id", String(36)),
    Column("kind", String(10)),
    Column("named", Boolean),
    Column("submission_id", String(36)),
)
comments = Table(
    "rounds_comments",
    tables,
    Column("comment_id", String(36), primary_key=True),
    Column("round_id", String(36), index=True),
    Column("version", Integer),
    Column("text", SealedText),
    Column("done_by", String(80)),
    Column("done_at", Instant),
)
steps = Table(
    "rounds_published_steps",
    tables,
    Column("round_id", String(36), primary_key=True),
    Column("recommendation_id", String(100), primary_key=True),
    Column("answer_id", String(36), primary_key=True),
    Column("place", Integer),
    Column("kind", String(10)),
    Column("name", Text),
    Column("text", Text),
    Index("rounds_published_of", "recommendation_id"),
)
situations = Table(
    "rounds_published_situations",
    tables,
    Column("round_id", String(36), primary_key=True),
    Column("recommendation_id", String(100), primary_key=True),
    Column("text", Text),
)
