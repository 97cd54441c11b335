from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from tests.portal.selection.world import World, world


@pytest.fixture
def selection(tmp_path: Path) -> Iterator[World]:
    """The portal with a selection that goes on, and a mail server."""
    with world(
        tmp_path,
        smtp_url=SecretStr("smtp://mail.example"),
        mail_from="no-reply@rapporteur.example",
        public_url="https://rapporteur.example",
    ) as made:
        yield made
