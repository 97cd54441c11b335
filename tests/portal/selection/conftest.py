from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.portal.selection.world import World, world


@pytest.fixture
def selection(tmp_path: Path) -> Iterator[World]:
    """The portal with a selection that goes on, and everybody who takes part."""
    with world(tmp_path) as made:
        yield made
