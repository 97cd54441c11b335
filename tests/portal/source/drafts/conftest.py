from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.submissions import Told


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    """The portal with a place for files."""
    with pages(*sqlite_urls(tmp_path), attachments=str(tmp_path / "files")) as built:
        yield built


@pytest.fixture
def told(portal: Pages) -> Told:
    """The submissions' tables."""
    return Told(portal.engine)
