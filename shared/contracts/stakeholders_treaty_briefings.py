"""Facts of stakeholders about briefings that a desk officer signed off: G.3.

Each is for a treaty body or the Universal Periodic Review.

What a briefing says is public; a fact has keys and hashes of its lines, and no text. None has a
line in the feed.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

Stage: TypeAlias = Literal["issues", "observations", "compilation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingLine:
    """``key``: of a line of the register; ``hash``: of what it said."""

    key: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingAsked:
    """What the briefing is of. ``session``: its first day; ``since``, ``until``: years."""

    state: str
    body: str
    stage: Stage
    session: date
    since: int | None
    until: int | None
    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatyBriefingSigned:
    """``version``: 1 is the first. It holds while the register says exactly these lines."""

    briefing_id: str
    version: int
    asked: BriefingAsked
    lines: tuple[BriefingLine, ...]
    numbers: tuple[int, ...]
    hash: str
    signed_by: str
    signed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatyBriefingUnsigned:
    """Whoever signs for the State took the signature back."""

    briefing_id: str
    version: int
    unsigned_by: str
    unsigned_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatyBriefingHandedOver:
    """The body has it, as it was signed off."""

    briefing_id: str
    version: int
    handed_by: str
    handed_at: datetime


Fact: TypeAlias = TreatyBriefingSigned | TreatyBriefingUnsigned | TreatyBriefingHandedOver

TYPES: dict[str, type] = {
    "treaty-briefing-signed": TreatyBriefingSigned,
    "treaty-briefing-unsigned": TreatyBriefingUnsigned,
    "treaty-briefing-handed-over": TreatyBriefingHandedOver,
}
