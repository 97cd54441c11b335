"""Every row of the lifecycle tables of followup names its tests, and the tests are there."""

import re
from typing import Final

from tests.shared.test_edge_cases import ROOT, named, names_in

DOCUMENT: Final = ROOT / "docs" / "lifecycles.md"
DOMAIN: Final = ROOT / "docs" / "domain" / "visits-recommendations-knowledge.md"
_ROW: Final = re.compile(r"^\| (?P<row>[VMPQI]\d+) \| (?P<cells>.+) \|$", re.MULTILINE)
LAST: Final = {"V": 13, "M": 14, "P": 9, "Q": 11, "I": 9}


def rows(text: str) -> dict[str, list[str]]:
    """Return the cells of each row of a lifecycle, by its name."""
    return {
        row["row"]: [one for one in re.split(r" ?\| ?", row["cells"]) if one]
        for row in _ROW.finditer(text)
    }


def test_every_row_of_the_specification_is_there_with_its_event() -> None:
    specified = rows(DOMAIN.read_text())
    events = {row: next(one for one in cells if "`" in one) for row, cells in specified.items()}
    assert {row: event for row, (event, _) in rows(DOCUMENT.read_text()).items()} == events
    assert [*events] == [f"{one}{n}" for one, last in LAST.items() for n in range(1, last + 1)]


def test_every_row_names_a_test_that_is_there_or_says_that_it_is_not_built() -> None:
    for row, (_, said) in rows(DOCUMENT.read_text()).items():
        tests = named(said)
        assert tests or said.startswith("Not built: "), row
        for path, name in tests:
            assert name in names_in(path), (row, path, name)
