"""The terms of mandate-holders: how long, how often, on which seats, and why one ends."""

from datetime import timedelta
from types import MappingProxyType

from shared.reference import REGIONS, is_group

LONGEST = 3
"""Years of one term."""
MOST = 2
"""Terms of one holder in one mandate: three years, and once more."""

GRACE = timedelta(days=14)
"""How long a mandate waits for its renewal before it lapses (SC5 of section C.4)."""

ENDS = MappingProxyType(
    {
        "completed": "The term was completed",
        "resigned": "The holder resigned",
        "died": "The holder died",
        "mandate-ended": "The mandate ended",
        "other": "Another reason",
    }
)
COMPLETED = "completed"
"""The reason of a term that lasts until its last day."""


def seats_of(mandate: str) -> tuple[str | None, ...]:
    """Return the seats of a mandate: a Working Group has five, by regional group."""
    return tuple(REGIONS) if is_group(mandate) else (None,)
