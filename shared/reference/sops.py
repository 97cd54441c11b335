"""Which version of a standard operating procedure is in force: K8 of section D.3, and D.8.

The version of the day on which a letter was drafted applies to it, whatever came after.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version that was adopted. ``in_force_on``: its first day."""

    version: int
    in_force_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """``last``: the last day; None: it goes on."""

    mandate: str
    from_on: date
    last: date | None = None


def in_force(versions: Iterable[Version], on: date) -> Version | None:
    """Return the version in force on this day; None: there was none yet."""
    begun = [one for one in versions if one.in_force_on <= on]
    return max(begun, key=lambda one: (one.in_force_on, one.version), default=None)


def deviates(deviations: Iterable[Deviation], mandate: str, on: date) -> bool:
    """Return whether the mandate does it another way on this day."""
    return any(
        one.mandate == mandate and one.from_on <= on and (one.last is None or on <= one.last)
        for one in deviations
    )
