"""The commands of published cases of reprisal: a focal point's, who is of the group of the case.

``case_id``: read for the decision, and in no fact.
"""

from dataclasses import dataclass
from typing import TypeAlias

from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishReprisalEntry:
    """``text``: what was sent for the report of the year."""

    entry_id: str
    case_id: str
    year: int
    symbol: str
    mandates: tuple[str, ...]
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectReprisalEntry:
    entry_id: str
    case_id: str
    year: int
    symbol: str
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawReprisalEntry:
    """Any focal point: danger waits for no group."""

    entry_id: str
    reason: str


Command: TypeAlias = PublishReprisalEntry | CorrectReprisalEntry | WithdrawReprisalEntry

TYPES: dict[str, type] = {
    "publish-reprisal-entry": PublishReprisalEntry,
    "correct-reprisal-entry": CorrectReprisalEntry,
    "withdraw-reprisal-entry": WithdrawReprisalEntry,
}
