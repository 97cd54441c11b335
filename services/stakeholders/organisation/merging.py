"""Which entries are one organisation: O9 of section B.3, SB11 to SB13 of section B.4.

One stream decides all mergers and splits, and reads the entries for the decision (decisions 0068
and 0071). Nothing is written to the entries, so a crash leaves nothing half done.
"""

from collections.abc import Sequence
from typing import TypeAlias, assert_never

from services.stakeholders.organisation import splitting
from services.stakeholders.organisation.merger_state import (
    Event,
    Merger,
    State,
    can_be_one,
    evolve,
    none_waits,
    of_others,
)
from services.stakeholders.organisation.state import MERGERS_STREAM, Organisation
from services.stakeholders.organisation.whose import officer
from shared.contracts import stakeholders_merger_commands as of_mergers
from shared.contracts import stakeholders_mergers as mergers
from shared.contracts import stakeholders_split_commands as of_splits
from shared.contracts import stakeholders_splits as splits
from shared.contracts.stakeholders_merger_commands import (
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
from shared.contracts.stakeholders_organisations import stricter
from shared.contracts.stakeholders_split_commands import (
    ConfirmSplit,
    DropSplit,
    ProposeSplit,
    UndoSplit,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused
from shared.reference.organisations import MERGER_UNDO

Command: TypeAlias = of_mergers.Command | of_splits.Command
_NO = "Only stakeholder officers, two of them, may merge entries."
_NO_SPLIT = "Only stakeholder officers, two of them, may split an organisation."


def decide(command: Command, asked: Asked, state: State) -> Sequence[mergers.Fact | splits.Fact]:
    if isinstance(command, of_splits.Command):
        return _apart(command, asked, state)
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


def _apart(
    command: of_splits.Command, asked: Asked, state: State
) -> Sequence[mergers.Fact | splits.Fact]:
    officer(asked, no=_NO_SPLIT)
    match command:
        case ProposeSplit():
            return splitting.propose(command, asked, state)
        case ConfirmSplit():
            return splitting.confirm(command, asked, state)
        case DropSplit():
            return splitting.drop(command, asked, state)
        case UndoSplit():
            return splitting.undo(command, asked, state)
    assert_never(command)


def _propose(command: ProposeMerger, asked: Asked, state: State) -> Sequence[mergers.Fact]:
    if command.merger_id in state.mergers:
        return []
    of_others(asked, state, command.duplicate_id, command.real_id)
    can_be_one(command.duplicate_id, command.real_id, state)
    none_waits(state, command.duplicate_id, command.real_id)
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
    of_others(asked, state, this.duplicate_id, this.real_id)
    duplicate, real = can_be_one(this.duplicate_id, this.real_id, state)
    keeps = stricter(duplicate.visibility, real.visibility)
    return [
        OrganisationsMerged(
            merger_id=command.merger_id,
            duplicate_id=this.duplicate_id,
            real_id=this.real_id,
            closes=keeps != "public",
            keeps=keeps,
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
    of_others(asked, state, this.real_id)
    if asked.at > this.merged_at + MERGER_UNDO:
        raise Refused("The 30 days in which it could be undone are over.")
    return [
        MergerUndone(
            merger_id=command.merger_id,
            duplicate_id=this.duplicate_id,
            real_id=this.real_id,
            undone_by=asked.by.actor_id,
            undone_at=asked.at,
            keeps="sealed" if _is_sealed(this, state) else "closed",
        )
    ]


def _is_sealed(this: Merger, state: State) -> bool:
    """Whether the organisation that the duplicate comes out of is sealed."""
    whole = state.entry(state.real(this.real_id))
    return isinstance(whole, Organisation) and whole.visibility == "sealed"


def _this(merger_id: str, state: State) -> Merger:
    if (found := state.mergers.get(merger_id)) is None:
        raise Refused("There is no such merger.")
    return found


def _consults(command: Command, state: State) -> Sequence[str]:
    match command:
        case ProposeMerger() | ConfirmMerger():
            ids: tuple[str, ...] = (command.duplicate_id, command.real_id)
        case ProposeSplit():
            ids = (command.organisation_id, *command.new_ids, *command.merged_ids)
        case ConfirmSplit() | UndoSplit():
            ids = (command.organisation_id, *command.part_ids)
        case UndoMerger() if command.merger_id in state.mergers:
            ids = (state.real(state.mergers[command.merger_id].real_id),)
        case _:
            return ()
    return [f"organisation-{one}" for one in dict.fromkeys(ids)]


_CATEGORY, _, _ALL = MERGERS_STREAM.partition("-")
MERGERS: Decider[Command, Event, State] = Decider(
    category=_CATEGORY,
    key=lambda _: _ALL,
    initial=State(),
    decide=decide,
    evolve=evolve,
    consults=_consults,
)
