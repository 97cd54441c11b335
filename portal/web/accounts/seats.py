"""Who is on the Coordination Committee, for the rights that a seat in it gives.

A member leaves it on the day on which the term ends, or when they resign (decision 0079): from the
next request on nothing is left of the role, though the account has it still, and though the person
holds another mandate. An account of which no election speaks keeps it.

The tables are filled by the members' area of the Committee.
"""

from collections.abc import Collection
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    MetaData,
    String,
    Table,
    bindparam,
    select,
)

from shared.contracts.stakeholders_committee import Member
from shared.reference import committee
from shared.reference.committee import Composition


class Tables(NamedTuple):
    elections: Table
    chairs: Table
    left: Table


def tables_of(metadata: MetaData) -> Tables:
    """Return the tables of elections, chairs and who left: all public, and without names."""
    elections = Table(
        "committee_elections",
        metadata,
        Column("election_id", String(36), primary_key=True),
        Column("kind", String(10)),
        Column("elected_on", Date),  # none: only its correction arrived yet
        Column("members", JSON),
        Column("outgoing", JSON),
        Column("corrected", Boolean),  # another one stands for it
    )
    chairs = Table(
        "committee_chairs",
        metadata,
        Column("election_id", String(36), primary_key=True),
        Column("from_on", Date, primary_key=True),
        Column("term_id", String(36)),
    )
    left = Table(
        "committee_left",
        metadata,
        Column("election_id", String(36), primary_key=True),
        Column("term_id", String(36), primary_key=True),
        Column("left_on", Date),  # the last day
        Column("reason_code", String(20)),
    )
    return Tables(elections, chairs, left)


_t: Final = tables_of(MetaData())  # to read them; the members' area makes and fills them
_c = _t.elections.c
_SOME = "some"
# Kept, because each request of a member asks them.
_ELECTIONS: Final = (
    select(_t.elections)
    .where(_c.elected_on.is_not(None), _c.corrected.is_(False))
    .order_by(_c.elected_on)
)
_THEIR_CHAIRS, _WHO_LEFT = (
    select(table).where(table.c.election_id.in_(bindparam(_SOME, expanding=True)))
    for table in (_t.chairs, _t.left)
)


def every(conn: Connection) -> list[Composition]:
    """Return the Committee as each election made it, the oldest first."""
    found = conn.execute(_ELECTIONS).all()
    known = {_SOME: [row.election_id for row in found]}
    led: dict[str, list[tuple[date, str]]] = {}
    for row in conn.execute(_THEIR_CHAIRS, known):
        led.setdefault(row.election_id, []).append((row.from_on, row.term_id))
    gone: dict[str, dict[str, date]] = {}
    for row in conn.execute(_WHO_LEFT, known):
        gone.setdefault(row.election_id, {})[row.term_id] = row.left_on
    return [
        Composition(
            election_id=row.election_id,
            elected_on=row.elected_on,
            kind=row.kind,
            members=[_member(one) for one in row.members],
            outgoing=_member(row.outgoing) if row.outgoing else None,
            chairs=led.get(row.election_id, []),
            left=gone.get(row.election_id, {}),
        )
        for row in found
    ]


def lost(conn: Connection, some: Collection[str], on: date) -> frozenset[str]:
    """Return which of these accounts were members once, and are none on this day."""
    if not some:
        return frozenset()
    elections = every(conn)
    return frozenset(one for one in some if committee.has_left(elections, one, on))


def _member(plain: dict[str, Any]) -> Member:
    return Member(**{**plain, "nationalities": tuple(plain["nationalities"])})
