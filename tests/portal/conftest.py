from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.portal import Pages, pages, sqlite_urls


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    """The portal on empty databases, with services that say yes to everything."""
    with pages(*sqlite_urls(tmp_path)) as built:
        yield built
