"""How tests are handed out to processes: in groups that share what is slow to build, longest first.

Loaded with ``-p tests.support.sharing``. With ``--dist loadfile`` each file is a group, with
``--dist loadgroup`` each test, but for those that ``TOGETHER`` names. Whatever takes longest of
all comes first (``tests/budget.toml``): handed out last, it would be waited for by all others.

The marks ``xdist_group`` alone do nothing with pytest 9.2: pytest-xdist 3.8 writes the group into a
field that pytest no longer reads, and hands tests out singly.
"""

import os
import tomllib
from collections import Counter, OrderedDict
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from typing_extensions import override
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]  # it has no types

from tests.support import choosing
from tests.support.budget import BUDGET, file_of

ROOT: Final = Path(__file__).parents[2]
KAFKA: Final = "RAPPORTEUR_TEST_KAFKA"
"""Environment variable: where a real Kafka is, if there is one."""

TOGETHER: Final[Mapping[str, str]] = {
    "tests/browser/": "platform",
    "tests/deploy/world/": "world",
    "tests/portal/test_each_walk.py": "walk",
    "tests/portal/test_every_page.py": "every page",
    "tests/portal/test_browser.py": "kit",
    "tests/portal/test_slow_line.py": "walk",
    "tests/portal/web/accounts/test_administrators_reach.py": "walk",
    "tests/portal/web/i18n/test_both_doors.py": "walk",
    "tests/portal/web/i18n/test_each_language.py": "walk",
    "tests/portal/web/i18n/test_house.py": "walk",
}
"""The groups of tests, by how the names of these begin."""

MAKERS: Final = frozenset({"tests/portal/test_each_walk.py"})
"""Files whose tests make, each a part, what the others of their group wait for. They come first:
else the first of the others makes all of it while the time of one test runs."""

ON_KAFKA: Final[Mapping[str, str]] = {"tests/platform/": "platform"}
"""More groups beside a real Kafka: there a platform cannot begin where another one was, and to tell
its demonstration takes longer than what is then asked of it."""


def group_of(nodeid: str, *, by_file: bool, kafka: bool = False) -> str:
    alone = file_of(nodeid) if by_file else nodeid
    together = {**TOGETHER, **(ON_KAFKA if kafka else {})}
    return next((name for path, name in together.items() if nodeid.startswith(path)), alone)


def longest_first(
    groups: Mapping[str, Collection[str]], long: Mapping[str, float], *, many_first: bool = True
) -> list[str]:
    """Return the groups in the order in which they are handed out.

    Browsers come last: Playwright's synchronous API keeps an event loop running in its process, in
    which no asynchronous test can run after it.

    Args:
        groups: the tests of each group.
        long: the seconds of those files that are known to be long.
        many_first: of all other groups those come first that have most tests.
    """
    number = Counter(file_of(test) for tests in groups.values() for test in tests)

    def turn(group: str) -> tuple[bool, float, int]:
        files = [file_of(test) for test in groups[group]]
        browses = any(choosing.may_have(ROOT / file, "browser") for file in files)
        seconds = sum(long.get(file, 0) / number[file] for file in files)
        return browses, -seconds, -len(groups[group]) if many_first else 0

    return sorted(groups, key=turn)


def makers_first(tests: Mapping[str, bool]) -> dict[str, bool]:
    """Return the tests of a group as they are run; but for the makers their order stays."""
    order = sorted(tests, key=lambda test: file_of(test) not in MAKERS)
    return {test: tests[test] for test in order}


class Sharing(LoadScopeScheduling):  # type: ignore[misc]  # it has no types
    """Hands out groups, those first that take longest."""

    workqueue: OrderedDict[str, dict[str, bool]]
    _in_order = False

    @override
    def _split_scope(self, nodeid: str) -> str:
        by_file = self.config.getvalue("dist") == "loadfile"
        return group_of(nodeid, by_file=by_file, kafka=bool(os.environ.get(KAFKA)))

    @override
    def _assign_work_unit(self, node: Any) -> None:
        if not self._in_order:
            long = tomllib.loads(BUDGET.read_text())["long"]
            many_first = self.config.option.loadscopereorder
            groups: Mapping[str, dict[str, bool]] = self.workqueue
            order = longest_first(groups, long, many_first=many_first)
            self.workqueue = OrderedDict((name, makers_first(groups[name])) for name in order)
            self._in_order = True
        super()._assign_work_unit(node)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Sharing | None:
    by_group = config.getvalue("dist") in {"loadfile", "loadgroup"}
    return Sharing(config, log) if by_group else None
