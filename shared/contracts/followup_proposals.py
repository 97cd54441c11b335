"""Facts of followup about what a State and a mandate propose to each other of a programme (M6).

A stream for each mission, and all in it was exchanged with the State (VR6): the confidential
programme is in another, and nothing here follows from it. Words of an item have the key of the
item; a contact, and what is said of a proposal or to answer it, have keys of their own.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from shared.contracts.followup_missions import ProgrammeItem
from shared.core.message import Sealed

Side: TypeAlias = Literal["mandate", "state"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnProposal:
    """``step``: how many steps the exchange has with this one."""

    mission_id: str
    mandate: str
    state: str
    step: int
    done_by: str
    done_at: datetime
    proposal_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeItemProposed(OnProposal):
    """``item``: a new one, or one that is there as it should be. ``contact``: of the State."""

    side: Side
    item: ProgrammeItem
    contact: Sealed | None
    words: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeProposalAnswered(OnProposal):
    """``item``: as it stands in the programme from now on; None: the other side does not agree."""

    side: Side
    item: ProgrammeItem | None
    words: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeProposalWithdrawn(OnProposal):
    """Who proposed it takes it back before it was answered."""

    side: Side


Fact: TypeAlias = ProgrammeItemProposed | ProgrammeProposalAnswered | ProgrammeProposalWithdrawn

TYPES: dict[str, type] = {
    "mission-programme-item-proposed": ProgrammeItemProposed,
    "mission-programme-proposal-answered": ProgrammeProposalAnswered,
    "mission-programme-proposal-withdrawn": ProgrammeProposalWithdrawn,
}
