"""docs/users/: a page for each role, which quotes the portal's pages word for word."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from portal.app.areas import AREAS
from shared.core.roles import Role

ROOT = Path(__file__).parents[4]
USERS = ROOT / "docs" / "users"
INDEX = USERS / "README.md"
PAGES = sorted(set(USERS.glob("*.md")) - {INDEX})
HEADINGS = (
    "Sign in",
    "What you see first",
    "What you do",
    "What you do not see",
    "If something goes wrong",
)

_QUOTED = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_VALUE = re.compile(r"%\(\w+\)s")
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_ROW = re.compile(r"^\| \[(.+?)\]\((.+?)\) \|", re.MULTILINE)


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_page_that_the_index_leads_to(role: Role) -> None:
    pages = _pages_by_role()
    assert role.label in pages, f"docs/users/README.md has no row for “{role.label}”"
    assert pages[role.label] in PAGES


def test_the_index_leads_to_every_page_and_names_only_roles() -> None:
    assert set(_pages_by_role().values()) == set(PAGES)
    assert set(_pages_by_role()) == {role.label for role in Role}


@pytest.mark.parametrize("document", PAGES, ids=lambda document: document.stem)
def test_every_page_answers_the_same_questions(document: Path) -> None:
    found = re.findall(r"^## (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    assert tuple(found) == HEADINGS


@pytest.mark.parametrize("role", Role)
def test_a_role_s_page_names_every_link_of_its_header(role: Role) -> None:
    links = {place.label for area in AREAS for place in area.places if role in place.roles}
    assert links <= _quoted(_pages_by_role()[role.label])


@pytest.mark.parametrize("document", [INDEX, *PAGES], ids=lambda document: document.stem)
def test_what_is_bold_stands_on_the_pages_of_the_portal(document: Path) -> None:
    unknown = _quoted(document) - _on_the_pages()
    assert not unknown, f"{document.name} quotes words that no page has: {sorted(unknown)}"


def _pages_by_role() -> dict[str, Path]:
    """Return each role that the index names, with its page."""
    rows = _ROW.findall(INDEX.read_text(encoding="utf-8"))
    return {label: USERS / target for label, target in rows}


def _quoted(page: Path) -> set[str]:
    return {_tidy(one) for one in _QUOTED.findall(page.read_text(encoding="utf-8"))}


@cache
def _on_the_pages() -> frozenset[str]:
    """Return each piece of text of a template, and of each string of the portal's source."""
    found: set[str] = set()
    for template in (ROOT / "portal").rglob("templates/*.html"):
        found.update(_texts(template.read_text(encoding="utf-8")))
    for source in (ROOT / "portal").rglob("*.py"):
        found.update(_strings(source.read_text(encoding="utf-8")))
    return frozenset(found)


def _texts(template: str) -> Iterator[str]:
    template = _COMMENT.sub("", template)
    for part in _JINJA.findall(template):
        for text in re.findall(r'"([^"]*)"', part):
            yield from map(_tidy, _VALUE.split(text))
    text = re.sub(r"<[^<>]*>", "\0", _JINJA.sub("\0", template))
    yield from map(_tidy, text.split("\0"))


def _strings(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from map(_tidy, _VALUE.split(node.value))


def _tidy(text: str) -> str:
    return " ".join(text.split())
