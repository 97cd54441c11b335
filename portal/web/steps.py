"""The tables of timelines: one row a fact, under the fact's wire name. ``timeline`` shows them."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, MetaData, String, Table
from sqlalchemy.schema import SchemaItem

from shared.facts.kafka import Published
from shared.platform.tables import Instant
from shared.read_models.model import Put


def table_of(name: str, tables: MetaData, key: str, *more: SchemaItem, by: int = 80) -> Table:
    """Define a table of steps. ``more``: what else the area keeps of a fact."""
    return Table(
        name,
        tables,
        Column(key, String(36), primary_key=True),
        Column("position", BigInteger, primary_key=True, autoincrement=False),
        Column("kind", String(40)),
        Column("at", Instant),
        Column("by_id", String(by)),
        *more,
    )


def row_of(kind: str, at: datetime, *, by: str | None = None, **more: Any) -> dict[str, Any]:
    """Return the columns of a row. ``more``: those of the area."""
    return {"kind": kind, "at": at, "by_id": by, **more}


def happened(  # the columns of every table of steps
    table: Table,
    published: Published,
    kind: str,
    at: datetime,
    *,
    by: str | None = None,
    of: str | None = None,
    **more: Any,
) -> Put:
    """Return a row. ``of``: the thing to which it happened, where the fact does not name it so."""
    key = of or getattr(published.fact, table.primary_key.columns[0].name)
    return Put(table, (key, published.position), row_of(kind, at, by=by, **more))
