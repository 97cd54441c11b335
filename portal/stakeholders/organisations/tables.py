"""Veils, and where people go after a split. Kept, and never rebuilt.

A veil hides an organisation before any fact comes round. It is written in the transaction that the
page waits for, beside the command in the outbox, so it holds while services, Kafka and consumers
are away. It holds against every first step up that was taken before it.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Column, Connection, MetaData, String, Table, select

from shared.contracts.stakeholders_organisations import Visibility
from shared.platform.tables import Instant
from shared.read_models.upsert import upsert

tables = MetaData()
veils = Table(
    "organisation_veils",
    tables,
    Column("organisation_id", String(36), primary_key=True),
    Column("hidden_at", Instant, nullable=False),
    Column("narrowed_at", Instant),  # since when partners alone may read it
    Column("sealed_at", Instant),
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


_NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SINCE: Final[Mapping[Visibility, tuple[str, ...]]] = {
    "public": (),
    "partners": ("narrowed_at",),
    "closed": ("hidden_at",),
    "sealed": ("hidden_at", "sealed_at"),
}


def veil(
    conn: Connection, organisation_id: str, at: datetime, keeps: Visibility = "closed"
) -> None:
    """Hide it from the end of this transaction on. A clock may go back, a veil never does.

    ``keeps``: who may read it at the most.
    """
    this = select(veils).where(veils.c.organisation_id == organisation_id)
    row: Mapping[Any, Any] = conn.execute(this).mappings().one_or_none() or {}
    names = [*dict.fromkeys(("hidden_at", *_SINCE[keeps]))]
    before = {name: row.get(name) or _NEVER for name in names}
    after = [max(before[name], at) if name in _SINCE[keeps] else before[name] for name in names]
    upsert(conn, veils, names, [(organisation_id, *after)])
