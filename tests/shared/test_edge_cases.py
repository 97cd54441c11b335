"""Every edge case of the specification names its tests, and the tests are there."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
DOCUMENT: Final = ROOT / "docs" / "edge-cases.md"
DOMAIN: Final = ROOT / "docs" / "domain" / "selection-stakeholders-committee.md"
_TEST: Final = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
_ROW: Final = re.compile(r"^\| (?P<case>.+?) \| (?P<said>.+) \|$", re.MULTILINE)
_HEAD: Final = {"Case", "Requirement", "---"}


def rows(text: str) -> Iterator[tuple[str, str]]:
    for row in _ROW.finditer(text):
        if row["case"] not in _HEAD:
            yield row["case"], row["said"]


def section(path: Path, heading: str) -> str:
    """Return what stands under the heading that ends so, up to the next one of its level."""
    under = rf"(?ms)^## [^\n]*{re.escape(heading)}[^\n]*\n(.*?)(?=^#|\Z)"
    found = re.search(under, path.read_text())
    assert found, heading
    return found[1]


@pytest.mark.parametrize("number", ["A.8", "B.8", "C.8", "D.8"])
def test_every_case_of_the_specification_is_in_its_table(number: str) -> None:
    cases = [case for case, _ in rows(section(DOMAIN, number))]
    assert cases == [case for case, _ in rows(section(DOCUMENT, number))]
    assert len(cases) >= 7


def test_every_row_names_a_test_that_is_there_or_says_that_it_is_not_built() -> None:
    every = list(rows(DOCUMENT.read_text()))
    assert len(every) > 60
    for case, said in every:
        tests = named(said)
        assert tests or said.startswith("Not built: "), case
        for path, name in tests:
            assert name in names_in(path), (case, path, name)


def named(said: str) -> list[tuple[str, str]]:
    """Return the file and the name of each test that a row names."""
    return _TEST.findall(said)


@cache
def names_in(path: str) -> frozenset[str]:
    """Return the names of the tests of a file, also of those in classes."""
    tree = ast.parse((ROOT / path).read_text())
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(one.name for one in ast.walk(tree) if isinstance(one, functions))
