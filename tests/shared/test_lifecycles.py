"""Every row of a lifecycle table names its tests, and the tests are there."""

import re
from typing import Final

from tests.shared.test_edge_cases import ROOT, named, names_in

DOCUMENT: Final = ROOT / "docs" / "lifecycles.md"
DOMAIN: Final = ROOT / "docs" / "domain"
SPECIFIED: Final = {
    "visits-recommendations-knowledge.md": {"V": 13, "M": 14, "P": 9, "Q": 11, "I": 9},
    "selection-stakeholders-committee.md": {"K": 11},
}
"""The number of the last row of each lifecycle."""


def rows(text: str, letters: str) -> dict[str, list[str]]:
    """Return the cells of each row of these lifecycles, by its name."""
    row_of = re.compile(rf"^\| (?P<row>[{letters}]\d+) \| (?P<cells>.+) \|$", re.MULTILINE)
    return {
        row["row"]: [one for one in re.split(r" ?\| ?", row["cells"]) if one]
        for row in row_of.finditer(text)
    }


def test_every_row_of_the_specification_is_there_with_its_event() -> None:
    shown = rows(DOCUMENT.read_text(), "A-Z")
    events: dict[str, str] = {}
    for name, last in SPECIFIED.items():
        specified = rows((DOMAIN / name).read_text(), "".join(last))
        events |= {
            row: next(one for one in cells if "`" in one) for row, cells in specified.items()
        }
        assert [*specified] == [f"{one}{n}" for one, to in last.items() for n in range(1, to + 1)]
    assert {row: event for row, (event, _) in shown.items()} == events


def test_every_row_names_a_test_that_is_there_or_says_that_it_is_not_built() -> None:
    for row, (_, said) in rows(DOCUMENT.read_text(), "A-Z").items():
        tests = named(said)
        assert tests or said.startswith("Not built: "), row
        for path, name in tests:
            assert name in names_in(path), (row, path, name)
