"""The portal with a letter from which recommendations follow."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.followup.replies.read_model import REPLIES
from portal.web.clock.read_model import DEMO
from tests.support.followup import (
    due,
    tell,
)
from tests.support.portal import Pages, pages, sqlite_urls


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    with pages(*sqlite_urls(tmp_path), demo=True) as built:
        tell(built.engine, DEMO, [])
        tell(built.engine, REPLIES, [due(mandates=("sr-torture", "wgad"))])
        tell(built.engine, RECOMMENDATIONS, [])
        yield built
