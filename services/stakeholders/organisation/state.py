"""The state of an organisation in the register, folded from its events."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Enum, auto
from types import MappingProxyType
from typing import Any, Final, TypeAlias, assert_never

from services.stakeholders.organisation.focal_state import Focal, evolved
from shared.contracts import stakeholders_accreditations as accreditations
from shared.contracts import stakeholders_dormancy as dormancy
from shared.contracts import stakeholders_focal_points as focal_points
from shared.contracts import stakeholders_mergers as mergers
from shared.contracts import stakeholders_naming as naming
from shared.contracts import stakeholders_splits as splits
from shared.contracts.stakeholders_accreditations import (
    AccreditationClaimChecked,
    AccreditationClaimed,
    AccreditationRecorded,
)
from shared.contracts.stakeholders_dormancy import (
    OrganisationDataConfirmed,
    OrganisationDormancyNoticed,
    OrganisationDormant,
)
from shared.contracts.stakeholders_mergers import MergerUndone, OrganisationsMerged
from shared.contracts.stakeholders_naming import (
    OrganisationNameConfirmed,
    OrganisationNameDropped,
    OrganisationNameProposed,
)
from shared.contracts.stakeholders_organisations import (
    Fact,
    OrganisationConfirmationProposed,
    OrganisationConfirmed,
    OrganisationDissolved,
    OrganisationRegistered,
    OrganisationRenamed,
    OrganisationRestored,
    PublicListingAsked,
    RegistrationRefused,
    RiskFlagCleared,
    RiskFlagClearingProposed,
    RiskFlagRaised,
    Standing,
    Visibility,
    VisibilityChanged,
    stricter,
)
from shared.contracts.stakeholders_splits import (
    OrganisationSplit,
    SplitDropped,
    SplitProposed,
)
from shared.core.geneva import day_of
from shared.core.message import Sealed

_NONE: Final[Mapping[str, str | None]] = MappingProxyType({})
_NEVER: Final[Mapping[str, bool]] = MappingProxyType({})
_NOBODY: Final[Mapping[str, Focal]] = MappingProxyType({})
_ALONE: Final[Mapping[str, str]] = MappingProxyType({})
_UNSAID: Final[Mapping[str, tuple[str, datetime]]] = MappingProxyType({})
_NO_FLAGS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({})
MERGERS_STREAM: Final = "mergers-all"
"""What decides which entries are one: each decision about an entry reads it (decision 0068)."""
Joined: TypeAlias = mergers.Fact | splits.Fact
"""What it says."""


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
    """``proposed_by``: the first of two officers. ``asked_at``: of the first step up that waits.

    ``asked_for``: what that step asks for. ``opened_by``: the last first step by which more came to
    read it. ``flags``: by id, with the officer who
    proposed to clear it; ``clearing``: the same of flags that came by a merger, and when; it
    goes with an undo. ``records``: of accreditation, by id, with whether another stands for it.
    ``claims``: by id, with whether it was checked. ``names``: other names that were proposed, with
    whether one was confirmed; ``named``: the one that waits. ``confirmed_on``: when its entry was
    last said to be right. ``warned``: how many days before it becomes dormant it was told, last on
    ``warned_on``.

    Of mergers, while a decision reads them: ``pointers`` from each duplicate to the real entry,
    ``inherited`` flags by merger or split, and the focal points of whoever asks at their own entry,
    ``elsewhere``. ``part_of``: the split for which this entry was made.
    """

    organisation_id: str
    profile: Sealed
    standing: Standing
    stage: Stage = Stage.CLAIMED
    proposed_by: str | None = None
    visibility: Visibility = "closed"
    opened_by: datetime | None = None
    asked_at: datetime | None = None
    asked_for: Visibility = "public"
    flags: Mapping[str, str | None] = field(default_factory=lambda: _NONE)
    clearing: Mapping[str, tuple[str, datetime]] = field(default_factory=lambda: _UNSAID)
    cleared: frozenset[str] = frozenset()
    records: Mapping[str, bool] = field(default_factory=lambda: _NEVER)
    claims: Mapping[str, bool] = field(default_factory=lambda: _NEVER)
    names: Mapping[str, bool] = field(default_factory=lambda: _NEVER)
    named: str | None = None
    focal_points: Mapping[str, Focal] = field(default_factory=lambda: _NOBODY)
    confirmed_on: date | None = None
    dormant: bool = False
    warned: frozenset[int] = frozenset()
    warned_on: date | None = None
    pointers: Mapping[str, str] = field(default_factory=lambda: _ALONE)
    inherited: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NO_FLAGS)
    elsewhere: Mapping[str, Focal] = field(default_factory=lambda: _NOBODY)
    part_of: str | None = None

    @property
    def public(self) -> bool:
        return self.visibility == "public"

    @property
    def merged(self) -> bool:
        return self.organisation_id in self.pointers

    @property
    def duplicates(self) -> tuple[str, ...]:
        """The entries that were merged into this one, at once or by others."""
        return tuple(
            sorted(one for one in self.pointers if self._real(one) == self.organisation_id)
        )

    @property
    def standing_flags(self) -> Mapping[str, str | None]:
        """Its own flags, and those of the entries of which it is made, or that it was part of."""
        moved = {flag for flags in self.inherited.values() for flag in flags}
        came = dict.fromkeys(sorted(moved - self.cleared))
        said = {flag: by for flag, (by, _) in self.clearing.items() if flag in came}
        return {**came, **said, **self.flags}

    def is_one_with(self, organisation_id: str) -> bool:
        """Whether this id is of the same organisation, by whatever mergers."""
        return self._real(organisation_id) == self._real(self.organisation_id)

    def _real(self, organisation_id: str) -> str:
        while organisation_id in self.pointers:
            organisation_id = self.pointers[organisation_id]
        return organisation_id


State: TypeAlias = Absent | Organisation


def evolve(state: State, event: Fact | Joined) -> State:
    if isinstance(state, Absent):
        return _applying(state, event) if isinstance(event, OrganisationRegistered) else state
    if isinstance(event, mergers.Fact):
        return _merged(state, event)
    if isinstance(event, splits.Fact):
        return _split(state, event)
    if event.organisation_id != state.organisation_id:
        return _of_another(state, event)
    return _evolved(state, event)


def _evolved(state: Organisation, event: Fact) -> Organisation:
    if isinstance(event, focal_points.Fact):
        return replace(state, focal_points=evolved(state.focal_points, event))
    if isinstance(event, accreditations.Fact):
        return _accredited(state, event)
    if isinstance(event, dormancy.Fact | naming.Fact):
        return _aged(state, event) if isinstance(event, dormancy.Fact) else _named(state, event)
    match event:
        case OrganisationRegistered():
            return _applying(state, event)
        case OrganisationConfirmationProposed():
            return replace(state, proposed_by=event.proposed_by)
        case OrganisationConfirmed():
            return _awake(replace(state, stage=Stage.CONFIRMED), event.confirmed_at)
        case OrganisationRestored():
            return replace(state, stage=Stage.CONFIRMED)
        case RegistrationRefused():
            return replace(state, stage=Stage.REFUSED)
        case OrganisationDissolved():
            return replace(state, stage=Stage.DISSOLVED)
        case PublicListingAsked():
            return replace(state, asked_at=event.asked_at, asked_for=event.visibility)
        case VisibilityChanged():
            step = event.asked_at or state.opened_by
            return replace(state, visibility=event.visibility, opened_by=step, asked_at=None)
        case RiskFlagRaised():
            return replace(state, flags={**state.flags, event.flag_id: None})
        case RiskFlagClearingProposed():
            return _clearing(state, event)
        case RiskFlagCleared():
            left = {flag: by for flag, by in state.flags.items() if flag != event.flag_id}
            return replace(state, flags=left, cleared=state.cleared | {event.flag_id})
        case OrganisationRenamed():
            return _renamed(state, event)
    assert_never(event)


def _clearing(state: Organisation, event: RiskFlagClearingProposed) -> Organisation:
    if event.flag_id in state.flags:
        return replace(state, flags={**state.flags, event.flag_id: event.proposed_by})
    first = {event.flag_id: (event.proposed_by, event.proposed_at)}
    return replace(state, clearing={**state.clearing, **first})


def _applying(state: State, event: OrganisationRegistered) -> Organisation:
    """It applies, perhaps again: a risk flag outlives a refusal."""
    if isinstance(state, Absent):
        return Organisation(
            organisation_id=event.organisation_id, profile=event.profile, standing=event.standing
        )
    applies: dict[str, Any] = {"profile": event.profile, "standing": event.standing}
    return replace(state, **applies, stage=Stage.CLAIMED, proposed_by=None)


def _renamed(state: Organisation, event: OrganisationRenamed) -> Organisation:
    """The first of two officers agreed to what it was before."""
    state = replace(state, profile=event.profile, proposed_by=None)
    return _awake(state, event.renamed_at) if event.provenance == "self" else state


def _of_another(state: Organisation, event: Fact) -> Organisation:
    """Only who speaks for another entry may count here."""
    if isinstance(event, focal_points.Fact):
        return replace(state, elsewhere=evolved(state.elsewhere, event))
    return state


def _merged(state: Organisation, event: mergers.Fact) -> Organisation:
    """What a merger hides stays hidden until the organisation asks anew, and so does an undo."""
    here = state.organisation_id
    if isinstance(event, OrganisationsMerged):
        pointers = {**state.pointers, event.duplicate_id: event.real_id}
        state = replace(state, pointers=pointers)
        if event.real_id == here:
            state = replace(state, inherited={**state.inherited, event.merger_id: event.flags})
        if event.duplicate_id == here:
            return _hidden(state, event.merged_at)
        closes = event.real_id == here and event.closes
        return _hidden(state, event.merged_at, event.keeps) if closes else state
    if isinstance(event, MergerUndone):
        left = {one: to for one, to in state.pointers.items() if one != event.duplicate_id}
        flags = {key: own for key, own in state.inherited.items() if key != event.merger_id}
        gone = {*state.inherited.get(event.merger_id, ())}.difference(*flags.values())
        said = _said_after(state.clearing, gone, event.undone_at)
        state = replace(state, pointers=left, inherited=flags, clearing=said)
        apart = event.duplicate_id == here
        return _hidden(state, event.undone_at, event.keeps) if apart else state
    return state


def _said_after(
    clearing: Mapping[str, tuple[str, datetime]], gone: set[str], at: datetime
) -> Mapping[str, tuple[str, datetime]]:
    """Leave out what was said of flags that went with an undo: who clears them says it anew.

    What was said since then is of another merger: own facts are read before those of mergers.
    """
    return {one: said for one, said in clearing.items() if one not in gone or said[1] > at}


def _split(state: Organisation, event: splits.Fact) -> Organisation:
    """Its own facts are read first, so a part that was dissolved since then stays so."""
    here = state.organisation_id
    if isinstance(event, SplitProposed) and here in event.new_ids:
        return replace(state, part_of=event.split_id)
    if isinstance(event, SplitDropped) and here in event.new_ids:
        return replace(state, stage=Stage.REFUSED)
    if isinstance(event, OrganisationSplit) and here == event.part_id:
        flags = {**state.inherited, event.split_id: event.flags}
        state = replace(state, inherited=flags)
        if event.new and state.stage is Stage.CLAIMED:
            state = replace(state, stage=Stage.CONFIRMED)
        if event.new and state.confirmed_on is None:
            state = replace(state, confirmed_on=day_of(event.split_at))
        return _hidden(state, event.split_at, event.keeps)
    return state


def _hidden(state: Organisation, at: datetime, keeps: Visibility = "closed") -> Organisation:
    """Let no first step count above this that was taken up to this moment."""
    after = state.opened_by is not None and state.opened_by > at
    visibility = state.visibility if after else stricter(state.visibility, keeps)
    asked_at = state.asked_at if state.asked_at is not None and state.asked_at > at else None
    return replace(state, visibility=visibility, asked_at=asked_at)


def _named(state: Organisation, event: naming.Fact) -> Organisation:
    match event:
        case OrganisationNameProposed():
            names = {**state.names, event.proposal_id: False}
            return replace(state, names=names, named=event.proposal_id)
        case OrganisationNameConfirmed():
            names = {**state.names, event.proposal_id: True}
            return replace(state, names=names, named=None, profile=event.profile)
        case OrganisationNameDropped():
            return replace(state, named=None)
    assert_never(event)


def _aged(state: Organisation, event: dormancy.Fact) -> Organisation:
    match event:
        case OrganisationDataConfirmed():
            return _awake(state, event.confirmed_at)
        case OrganisationDormancyNoticed():
            told = state.warned | {event.days}
            return replace(state, warned=told, warned_on=day_of(event.noticed_at))
        case OrganisationDormant():
            return replace(state, dormant=True)
    assert_never(event)


def _awake(state: Organisation, at: datetime) -> Organisation:
    """Its entry is right now: 24 months begin."""
    nothing: frozenset[int] = frozenset()
    return replace(state, confirmed_on=day_of(at), dormant=False, warned=nothing, warned_on=None)


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
