"""Yearly counts of reprisal cases, for the Committee: by act, region and outcome, and no State.

Of years that are over alone: what is reported, closed or opened again today changes no number, so
nobody learns from one whether there is a case. Out of scope is no case.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection, select

from portal.followup.reprisals.read_model import cases, years
from shared.core.geneva import day_of
from shared.reference import states
from shared.reference.counts import told
from shared.reference.reprisals import ACTS, OUTCOMES
from shared.reference.sessions import FEW

LAST_YEARS: Final = 5
NOWHERE: Final = "none"
"""Of a State that is in no regional group."""
REGIONS: Final = (
    *sorted({one.group for one in states().values() if one.group is not None}),
    NOWHERE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """``total``: None where it is fewer than five; then nothing else is told either."""

    year: int
    total: int | None
    acts: Mapping[str, int | None]
    regions: Mapping[str, int | None]
    outcomes: Mapping[str, int | None]


def over(conn: Connection, today: date) -> list[Year]:
    """Return the counts of the last years that are over, the newest first."""
    c, y = cases.c, years.c
    these = select(c.act, c.state, c.reported_at, y.year, y.outcome)
    rows = conn.execute(
        these.join_from(cases, years, y.case_id == c.case_id).where(
            c.reported_at.is_not(None),
            y.outcome != "out",
            y.year.between(today.year - LAST_YEARS, today.year - 1),
        )
    ).all()
    reported = [row for row in rows if day_of(row.reported_at).year == row.year]
    return [
        _year(
            year,
            [(row.act, _region(row.state), row.outcome) for row in reported if row.year == year],
        )
        for year in range(today.year - 1, today.year - LAST_YEARS - 1, -1)
    ]


def _year(year: int, found: list[tuple[str, str, str]]) -> Year:
    acts, regions, outcomes = (Counter(one[place] for one in found) for place in range(3))
    return Year(
        year=year,
        total=len(found) if len(found) >= FEW else None,
        acts=told({code: acts[code] for code in ACTS}),
        regions=told({code: regions[code] for code in REGIONS}),
        outcomes=told({code: outcomes[code] for code in OUTCOMES}),
    )


def _region(state: str) -> str:
    """Return the group of a State, also of a code that a later list has no more."""
    known = states().get(state)
    return known.group or NOWHERE if known else NOWHERE
