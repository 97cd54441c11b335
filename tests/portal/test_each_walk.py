"""Everybody walks through a portal that everybody has used: no page fails, whoever asks.

One test for each person. The walks take minutes together, and other tests judge what was seen.
"""

import pytest

from tests.support.lived_in import VISITORS
from tests.support.walks import Walks


@pytest.mark.parametrize("who", VISITORS)
def test_whoever_walks_gets_pages_and_no_fault(walks: Walks, who: str) -> None:
    paths = [page.path for page in walks.of(who)]
    assert paths
    assert len(paths) == len({*paths}), "a page was opened twice"
