from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from tests.conftest import missing
from tests.support.clamd import NoClamd, running_clamd


@pytest.fixture(scope="session")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    try:
        with running_clamd(tmp_path_factory.mktemp("clamd")) as address:
            yield address
    except NoClamd as reason:
        missing(str(reason))


@pytest.fixture
def pdf() -> BytesIO:
    return BytesIO(b"%PDF-1.7\n" + b"the whole report " * 10_000)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "attachments"
