"""Which files a run has to read: to import all of them takes longer than some runs need for tests.

A run of browsers, of whole platforms or on Apache Kafka has few of all tests. A file is read only
if its text, or that of the fixtures beside it, has what makes a test one of those. The run of small
tests reads every file and fails for one that would be overlooked (tests/conftest.py).
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

_PLATFORM: Final = r"\bplatform: Platform\b"
_SIGNS: Final[Mapping[str, re.Pattern[str]]] = {
    "browser": re.compile(r"\bmark\.browser\b"),
    "alone": re.compile(rf"\bmark\.(?:alone|chaos|browser)\b|{_PLATFORM}"),
    "kafka": re.compile(rf"\bmark\.kafka\b|{_PLATFORM}"),
}
_TESTS: Final = Path(__file__).parents[1]


def kind_of(markers: str, *, kafka: bool) -> str | None:
    """Return which kind of tests a run is of, by its ``-m``; None if it reads every file."""
    if kafka:
        return "kafka"
    return {"browser": "browser", "alone and not browser": "alone"}.get(markers)


def may_have(file: Path, kind: str) -> bool:
    """Whether the file may have tests of this kind, which starts with what stands in it."""
    beside = (one / "conftest.py" for one in file.parents if one.is_relative_to(_TESTS))
    fixtures = (one for one in beside if one.parent != _TESTS)
    return any(_says(one, kind) for one in (file, *fixtures))


@cache
def _says(file: Path, kind: str) -> bool:
    return file.exists() and _SIGNS[kind].search(file.read_text()) is not None
