"""The report on the time of a test run."""

import tomllib

from tests.support.budget import BUDGET, account

TOOK = {
    "tests/portal/letters/documents/test_views.py::test_one": 2.0,
    "tests/portal/test_pages.py::test_two": 1.0,
    "tests/portal/test_browser.py::test_three": 5.0,
    "tests/intake/test_desk.py::test_four[a/b]": 0.4,
}


def test_directories_stand_beside_their_budget_and_browsers_apart() -> None:
    lines = account(TOOK, {"portal": 2, "browser": 6}, {"tests/portal/test_browser.py::test_three"})
    assert lines[:5] == [
        "seconds  budget  directory",
        "      5       6  browser",
        "      3       2  portal  over budget",
        "      0       0  intake  over budget",
        "      8       8  all",
    ]


def test_the_slowest_come_first() -> None:
    lines = account(TOOK, {})
    assert lines[-4:] == [f"{took:7.1f}  {test}" for test, took in _slowest_first()]


def _slowest_first() -> list[tuple[str, float]]:
    return sorted(TOOK.items(), key=lambda one: -one[1])


def test_every_directory_of_tests_has_a_budget() -> None:
    budget = tomllib.loads(BUDGET.read_text())["seconds"]
    tests = BUDGET.parent
    with_tests = {one.relative_to(tests).parts[0] for one in tests.rglob("*/test_*.py")}
    assert budget.keys() == with_tests
