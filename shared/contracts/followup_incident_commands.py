"""The commands of incidents of a mission: officers and the holder of its mandate."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class OnIncident:
    incident_id: str
    mission_id: str
    mandate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogIncident(OnIncident):
    kind: str
    clause: str | None
    on: date
    afterwards: bool
    account: Sealed
    action: Sealed | None
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikeIncident(OnIncident):
    """Whoever works for the mandate; it stays on record."""


Command: TypeAlias = LogIncident | StrikeIncident

TYPES: dict[str, type] = {
    "log-mission-incident": LogIncident,
    "strike-mission-incident": StrikeIncident,
}
