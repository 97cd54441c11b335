"""The soak's own judgement; the soak itself is ``make soak``."""

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
    assert len({frozenset(chosen(number)) for number in range(0, 7_200, 7)}) == 1_029
