"""The commands of sessions: those in the contract, and those that this service asks itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from shared.contracts import stakeholders_session_commands


@dataclass(frozen=True, slots=True, kw_only=True)
class PassTime:
    """Only this service's own clock sends it: what nobody answered in time lapses."""

    session_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSession:
    """Only this service's own policy sends it: the clock finds sessions in a calendar."""

    session_id: str
    ends_at: datetime


Command: TypeAlias = stakeholders_session_commands.Command | PassTime
