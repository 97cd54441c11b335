"""Facts of stakeholders: notes on how mandates fit together (C.2). A note is a signal (SC1)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from shared.core.message import Sealed

Option: TypeAlias = Literal["create", "continue", "support", "merge", "cluster", "end"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RationalisationNoted:
    """``mandates``: those it is about; none where it signals that one is missing."""

    note_id: str
    option: Option
    mandates: tuple[str, ...]
    reasons: Sealed
    author: str
    noted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RationalisationCommented:
    note_id: str
    comment_id: str
    text: Sealed
    author: str
    commented_at: datetime


Fact: TypeAlias = RationalisationNoted | RationalisationCommented

TYPES: dict[str, type] = {
    "rationalisation-noted": RationalisationNoted,
    "rationalisation-commented": RationalisationCommented,
}
