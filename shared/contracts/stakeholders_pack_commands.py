"""The commands of the annual statistics: one person drafts, another freezes."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from shared.contracts.stakeholders_packs import PackTable, Reached


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftStatisticsPack:
    """``number``: 0 is the pack of the year; a corrigendum has a ``reason``.

    ``definitions``: the version by which it was counted.
    """

    year: int
    number: int
    reason: str | None
    as_of: date
    within: int
    position: tuple[Reached, ...]
    tables: tuple[PackTable, ...]
    definitions: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscardStatisticsPack:
    """``hash``: of the draft that the page showed, so that no other one is thrown away."""

    year: int
    number: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezeStatisticsPack:
    """``hash``: of the draft that the page showed (decision 0063)."""

    year: int
    number: int
    hash: str


Command: TypeAlias = DraftStatisticsPack | DiscardStatisticsPack | FreezeStatisticsPack

TYPES: dict[str, type] = {
    "draft-statistics-pack": DraftStatisticsPack,
    "discard-statistics-pack": DiscardStatisticsPack,
    "freeze-statistics-pack": FreezeStatisticsPack,
}
