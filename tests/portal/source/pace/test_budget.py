"""The budget: nobody takes from others, time only helps, and a restart costs nobody anything."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from portal.source.pace.budget import Budgets, Free, Priced, Rates

RATES = Rates(network=10, total=40, wait=10, dearest=32, longest=900)
HOUR = 3600.0
START = 1_800_000_000.0

costs = st.sampled_from([1.0, 4.0, 5.0])
steps = st.floats(-2 * HOUR, 2 * HOUR)
"""Time that passes between two requests: the clock may go back, too."""
acts = st.tuples(st.sampled_from(["ask", "pay", "file"]), costs, steps)


def act(budgets: Budgets, name: str, how: str, cost: float, at: float) -> object:
    match how:
        case "ask":
            return budgets.ask(name, cost, at)
        case "file":
            return budgets.fits(name, cost, at)
        case _:
            budgets.paid(name, cost, at)
            return None


@given(st.lists(st.tuples(st.booleans(), acts), max_size=60))
def test_one_network_takes_nothing_from_another(
    asked: list[tuple[bool, tuple[str, float, float]]],
) -> None:
    """Whatever one does, the other gets what it would get if it were alone."""
    shared, alone, at = Budgets(RATES), Budgets(RATES), START
    for mine, (how, cost, passed) in asked:
        at += passed
        if mine:
            both = act(shared, "mine", how, cost, at), act(alone, "mine", how, cost, at)
            assert both[0] == both[1]
        else:
            act(shared, "theirs", how, cost, at)


@given(st.lists(acts, max_size=60), st.integers(2, 20))
def test_a_flood_of_one_network_is_never_dearer_for_all(
    asked: list[tuple[str, float, float]], networks: int
) -> None:
    """One alone never uses up what all have together, however much it pays for."""
    budgets, at = Budgets(replace(RATES, total=networks * RATES.network)), START
    for how, cost, passed in asked:
        at += passed
        act(budgets, "one", how, cost, at)
        assert budgets.common(at) == 0
        assert budgets.ask(f"new at {at}", 0, at) == Free()


@given(st.lists(acts, max_size=40), costs)
def test_what_was_refused_nothing_is_free_again_after_some_hours(
    asked: list[tuple[str, float, float]], cost: float
) -> None:
    """Nobody is shut out: a clock that jumped, forward or back, has no effect that stays."""
    budgets, at = Budgets(RATES), START
    for how, asks, passed in asked:
        at += passed
        act(budgets, "one", how, asks, at)
    at += 9 * HOUR
    assert budgets.ask("one", cost, at) == Free()


@given(st.lists(acts, max_size=60), st.floats(0, 24 * HOUR))
def test_going_back_gives_nothing_and_takes_nothing(
    asked: list[tuple[str, float, float]], back: float
) -> None:
    budgets, at = Budgets(RATES), START
    for how, cost, passed in asked:
        at += abs(passed)
        act(budgets, "one", how, cost, at)
    first = budgets.ask("one", RATES.network, at)
    again = budgets.ask("one", RATES.network, at - back)
    if isinstance(first, Priced):
        assert isinstance(again, Priced)
        assert again.times == first.times


@given(st.lists(st.tuples(st.integers(0, 200), acts), max_size=80))
def test_no_price_is_above_the_dearest_and_no_wait_above_the_longest(
    asked: list[tuple[int, tuple[str, float, float]]],
) -> None:
    budgets, at = Budgets(RATES, most=50), START
    for name, (how, cost, passed) in asked:
        at += passed
        found = act(budgets, f"network {name}", how, cost, at)
        if isinstance(found, Priced):
            assert 1 <= found.times <= RATES.dearest
            assert at < found.ready <= at + RATES.longest
        assert 0 <= budgets.common(at) <= RATES.dearest


@given(st.lists(acts, max_size=40), costs)
def test_a_restart_costs_nobody_anything(
    asked: list[tuple[str, float, float]], cost: float
) -> None:
    before, at = Budgets(RATES), START
    for how, asks, passed in asked:
        at += passed
        act(before, "one", how, asks, at)
    assert Budgets(RATES).ask("one", cost, at) == Free()


def test_the_price_doubles_with_the_load_of_all_and_falls_with_time() -> None:
    budgets = Budgets(RATES)
    for n in range(4):
        assert budgets.ask(f"n{n}", 10, START) == Free()
    assert _times(budgets, "late", 10) == 1
    for n in range(40):
        budgets.paid(f"more {n}", 10, START)
    assert _times(budgets, "late", 10) == 8
    assert _times(budgets, "late", 10, START + 8 * HOUR) == 2
    assert _times(budgets, "late", 10, START + 12 * HOUR) == 0


def test_memory_has_a_limit_and_those_away_longest_are_forgotten_first() -> None:
    budgets = Budgets(replace(RATES, total=10_000), most=3)
    for name in ("a", "b", "c", "a", "d"):
        budgets.ask(name, 5, START)
    assert isinstance(budgets.ask("a", 5, START), Priced)
    assert budgets.ask("b", 10, START) == Free()


def _times(budgets: Budgets, name: str, cost: float, at: float = START) -> int:
    found = budgets.ask(name, cost, at)
    return found.times if isinstance(found, Priced) else 0
