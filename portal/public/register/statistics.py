"""Statistics of the register: counted from public letters and replies only.

A cell is a number of letters or replies to a State. Persons are not counted here at all; if a count
could mean persons (a single mandate's grades of one State), it is not broken down that far.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from sqlalchemy import Connection, func, select

from portal.public.register import cards
from portal.public.register.cards import Card, Wanted
from portal.public.register.queries import Letter
from portal.public.register.tables import grades
from shared.reference import COOPERATION


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """``days``: the median from transmission to the first substantive reply."""

    letters: int
    replied: int
    joint: int
    days: int | None

    @property
    def response_rate(self) -> int | None:
        return _share(self.replied, self.letters)

    @property
    def joint_share(self) -> int | None:
        return _share(self.joint, self.letters)


def figures(some: Sequence[Letter] | Sequence[Card]) -> Figures:
    days = [one.days_to_reply for one in some if one.days_to_reply is not None]
    return Figures(
        letters=len(some),
        replied=len(days),
        joint=sum(one.joint for one in some),
        days=round(median(days)) if days else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """``grades``: the scheme's value to how many grades of published replies gave it."""

    all: Figures
    by_year: dict[int, Figures]
    by_type: dict[str, Figures]
    grades: dict[str, int]


def statistics(conn: Connection, wanted: Wanted | None = None) -> Statistics:
    """Count what is wanted; everything by default."""
    letters = [card for _, card in cards.found(cards.look(conn, wanted or Wanted()))]
    return Statistics(
        all=figures(letters),
        by_year=_by((one.year, one) for one in letters),
        by_type=_by((one.type, one) for one in letters),
        grades=_grades(conn, {one.communication_id for one in letters} if wanted else None),
    )


def _by(pairs: Iterable[tuple[object, Card]]) -> dict[Any, Figures]:
    groups: dict[Any, list[Card]] = {}
    for key, letter in pairs:
        groups.setdefault(key, []).append(letter)
    return {key: figures(groups[key]) for key in sorted(groups)}


def _grades(conn: Connection, of: set[str] | None) -> dict[str, int]:
    g = grades.c
    counted: Counter[str] = Counter()
    for row in conn.execute(
        select(g.communication_id, g.value, func.count().label("number"))
        .where(g.scheme == COOPERATION.code)
        .group_by(g.communication_id, g.value)
    ):
        if of is None or row.communication_id in of:
            counted[row.value] += row.number
    return {value: counted[value] for value in COOPERATION.values}


def _share(part: int, of: int) -> int | None:
    return round(100 * part / of) if of else None
