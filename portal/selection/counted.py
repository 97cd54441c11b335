"""Candidates counted by what happened to them: section A.7 of the domain's part B.

Paragraph 29 of the annex to resolution 5/1 asks for it. Who is eligible, recommended or appointed
is public by name, and so is the number. Who applied, and who was interviewed, is not: everybody
reads only how many applied for what ended in years that are over, and no number that tells of fewer
than five people, whatever was read before.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

from portal.selection.ending_tables import proposals
from portal.selection.read_model import candidates, shortlist, vacancies
from portal.selection.sealed_model import interviews
from shared.core.geneva import there

LEAST: Final = 5
STEPS: Final = ("applied", "eligible", "interviewed", "recommended", "appointed")
PUBLIC: Final = ("applied", "eligible", "recommended", "appointed")
Counts: TypeAlias = Mapping[tuple[str, str], int]
"""How many of a group took a step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Candidates for a vacancy who are alike in all that is counted.

    ``ended``: the year in which the selection went on record as over, after which nothing of these
    numbers changes; ``steps``: those that they took.
    """

    number: int
    vacancy_id: str
    mandate: str
    ended: int | None
    gender: str
    region: str
    steps: frozenset[str]
    appointed_in: int | None = None


def everybody(conn: Connection, at: datetime, *, inside: bool = False) -> list[Alike]:
    """Return who applied to the calls that have closed, the newest call first.

    Who withdrew before the call closed leaves no trace, and is in no number. ``inside``: also who
    is recommended in a report that is not published.
    """
    c, v = candidates.c, vacancies.c
    listed = and_(shortlist.c.rank.is_not(None), c.withdrawn_at.is_(None))
    what = (
        c.vacancy_id,
        v.mandate,
        v.closes_at,
        _ended().label("ended_at"),
        c.gender,
        c.region,
        and_(c.eligible.is_not(None), c.eligible).label("eligible"),
        (listed if inside else and_(listed, v.published_at.is_not(None))).label("recommended"),
        and_(v.appointed_id.is_not(None), c.candidate_id == v.appointed_id).label("appointed"),
        v.appointed_on,
    )
    rows = conn.execute(
        select(func.count().label("number"), *what)
        .join(vacancies, v.vacancy_id == c.vacancy_id)
        .outerjoin(shortlist, shortlist.c.candidate_id == c.candidate_id)
        .where(_traced(at))
        .group_by(*what)
        .order_by(v.closes_at.desc(), c.vacancy_id, c.gender, c.region)
    )
    return [_alike(row, row.number, ("eligible", "recommended", "appointed")) for row in rows]


def interviewed(conn: Connection, at: datetime) -> list[Alike]:
    """Return who stands on an interview list, one by one. The selection officer's alone."""
    c, v = candidates.c, vacancies.c
    rows = conn.execute(
        select(
            c.candidate_id,
            c.vacancy_id,
            v.mandate,
            _ended().label("ended_at"),
            c.gender,
            c.region,
            interviews.c.candidate_ids,
        )
        .join(vacancies, v.vacancy_id == c.vacancy_id)
        .join(interviews, interviews.c.vacancy_id == c.vacancy_id)
        .where(_traced(at))
    )
    return [
        _alike(row, 1, (), also="interviewed")
        for row in rows
        if row.candidate_id in (row.candidate_ids or ())
    ]


def by_step(people: Iterable[Alike], group: Callable[[Alike], str], steps: Sequence[str]) -> Counts:
    """Return how many of each group took each step."""
    counts = Counter[tuple[str, str]]()
    for one in people:
        for step in one.steps.intersection(steps):
            counts[group(one), step] += one.number
    return counts


def for_everybody(people: Iterable[Alike], group: Callable[[Alike], str], one: str) -> int | None:
    """Return how many of a group applied; None where it would tell of fewer than five people.

    The number of those who are eligible is public, so the difference is who is not; and so is each
    number of a year before. What came to it since the last one that was shown is five or more.
    """
    applied, refused, years = 0, Counter[int](), set[int]()
    for alike in people:
        year = alike.ended or 0
        years.add(year)
        if group(alike) == one and "applied" in alike.steps:
            applied += alike.number
            refused[year] += 0 if "eligible" in alike.steps else alike.number
    waiting, shown = 0, False
    for year in sorted(years):
        waiting += refused[year]
        shown = waiting >= LEAST
        waiting = 0 if shown else waiting
    return applied if shown else None


def of_years_over(people: Iterable[Alike], at: datetime) -> list[Alike]:
    """Return those of selections that ended in a year that is over.

    Two looks within a year would tell what came between them, however small; and a call that is
    issued again would take its numbers away and bring others.
    """
    return [one for one in people if one.ended is not None and one.ended < there(at).year]


def appointments(people: Iterable[Alike]) -> Mapping[tuple[int, str], int]:
    """Return how many were appointed, by year and gender."""
    counts = Counter[tuple[int, str]]()
    for one in people:
        if one.appointed_in is not None:
            counts[one.appointed_in, one.gender] += one.number
    return counts


def eligible_of(people: Iterable[Alike]) -> Mapping[tuple[str, str], int]:
    """Return how many are eligible for each vacancy and its mandate, in the order of the people."""
    counts = Counter[tuple[str, str]]()
    for one in people:
        if "eligible" in one.steps:
            counts[one.vacancy_id, one.mandate] += one.number
    return counts


def _traced(at: datetime) -> ColumnElement[bool]:
    withdrawn, closes = candidates.c.withdrawn_at, vacancies.c.closes_at
    return and_(closes <= at, or_(withdrawn.is_(None), withdrawn > closes))


def _ended() -> ColumnElement[datetime | None]:
    """When the end of a selection whose call was over went on record."""
    p, v = proposals.c, vacancies.c
    recorded = (
        select(func.min(p.recorded_at))
        .where(p.vacancy_id == v.vacancy_id, p.outcome == "appointed")
        .scalar_subquery()
    )
    return func.coalesce(recorded, case((v.lapsed_at >= v.closes_at, v.lapsed_at)))


def _alike(row: Any, number: int, flags: Sequence[str], *, also: str = "applied") -> Alike:
    taken = {also, *(flag for flag in flags if getattr(row, flag))}
    appointed_on = row.appointed_on if "appointed" in taken else None
    return Alike(
        number=number,
        vacancy_id=row.vacancy_id,
        mandate=row.mandate,
        ended=there(row.ended_at).year if row.ended_at else None,
        gender=row.gender,
        region=row.region or "",
        steps=frozenset(taken),
        appointed_in=appointed_on.year if appointed_on else None,
    )
