"""The kept table of openings that were shown: each is shown only once."""

from sqlalchemy import Column, MetaData, String, Table

from shared.platform.tables import Instant

tables = MetaData()

shown = Table(
    "identities_shown",
    tables,
    Column("opening_id", String(36), primary_key=True),
    Column("shown_at", Instant, nullable=False),
)
