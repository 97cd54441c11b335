"""What a recommendation has come to: the fold of its facts."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias, assert_never

from shared.contracts.followup import (
    ImplementationAssessed,
    ImplementationInfoReceived,
    RecommendationImplemented,
    RecommendationIssued,
)
from shared.contracts.followup_custody import RecommendationPassedOn
from shared.contracts.followup_publication import (
    RecommendationPublished,
    RecommendationShared,
    RecommendationUnshared,
    RecommendationWithdrawn,
)

Event: TypeAlias = (
    RecommendationIssued
    | ImplementationInfoReceived
    | ImplementationAssessed
    | RecommendationImplemented
    | RecommendationPublished
    | RecommendationWithdrawn
    | RecommendationShared
    | RecommendationUnshared
    | RecommendationPassedOn
)


@dataclass(frozen=True, slots=True)
class Absent:
    """There is no such recommendation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """``implemented``: the last assessment is the top grade. ``shared``: organisations by code.

    ``kept``: its mandate ended, and nobody decides about it any more.
    """

    addressee: str
    mandate: str
    communication_id: str | None
    issued_at: datetime
    infos: frozenset[str] = frozenset()
    implemented: bool = False
    published: bool = False
    shared: frozenset[str] = frozenset()
    kept: bool = False


State: TypeAlias = Absent | Issued


def evolve(state: State, event: Event) -> State:
    if isinstance(event, RecommendationIssued):
        return Issued(
            addressee=event.addressee,
            mandate=event.mandate,
            communication_id=event.communication_id,
            issued_at=event.issued_at,
        )
    if isinstance(state, Absent):
        return state
    match event:
        case ImplementationInfoReceived():
            return replace(state, infos=state.infos | {event.info_id})
        case ImplementationAssessed():
            return replace(state, implemented=False)
        case RecommendationImplemented():
            return replace(state, implemented=True)
        case RecommendationPublished():
            return replace(state, published=True)
        case RecommendationWithdrawn():
            return replace(state, published=False)
        case RecommendationShared():
            return replace(state, shared=state.shared | {event.organisation_id})
        case RecommendationUnshared():
            return replace(state, shared=state.shared - {event.organisation_id})
        case RecommendationPassedOn():
            return replace(state, mandate=event.to or state.mandate, kept=event.to is None)
    assert_never(event)
