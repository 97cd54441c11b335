from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from portal.public.corpus.columns import Row
from tests.support.corpus import Corpus
from tests.support.portal import Pages, pages, sqlite_urls


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    with pages(*sqlite_urls(tmp_path), attachments=str(tmp_path / "files")) as built:
        yield built


@pytest.fixture
def corpus(portal: Pages) -> Corpus:
    return Corpus(portal)


def said(text: str, number: int = 1, state: str = "Kenya", **also: object) -> Row:
    """A row of an invented sheet, the same one for the same number."""
    given = {
        "text": f"{number}. {text}",
        "countries": (state,),
        "body": "SR Torture",
        "symbol": "A/HRC/1/2",
        "themes": ("Health",),
        "published": datetime(2017, 11, 22),  # noqa: DTZ001
        "annotation": f"0b9c3bb2-8a8f-4f3c-9d33-{number:012x}",
        **also,
    }
    return Row(**given)  # type: ignore[arg-type]
