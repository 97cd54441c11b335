"""Facts of stakeholders about a Government's requests to remove an entry of the register: SB9.

What a Government wrote may name people and an organisation that hides: it is sealed, and none of
these has a line in the feed.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovalRequested:
    """``text``: which entry, and why. ``by_letter``: an officer recorded what came outside."""

    request_id: str
    state: str
    text: Sealed
    by_letter: bool
    requested_by: str
    requested_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovalRefused:
    """The answer, in the same moment: it is the same for every request (SB9)."""

    request_id: str
    refused_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovalRequestPlaced:
    """``organisation_id``: the entry that is meant; None: none here. ``told``: it is told."""

    request_id: str
    organisation_id: str | None
    told: bool
    placed_by: str
    placed_at: datetime


Fact: TypeAlias = RemovalRequested | RemovalRefused | RemovalRequestPlaced

TYPES: dict[str, type] = {
    "removal-requested": RemovalRequested,
    "removal-refused": RemovalRefused,
    "removal-request-placed": RemovalRequestPlaced,
}
