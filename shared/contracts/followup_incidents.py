"""Facts of followup about incidents of a mission: M9 of visits-recommendations-knowledge.md.

A stream for each incident, sealed under a key of its own. Who is affected stands in none: that is
written in a reprisal case, and no incident says that there is one (XR2).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class OnIncident:
    incident_id: str
    mission_id: str
    mandate: str
    state: str
    done_by: str
    done_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentLogged(OnIncident):
    """``kind``, ``told``: of shared.reference.incidents. ``clause``: of the terms of reference.

    ``on``: the day there. ``afterwards``: logged later, as it was told by telephone. ``account``:
    what happened and where; ``action``: what was done at once.
    """

    kind: str
    clause: str | None
    on: date
    afterwards: bool
    account: Sealed
    action: Sealed | None
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentStruck(OnIncident):
    """It was logged by mistake."""


Fact: TypeAlias = IncidentLogged | IncidentStruck

TYPES: dict[str, type] = {
    "mission-incident-logged": IncidentLogged,
    "mission-incident-struck": IncidentStruck,
}
