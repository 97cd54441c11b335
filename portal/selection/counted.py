"""Candidates counted by what happened to them: section A.7 of the domain's part B.

Paragraph 29 of the annex to resolution 5/1 asks for it. Who is eligible, recommended or appointed
is public by name, and so is the number. Who applied, and who was interviewed, is not: everybody
reads only how many applied, in years that are over, and no number that tells of fewer than five
people.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from portal.selection.read_model import candidates, interviews, shortlist, vacancies
from shared.core.geneva import there

LEAST: Final = 5
STEPS: Final = ("applied", "eligible", "interviewed", "recommended", "appointed")
PUBLIC: Final = ("applied", "eligible", "recommended", "appointed")
Counts: TypeAlias = Mapping[tuple[str, str], int]
"""How many of a group took a step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Candidates for a vacancy who are alike in all that is counted.

    ``year``: in which the call closed; ``steps``: those that they took.
    """

    number: int
    vacancy_id: str
    mandate: str
    year: int
    gender: str
    region: str
    steps: frozenset[str]
    appointed_in: int | None = None


def everybody(conn: Connection, at: datetime) -> list[Alike]:
    """Return who applied to the calls that have closed, the newest call first.

    Who withdrew before the call closed leaves no trace, and is in no number.
    """
    c, v = candidates.c, vacancies.c
    what = (
        c.vacancy_id,
        v.mandate,
        v.closes_at,
        c.gender,
        c.region,
        and_(c.eligible.is_not(None), c.eligible).label("eligible"),
        and_(shortlist.c.rank.is_not(None), c.withdrawn_at.is_(None)).label("recommended"),
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
            v.closes_at,
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


def for_everybody(counts: Counts, group: str) -> int | None:
    """Return how many of a group applied; None where it would tell of fewer than five people.

    The number of those who are eligible is public, so the difference is who is not.
    """
    applied, eligible = counts.get((group, "applied"), 0), counts.get((group, "eligible"), 0)
    return None if 0 < applied - eligible < LEAST else applied


def of_years_over(people: Iterable[Alike], at: datetime) -> list[Alike]:
    """Return whose call closed in a year that is over.

    Two looks within a year would tell what came between them, however small.
    """
    return [one for one in people if one.year < there(at).year]


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


def _alike(row: Any, number: int, flags: Sequence[str], *, also: str = "applied") -> Alike:
    taken = {also, *(flag for flag in flags if getattr(row, flag))}
    appointed_on = row.appointed_on if "appointed" in taken else None
    return Alike(
        number=number,
        vacancy_id=row.vacancy_id,
        mandate=row.mandate,
        year=there(row.closes_at).year,
        gender=row.gender,
        region=row.region or "",
        steps=frozenset(taken),
        appointed_in=appointed_on.year if appointed_on else None,
    )
