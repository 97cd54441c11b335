"""Points of what members gave, as the service and the portal count them.

They order the talk and decide nothing (SA6 of selection-stakeholders-committee.md section A.4).
Counted in whole numbers and fractions, so that a tie is a tie.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Who is above the line; ``tied``: those on it, where more are taken than it says."""

    above: Collection[str] = ()
    tied: Collection[str] = ()


def points_of(orders: Iterable[Sequence[str]], scale: Sequence[int]) -> dict[str, Fraction]:
    """Return the points of each candidate who has a place in one of these orders."""
    points: dict[str, Fraction] = {}
    for order in orders:
        for place, candidate_id in enumerate(order):
            points[candidate_id] = points.get(candidate_id, Fraction(0)) + scale[place]
    return points


def mean_of(scores: Collection[Mapping[str, int]]) -> Fraction:
    """Return the mean of all criteria over these members."""
    return Fraction(sum(sum(one.values()) for one in scores), sum(len(one) for one in scores))


def at_the_cut(values: Mapping[str, Fraction], cut: int) -> Cut:
    """Return who is among the first ``cut``; whoever is tied there is, too (rule take-all)."""
    if not cut or not values:
        return Cut()
    line = sorted(values.values(), reverse=True)[:cut][-1]
    above = {one for one, value in values.items() if value >= line}
    tied = {one for one, value in values.items() if value == line}
    return Cut(above=above, tied=tied if len(above) > cut else ())
