"""What intake knows of contact points: whether they may file for persons now."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPointStopped:
    """Its recognition was suspended. ``stopped_at``: when that was decided."""

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
