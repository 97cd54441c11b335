"""When a platform is past its pace."""

import pytest

from tests.bench.overload import EVERY, LONG, OLD, past

_TEN_SECONDS = int(LONG / EVERY)


@pytest.mark.parametrize(
    ("ages", "is_past"),
    [
        ([], False),
        ([OLD] * 100, False),
        ([0.0, *[OLD + 0.1] * _TEN_SECONDS], True),
        ([*[OLD + 0.1] * (_TEN_SECONDS - 1), 0.0, OLD + 0.1], False),  # it catches up
    ],
)
def test_a_pace_is_not_held_when_what_waits_stays_old(ages: list[float], *, is_past: bool) -> None:
    assert past(ages) is is_past
