"""Every page that somebody can reach by links, in the states that the demonstration has.

Each is accessible, fits a telephone, asks nobody else for anything and has no script error. What
a form or a refusal looks like is tried with its area.
"""

import re
from collections import Counter, deque
from collections.abc import Iterator
from http import HTTPStatus
from urllib.parse import urldefrag, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize

from deploy.local.testing import Platform
from tests.support.windows import Desk

pytestmark = [
    pytest.mark.live,
    pytest.mark.browser,
    pytest.mark.pages,
    pytest.mark.xdist_group("platform"),
]

TELEPHONE: ViewportSize = {"width": 375, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 900}
EACH = 2
"""Pages of one route that are opened: two cases are in two states."""

_OPAQUE = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32,}|(?<=/)[A-Z]{3}(?=/|$)|\d+")
_ENDING = re.compile(r"/sign-out")


@pytest.mark.parametrize(
    "who",
    [
        "ngo",
        "nhri",
        "qrd",
        "officer",
        "holder",
        "chief",
        "desk",
        "committee",
        "selection",
        "chair",
        "candidate",
        "government",
        "publication",
        "auditor",
        "protection",
        "admin",
    ],
)
@pytest.mark.parametrize("sit_down", [True], indirect=True, ids=[""])
def test_every_page_that_a_person_reaches(sit_down: Desk, platform: Platform, who: str) -> None:
    page = sit_down(who)
    assert walked(page, platform.url, urlsplit(page.url).path) == []


def test_every_page_that_a_visitor_reaches(platform: Platform, visitor: Page) -> None:
    assert walked(visitor, platform.url, "/") == []


@pytest.fixture
def visitor(platform: Platform, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(base_url=platform.url)
    yield context.new_page()
    context.close()


def walked(page: Page, address: str, start: str) -> list[str]:
    """Follow every link from here; return what is wrong, a line a fault."""
    wrong: list[str] = []

    def note(line: ConsoleMessage) -> None:
        if line.type in {"error", "warning"}:
            wrong.append(f"{page.url}: console: {line.text}")

    page.on("console", note)
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
    page.on(
        "request",
        lambda it: None if it.url.startswith((address, "data:", "blob:")) else wrong.append(it.url),
    )
    waiting, known, opened = deque([(start, "")]), {start}, Counter[str]()
    while waiting:
        path, origin = waiting.popleft()
        route = _OPAQUE.sub("*", path)
        if opened[route] >= EACH:
            continue
        status, is_page = _looked(page, path)
        if status != HTTPStatus.OK:
            wrong.append(f"{origin}: its link to {path} answers {status}")
        if not is_page:
            continue
        opened[route] += 1
        page.set_viewport_size(TELEPHONE)
        page.goto(path)
        wrong += [f"{path}: {fault}" for fault in _faults(page)]
        for link in _links(page, address):
            if link not in known and not _ENDING.search(link):
                known.add(link)
                waiting.append((link, path))
    assert opened
    return wrong


def _looked(page: Page, path: str) -> tuple[int, bool]:
    """Return the status, and whether it is something to look at and not a file to download."""
    answer = page.context.request.get(path, max_redirects=5)
    page_like = answer.headers.get("content-type", "").startswith("text/html")
    is_page = page_like and "content-disposition" not in answer.headers
    return answer.status, is_page and answer.ok


def _faults(page: Page) -> list[str]:
    faults = [
        f"{violation['id']}: {violation['nodes'][0]['html'][:200]}"
        for violation in Axe().run(page).response["violations"]
    ]
    for size in (TELEPHONE, DESK):
        page.set_viewport_size(size)
        wide, window = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        if wide > window:
            faults.append(f"{wide} pixels wide in a window of {window}")
    return faults


def _links(page: Page, address: str) -> list[str]:
    found = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    return [urldefrag(link)[0].removeprefix(address) for link in found if link.startswith(address)]
