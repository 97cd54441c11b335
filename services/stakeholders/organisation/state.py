"""The state of an organisation in the register, folded from its events."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, auto
from types import MappingProxyType
from typing import Final, TypeAlias, assert_never

from services.stakeholders.organisation.focal_state import Focal, evolved
from shared.contracts import stakeholders_accreditations as accreditations
from shared.contracts import stakeholders_focal_points as focal_points
from shared.contracts.stakeholders_accreditations import (
    AccreditationClaimChecked,
    AccreditationClaimed,
    AccreditationRecorded,
)
from shared.contracts.stakeholders_organisations import (
    Fact,
    OrganisationConfirmationProposed,
    OrganisationConfirmed,
    OrganisationDissolved,
    OrganisationRegistered,
    OrganisationRenamed,
    PublicListingAsked,
    RegistrationRefused,
    RiskFlagCleared,
    RiskFlagClearingProposed,
    RiskFlagRaised,
    Standing,
    VisibilityChanged,
)

_NONE: Final[Mapping[str, str | None]] = MappingProxyType({})
_NEVER: Final[Mapping[str, bool]] = MappingProxyType({})
_NOBODY: Final[Mapping[str, Focal]] = MappingProxyType({})


class Stage(Enum):
    CLAIMED = auto()
    CONFIRMED = auto()
    REFUSED = auto()
    DISSOLVED = auto()


@dataclass(frozen=True, slots=True)
class Absent:
    """It never applied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """``proposed_by``: the first of two officers. ``asked_at``: of the first step to the public.

    ``flags``: by id, with the officer who proposed to clear it. ``records``: of accreditation, by
    id, with whether another stands for it. ``claims``: by id, with whether it was checked.
    """

    standing: Standing
    stage: Stage = Stage.CLAIMED
    proposed_by: str | None = None
    public: bool = False
    asked_at: datetime | None = None
    flags: Mapping[str, str | None] = field(default_factory=lambda: _NONE)
    cleared: frozenset[str] = frozenset()
    records: Mapping[str, bool] = field(default_factory=lambda: _NEVER)
    claims: Mapping[str, bool] = field(default_factory=lambda: _NEVER)
    focal_points: Mapping[str, Focal] = field(default_factory=lambda: _NOBODY)


State: TypeAlias = Absent | Organisation


def evolve(state: State, event: Fact) -> State:
    if isinstance(event, OrganisationRegistered):
        return _applying(state, event.standing)
    if isinstance(state, Absent):
        return state
    if isinstance(event, focal_points.Fact):
        return replace(state, focal_points=evolved(state.focal_points, event))
    if isinstance(event, accreditations.Fact):
        return _accredited(state, event)
    match event:
        case OrganisationConfirmationProposed():
            return replace(state, proposed_by=event.proposed_by)
        case OrganisationConfirmed():
            return replace(state, stage=Stage.CONFIRMED)
        case RegistrationRefused():
            return replace(state, stage=Stage.REFUSED)
        case OrganisationDissolved():
            return replace(state, stage=Stage.DISSOLVED)
        case PublicListingAsked():
            return replace(state, asked_at=event.asked_at)
        case VisibilityChanged():
            return replace(state, public=event.visibility == "public", asked_at=None)
        case RiskFlagRaised():
            return replace(state, flags={**state.flags, event.flag_id: None})
        case RiskFlagClearingProposed():
            return replace(state, flags={**state.flags, event.flag_id: event.proposed_by})
        case RiskFlagCleared():
            left = {flag: by for flag, by in state.flags.items() if flag != event.flag_id}
            return replace(state, flags=left, cleared=state.cleared | {event.flag_id})
        case OrganisationRenamed():
            return state
    assert_never(event)


def _applying(state: State, standing: Standing) -> Organisation:
    """It applies, perhaps again: a risk flag outlives a refusal."""
    if isinstance(state, Absent):
        return Organisation(standing=standing)
    return replace(state, standing=standing, stage=Stage.CLAIMED, proposed_by=None)


def _accredited(state: Organisation, event: accreditations.Fact) -> Organisation:
    match event:
        case AccreditationRecorded():
            corrected = {event.corrects: True} if event.corrects else {}
            return replace(state, records={**state.records, **corrected, event.record_id: False})
        case AccreditationClaimed():
            return replace(state, claims={**state.claims, event.claim_id: False})
        case AccreditationClaimChecked():
            return replace(state, claims={**state.claims, event.claim_id: True})
    assert_never(event)
