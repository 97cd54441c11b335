"""What pages weigh on a slow line, as transferred: compressed, with headers, styles and scripts.

A browser is imitated to the byte: what it says that it takes, what it keeps, what it asks for.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from gzip import decompress
from pathlib import Path
from typing import Any

import pytest

from tests.support.lived_in import LivedIn, lived_in
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.walking import DOORS, MIRRORED, Seen, forms_in, pages_of

FIRST, FORM, ANY = 60_000, 30_000, 150_000
"""Bytes at most: a first page with everything, a form page after that, any page as it is shown."""
BROWSER = {"HTTP_ACCEPT_ENCODING": "gzip, deflate, br, zstd", "HTTP_SEC_FETCH_SITE": "same-origin"}
SPOKEN = ["ru", MIRRORED]
"""What takes most bytes of all languages, and one from right to left, with its own style sheet."""
_NEEDED = re.compile(r'<(?:link rel="stylesheet" href|script [^>]*src)="([^"]+)"')
_IMPORTED = re.compile(r'from "\./([^"]+)"')


class Line:
    """A line between browser and portal, on which the bytes of each answer are counted."""

    def __init__(self, portal: Any) -> None:
        self._portal = portal
        self.weights: dict[str, int] = {}

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        began: list[Any] = []
        body = self._portal({**environ, **BROWSER}, lambda *said: began.extend(said[:2]))
        sent = b"".join(body)
        if hasattr(body, "close"):
            body.close()
        status, headers = began
        head = sum(len(f"{name}: {value}\r\n") for name, value in headers)
        self.weights[environ["PATH_INFO"]] = head + len(status) + len(sent)
        shown = decompress(sent) if ("Content-Encoding", "gzip") in headers else sent
        kept = [one for one in headers if one[0] not in {"Content-Encoding", "Content-Length"}]
        start(status, kept)
        return [shown]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivedIn]:
    directory = tmp_path_factory.mktemp("slow")
    with pages(*sqlite_urls(directory), demo=True, attachments=str(directory / "files")) as portal:
        yield lived_in(portal)


@pytest.fixture(scope="module")
def line(world: LivedIn) -> Iterator[Line]:
    app: Any = world.portal.app
    whole = app.wsgi_app
    app.wsgi_app = counted = Line(whole)
    yield counted
    app.wsgi_app = whole


@pytest.fixture(scope="module", params=SPOKEN)
def walked(request: Any, world: LivedIn, line: Line) -> Sequence[tuple[Seen, int, int]]:
    """Each page at the doors in a language: from an empty cache, and when styles are kept."""
    for one in world.visitors.values():
        one.client.set_cookie("language", request.param)
    return list(_weighed(world, line, request.param))


def _weighed(world: LivedIn, line: Line, language: str) -> Iterator[tuple[Seen, int, int]]:
    for who in DOORS:
        for page in pages_of(world, who, language):
            own = line.weights[page.path.partition("?")[0]]
            yield page, own + sum(needed(world.portal, line, page).values()), own


def needed(portal: Pages, line: Line, page: Seen) -> Mapping[str, int]:
    """Return what a browser asks for to show the page, and what comes for each of it."""
    found = _NEEDED.findall(page.text)
    for script in [path for path in found if path.endswith(".js")]:
        inside = _IMPORTED.findall(Path("portal", script.removeprefix("/")).read_text())
        found += [f"/static/build/{name}" for name in inside]
    assert len(found) == 4, page.path  # a style sheet, htmx, our script and GOV.UK's
    for path in found:
        if path not in line.weights:
            assert portal.app.test_client().get(path).status_code == 200, path
    return {path: line.weights[path] for path in found}


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
    whole = {page.path: len(page.text.encode()) for page, _, _ in walked}
    assert {path: size for path, size in whole.items() if size >= ANY} == {}
