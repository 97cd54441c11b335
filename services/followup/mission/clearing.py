"""Security is cleared by the security partner of a mission (M7); the office may log it as well.

It is said on the stream of the partner, and a policy takes the step on the mission.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from services.followup.mission.admission import Partner
from services.followup.mission.state import Mission, Step, there
from shared.contracts.followup_missions import MissionStepTaken
from shared.contracts.followup_partner_commands import ClearPartnerSecurity
from shared.contracts.followup_partners import PartnerSecurityCleared
from shared.contracts.followup_visits import Window
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.message import Sealed

KIND: Final = "security"
_MOST: Final = 30
_HOLDS: Final = frozenset({"agreed", "unsettled"})
"""What the visit file says while there are days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkSecurityCleared:
    """Only this service's own policy sends it. ``dates``: those for which it was cleared."""

    mission_id: str
    by_id: str
    on: date
    dates: Window
    note_id: str
    note: Sealed | None


def on_followup(fact: object) -> Sequence[MarkSecurityCleared]:
    if not isinstance(fact, PartnerSecurityCleared):
        return []
    return [
        MarkSecurityCleared(
            mission_id=fact.mission_id,
            by_id=fact.done_by,
            on=fact.on,
            dates=fact.dates,
            note_id=fact.note_id,
            note=fact.note,
        )
    ]


def agreed(command: ClearPartnerSecurity, asked: Asked, state: Partner) -> Window:
    """Return the days for which it clears; who asks is the partner, and let through already.

    Once more where its conditions change.
    """
    one, mission = state.proposed, state.mission
    if one is None or one.kind != KIND or asked.by.actor_id not in state.undertaken:
        raise Refused("There is no such mission.")
    if mission.phase != "planning":
        raise Refused("This does not follow from where the mission stands.")
    if mission.plans not in _HOLDS or mission.dates is None:
        raise Refused("The dates are open. They are agreed in the visit file first.")
    if command.dates != mission.dates:
        raise Refused("The dates have changed. Look at them again.")
    if len(mission.clearances) >= _MOST:
        raise Refused("Security was cleared as often as it can be. Tell the mandate.")
    there(command.on, asked)
    return mission.dates


def mark(command: MarkSecurityCleared, asked: Asked, state: Mission) -> Sequence[MissionStepTaken]:
    """Take the step, once; none for other dates than those that were cleared."""
    known = command.note_id in state.clearances or state.dates != command.dates
    if known or state.phase != "planning" or state.called_off or state.kept_on is not None:
        return []
    step = Step(
        mission_id=command.mission_id,
        mandate=state.mandate,
        state=state.state,
        step=state.steps + 1,
        done_by=command.by_id,
        done_at=asked.at,
    )
    taken = MissionStepTaken(
        **step,
        what="security_cleared",
        phase=state.phase,
        on=command.on,
        note_id=command.note_id,
        note=command.note,
    )
    return [taken]
