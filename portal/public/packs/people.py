"""Seats and candidates by gender and regional group, as public lists name them (decision 0128).

Who is eligible, recommended or appointed is public by name, with nationality and gender. Who else
applied is not and is in no number here, and no number says who was interviewed.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from sqlalchemy import Connection, and_, or_, select

from portal.selection.counted import Alike, by_step, everybody
from portal.selection.ending_tables import proposals
from portal.selection.read_model import candidates
from portal.stakeholders.read_model import terms
from shared.core.geneva import start_of
from shared.reference import REGIONS, mandates
from shared.reference.packs import NOWHERE, REST, UNRECORDED

STEPS: Final = ("eligible", "recommended", "appointed")
_TOLD: Final = ("female", "male")
_GENDERS: Final = (*_TOLD, REST)
_GROUPS: Final = (*REGIONS, NOWHERE)
Rows: TypeAlias = Iterator[tuple[str, Sequence[int]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A seat that is held. ``gender`` and ``region``: None where no public list says it."""

    kind: str
    number: int
    gender: str | None
    region: str | None


def seats(conn: Connection, on: date) -> list[Seat]:
    """Return the seats that are held on this day."""
    known, t = _appointed(conn, on), terms.c
    held = and_(t.starts_on <= on, t.ends_on >= on, or_(t.ended_on.is_(None), t.ended_on >= on))
    rows = conn.execute(select(t.mandate, t.number, t.seat, t.holder_id).where(held))
    return [
        Seat(
            kind=mandates()[row.mandate].kind,
            number=row.number,
            gender=gender,
            region=row.seat or region,
        )
        for row in rows
        for gender, region in [known.get(row.holder_id, (None, None))]
    ]


def ended_in(conn: Connection, year: int) -> list[Alike]:
    """Return who took part in the selections whose end went on record in this year."""
    every = everybody(conn, start_of(date(year + 1, 1, 1)))
    return [one for one in every if one.ended == year]


def terms_by_kind(some: Iterable[Seat]) -> dict[str, list[int]]:
    """Return by kind of mandate how many seats are held: all, in a first term, in a later."""
    found: dict[str, list[int]] = {}
    for one in some:
        of = found.setdefault(one.kind, [0, 0, 0])
        of[0] += 1
        of[1 if one.number == 1 else 2] += 1
    return found


def seats_by_gender(some: Sequence[Seat]) -> Rows:
    if any(one.gender for one in some):
        counts = Counter(_gender(one.gender) for one in some)
        yield from ((code, [counts[code]]) for code in _GENDERS)


def seats_by_region(some: Sequence[Seat]) -> Rows:
    if any(one.region is not None for one in some):
        counts = Counter(UNRECORDED if one.region is None else _group(one.region) for one in some)
        yield from ((code, [counts[code]]) for code in (*_GROUPS, UNRECORDED))


def candidates_by_gender(some: Sequence[Alike]) -> Rows:
    return _by_step(some, _GENDERS, lambda one: _gender(one.gender))


def candidates_by_region(some: Sequence[Alike]) -> Rows:
    return _by_step(some, _GROUPS, lambda one: _group(one.region))


def _by_step(some: Sequence[Alike], keys: Sequence[str], of: Callable[[Alike], str]) -> Rows:
    counts = by_step(some, of, STEPS)
    if counts:
        yield from ((key, [counts.get((key, step), 0) for step in STEPS]) for key in keys)


def _gender(told: str | None) -> str:
    """One row for whoever says something else, or nothing, or stands on no list."""
    return told if told in _TOLD else REST


def _group(region: str) -> str:
    return region or NOWHERE


def _appointed(conn: Connection, on: date) -> Mapping[str, tuple[str, str]]:
    """Return by account what the public list said of who was appointed, the last time until then.

    No later list moves the numbers of a year that is over: a corrigendum has them as they were.
    """
    p, c = proposals.c, candidates.c
    rows = conn.execute(
        select(p.holder_id, c.gender, c.region)
        .join(candidates, c.candidate_id == p.candidate_id)
        .where(p.outcome == "appointed", p.starts_on <= on)
        .order_by(p.starts_on, p.recorded_at, p.vacancy_id)
    )
    return {row.holder_id: (row.gender, row.region or "") for row in rows}
