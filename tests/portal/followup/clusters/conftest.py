"""The portal with recommendations of which some say the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.app.read_models import READ_MODELS
from portal.followup.recommendations.read_model import RECOMMENDATIONS
from tests.portal.followup.clusters.grouping import facts
from tests.support.followup import tell
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.ready import ready


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    with pages(*sqlite_urls(tmp_path), demo=True) as built:
        ready(built.engine, READ_MODELS)
        tell(built.engine, RECOMMENDATIONS, facts(built))
        yield built
