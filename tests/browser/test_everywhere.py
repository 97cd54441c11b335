"""Every page that somebody can reach by links, in the states of the demonstration.

A gate draws half of the people. Every link is followed over HTTP, and answers. Of the links from
one public page to another a part is drawn for each who is signed in (the visitor follows all), and
of the many questions that links ask of one page. A browser opens each page that differs from all
earlier pages of its route, whoever saw them, if its route was drawn or it has an element that no
other page has (tests/support/drawing.py): it loads nothing from other hosts, has no script error,
fits a telephone and a desk, and is accessible. The tests of each area cover its forms and refusals.
"""

import re
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import closing
from html import escape
from http import HTTPStatus
from urllib.parse import urldefrag, urljoin

import httpx
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from deploy.local.testing import Platform
from tests.support.drawing import drawn_pages, is_drawn, some_of
from tests.support.looking import DESK, faults_of
from tests.support.people import person
from tests.support.settling import settled
from tests.support.walking import Seen, links_in, new_shapes

pytestmark = [
    pytest.mark.live,
    pytest.mark.browser,
    pytest.mark.pages,
]

PEOPLE = (
    "ngo", "nhri", "qrd", "officer", "holder", "chief", "desk", "committee", "selection",
    "chair", "candidate", "government", "publication", "auditor", "protection", "admin",
)  # fmt: skip
TELEPHONE = (375, 740)
EACH = 2
"""Pages of one route that are opened: two cases are in two states."""

_OPAQUE = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32,}|(?<=/)[A-Z]{3}(?=/|$)|\d+")
_LANGUAGE = re.compile(r"^/(?:ar|zh|en|fr|ru|es)(?=/|$)")
_MANDATE = re.compile(r"(?<=/mandates/)[a-z-]+")
QUESTIONS = 6
"""Of one page with so many questions all are asked; of more a part is drawn."""
PARTS = 8
"""Into how many parts the links are drawn of which a gate follows a part."""
_ANSWERS = re.compile(r"=[^&]*")
_ENDING = re.compile(r"/sign-out|/submit/exit")

Look = Callable[[httpx.Client, list[Seen]], list[str]]


@pytest.mark.parametrize("who", some_of(PEOPLE, 2))
def test_every_page_that_a_person_reaches(platform: Platform, look: Look, who: str) -> None:
    settled(platform)  # the test before this one may have moved the clock
    with closing(person(platform, who).http) as http:
        pages, wrong = walked(http, who)  # from where they land
        assert wrong + look(http, pages) == []


def test_every_page_that_a_visitor_reaches(platform: Platform, look: Look) -> None:
    settled(platform)
    with httpx.Client(base_url=platform.url, trust_env=False, timeout=20) as http:
        http.follow_redirects = True
        pages, wrong = walked(http, "", "/")
        assert wrong + look(http, pages) == []


@pytest.fixture(scope="module")
def known() -> dict[str, set[str]]:
    """What the pages are made of that a browser opened, by route."""
    return {}


@pytest.fixture(scope="module")
def looked_at() -> set[str]:
    """What all of them are made of."""
    return set()


@pytest.fixture
def look(
    platform: Platform, browser: Browser, known: dict[str, set[str]], looked_at: set[str]
) -> Iterator[Look]:
    """Open the pages that are new in a browser, as whoever got them; return what is wrong."""
    context = browser.new_context(base_url=platform.url)

    def look(http: httpx.Client, pages: list[Seen]) -> list[str]:
        for cookie in http.cookies.jar:
            held = {"name": cookie.name, "value": cookie.value or "", "url": platform.url}
            context.add_cookies([held])  # type: ignore[list-item]  # a dictionary of that kind
        page, wrong = context.new_page(), list[str]()
        listen(page, platform.url, wrong)
        for one in new_shapes(drawn_pages(pages, looked_at), known):
            if _is_gone(http, one.path, pages):
                continue
            before = len(wrong)
            for _ in range(2):  # what was not there for one moment is looked at once more
                del wrong[before:]
                page.set_viewport_size({"width": TELEPHONE[0], "height": TELEPHONE[1]})
                answer = page.goto(one.path)
                wrong += [f"{one.path}: {fault}" for fault in faults_of(page, (TELEPHONE, DESK))]
                if answer is None or answer.status != HTTPStatus.NOT_FOUND:
                    break
            if len(wrong) > before and _is_gone(http, one.path, pages):
                del wrong[before:]  # it went in this moment: the demonstration's clock was moved
        return wrong

    yield look
    context.close()


def listen(page: Page, address: str, wrong: list[str]) -> None:
    def note(line: ConsoleMessage) -> None:
        if line.type in {"error", "warning"}:
            wrong.append(f"{page.url}: console: {line.text} {line.location['url']}")

    page.on("console", note)
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
    page.on(
        "request",
        lambda it: None if it.url.startswith((address, "data:", "blob:")) else wrong.append(it.url),
    )


def walked(http: httpx.Client, who: str, start: str = "/sign-in") -> tuple[list[Seen], list[str]]:
    """Follow every link from here; return the pages and the links that lead nowhere."""
    wrong: list[str] = []
    pages: list[Seen] = []
    waiting, known, opened, asked = deque([(start, "")]), {start}, Counter[str](), Counter[str]()
    while waiting:
        path, origin = waiting.popleft()
        route = _OPAQUE.sub("*", _LANGUAGE.sub("", path) or "/")
        question = _ANSWERS.sub("", route)
        asked[question] += "?" in question
        often = asked[question] > QUESTIONS and not is_drawn(f"{who} {route}", PARTS)
        if opened[route] >= EACH or often:
            continue
        answer = http.get(path)
        if answer.status_code != HTTPStatus.OK and _leads_nowhere(http, path, origin, answer):
            wrong.append(f"{origin}: its link to {path} answers {answer.status_code}")
        if not _is_page(answer):
            continue
        opened[route] += 1
        alike = _MANDATE.sub("*", route.partition("?")[0])
        pages.append(Seen(who, alike, path, answer.status_code, answer.text))
        for link in _links(answer, str(http.base_url).rstrip("/")):
            if link not in known and not _ENDING.search(link) and _is_followed(who, path, link):
                known.add(link)
                waiting.append((link, path))
    assert pages
    return pages, wrong


def _leads_nowhere(http: httpx.Client, path: str, origin: str, answer: httpx.Response) -> bool:
    """Whether the page still has the link; a page that is not there yet is asked for once more."""
    if not _is_shown(http, path, origin):
        return False
    # read models are fed in turn: the one that has the link may have been the first
    late = answer.status_code == HTTPStatus.NOT_FOUND
    return not (late and http.get(path).status_code == HTTPStatus.OK)


def _is_shown(http: httpx.Client, path: str, origin: str) -> bool:
    """Whether the page still has this link: policies and other tests go on while somebody walks."""
    return not origin or path in _links(http.get(origin), str(http.base_url).rstrip("/"))


def _is_gone(http: httpx.Client, path: str, pages: list[Seen]) -> bool:
    """Whether a page went since somebody walked over it, and the links to it with it."""
    if http.get(path).status_code != HTTPStatus.NOT_FOUND:
        return False
    origins = [one.path for one in pages if escape(path) in one.text]
    return not any(_is_shown(http, path, origin) for origin in origins)


def _is_followed(who: str, path: str, link: str) -> bool:
    """Leave from one public page to another to the visitor, for whom these are the same pages."""
    if not who or not (_LANGUAGE.match(path) and _LANGUAGE.match(link)):
        return True
    return is_drawn(f"{who} {_OPAQUE.sub('*', link)}", PARTS)


def _is_page(answer: httpx.Response) -> bool:
    """Whether it is something to look at and not a file to download."""
    page_like = answer.headers.get("content-type", "").startswith("text/html")
    return page_like and "content-disposition" not in answer.headers and answer.is_success


def _links(answer: httpx.Response, address: str) -> list[str]:
    found = [urldefrag(urljoin(str(answer.url), link))[0] for link in links_in(answer.text)]
    return [link.removeprefix(address) or "/" for link in found if link.startswith(address)]
