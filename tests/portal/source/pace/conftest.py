from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.pace import built
from tests.support.portal import Pages


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    with built(tmp_path) as found:
        yield found
