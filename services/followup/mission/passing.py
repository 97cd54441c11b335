"""A mission of a mandate that ended, as the Chief decided (SC3).

What hangs on it asks it whose it is: its programme, partners, threads, incidents and assessment.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from services.followup.mission.state import Mission, Step
from shared.contracts.followup_missions import MissionPassedOn
from shared.core.actor import Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class PassMissionOn:
    """Only this service's own policy sends it, once the Chief decided. ``to``: None, a record."""

    mission_id: str
    mandate: str
    to: str | None


def pass_on(command: PassMissionOn, asked: Asked, state: Mission) -> Sequence[MissionPassedOn]:
    """A visit that is over keeps the old name."""
    over = state.phase == "completed" or state.called_off or state.kept_on is not None
    if over or not state.steps or command.mandate != state.mandate:
        return []
    step = Step(
        mission_id=command.mission_id,
        mandate=state.mandate,
        state=state.state,
        step=state.steps + 1,
        done_by=asked.by.actor_id,
        done_at=asked.at,
    )
    return [MissionPassedOn(**step, to=command.to)]
