"""What approvals heard of a mission: a statement at its end reads it before it is issued."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

Heard: TypeAlias = Literal["shared", "refused"]
"""Whether the Government heard the preliminary findings, or refused to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MissionHeard:
    """A mission as followup tells it, up to its ``step``; on ``missionheard-<mission_id>``.

    ``began_on``, ``ended_on``: None until it did. ``called_off``: it did not begin, and will not.
    ``findings``: None until the Government heard them, or refused to (M11).
    """

    mission_id: str
    mandate: str
    state: str
    step: int
    planned_first: date
    planned_last: date
    began_on: date | None
    ended_on: date | None
    called_off: bool
    findings: Heard | None
    heard_at: datetime


Fact: TypeAlias = MissionHeard

TYPES: dict[str, type] = {"mission-heard": MissionHeard}
