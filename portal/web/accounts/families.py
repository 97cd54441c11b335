"""Which entries of the register are one organisation, for whoever asks as whose people come.

A merger is a pointer (decision 0068). The table is filled by the register of organisations, which
says more of it.
"""

from typing import Final

from sqlalchemy import (
    Boolean,
    Column,
    MetaData,
    Select,
    String,
    Table,
    Text,
    case,
    cast,
    literal,
    or_,
    select,
)

from shared.platform.tables import Instant


def table_of(metadata: MetaData) -> Table:
    """Return the table of mergers."""
    return Table(
        "organisation_mergers",
        metadata,
        Column("merger_id", String(36), primary_key=True),
        Column("duplicate_id", String(36), index=True),
        Column("real_id", String(36), index=True),
        Column("step", String(10), index=True),  # proposed, dropped, merged, undone
        Column("closes", Boolean),  # whether the real one was hidden by it
        Column("keeps", String(10)),  # above which visibility it does not go then
        Column("proposed_by", String(80)),
        Column("proposed_at", Instant),
        Column("merged_at", Instant),
        Column("undone_at", Instant),
    )


_m: Final = table_of(MetaData()).c  # to read it; the register makes and fills it


def of(organisation_id: str) -> Select[tuple[str]]:
    """Return this entry with all that mergers made one with it, for a query."""
    # Without a name of its own: a query may ask for several.
    found = select(cast(literal(organisation_id), Text).label("id")).cte(recursive=True)
    other = case((_m.duplicate_id == found.c.id, _m.real_id), else_=_m.duplicate_id)
    joined = or_(_m.duplicate_id == found.c.id, _m.real_id == found.c.id)
    more = select(cast(other, Text)).where(_m.step == "merged", joined)
    return select(found.union(more).c.id)
