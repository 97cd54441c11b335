"""Veils, and where people go after a split. Kept, and never rebuilt.

A veil hides an organisation before any fact comes round. It is written in the transaction that the
page waits for, beside the command in the outbox, so it holds while services, Kafka and consumers
are away. It holds against every first step to the public that was taken before it.
"""

from datetime import datetime

from sqlalchemy import Column, Connection, MetaData, String, Table, select

from shared.platform.tables import Instant
from shared.read_models.upsert import upsert

tables = MetaData()
veils = Table(
    "organisation_veils",
    tables,
    Column("organisation_id", String(36), primary_key=True),
    Column("hidden_at", Instant, nullable=False),
)
choices = Table(
    "organisation_choices",
    tables,
    Column("split_id", String(36), primary_key=True),
    Column("account_id", String(36), primary_key=True, index=True),
    Column("entry_id", String(36), primary_key=True, index=True),
    Column("chosen_at", Instant),  # while somebody there has to agree
    Column("came_at", Instant),  # when the person was last let in there
)
"""Of each split, who was of the organisation then and may choose, with every entry they came to."""


def veil(conn: Connection, organisation_id: str, at: datetime) -> None:
    """Hide it from the end of this transaction on. A clock may go back, a veil never does."""
    this = select(veils.c.hidden_at).where(veils.c.organisation_id == organisation_id)
    before = conn.scalar(this) or at
    upsert(conn, veils, ["hidden_at"], [(organisation_id, max(before, at))])
