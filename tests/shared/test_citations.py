"""Citations in code and documents lead to existing sections, rules and decisions."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
DOMAIN: Final = ROOT / "docs" / "domain"
_READ: Final = {".py", ".md", ".html", ".toml", ".yaml"}
_SECTION: Final = r"(?:sections? )?(?P<section>\d+(?:\.\d+)*)"
_RULES: Final = re.compile(r"(?<![\w/-])[A-FR]\d{1,2}(?![\w/-])")


def texts() -> Iterator[tuple[str, str]]:
    """Yield the name and, in one line, the words of every file that may cite."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    out = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True, text=True)  # noqa: S603  # a fixed command
    for name in out.stdout.splitlines():
        path = ROOT / name
        if path.suffix in _READ and path.is_file() and path != Path(__file__):
            yield name, re.sub(r"\s*\n[\s#*]*", " ", path.read_text())


def cited(document: str) -> Iterator[tuple[str, str, str]]:
    """Yield the file, the section, and the words around it, of each citation of a document."""
    for name, text in texts():
        for found in re.finditer(rf"{re.escape(document)},? {_SECTION}", text):
            around = text[max(0, found.start() - 25) : found.end() + 25]
            yield name, found["section"], around


@pytest.mark.parametrize("path", sorted(DOMAIN.glob("*.md")), ids=lambda path: path.stem)
def test_every_part_of_the_domain_that_is_cited_is_there(path: Path) -> None:
    said = path.read_text()
    missing = [
        (name, section)
        for name, section, _ in cited(path.name)
        if not re.search(rf"^#+ {re.escape(section)}[. ]", said, re.MULTILINE)
    ]
    assert not missing


def test_every_rule_that_is_cited_with_its_section_is_there() -> None:
    said = (DOMAIN / "procedure.md").read_text()
    missing = [
        (name, rule)
        for name, _, around in cited("procedure.md")
        for rule in _RULES.findall(around)
        if not re.search(rf"\*\*{rule}\*\*|\| {rule} \|", said)
    ]
    assert not missing


def test_most_of_what_is_cited_was_found() -> None:
    """Else the tests above would hold for want of anything to look at."""
    assert len(list(cited("procedure.md"))) > 60


def test_no_document_is_cited_that_is_not_here() -> None:
    here = {Path(name).name for name, _ in texts()}
    named = re.compile(r"(?<![\w/.-])[a-z][a-z-]*\.md(?= sections? \d)")
    missing = [(name, one) for name, text in texts() for one in named.findall(text)]
    assert not [one for one in missing if one[1] not in here]


def test_every_decision_that_is_cited_is_there() -> None:
    kept = {path.name[:4] for path in (ROOT / "docs" / "decisions").glob("*.md")}
    numbers = re.compile(r"(?<=decision )\d{4}")
    missing = [(name, one) for name, text in texts() for one in numbers.findall(text)]
    assert not [one for one in missing if one[1] not in kept]
