"""The commands of delegated grading: for the holder of the mandate alone."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from shared.contracts.followup_grading import GradingScope


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegateGrading:
    """``state``: of the scope ``state``; ``mission_id``: of the scope ``visit``.

    ``until``: the last day.
    """

    mandate: str
    delegation_id: str
    delegate_id: str
    scope: GradingScope
    state: str | None
    mission_id: str | None
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class EndGradingDelegation:
    mandate: str
    delegation_id: str


Command: TypeAlias = DelegateGrading | EndGradingDelegation

TYPES: dict[str, type] = {
    "delegate-grading": DelegateGrading,
    "end-grading-delegation": EndGradingDelegation,
}
