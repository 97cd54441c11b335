"""Facts of followup about who holds a mandate: whoever left it decides nothing more."""

from dataclasses import dataclass
from typing import TypeAlias

from shared.contracts.approvals_holding import BarsNoted, HolderNoted, MandateLifeNoted


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingHeard:
    """What approvals noted about the holder of a mandate: one of the three.

    It is on ``officeholder-<mandate>``, which the decisions of its holder read.
    """

    mandate: str
    term: HolderNoted | None = None
    life: MandateLifeNoted | None = None
    bars: BarsNoted | None = None


Fact: TypeAlias = HoldingHeard

TYPES: dict[str, type] = {"holding-heard": HoldingHeard}
