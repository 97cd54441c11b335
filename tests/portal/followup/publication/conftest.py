"""A portal with a letter that is to be published."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.app.read_models import READ_MODELS
from portal.web.clock.read_model import DEMO
from shared.read_models.model import Applier
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.publishing import tell
from tests.support.ready import ready


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    with pages(*sqlite_urls(tmp_path), demo=True) as built:
        ready(built.engine, READ_MODELS)
        Applier(built.engine, DEMO).prepare()
        tell(built)
        yield built
