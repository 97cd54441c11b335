"""Later facts of a submission: additions, openings of the identity, cleared passages."""

from dataclasses import dataclass, field, replace
from typing import assert_never

from shared.contracts.intake_source import (
    DevelopmentAdded,
    Fact,
    IncidentAdded,
    PassageCleared,
    PerpetratorAdded,
    SourceIdentityOpened,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """Ids of later additions, each recorded once. Incidents and perpetrators: only unfiled ones."""

    developments: frozenset[str] = field(default=frozenset())
    incidents: frozenset[str] = field(default=frozenset())
    perpetrators: frozenset[str] = field(default=frozenset())
    openings: frozenset[str] = field(default=frozenset())
    cleared: frozenset[str] = field(default=frozenset())


NOTHING = Later()


def evolve(later: Later, event: Fact) -> Later:
    match event:
        case DevelopmentAdded():
            return replace(later, developments=later.developments | {event.development_id})
        case IncidentAdded():
            return replace(later, incidents=later.incidents | {event.incident_id})
        case PerpetratorAdded():
            return replace(later, perpetrators=later.perpetrators | {event.perpetrator_id})
        case SourceIdentityOpened():
            return replace(later, openings=later.openings | {event.opening_id})
        case PassageCleared():
            return replace(later, cleared=later.cleared | set(event.passages))
    assert_never(event)
