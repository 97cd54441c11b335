"""Co-signing between mandates: how many letters two of them signed together, from what was sent."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from typing import Final

MOST: Final = 12
"""Mandates in the matrix: those that sign most together. The list below it has every pair."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """``mandates``: sorted by how much they sign together; ``pairs``: each with its number."""

    mandates: Sequence[str]
    pairs: Mapping[frozenset[str], int]

    def together(self, one: str, other: str) -> int:
        return self.pairs.get(frozenset({one, other}), 0)

    @property
    def listed(self) -> list[tuple[str, str, int]]:
        """Every pair, the most letters first."""
        found = [(min(pair), max(pair), number) for pair, number in self.pairs.items()]
        return sorted(found, key=lambda one: (-one[2], one[0], one[1]))


def overlap(signed: Iterable[Collection[str]], own: Collection[str] | None = None) -> Overlap:
    """Count the pairs of mandates of each letter. ``own``: only pairs with one of these."""
    every = Counter(chain.from_iterable(combinations(sorted({*one}), 2) for one in signed))
    pairs = {
        frozenset(pair): number
        for pair, number in every.items()
        if own is None or not set(pair).isdisjoint(own)
    }
    totals: Counter[str] = Counter()
    for both, number in pairs.items():
        for mandate in both:
            totals[mandate] += number
    ranked = sorted(totals, key=lambda mandate: (-totals[mandate], mandate))
    return Overlap(mandates=ranked[:MOST], pairs=pairs)
