"""The soak's own judgement; the soak itself is ``make soak``."""

import pytest

from tests.soak import latencies
from tests.soak.growth import Sample, judged, longest
from tests.soak.work import chosen


def life(
    rss: float, *, seconds: float = 1_200, fds: float = 0, settles: bool = False
) -> list[Sample]:
    """A process that has ``rss`` and ``fds`` more of each hundred at its end than at its start."""
    samples = []
    for step in range(100):
        part = min(step, 30) / 100 if settles else step / 100
        samples.append(Sample(seconds * step / 100, 100 + rss * part, int(50 + fds * part), 10))
    return samples


def test_a_process_that_leaks_is_found() -> None:
    assert judged(life(40)).grew == ("rss",)
    assert judged(life(0, fds=60)).grew == ("fds",)


def test_one_that_fills_its_caches_at_first_or_grows_a_little_is_not() -> None:
    assert judged(life(100, settles=True)).grew == ()
    assert judged(life(8, fds=8)).grew == ()


def test_a_short_life_is_not_judged() -> None:
    short = judged(life(40, seconds=60))
    assert (short.judged, short.grew) == (False, ())


def test_the_longest_life_of_each_kind_counts() -> None:
    found = longest({("web", 1): life(0), ("web", 2): life(90)[:20], ("feed", 3): life(40)})
    assert found["web"].grew == ()
    assert found["feed"].grew == ("rss",)


def test_no_two_submissions_of_a_soak_name_the_same_mandates() -> None:
    assert len({frozenset(chosen(number)) for number in range(72_000)}) == 72_000


def hour(*, p95: float, later: float, every: float = 5) -> list[tuple[float, float]]:
    """Answers of one page in an hour: one in ten takes ``p95``, ``later`` in the last ten minutes.

    The others take 10 ms.
    """
    slow = {at: later if at >= 3_000 else p95 for at in range(0, 3_600, 10 * int(every))}
    return [(at, slow.get(at, 0.010)) for at in range(0, 3_600, int(every))]


@pytest.mark.parametrize(
    ("p95", "later", "flat"),
    [
        (0.100, 0.119, True),
        (0.100, 0.121, False),
        (0.030, 0.039, True),  # noise, though a third more
        (0.030, 0.042, False),
        (0.200, 0.080, True),
    ],
)
def test_a_page_is_flat_if_its_end_is_as_quick_as_its_beginning(
    p95: float,
    later: float,
    flat: bool,  # noqa: FBT001  # as it is judged
) -> None:
    (page,) = latencies.judged({"/": hour(p95=p95, later=later)}, 3_600)
    assert (page.first, page.last, page.flat) == (p95 * 1_000, later * 1_000, flat)


def test_what_was_slow_in_between_or_was_hardly_answered() -> None:
    rises = [(at, one + (1 if 1_200 < at < 2_000 else 0)) for at, one in hour(p95=0.1, later=0.1)]
    (page,) = latencies.judged({"/": rises}, 3_600)
    assert page.flat
    away = [(at, one) for at, one in rises if at < 3_000]
    (page,) = latencies.judged({"/": away}, 3_600)
    assert (page.last, page.flat) == (None, False)
    minute = latencies.by_minute({"/": rises})["/"][25]
    assert (minute["minute"], minute["number"], minute["p50_ms"]) == (25, 12, 1_010.0)


def test_a_short_run_is_compared_by_thirds() -> None:
    quick = [(at, one) for at, one in hour(p95=0.1, later=0.1, every=1) if at < 300]
    (page,) = latencies.judged({"/": [*quick, *((at, 0.5) for at in range(210, 300))]}, 300)
    assert (page.first, page.last, page.flat) == (100.0, 500.0, False)
