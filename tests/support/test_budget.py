"""The report on the time of a test run."""

import tomllib

from tests.support.budget import BUDGET, account, late
from tests.support.sharing import ON_KAFKA, TOGETHER, group_of, longest_first, makers_first

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


def test_long_files_that_are_not_known_are_named() -> None:
    took = {"tests/a/test_a.py::test_one": 10.0, "tests/a/test_a.py::test_two": 10.0, **TOOK}
    assert late(took, {}) == [
        "seconds  long files that budget.toml does not name",
        "     20  tests/a/test_a.py",
    ]
    assert late(took, {"tests/a/test_a.py"}) == []


def test_what_takes_longest_is_handed_out_first_and_then_what_has_most_tests() -> None:
    groups = {
        "few": ["test_few.py::test_a"],
        "many": ["test_many.py::test_a", "test_many.py::test_b"],
        "long": ["test_long.py::test_a"],
        "longest": ["test_longest.py::test_a", "test_also.py::test_a"],
    }
    long = {"test_long.py": 50, "test_longest.py": 30, "test_also.py": 30}
    assert longest_first(groups, long) == ["longest", "long", "many", "few"]
    assert longest_first(groups, long, many_first=False) == ["longest", "long", "few", "many"]


def test_browsers_come_last_since_no_asynchronous_test_can_follow_them() -> None:
    story, other = "tests/browser/test_story.py", "tests/support/test_budget.py"
    groups = {"story": [f"{story}::test_a"], "other": [f"{other}::test_a"]}
    assert longest_first(groups, {story: 60}) == ["other", "story"]


def test_a_test_alone_takes_its_part_of_its_file() -> None:
    groups = {"a": ["test_a.py::test_a"], "b": ["test_a.py::test_b"], "c": ["test_c.py::test_c"]}
    assert longest_first(groups, {"test_a.py": 30, "test_c.py": 20}) == ["c", "a", "b"]


def test_what_shares_something_is_one_group_and_else_each_file_or_each_test() -> None:
    house, other = "tests/portal/web/i18n/test_house.py::test_a", "tests/a/test_a.py::test_a"
    assert group_of(house, by_file=True) == group_of(house, by_file=False) == "walk"
    assert group_of(other, by_file=True) == "tests/a/test_a.py"
    assert group_of(other, by_file=False) == other


def test_what_others_wait_for_is_made_first_one_part_a_test() -> None:
    house, walk = "tests/portal/web/i18n/test_house.py", "tests/portal/test_each_walk.py"
    assert {group_of(f"{one}::test_a", by_file=True) for one in (house, walk)} == {"walk"}
    shuffled = [f"{house}::test_b", f"{walk}::test_a[b]", f"{house}::test_a", f"{walk}::test_a[a]"]
    made = list(makers_first(dict.fromkeys(shuffled, False)))
    assert made == [shuffled[1], shuffled[3], shuffled[0], shuffled[2]]


def test_on_a_real_kafka_all_that_ask_for_a_platform_share_one() -> None:
    outbox, story = "tests/platform/test_outbox.py::test_a", "tests/browser/test_story.py::test_a"
    assert group_of(outbox, by_file=True) == "tests/platform/test_outbox.py"
    together = {group_of(one, by_file=True, kafka=True) for one in (outbox, story)}
    assert together == {"platform"}


def test_what_is_called_long_or_shared_is_there() -> None:
    long = tomllib.loads(BUDGET.read_text())["long"]
    root = BUDGET.parents[1]
    assert [path for path in (*long, *TOGETHER, *ON_KAFKA) if not (root / path).exists()] == []


def _slowest_first() -> list[tuple[str, float]]:
    return sorted(TOOK.items(), key=lambda one: -one[1])


def test_every_directory_of_tests_has_a_budget() -> None:
    budget = tomllib.loads(BUDGET.read_text())["seconds"]
    tests = BUDGET.parent
    with_tests = {one.relative_to(tests).parts[0] for one in tests.rglob("*/test_*.py")}
    assert budget.keys() == with_tests
