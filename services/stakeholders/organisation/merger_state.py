"""The state of what decides which entries are one organisation: its mergers and its splits."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import reduce
from types import MappingProxyType
from typing import Final, TypeAlias

from services.stakeholders.organisation import state as entries
from services.stakeholders.organisation.state import Absent, Organisation, Stage
from services.stakeholders.organisation.whose import OWN_CASE
from shared.contracts import stakeholders_mergers as mergers
from shared.contracts import stakeholders_organisations as organisations
from shared.contracts import stakeholders_splits as splits
from shared.contracts.stakeholders_mergers import (
    MergerProposed,
    MergerUndone,
    OrganisationsMerged,
)
from shared.contracts.stakeholders_splits import OrganisationSplit, SplitDropped, SplitProposed
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.reference.organisations import register_id

Event: TypeAlias = mergers.Fact | splits.Fact | organisations.Fact
_TOLD: TypeAlias = (
    OrganisationsMerged | MergerUndone | SplitProposed | SplitDropped | OrganisationSplit
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merger:
    """``merged_at``: None while it waits for the second officer. ``over``: dropped or undone."""

    duplicate_id: str
    real_id: str
    proposed_by: str
    merged_at: datetime | None = None
    over: bool = False

    @property
    def ids(self) -> frozenset[str]:
        return frozenset({self.duplicate_id, self.real_id})

    @property
    def holds(self) -> bool:
        return self.merged_at is not None and not self.over


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """``proposed``: what the first officer said. ``split_at`` and ``over``: as of a merger."""

    proposed: SplitProposed
    split_at: datetime | None = None
    over: bool = False

    @property
    def parts(self) -> tuple[str, ...]:
        return (*self.proposed.new_ids, *self.proposed.merged_ids)

    @property
    def ids(self) -> frozenset[str]:
        return frozenset({self.proposed.organisation_id, *self.parts})


_NONE: Final[Mapping[str, Merger]] = MappingProxyType({})
_WHOLE: Final[Mapping[str, Split]] = MappingProxyType({})
_UNREAD: Final[Mapping[str, entries.State]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """``told``: the facts that an entry reads. ``read``: the entries of this decision."""

    mergers: Mapping[str, Merger] = field(default_factory=lambda: _NONE)
    splits: Mapping[str, Split] = field(default_factory=lambda: _WHOLE)
    told: tuple[_TOLD, ...] = ()
    read: Mapping[str, entries.State] = field(default_factory=lambda: _UNREAD)

    def entry(self, organisation_id: str) -> entries.State:
        """Return this entry as mergers and splits made it."""
        found = self.read.get(organisation_id, Absent())
        return reduce(entries.evolve, self.told, found)

    def real(self, organisation_id: str) -> str:
        leads_to = {one.duplicate_id: one.real_id for one in self.mergers.values() if one.holds}
        while organisation_id in leads_to:
            organisation_id = leads_to[organisation_id]
        return organisation_id

    def is_of(self, asked: Asked, *these: str) -> bool:
        """Whether whoever asks is of one of these entries, by whatever mergers."""
        whose = asked.by.organisation_id
        return whose is not None and self.real(register_id(whose)) in map(self.real, these)


def of_others(asked: Asked, state: State, *these: str) -> None:
    """Refuse whoever is of one of these entries: another officer decides about them."""
    if state.is_of(asked, *these):
        raise Refused(OWN_CASE)


def evolve(state: State, event: Event) -> State:
    if isinstance(event, _TOLD):
        state = replace(state, told=(*state.told, event))
    if isinstance(event, mergers.Fact):
        return _of_merger(state, event)
    if isinstance(event, splits.Fact):
        return _of_split(state, event)
    before = state.read.get(event.organisation_id, Absent())
    return replace(state, read={**state.read, event.organisation_id: entries.evolve(before, event)})


def none_waits(state: State, *ids: str) -> None:
    """Refuse while something that another officer has yet to decide is about one of these."""
    if any(not one.merged_at and not one.over and one.ids & {*ids} for one in _mergers(state)):
        raise Refused("A merger of one of these entries waits for another officer already.")
    if any(not one.split_at and not one.over and one.ids & {*ids} for one in _splits(state)):
        raise Refused("A split of one of these entries waits for another officer already.")


def can_be_one(duplicate_id: str, real_id: str, state: State) -> tuple[Organisation, Organisation]:
    """Return both entries. Neither is merged already, so no detour leads back to an entry."""
    if duplicate_id == real_id:
        raise Refused("Choose another entry: this is the same one.")
    duplicate, real = state.entry(duplicate_id), state.entry(real_id)
    if not (isinstance(duplicate, Organisation) and isinstance(real, Organisation)):
        raise Refused("There is no such organisation.")
    if duplicate.merged or real.merged:
        raise Refused("One of these entries was merged already.")
    if not duplicate.stage is real.stage is Stage.CONFIRMED:
        raise Refused("Only organisations that are confirmed can be merged.")
    if (duplicate.standing == "person") != (real.standing == "person"):
        raise Refused("The entry of a person is merged with an entry of the same person alone.")
    return duplicate, real


def _mergers(state: State) -> list[Merger]:
    return list(state.mergers.values())


def _splits(state: State) -> list[Split]:
    return list(state.splits.values())


def _of_merger(state: State, event: mergers.Fact) -> State:
    """Nobody proposes a merger by which a split is undone: it is there once it is done."""
    if isinstance(event, MergerProposed):
        new = Merger(
            duplicate_id=event.duplicate_id, real_id=event.real_id, proposed_by=event.proposed_by
        )
        return _merger(state, event.merger_id, new)
    before = state.mergers.get(event.merger_id)
    if isinstance(event, OrganisationsMerged):
        known = before or Merger(
            duplicate_id=event.duplicate_id, real_id=event.real_id, proposed_by=event.merged_by
        )
        return _merger(state, event.merger_id, replace(known, merged_at=event.merged_at))
    if before is None:
        return state
    return _merger(state, event.merger_id, replace(before, over=True))


def _of_split(state: State, event: splits.Fact) -> State:
    if isinstance(event, SplitProposed):
        return _split(state, event.split_id, Split(proposed=event))
    if (before := state.splits.get(event.split_id)) is None:
        return state
    if isinstance(event, OrganisationSplit):
        return _split(state, event.split_id, replace(before, split_at=event.split_at))
    return _split(state, event.split_id, replace(before, over=True))


def _merger(state: State, merger_id: str, one: Merger) -> State:
    return replace(state, mergers={**state.mergers, merger_id: one})


def _split(state: State, split_id: str, one: Split) -> State:
    return replace(state, splits={**state.splits, split_id: one})
