"""What comes later: developments that the source added, openings of who it is."""

from dataclasses import dataclass, field, replace
from typing import assert_never

from shared.contracts.intake_source import DevelopmentAdded, Fact, SourceIdentityOpened


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """Their ids: each is told once."""

    developments: frozenset[str] = field(default=frozenset())
    openings: frozenset[str] = field(default=frozenset())


NOTHING = Later()


def evolve(later: Later, event: Fact) -> Later:
    match event:
        case DevelopmentAdded():
            return replace(later, developments=later.developments | {event.development_id})
        case SourceIdentityOpened():
            return replace(later, openings=later.openings | {event.opening_id})
    assert_never(event)
