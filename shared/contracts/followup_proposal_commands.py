"""The commands of the exchange of a programme: the mandate of the mission, and the Government.

``seen``: how many steps of the exchange the page showed (decision 0063).
"""

from dataclasses import dataclass
from typing import TypeAlias

from shared.contracts.followup_missions import ProgrammeItem
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class OnProposal:
    mission_id: str
    mandate: str
    proposal_id: str
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeProgrammeItem(OnProposal):
    """The mandate proposes an item as it stands in its programme; a Government any official one."""

    item: ProgrammeItem
    contact: Sealed | None = None
    words: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerProgrammeProposal(OnProposal):
    """The other side. ``words``: said why, where it does not agree."""

    agrees: bool
    words: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawProgrammeProposal(OnProposal):
    pass


Command: TypeAlias = ProposeProgrammeItem | AnswerProgrammeProposal | WithdrawProgrammeProposal

TYPES: dict[str, type] = {
    "propose-programme-item": ProposeProgrammeItem,
    "answer-programme-proposal": AnswerProgrammeProposal,
    "withdraw-programme-proposal": WithdrawProgrammeProposal,
}
