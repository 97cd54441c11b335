"""Which entries are one organisation: O9 of section B.3, SB11 to SB13 of section B.4.

One stream decides all mergers, and reads the two entries for the decision (decision 0068). Nothing
is written to the entries, so a crash leaves no merger half done.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import reduce
from types import MappingProxyType
from typing import Final, TypeAlias, assert_never

from services.stakeholders.organisation import state as entries
from services.stakeholders.organisation.state import MERGERS_STREAM, Absent, Organisation, Stage
from services.stakeholders.organisation.whose import OWN_CASE, officer
from shared.contracts import stakeholders_mergers as mergers
from shared.contracts import stakeholders_organisations as organisations
from shared.contracts.stakeholders_merger_commands import (
    Command,
    ConfirmMerger,
    DropMerger,
    ProposeMerger,
    UndoMerger,
)
from shared.contracts.stakeholders_mergers import (
    MergerDropped,
    MergerProposed,
    MergerUndone,
    OrganisationsMerged,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused
from shared.reference.organisations import MERGER_UNDO, register_id

Event: TypeAlias = mergers.Fact | organisations.Fact
_NO = "Only stakeholder officers, two of them, may merge entries."


@dataclass(frozen=True, slots=True, kw_only=True)
class Merger:
    """``merged_at``: None while it waits for the second officer. ``over``: dropped or undone."""

    duplicate_id: str
    real_id: str
    proposed_by: str
    merged_at: datetime | None = None
    over: bool = False


_NONE: Final[Mapping[str, Merger]] = MappingProxyType({})
_UNREAD: Final[Mapping[str, entries.State]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """``told``: the facts that an entry reads. ``read``: the entries of this decision."""

    mergers: Mapping[str, Merger] = field(default_factory=lambda: _NONE)
    told: tuple[OrganisationsMerged | MergerUndone, ...] = ()
    read: Mapping[str, entries.State] = field(default_factory=lambda: _UNREAD)

    def entry(self, organisation_id: str) -> entries.State:
        """Return this entry as mergers made it."""
        found = self.read.get(organisation_id, Absent())
        return reduce(entries.evolve, self.told, found)

    def _real(self, organisation_id: str) -> str:
        leads_to = {
            one.duplicate_id: one.real_id
            for one in self.mergers.values()
            if one.merged_at and not one.over
        }
        while organisation_id in leads_to:
            organisation_id = leads_to[organisation_id]
        return organisation_id

    def is_of(self, asked: Asked, *these: str) -> bool:
        """Whether whoever asks is of one of these entries, by whatever mergers."""
        whose = asked.by.organisation_id
        return whose is not None and self._real(register_id(whose)) in map(self._real, these)


def decide(command: Command, asked: Asked, state: State) -> Sequence[mergers.Fact]:
    officer(asked, no=_NO)
    match command:
        case ProposeMerger():
            return _propose(command, asked, state)
        case ConfirmMerger():
            return _confirm(command, asked, state)
        case DropMerger():
            return _drop(command, asked, state)
        case UndoMerger():
            return _undo(command, asked, state)
    assert_never(command)


def evolve(state: State, event: Event) -> State:
    if isinstance(event, MergerProposed):
        new = Merger(
            duplicate_id=event.duplicate_id, real_id=event.real_id, proposed_by=event.proposed_by
        )
        return replace(state, mergers={**state.mergers, event.merger_id: new})
    if isinstance(event, OrganisationsMerged):
        state = replace(state, told=(*state.told, event))
        return _changed(state, event.merger_id, merged_at=event.merged_at)
    if isinstance(event, MergerUndone):
        state = replace(state, told=(*state.told, event))
        return _changed(state, event.merger_id, over=True)
    if isinstance(event, MergerDropped):
        return _changed(state, event.merger_id, over=True)
    before = state.read.get(event.organisation_id, Absent())
    return replace(state, read={**state.read, event.organisation_id: entries.evolve(before, event)})


def _changed(
    state: State, merger_id: str, *, merged_at: datetime | None = None, over: bool = False
) -> State:
    if (one := state.mergers.get(merger_id)) is None:
        return state
    after = replace(one, merged_at=merged_at or one.merged_at, over=over)
    return replace(state, mergers={**state.mergers, merger_id: after})


def _propose(command: ProposeMerger, asked: Asked, state: State) -> Sequence[mergers.Fact]:
    if command.merger_id in state.mergers:
        return []
    _of_others(asked, state, command.duplicate_id, command.real_id)
    _can_be_one(command.duplicate_id, command.real_id, state)
    ids = {command.duplicate_id, command.real_id}
    if any(_waits(one) and ids & {one.duplicate_id, one.real_id} for one in state.mergers.values()):
        raise Refused("A merger of one of these entries waits for another officer already.")
    return [
        MergerProposed(
            merger_id=command.merger_id,
            duplicate_id=command.duplicate_id,
            real_id=command.real_id,
            proposed_by=asked.by.actor_id,
            proposed_at=asked.at,
        )
    ]


def _confirm(command: ConfirmMerger, asked: Asked, state: State) -> Sequence[mergers.Fact]:
    this = _this(command.merger_id, state)
    if (command.duplicate_id, command.real_id) != (this.duplicate_id, this.real_id):
        raise Refused("There is no such merger.")
    if this.over:
        raise Refused("This merger is over.")
    if this.merged_at:
        return []
    if this.proposed_by == asked.by.actor_id:
        raise Refused("You proposed this. Another stakeholder officer confirms it.")
    _of_others(asked, state, this.duplicate_id, this.real_id)
    duplicate, real = _can_be_one(this.duplicate_id, this.real_id, state)
    return [
        OrganisationsMerged(
            merger_id=command.merger_id,
            duplicate_id=this.duplicate_id,
            real_id=this.real_id,
            closes=not (duplicate.public and real.public),
            flags=tuple(sorted(duplicate.standing_flags)),
            merged_by=asked.by.actor_id,
            merged_at=asked.at,
        )
    ]


def _drop(command: DropMerger, asked: Asked, state: State) -> Sequence[mergers.Fact]:
    this = _this(command.merger_id, state)
    if this.merged_at:
        raise Refused("The entries are merged. Undo that instead.")
    if this.over:
        return []
    return [
        MergerDropped(
            merger_id=command.merger_id, dropped_by=asked.by.actor_id, dropped_at=asked.at
        )
    ]


def _undo(command: UndoMerger, asked: Asked, state: State) -> Sequence[mergers.Fact]:
    this = _this(command.merger_id, state)
    if this.merged_at is None:
        raise Refused("The entries are not merged.")
    if this.over:
        return []
    _of_others(asked, state, this.real_id)
    if asked.at > this.merged_at + MERGER_UNDO:
        raise Refused("The 30 days in which it could be undone are over.")
    return [
        MergerUndone(
            merger_id=command.merger_id,
            duplicate_id=this.duplicate_id,
            real_id=this.real_id,
            undone_by=asked.by.actor_id,
            undone_at=asked.at,
        )
    ]


def _this(merger_id: str, state: State) -> Merger:
    if (found := state.mergers.get(merger_id)) is None:
        raise Refused("There is no such merger.")
    return found


def _of_others(asked: Asked, state: State, *these: str) -> None:
    if state.is_of(asked, *these):
        raise Refused(OWN_CASE)


def _waits(one: Merger) -> bool:
    return one.merged_at is None and not one.over


def _can_be_one(duplicate_id: str, real_id: str, state: State) -> tuple[Organisation, Organisation]:
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


def _consults(command: Command, _: State) -> Sequence[str]:
    if not isinstance(command, ProposeMerger | ConfirmMerger):
        return ()
    ids = dict.fromkeys((command.duplicate_id, command.real_id))
    return [f"organisation-{one}" for one in ids]


_CATEGORY, _, _ALL = MERGERS_STREAM.partition("-")
MERGERS: Decider[Command, Event, State] = Decider(
    category=_CATEGORY,
    key=lambda _: _ALL,
    initial=State(),
    decide=decide,
    evolve=evolve,
    consults=_consults,
)
