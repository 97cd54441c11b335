"""The commands of consultations: those in the contract, and those that this service asks itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from shared.contracts import stakeholders_consultation_commands


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseInTime:
    """Only this service's own clock sends it: whose time is over is closed."""

    consultation_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteConsultation:
    """Only this service's own policy sends it: the clock finds consultations in a calendar."""

    consultation_id: str
    closes_at: datetime


Command: TypeAlias = stakeholders_consultation_commands.Command | CloseInTime
