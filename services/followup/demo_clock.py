"""The demonstration's clock: everything sees a time that is some days ahead of the real one.

There is one clock, it only goes forward, and only a service in demonstration mode moves it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.contracts.followup import DemoClockAdvanced
from shared.contracts.followup_commands import AdvanceDemoClock
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused, require
from shared.core.roles import Role
from shared.core.said import Number

_LONGEST_STEP = 400  # days: a year, and the longest deadline in it
_FURTHEST = 3_660  # days ahead in all: ten years are enough to see anything fall due


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    days: int = 0


def decide(command: AdvanceDemoClock, asked: Asked, state: Ahead) -> Sequence[DemoClockAdvanced]:
    require(
        asked,
        Role.QUICK_RESPONSE_DESK,
        Role.SYSTEM_ADMIN,
        no="Only the Quick Response Desk or System administrator may move the "
        "demonstration's clock.",
    )
    if not 1 <= command.days <= _LONGEST_STEP:
        raise Refused("The clock goes forward by 1 to {most} days.", most=Number(_LONGEST_STEP))
    days = state.days + command.days
    if days > _FURTHEST:
        raise Refused("The clock goes no further than {most} days ahead.", most=Number(_FURTHEST))
    return [DemoClockAdvanced(days=days, advanced_by=asked.by.actor_id, advanced_at=asked.at)]


def evolve(state: Ahead, event: DemoClockAdvanced) -> Ahead:
    del state  # an event holds the whole of it
    return Ahead(days=event.days)


DEMO_CLOCK: Decider[AdvanceDemoClock, DemoClockAdvanced, Ahead] = Decider(
    category="democlock",
    key=lambda _: "main",
    initial=Ahead(),
    decide=decide,
    evolve=evolve,
)
