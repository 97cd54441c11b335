"""What pages weigh on a slow line, as transferred: compressed, with headers, styles and scripts.

A browser is imitated to the byte: what it says that it takes, what it keeps, what it asks for.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from werkzeug.test import Client

from tests.support.asked_again import FORM
from tests.support.line import Line
from tests.support.portal import pages, sqlite_urls
from tests.support.walking import DOORS, MIRRORED, Seen, forms_in
from tests.support.walks import Walks

FIRST, ANY = 60_000, 150_000
"""Bytes at most: a first page with everything, any page as it is shown; a form page after that."""
SPOKEN = ["ru", MIRRORED]
"""What takes most bytes of all languages, and one from right to left, with its own style sheet."""
_NEEDED = re.compile(r'<(?:link rel="stylesheet" href|script [^>]*src)="([^"]+)"')


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    """A line to the styles and scripts."""
    with pages(*sqlite_urls(tmp_path_factory.mktemp("slow")), demo=True) as portal:
        yield Line(portal.app.wsgi_app)


@pytest.fixture(scope="module", params=SPOKEN)
def walked(request: Any, walks: Walks, line: Line) -> Sequence[tuple[Seen, int, int]]:
    """Each page at the doors in a language: from an empty cache, and when styles are kept."""
    seen = walks.spoken(request.param)
    assert all(page.weight for page in seen), "they came by a line that counts"
    return [(page, page.weight + needed(line, page), page.weight) for page in seen]


def needed(line: Line, page: Seen) -> int:
    """Return what comes for all that a browser asks for to show the page."""
    found = _NEEDED.findall(page.text)
    assert len(found) == 3, page.path  # a style sheet, htmx, our script
    for path in found:
        if path not in line.weights:
            assert Client(line).get(path).status_code == 200, path
    return sum(line.weights[path] for path in found)


def test_a_first_page_is_light_and_a_form_after_it_lighter(
    walked: Sequence[tuple[Seen, int, int]],
) -> None:
    public = {page.path: cold for page, cold, _ in walked if page.who == ""}
    forms = {
        (page.who, page.path): warm
        for page, _, warm in walked
        if forms_in(page.text.partition("<main")[2])
    }
    assert len(public) > 30
    assert len(forms) > 60
    assert {path: cold for path, cold in public.items() if cold >= FIRST} == {}
    assert {path: warm for path, warm in forms.items() if warm >= FORM} == {}


def test_no_page_is_heavy_even_for_a_browser_that_takes_nothing_compressed(
    walked: Sequence[tuple[Seen, int, int]],
) -> None:
    whole = {page.path: len(page.text.encode()) for page, _, _ in walked if page.who in DOORS}
    assert len(whole) > 60
    assert {path: size for path, size in whole.items() if size >= ANY} == {}


def test_no_page_of_those_who_work_here_is_heavy(walks: Walks, line: Line) -> None:
    """As it comes to a browser that takes it compressed and has nothing of it yet."""
    cold = {(page.who, page.path): page.weight + needed(line, page) for page in walks.mirrored}
    assert len(cold) > 3_000
    assert {path: size for path, size in cold.items() if size >= ANY} == {}
