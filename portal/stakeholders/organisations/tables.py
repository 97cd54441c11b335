"""Veils, and where people go after a split. Kept, and never rebuilt.

A veil hides an organisation before any fact comes round. It is written in the transaction that the
page waits for, beside the command in the outbox, so it holds while services, Kafka and consumers
are away. It holds against every first step up that was taken before it.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Column, Connection, MetaData, String, Table, case, literal, update
from sqlalchemy.dialects import postgresql, sqlite

from shared.contracts.stakeholders_organisations import Visibility
from shared.platform.tables import Instant

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

    ``keeps``: who may read it at the most. The database compares the moments: another act may
    hide it more at the same time, and that is never taken back by what this one read before.
    """
    insert: Any = (sqlite if conn.dialect.name == "sqlite" else postgresql).insert(veils)
    nothing = insert.values(organisation_id=organisation_id, hidden_at=_NEVER)
    conn.execute(nothing.on_conflict_do_nothing(index_elements=["organisation_id"]))
    if names := _SINCE[keeps]:
        this = update(veils).where(veils.c.organisation_id == organisation_id)
        conn.execute(this.values({name: _later(veils.c[name], at) for name in names}))


def _later(column: Column[Any], at: datetime) -> Any:
    return case((column > at, column), else_=literal(at, column.type))
