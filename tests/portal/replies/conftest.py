"""The portal with one case, of a letter to Switzerland that two mandates signed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.communications.read_model import COMMUNICATIONS
from portal.demo.read_model import DEMO
from portal.replies.read_model import REPLIES
from tests.support.cases import OTHER_SUBMISSION, SUBMISSION
from tests.support.followup import due, tell
from tests.support.portal import Pages, pages, sqlite_urls

DUE = due(mandates=("sr-torture", "wgad"), submission_ids=(SUBMISSION, OTHER_SUBMISSION))


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    with pages(*sqlite_urls(tmp_path), demo=True) as built:
        tell(built.engine, DEMO, [])
        tell(built.engine, COMMUNICATIONS, [])
        tell(built.engine, REPLIES, [DUE])
        yield built
