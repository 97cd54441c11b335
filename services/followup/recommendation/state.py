"""What a recommendation has come to: the fold of its facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias, assert_never

from shared.contracts import followup_recommendations as described
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
from shared.contracts.followup_recommendations import (
    RecommendationAddresseeNamed,
    RecommendationAddresseeRemoved,
    RecommendationClosed,
    RecommendationCorrected,
    RecommendationLeadAnswered,
    RecommendationPositionRecorded,
    RecommendationRelated,
    RecommendationReopened,
    RecommendationTagged,
    RecommendationUnrelated,
)
from shared.reference.schemes import SCHEMES

Followed: TypeAlias = (
    ImplementationInfoReceived
    | ImplementationAssessed
    | RecommendationImplemented
    | RecommendationPublished
    | RecommendationWithdrawn
    | RecommendationShared
    | RecommendationUnshared
    | RecommendationPassedOn
)
Event: TypeAlias = RecommendationIssued | Followed | described.Fact


@dataclass(frozen=True, slots=True)
class Absent:
    """There is no such recommendation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """``followed``: something was said or graded of its follow-up."""

    organisation_id: str | None
    lead: str
    followed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """``infos``: who gave each information. ``topped``: the schemes of whose grades it has the top.

    ``graded``: the scheme of the last grade of the Government's follow-up. ``shared``:
    organisations by code. ``published``: the version that is public. ``kept``: its mandate ended,
    and nobody decides about it any more.
    """

    addressee: str
    mandate: str
    communication_id: str | None
    issued_at: datetime
    infos: Mapping[str, str] = field(default_factory=dict)
    graded: str = ""
    topped: frozenset[str] = frozenset()
    published: int | None = None
    shared: frozenset[str] = frozenset()
    kept: bool = False
    addressees: Mapping[str, Addressee] = field(default_factory=dict)
    positions: frozenset[str] = frozenset()
    tags: tuple[tuple[str, ...], ...] = ((), (), ())
    repeats: frozenset[str] = frozenset()
    version: int = 1
    closed: str | None = None


State: TypeAlias = Absent | Issued


def who(provider: str, organisation_id: str | None, person: str) -> str:
    """Return whose information it is: colleagues correct each other's."""
    return "government" if provider == "government" else organisation_id or person


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
    if isinstance(event, described.Fact):
        return _described(state, event)
    return _followed(state, event)


def _followed(state: Issued, event: Followed) -> State:
    match event:
        case ImplementationInfoReceived():
            told = who(event.provider, event.organisation_id, event.provided_by)
            infos = {**state.infos, event.info_id: told}
            return replace(_about(state, event.addressee_id), infos=infos)
        case ImplementationAssessed(addressee_id=None):
            topped = _graded_anew(state.topped, event.scheme)
            return replace(state, graded=event.scheme, topped=topped)
        case ImplementationAssessed():
            return _about(state, event.addressee_id)
        case RecommendationImplemented():
            return replace(state, topped=state.topped | {state.graded})
        case RecommendationPublished():
            return replace(state, published=state.version)
        case RecommendationWithdrawn():
            return replace(state, published=None)
        case RecommendationShared():
            return replace(state, shared=state.shared | {event.organisation_id})
        case RecommendationUnshared():
            return replace(state, shared=state.shared - {event.organisation_id})
        case RecommendationPassedOn():
            return replace(state, mandate=event.to or state.mandate, kept=event.to is None)
    assert_never(event)


def _described(state: Issued, event: described.Fact) -> State:  # one case for each fact
    match event:
        case RecommendationAddresseeNamed():
            one = Addressee(organisation_id=event.organisation_id, lead=event.lead)
            return _with(state, event.addressee_id, one)
        case RecommendationAddresseeRemoved():
            left = {k: v for k, v in state.addressees.items() if k != event.addressee_id}
            return replace(state, addressees=left)
        case RecommendationLeadAnswered():
            one = state.addressees[event.addressee_id]
            lead = "yes" if event.accepted else "no"
            return _with(state, event.addressee_id, replace(one, lead=lead))
        case RecommendationPositionRecorded():
            return replace(state, positions=state.positions | {event.position_id})
        case RecommendationTagged():
            return replace(state, tags=(event.themes, event.persons, event.targets))
        case RecommendationRelated():
            return replace(state, repeats=state.repeats | {event.repeats_id})
        case RecommendationUnrelated():
            return replace(state, repeats=state.repeats - {event.repeats_id})
        case RecommendationCorrected():
            return replace(state, version=event.version)
        case RecommendationClosed():
            return replace(state, closed=event.reason)
        case RecommendationReopened():
            return replace(state, closed=None)
    assert_never(event)


def _graded_anew(topped: frozenset[str], scheme: str) -> frozenset[str]:
    """Return the schemes of which it still has the top grade: this version ends the earlier."""
    return frozenset(
        one
        for one in topped
        if one != scheme and not (one in SCHEMES and SCHEMES[one].succeeded_by == scheme)
    )


def _with(state: Issued, addressee_id: str, one: Addressee) -> Issued:
    return replace(state, addressees={**state.addressees, addressee_id: one})


def _about(state: Issued, addressee_id: str | None) -> Issued:
    if addressee_id is None:
        return state
    return _with(state, addressee_id, replace(state.addressees[addressee_id], followed=True))
