"""Holders by gender over the years and by region, and mandates that no woman held: section A.7.

A gender counts where the Secretariat publishes it, or where the public list of the call said it of
who was appointed. Whoever did not want to say it, and of whom nobody published it, is not known,
and is counted as neither.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection, func, select

from portal.selection.ending_tables import proposals
from portal.selection.read_model import candidates
from portal.stakeholders.read_model import genders, terms

FEMALE, MALE, UNKNOWN = "female", "male", ""
_SAID: Final = frozenset({FEMALE, MALE, "other"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A term that has begun. ``gender``: of its holder; "": not known.

    ``region``: the regional group of the seat, or of the nationality that the public list named
    first; "": in none; None: not recorded.
    """

    mandate: str
    first: date
    last: date
    gender: str
    region: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A mandate without a woman on record. ``since``: the first day of its first term there.

    ``unknown``: of so many terms nobody knows the gender.
    """

    mandate: str
    since: date
    terms: int
    unknown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Women:
    """``held``: how many mandates a woman held; ``without``: those that have no term on record."""

    held: int
    without: int
    never: Sequence[Known]
    unknown: Sequence[Known]


def held(conn: Connection, today: date) -> list[Held]:
    t, listed = terms.c, _listed(conn)
    rows = conn.execute(
        select(
            t.mandate,
            t.seat,
            t.holder_id,
            t.starts_on,
            func.coalesce(t.ended_on, t.ends_on).label("last"),
            genders.c.gender,
        )
        .outerjoin(genders, genders.c.term_id == t.term_id)
        .where(t.starts_on <= today)
    )
    return [
        Held(
            mandate=row.mandate,
            first=row.starts_on,
            last=row.last,
            gender=_said(row.gender or gender),
            region=row.seat or region,
        )
        for row in rows
        for gender, region in [_of(listed.get(row.holder_id, ()), row.starts_on)]
    ]


def by_year(some: Sequence[Held], today: date) -> dict[int, Counter[str]]:
    """Return by year how many seats were held at its end, or today, by gender."""
    first = min((one.first.year for one in some), default=today.year + 1)
    return {
        year: _on(some, min(date(year, 12, 31), today)) for year in range(first, today.year + 1)
    }


def by_region(some: Iterable[Held], today: date) -> Counter[str | None]:
    """Return how many seats are held today by regional group."""
    return Counter(one.region for one in some if one.first <= today <= one.last)


def women(some: Iterable[Held], mandates: Iterable[str]) -> Women:
    """Return what is known of these mandates. One that a woman held is on no list."""
    of: dict[str, list[Held]] = defaultdict(list)
    for one in some:
        of[one.mandate].append(one)
    there = [of[mandate] for mandate in mandates if mandate in of]
    rest = [_known(found) for found in there if all(one.gender != FEMALE for one in found)]
    return Women(
        held=len(there) - len(rest),
        without=sum(mandate not in of for mandate in mandates),
        never=[one for one in rest if not one.unknown],
        unknown=[one for one in rest if one.unknown],
    )


def _known(found: Sequence[Held]) -> Known:
    return Known(
        mandate=found[0].mandate,
        since=min(one.first for one in found),
        terms=len(found),
        unknown=sum(one.gender == UNKNOWN for one in found),
    )


def _on(some: Iterable[Held], day: date) -> Counter[str]:
    return Counter(one.gender for one in some if one.first <= day <= one.last)


def _said(gender: str | None) -> str:
    return gender if gender in _SAID else UNKNOWN


def _listed(conn: Connection) -> Mapping[str, Sequence[tuple[date, str, str]]]:
    """Return by account what the public list said of who was appointed, and from which day on."""
    p, c = proposals.c, candidates.c
    rows = conn.execute(
        select(p.holder_id, p.starts_on, c.gender, c.region)
        .join(candidates, c.candidate_id == p.candidate_id)
        .where(p.outcome == "appointed", p.starts_on.is_not(None))
        .order_by(p.starts_on, p.recorded_at, p.vacancy_id)
    )
    found: dict[str, list[tuple[date, str, str]]] = defaultdict(list)
    for row in rows:
        found[row.holder_id].append((row.starts_on, row.gender, row.region or ""))
    return found


def _of(listed: Sequence[tuple[date, str, str]], starts_on: date) -> tuple[str | None, str | None]:
    """Return what the last list said until the term began: a second term has no list of its own."""
    said = ((gender, region) for on, gender, region in reversed(listed) if on <= starts_on)
    return next(said, (None, None))
