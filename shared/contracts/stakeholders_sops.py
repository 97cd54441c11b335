"""Facts of stakeholders about standard operating procedures: K8 of section D.3.

A procedure has versions; one is in force on a day. Its title, its text, comments and reasons are
sealed, and everybody reads a version only by a decision.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from shared.contracts.feed import Feed, Shown
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class SopDrafted:
    """``version``: that it becomes once it is adopted. ``draft``: 1 for the first of a version."""

    sop_id: str
    version: int
    draft: int
    title: Sealed
    text: Sealed
    drafted_by: str
    drafted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SopCommented:
    """On a version that is drafted, or the one that was adopted last."""

    sop_id: str
    comment_id: str
    version: int
    text: Sealed
    author: str
    commented_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SopAdopted:
    """By the Annual Meeting, as drafted in ``draft``. ``replaces``: a version, or None."""

    sop_id: str
    version: int
    draft: int
    adopted_on: date
    in_force_on: date
    replaces: int | None
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SopInForce:
    """The first day of this version began."""

    sop_id: str
    version: int
    since: date
    told_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SopSuperseded:
    """``last``: the last day on which the version was in force. ``by``: the version that is."""

    sop_id: str
    version: int
    by: int
    last: date
    told_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SopDeviated:
    """A mandate does it another way, from this day until it says otherwise."""

    sop_id: str
    mandate: str
    from_on: date
    reason: Sealed
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SopDeviationEnded:
    """``from_on``: its first day. ``last``: its last day, before the first if it never began."""

    sop_id: str
    mandate: str
    from_on: date
    last: date
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SopPublished:
    """Everybody reads this version from now on."""

    sop_id: str
    version: int
    published_by: str
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SopUnpublished:
    sop_id: str
    version: int
    unpublished_by: str
    unpublished_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SopAcknowledged:
    """Somebody has read this version while it was in force."""

    sop_id: str
    version: int
    reader: str
    read_at: datetime


Fact: TypeAlias = (
    SopDrafted
    | SopCommented
    | SopAdopted
    | SopInForce
    | SopSuperseded
    | SopDeviated
    | SopDeviationEnded
    | SopPublished
    | SopUnpublished
    | SopAcknowledged
)

TYPES: dict[str, type] = {
    "sop-drafted": SopDrafted,
    "sop-commented": SopCommented,
    "sop-adopted": SopAdopted,
    "sop-in-force": SopInForce,
    "sop-superseded": SopSuperseded,
    "sop-deviated": SopDeviated,
    "sop-deviation-ended": SopDeviationEnded,
    "sop-published": SopPublished,
    "sop-unpublished": SopUnpublished,
    "sop-acknowledged": SopAcknowledged,
}

FEED: Feed = {
    SopAdopted: Shown(words="A standard operating procedure was adopted"),
    SopInForce: Shown(words="A standard operating procedure is in force"),
}
