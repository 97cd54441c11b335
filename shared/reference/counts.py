"""Counts of what must not be known singly: none below five, and none that a subtraction gives."""

from collections.abc import Mapping
from typing import Final

from shared.reference.sessions import FEW

_ROOM: Final = 2 * FEW - 1
"""What is kept back with a count of five or more: whatever is below five has room in it."""


def told(counts: Mapping[str, int]) -> Mapping[str, int | None]:
    """Return each count, None where it is not told; nothing where all are fewer than five.

    The total is told beside them. So what is kept back is several counts, of which each could be
    none: where the small ones are too few for that, larger ones are kept back with them, in the
    order of the table, as an order by size would tell the size.
    """
    if sum(counts.values()) < FEW:
        return {}
    kept_back = [code for code, number in counts.items() if number < FEW]
    larger = [code for code in counts if code not in kept_back]
    rest = sum(counts[code] for code in kept_back)
    alone = FEW <= rest <= (FEW - 1) * (len(kept_back) - 1)
    while kept_back and larger and not alone:
        kept_back.append(larger.pop(0))
        rest += counts[kept_back[-1]]
        alone = rest >= _ROOM
    return {code: number if code in larger else None for code, number in counts.items()}
