"""What is written of a mission beside its programme: team, places, languages, supporting body."""

from collections.abc import Sequence

from services.followup.mission.state import Mission, step_of
from shared.contracts.followup_mission_commands import SetMissionParticulars
from shared.contracts.followup_missions import MissionParticularsSet
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.reference.missions import PARTICULARS


def decide(
    command: SetMissionParticulars, asked: Asked, state: Mission
) -> Sequence[MissionParticularsSet]:
    if command.particulars == state.particulars:
        return []
    parts = [each.part for each in command.particulars]
    if not set(parts) <= set(PARTICULARS) or len(parts) != len(set(parts)):
        raise Refused("There is no such part.")
    if state.called_off:
        raise Refused("The visit was called off.")
    if command.seen != state.steps:
        raise Refused("The mission has changed. Look at it again.")
    step = step_of(command, asked, state, state.steps)
    return [MissionParticularsSet(**step, particulars=command.particulars)]
