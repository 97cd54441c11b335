"""The commands of incidents of a mission: its mandate, its partners, and a Government's answer."""

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
    """``partner_id``: who asks comes as this partner of the mission; None: for the mandate."""

    partner_id: str | None
    kind: str
    clause: str | None
    on: date
    afterwards: bool
    account: Sealed
    action: Sealed | None
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikeIncident(OnIncident):
    """Whoever works for the mandate, and who logged it as this partner; it stays on record."""

    partner_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PutIncidentToState(OnIncident):
    """Whoever works for the mandate, once. ``text``: all that the Government reads of it."""

    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerIncident(OnIncident):
    """The Government of the State, to what was put to it."""

    answer_id: str
    text: Sealed


OfPartner: TypeAlias = LogIncident | StrikeIncident
"""What a partner of the mission asks as well."""
Command: TypeAlias = OfPartner | PutIncidentToState | AnswerIncident

TYPES: dict[str, type] = {
    "log-mission-incident": LogIncident,
    "strike-mission-incident": StrikeIncident,
    "put-mission-incident-to-state": PutIncidentToState,
    "answer-mission-incident": AnswerIncident,
}
