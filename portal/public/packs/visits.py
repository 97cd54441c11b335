"""Country visits as everybody reads of them: those that took place, and lines (decision 0156).

The days of a visit are public with its statement and not before (VR1), so a mission, a visit file
and agreed dates are in no number here. A visit is of one State. Statements and reports of a mandate
on a State whose days overlap are of one visit, which then has all their mandates.

A line counts as the public list had it when the year was over. It has no day, and no number has.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final, TypeAlias

from sqlalchemy import Connection, select

from portal.followup.visits.read_model import courses
from portal.public.register.statement_model import statements
from portal.public.register.statistics import region_of
from shared.core.geneva import start_of
from shared.reference import REGIONS, mandates
from shared.reference.packs import FIVE, LINES, NOWHERE, visit_code

Rows: TypeAlias = Iterator[tuple[str, Sequence[int]]]
_STANDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(("requested", "reminded", "acknowledged", "informed"), "waiting"),
        **dict.fromkeys(("invited", "accepted", "dates"), "accepted"),
        "agreed": "agreed",
        **dict.fromkeys(("postponed", "deemed", "declined", "cancelled", "lapsed"), "stopped"),
    }
)
"""Of which column a status is; where nothing is on file there is no line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    state: str
    mandates: frozenset[str]
    first: date
    last: date

    @property
    def year(self) -> int:
        """It counts in the year in which it ended."""
        return self.last.year


def visits(conn: Connection) -> list[Visit]:
    """Return every visit that is public, each once."""
    c = statements.c
    of_visits = (c.kind != "press_release", c.visit_from.is_not(None), c.visit_to.is_not(None))
    rows = conn.execute(select(c.states, c.mandates, c.visit_from, c.visit_to).where(*of_visits))
    told = [
        Visit(
            state=state, mandates=frozenset(row.mandates), first=row.visit_from, last=row.visit_to
        )
        for row in rows
        for state in {*row.states}
    ]
    return each_once(told)


def each_once(told: Sequence[Visit]) -> list[Visit]:
    """Return what each text tells, those of one visit together."""
    found: list[list[Visit]] = []
    for one in told:
        same = [some for some in found if any(_same(each, one) for each in some)]
        found = [some for some in found if some not in same]
        found.append([one, *(each for some in same for each in some)])
    return [_together(some) for some in found]


def _same(one: Visit, other: Visit) -> bool:
    return (
        one.state == other.state
        and not one.mandates.isdisjoint(other.mandates)
        and one.first <= other.last
        and other.first <= one.last
    )


def _together(some: Sequence[Visit]) -> Visit:
    return Visit(
        state=some[0].state,
        mandates=frozenset[str]().union(*(one.mandates for one in some)),
        first=min(one.first for one in some),
        last=max(one.last for one in some),
    )


def of_year(every: Sequence[Visit], year: int) -> list[Visit]:
    return [one for one in every if one.year == year]


def known_by(every: Sequence[Visit], year: int) -> bool:
    """Whether anything is known of this year: before the first visit nothing is, and not nought."""
    return any(one.year <= year for one in every)


def listed(every: Sequence[Visit], year: int) -> Rows:
    """Yield each State and mandate, with how many visits there were."""
    counts = Counter(
        visit_code(one.state, mandate) for one in of_year(every, year) for mandate in one.mandates
    )
    yield from ((code, [counts[code]]) for code in sorted(counts))


def by_group(every: Sequence[Visit], year: int) -> Rows:
    if known_by(every, year):
        for group in (*REGIONS, ""):
            found = [one for one in of_year(every, year) if region_of(one.state) == group]
            yield group or NOWHERE, [len(found), len({one.state for one in found}), _joint(found)]


def by_mandate(every: Sequence[Visit], year: int) -> Rows:
    for code in mandates():
        if found := [one for one in of_year(every, year) if code in one.mandates]:
            yield code, [len(found), _joint(found)]


def by_year(every: Sequence[Visit], year: int) -> Rows:
    """Yield the last five years, as far as anything is known of them."""
    for each in _five(year):
        if known_by(every, each):
            found = of_year(every, each)
            yield str(each), [len(found), len({one.state for one in found})]


def lines(conn: Connection, year: int) -> dict[int, Counter[str]]:
    """Return by year how many lines stood where, on the public list when that year was over.

    A year in which nothing was on the list yet is absent.
    """
    c, found = courses.c, dict[int, Counter[str]]()
    rows = conn.execute(
        select(c.visit_file_id, c.status, c.last, c.at).order_by(c.visit_file_id, c.step)
    ).all()
    for each in _five(year):
        over = date(each + 1, 1, 1)
        stood = {row.visit_file_id: row for row in rows if row.at < start_of(over)}
        told = [
            _column(row.status, row.last, over) for row in stood.values() if row.status != "none"
        ]
        if told:
            found[each] = Counter(told)
    return found


def by_line(found: Mapping[int, Counter[str]]) -> Rows:
    yield from ((str(year), [told[key] for key in LINES]) for year, told in found.items())


def _column(status: str, last: date | None, on: date) -> str:
    """As on the list: that agreed dates are over is told once their year is over."""
    stands = _STANDS[status]
    return "over" if stands == "agreed" and last is not None and last < on else stands


def _five(year: int) -> range:
    return range(year - FIVE + 1, year + 1)


def _joint(some: Sequence[Visit]) -> int:
    return sum(len(one.mandates) > 1 for one in some)
