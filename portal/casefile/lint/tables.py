"""The kept table of comparisons with a source's identity, for the limit and for the source."""

from sqlalchemy import Column, Index, MetaData, String, Table

from shared.platform.tables import Instant

tables = MetaData()

compared = Table(
    "lint_compared",
    tables,
    Column("submission_id", String(36), primary_key=True),
    Column("actor_id", String(80), primary_key=True),
    Column("text", String(64), primary_key=True),  # a keyed hash; "-": of untyped
    Column("at", Instant, nullable=False),
    Index("lint_compared_at", "submission_id", "at"),
)
