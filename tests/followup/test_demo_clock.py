import pytest

from services.followup.demo_clock import DEMO_CLOCK
from shared.contracts.followup import DemoClockAdvanced
from shared.contracts.followup_commands import AdvanceDemoClock
from shared.core.actor import Actor, system
from shared.core.roles import Role
from shared.core.testing import AT, given

DESK = Actor(actor_id="desk-1", roles=frozenset({Role.QUICK_RESPONSE_DESK}))
ADMIN = Actor(actor_id="admin-1", roles=frozenset({Role.SYSTEM_ADMIN}))


def ahead(days: int, by: str = "desk-1") -> DemoClockAdvanced:
    return DemoClockAdvanced(days=days, advanced_by=by, advanced_at=AT)


def test_the_clock_goes_forward() -> None:
    given(DEMO_CLOCK).when(AdvanceDemoClock(days=61), by=DESK).then(ahead(61))


def test_its_events_say_how_far_it_is_ahead_in_all() -> None:
    given(DEMO_CLOCK, ahead(61)).when(AdvanceDemoClock(days=1), by=ADMIN).then(
        ahead(62, by="admin-1")
    )


@pytest.mark.parametrize("days", [-1, 0, 401])
def test_it_goes_neither_back_nor_in_leaps(days: int) -> None:
    given(DEMO_CLOCK).when(AdvanceDemoClock(days=days), by=DESK).then_refused("1 to 400")


def test_it_stops_ten_years_ahead() -> None:
    given(DEMO_CLOCK, ahead(3_600)).when(AdvanceDemoClock(days=61), by=DESK).then_refused("3,660")


@pytest.mark.parametrize(
    "other",
    [system("clock"), Actor(actor_id="chief-1", roles=frozenset({Role.CHIEF}))],
)
def test_only_the_desk_and_the_administrator_move_it(other: Actor) -> None:
    given(DEMO_CLOCK).when(AdvanceDemoClock(days=1), by=other).then_forbidden()


def test_there_is_one_clock() -> None:
    assert DEMO_CLOCK.stream(AdvanceDemoClock(days=1)) == "democlock-main"
