"""The table of saved searches: it cannot be rebuilt (decision 0193)."""

from typing import Final

from sqlalchemy import Column, MetaData, String, Table, Text

from shared.platform.tables import Instant

tables: Final = MetaData()
searches: Final = Table(
    "recommendation_searches",
    tables,
    Column("search_id", String(36), primary_key=True),
    Column("account_id", String(36), nullable=False, index=True),
    Column("filters", Text, nullable=False),
    Column("saved_at", Instant, nullable=False),
)
