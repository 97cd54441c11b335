"""How one organisation becomes several: O10 of section B.3.

Two officers set apart what is new, or what was merged longer ago than a merger can be undone.
Nothing moves by it: who goes where is for the people to choose (decision 0071).
"""

from collections.abc import Sequence
from datetime import datetime

from services.stakeholders.organisation.merger_state import (
    Merger,
    Split,
    State,
    can_be_one,
    none_waits,
    of_others,
)
from services.stakeholders.organisation.state import Absent, Organisation, Stage
from shared.contracts import stakeholders_mergers as mergers
from shared.contracts import stakeholders_splits as splits
from shared.contracts.stakeholders_mergers import MergerUndone, OrganisationsMerged
from shared.contracts.stakeholders_organisations import Visibility, stricter
from shared.contracts.stakeholders_split_commands import (
    ConfirmSplit,
    DropSplit,
    ProposeSplit,
    UndoSplit,
)
from shared.contracts.stakeholders_splits import (
    OrganisationSplit,
    SplitDropped,
    SplitProposed,
    SplitUndone,
)
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.reference.organisations import MERGER_UNDO, SPLIT_PARTS, SPLIT_UNDO


def propose(command: ProposeSplit, asked: Asked, state: State) -> Sequence[splits.Fact]:
    if command.split_id in state.splits:
        return []
    proposed = SplitProposed(
        split_id=command.split_id,
        organisation_id=command.organisation_id,
        new_ids=command.new_ids,
        merged_ids=command.merged_ids,
        since=command.since,
        proposed_by=asked.by.actor_id,
        proposed_at=asked.at,
    )
    split = Split(proposed=proposed)
    if not 0 < len(split.parts) <= SPLIT_PARTS or len(split.ids) != len(split.parts) + 1:
        raise Refused("Say into which organisations it splits: one or two others.")
    if command.since > day_of(asked.at):
        raise Refused("Choose a day that is not in the future.")
    of_others(asked, state, *split.ids)
    _can_be_several(split, asked.at, state)
    if any(not isinstance(state.entry(one), Absent) for one in command.new_ids):
        raise Refused("A new organisation has a new entry.")
    none_waits(state, *split.ids)
    return [proposed]


def confirm(
    command: ConfirmSplit, asked: Asked, state: State
) -> Sequence[mergers.Fact | splits.Fact]:
    """Set the parts apart, all at once."""
    this = _these(command, state)
    if this.over:
        raise Refused("This split is over.")
    if this.split_at:
        return []
    if this.proposed.proposed_by == asked.by.actor_id:
        raise Refused("You proposed this. Another stakeholder officer confirms it.")
    of_others(asked, state, *this.ids)
    whole, ended = _can_be_several(this, asked.at, state)
    if not all(_is_new(one, command.split_id, state) for one in this.proposed.new_ids):
        raise Refused("The entry of a new organisation is not there. Propose the split anew.")
    return [
        *(
            MergerUndone(
                merger_id=merger_id,
                duplicate_id=one.duplicate_id,
                real_id=one.real_id,
                undone_by=asked.by.actor_id,
                undone_at=asked.at,
                keeps=stricter(whole.visibility, "closed"),
            )
            for merger_id, one in ended
        ),
        *(
            OrganisationSplit(
                split_id=command.split_id,
                organisation_id=command.organisation_id,
                part_id=one,
                new=one in this.proposed.new_ids,
                since=this.proposed.since,
                flags=_flags_for(one, whole, state),
                split_by=asked.by.actor_id,
                split_at=asked.at,
                keeps=stricter(whole.visibility, "closed"),
            )
            for one in this.parts
        ),
    ]


def drop(command: DropSplit, asked: Asked, state: State) -> Sequence[splits.Fact]:
    this = _this(command.split_id, state)
    if this.split_at:
        raise Refused("The organisation is split. Undo that instead.")
    if this.over:
        return []
    return [
        SplitDropped(
            split_id=command.split_id,
            new_ids=this.proposed.new_ids,
            dropped_by=asked.by.actor_id,
            dropped_at=asked.at,
        )
    ]


def undo(command: UndoSplit, asked: Asked, state: State) -> Sequence[mergers.Fact | splits.Fact]:
    """Merge the parts into the organisation. What a part's flags protect is hidden with it.

    So is what a part sealed.
    """
    this = _these(command, state)
    if this.split_at is None:
        raise Refused("The organisation is not split.")
    if this.over:
        return []
    of_others(asked, state, *this.ids)
    if asked.at > this.split_at + SPLIT_UNDO:
        raise Refused("The 30 days in which it could be undone are over.")
    none_waits(state, *this.ids)
    back = [(one, can_be_one(one, command.organisation_id, state)) for one in this.parts]
    return [
        *(
            OrganisationsMerged(
                merger_id=str(derive_id("undone split", command.split_id, part_id)),
                duplicate_id=part_id,
                real_id=command.organisation_id,
                closes=_kept(part) != "public",
                keeps=_kept(part),
                flags=tuple(sorted(part.standing_flags)),
                merged_by=asked.by.actor_id,
                merged_at=asked.at,
            )
            for part_id, (part, _) in back
        ),
        SplitUndone(
            split_id=command.split_id,
            organisation_id=command.organisation_id,
            undone_by=asked.by.actor_id,
            undone_at=asked.at,
        ),
    ]


def _this(split_id: str, state: State) -> Split:
    if (found := state.splits.get(split_id)) is None:
        raise Refused("There is no such split.")
    return found


def _these(command: ConfirmSplit | UndoSplit, state: State) -> Split:
    """Return the split if the entries that were read are those of it."""
    this = _this(command.split_id, state)
    if (command.organisation_id, command.part_ids) != (this.proposed.organisation_id, this.parts):
        raise Refused("There is no such split.")
    return this


def _can_be_several(
    split: Split, at: datetime, state: State
) -> tuple[Organisation, list[tuple[str, Merger]]]:
    """Return the organisation, and the mergers that end with the split."""
    whole = state.entry(split.proposed.organisation_id)
    if not isinstance(whole, Organisation):
        raise Refused("There is no such organisation.")
    if whole.merged:
        raise Refused("This entry was merged into another one.")
    if whole.stage is not Stage.CONFIRMED:
        raise Refused("Only an organisation that is confirmed can be split.")
    if whole.standing == "person":
        raise Refused("The entry of a person is not split.")
    return whole, [_merger_of(one, whole, at, state) for one in split.proposed.merged_ids]


def _merger_of(part_id: str, whole: Organisation, at: datetime, state: State) -> tuple[str, Merger]:
    """Return the merger by which this entry is one with the organisation, if it is old enough."""
    for merger_id, one in state.mergers.items():
        if one.duplicate_id == part_id and one.holds and whole.is_one_with(part_id):
            if one.merged_at and at <= one.merged_at + MERGER_UNDO:
                raise Refused("This merger can still be undone. Undo it instead.")
            return merger_id, one
    raise Refused("Only an entry that was merged into this one can be apart again.")


def _kept(part: Organisation) -> Visibility:
    """Return above which visibility the organisation does not go that this part comes back to."""
    if part.visibility == "sealed":
        return "sealed"
    return "closed" if part.standing_flags else "public"


def _is_new(part_id: str, split_id: str, state: State) -> bool:
    part = state.entry(part_id)
    return (
        isinstance(part, Organisation) and part.stage is Stage.CLAIMED and part.part_of == split_id
    )


def _flags_for(part_id: str, whole: Organisation, state: State) -> tuple[str, ...]:
    """Return the flags of the organisation that the part does not have of its own."""
    part = state.entry(part_id)
    own = {*part.flags, *part.cleared} if isinstance(part, Organisation) else set()
    return tuple(sorted({*whole.standing_flags} - own))
