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
_DOMAIN: Final = ROOT / "docs" / "domain"
DOMAIN: Final = _DOMAIN / "selection-stakeholders-committee.md"
THIRD: Final = _DOMAIN / "visits-recommendations-knowledge.md"
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


@pytest.mark.parametrize(
    ("part", "list_of", "heading", "number"),
    [
        ("E.13", r"E\.13 Edge cases to test\n(.+)", "section E.13", 16),
        ("F.10", r"F\.10 .+\n.+ Edges: (.+)", "section F", 9),
        ("I.4", r"I\.4 (?:.+\n)+.+ Edge: (.+)", "section I", 6),
    ],
)
def test_every_case_that_is_told_in_a_sentence_is_in_its_table(
    part: str, list_of: str, heading: str, number: int
) -> None:
    told = re.search(rf"(?m)^### {list_of}$", THIRD.read_text())
    assert told, part
    cases = [one.strip() for one in told[1].rstrip(".").split(";")]
    assert len(cases) == number
    shown = {case.casefold() for case, _ in rows(section(DOCUMENT, f"{heading} of {THIRD.name}"))}
    assert [case for case in cases if case.casefold() not in shown] == []


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
