"""Facts of intake about contact points: whether they may file for other people now."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPointStopped:
    """Its recognition was suspended. ``stopped_at``: the time of that decision."""

    organisation_id: str
    stopped_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPointResumed:
    organisation_id: str
    resumed_at: datetime


Fact: TypeAlias = ContactPointStopped | ContactPointResumed

TYPES: dict[str, type] = {
    "contact-point-stopped": ContactPointStopped,
    "contact-point-resumed": ContactPointResumed,
}
