"""Groups of tests that one worker runs in sequence, since they share what is slow to build.

Loaded with ``-p tests.support.sharing``, for ``--dist loadgroup``. The marks ``xdist_group`` alone
do nothing with pytest 9.2: pytest-xdist 3.8 writes the group into a field that pytest no longer
reads, and hands tests out singly.
"""

from collections.abc import Mapping
from typing import Any, Final

import pytest
from typing_extensions import override
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]  # it has no types

TOGETHER: Final[Mapping[str, str]] = {
    "tests/browser/": "platform",
    "tests/portal/test_every_page.py": "every page",
    "tests/portal/test_browser.py": "kit",
}


class Sharing(LoadScopeScheduling):  # type: ignore[misc]  # it has no types
    """Hands out what belongs together first, and then single tests."""

    @override
    def _split_scope(self, nodeid: str) -> str:
        return next((name for path, name in TOGETHER.items() if nodeid.startswith(path)), nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Sharing | None:
    return Sharing(config, log) if config.getvalue("dist") == "loadgroup" else None
