from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from portal.app.read_models import READ_MODELS
from tests.support.following import World
from tests.support.portal import pages, sqlite_urls
from tests.support.ready import ready


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    with pages(
        *sqlite_urls(tmp_path),
        smtp_url=SecretStr("smtp://mail.example"),
        mail_from="Rapporteur <no-reply@rapporteur.example>",
        public_url="https://rapporteur.example",
    ) as built:
        ready(built.engine, READ_MODELS)
        yield World(built)
