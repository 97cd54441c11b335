"""The programme of a mission: the part that is exchanged with the State, and the confidential one.

The confidential programme has its own stream. Meetings with victims and civil society can be put
there alone: section E.2 of visits-recommendations-knowledge.md.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta

from services.followup.mission.state import (
    Confidential,
    Heard,
    Mission,
    evolve_confidential,
    step_of,
    works,
)
from shared.contracts.followup_mission_commands import SetConfidentialItem, SetProgrammeItem
from shared.contracts.followup_missions import ConfidentialItemSet, ProgrammeItem, ProgrammeItemSet
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused
from shared.reference.missions import CONFIDENTIAL, MEETINGS

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_AROUND = timedelta(days=7)
_MOST = 200


def set_official(
    command: SetProgrammeItem, asked: Asked, state: Mission
) -> Sequence[ProgrammeItemSet]:
    if command.item.kind in CONFIDENTIAL:
        raise Refused(
            "Meetings with victims and civil society stand in the confidential programme alone."
        )
    if command.item.unannounced:
        raise Refused("An unannounced visit stands in the confidential programme alone.")
    if not checked(command.item, state.items, state):
        return []
    unchanged(command.seen, state.steps)
    step = step_of(command, asked, state, state.steps)
    return [ProgrammeItemSet(**step, item=command.item, version=state.version + 1)]


def set_confidential(
    command: SetConfidentialItem, asked: Asked, state: Confidential
) -> Sequence[ConfidentialItemSet]:
    works(command.mandate, asked, state.mission)
    if not checked(command.item, state.items, state.mission):
        return []
    unchanged(command.seen, state.steps)
    return [
        ConfidentialItemSet(
            **step_of(command, asked, state.mission, state.steps), item=command.item
        )
    ]


def checked(item: ProgrammeItem, items: Mapping[str, ProgrammeItem], mission: Mission) -> bool:
    """Whether there is something to keep; refuse what makes no sense."""
    if items.get(item.item_id) == item:
        return False
    if mission.called_off or mission.phase == "completed":
        raise Refused("The visit is over: its programme changes no more.")
    if item.kind not in MEETINGS:
        raise Refused("Choose from the list what kind of meeting it is.")
    if not _TIME.fullmatch(item.begins):
        raise Refused("Enter a time such as 09:30.")
    if item.ends is not None and not (_TIME.fullmatch(item.ends) and item.begins < item.ends):
        raise Refused("Enter an end that is later on the same day, such as 10:30, or none.")
    dates = mission.dates
    if dates is None or not dates.first - _AROUND <= item.day <= dates.last + _AROUND:
        raise Refused("Enter a day of the visit, or of the week before or after it.")
    if item.item_id not in items and len(items) >= _MOST:
        raise Refused("The programme has as many items as it can have.")
    return True


def unchanged(seen: int, steps: int) -> None:
    """Refuse what was decided on another page than stands now."""
    if seen != steps:
        raise Refused("The programme has changed. Look at it again.")


CONFIDENTIAL_PROGRAMME: Decider[SetConfidentialItem, ConfidentialItemSet | Heard, Confidential] = (
    Decider(
        category="missionconfidential",
        key=lambda command: command.mission_id,
        initial=Confidential(),
        decide=set_confidential,
        evolve=evolve_confidential,
        consults=lambda command, _: [f"mission-{command.mission_id}"],
    )
)
