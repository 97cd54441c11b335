import re
from pathlib import Path
from typing import Final

import pytest

from shared.docs import DOCUMENTS

ROOT: Final = Path(__file__).parents[2]
DOCS: Final = ROOT / "docs"
PAGES: Final = (*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md")))
PICTURE_BYTES: Final = 120_000

_PICTURE = re.compile(r'<img src="([^"]+)" width="[^"]+" alt="([^"]+)">')
_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_generated_documents_are_as_the_contracts_are(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == DOCUMENTS[name](), "run: make docs"


@pytest.mark.parametrize("document", PAGES, ids=lambda document: str(document.relative_to(ROOT)))
def test_links_lead_to_files_and_headings_that_exist(document: Path) -> None:
    for _, words, target in _LINK.findall(document.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        name, _, heading = target.partition("#")
        file = document.parent / name if name else document
        assert file.exists(), f"[{words}]({target})"
        if heading:
            assert heading in _anchors(file), f"[{words}]({target})"


@pytest.mark.parametrize("document", PAGES, ids=lambda document: str(document.relative_to(ROOT)))
def test_pictures_are_small_and_said_in_words(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    found = [(target, words) for mark, words, target in _LINK.findall(text) if mark]
    found += _PICTURE.findall(text)
    assert len(found) == text.count("![") + text.count("<img"), "a picture is written otherwise"
    for target, words in found:
        assert words, target
        assert (document.parent / target).stat().st_size <= PICTURE_BYTES, target


def _anchors(page: Path) -> set[str]:
    """Return the headings as addresses name them."""
    found = _HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in found}
