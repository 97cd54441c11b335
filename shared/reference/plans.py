"""The planning board: which plans clash, and why a plan is dropped. K7 of section D.3."""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from shared.contracts.stakeholders_plans import Kind

APART: Final[Mapping[frozenset[Kind], int]] = MappingProxyType(
    {
        frozenset({"visit"}): 30,
        frozenset({"visit", "letter"}): 14,
        frozenset({"letter"}): 14,
    }
)
"""How many days between two plans of these kinds on one State are too few."""
LONGEST: Final = timedelta(days=60)
AHEAD: Final = timedelta(days=730)
"""So far ahead a plan may begin."""
DROPPED: Final = MappingProxyType(
    {
        "state": "The State did not agree",
        "clash": "Another mandate goes",
        "later": "It is put off",
        "other": "Another reason",
    }
)


def between(one: tuple[date, date], other: tuple[date, date]) -> int:
    """Return how many days lie between two periods; 0 where they touch or overlap."""
    first, second = sorted((one, other))
    return max((second[0] - first[1]).days - 1, 0)


def too_near(one: Kind, other: Kind, days: int) -> int | None:
    """Return the days of the rule by which two plans clash; None: they do not."""
    apart = APART[frozenset({one, other})]
    return apart if days <= apart else None
