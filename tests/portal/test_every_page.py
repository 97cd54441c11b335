"""Every page of every route, in a browser, in an empty house and in one that is lived in.

The pages are found by walking (tests/support/walking.py): all that each role can open, less what
looks like a page of the same route that was opened before. A route that nobody opens here fails
the test until it is opened or named in ``ELSEWHERE``.
"""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Route
from werkzeug.serving import make_server

from portal.static_files import manifest
from tests.support.lived_in import LivedIn, empty, lived_in
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.walking import (
    NO_PAGES,
    Refusal,
    Seen,
    forms_in,
    new_shapes,
    pages_of,
    sent_empty,
)

pytestmark = pytest.mark.browser

DESK, TELEPHONE = (1280, 900), (360, 740)
ELSEWHERE = {
    "security.confirm": "tests/portal/test_accounts_browser.py",
}
"""Pages that are looked at where their state is made."""

_ONLY_HTMX = (
    r"<(?!form\b|button\b|a\b)\w+[^>]*\shx-(?:post|put|delete)=[^>]*>"
    r"|<a\s(?![^>]*\bhref=)[^>]*\shx-get=[^>]*>"
)
# Focus is drawn when an outline, a shadow or a background comes, on the control or its label.
ONE_LINE = 70
"""Pixels that a menu may take at a desk."""

TURNED = """async () => {
  const [link] = document.querySelectorAll('link[rel="stylesheet"]');
  document.documentElement.dir = "ltr";
  await new Promise(done => { link.onload = done; link.href = "STYLE"; });
}"""
FAULTS = """() => {
  const faults = [];
  const shown = element => element.checkVisibility() && element.getClientRects().length;
  const look = element => [element, element.nextElementSibling ?? element].map(one => {
    const own = getComputedStyle(one), before = getComputedStyle(one, "::before");
    return [own.outline, own.boxShadow, own.backgroundColor, before.boxShadow].join();
  }).join();
  if (!document.title.replace(/\\W*Rapporteur$/, "").trim()) faults.push("no title");
  const headings = [...document.querySelectorAll("h1")].filter(shown).length;
  if (headings !== 1) faults.push(`${headings} headings of the first level`);
  const kinds = new Set();
  const controls = "a[href], button, input, select, textarea, summary";
  for (const one of document.querySelectorAll(controls)) {
    const kind = one.tagName + one.className + one.type;
    if (kinds.has(kind) || one.type === "date" || one.disabled || !shown(one)) continue;
    kinds.add(kind);
    const before = look(one);
    one.focus({preventScroll: true});
    if (document.activeElement === one && look(one) === before)
      faults.push(`focus is not seen on ${one.outerHTML.slice(0, 120)}`);
    one.blur();
  }
  return faults;
}"""


@dataclass
class House:
    """A portal on a port of its own, and the windows of those who look at it."""

    world: LivedIn
    address: str
    browser: Browser
    said: list[str] = field(default_factory=list)
    """What browsers said that they should not have to say."""
    windows: dict[str, Page] = field(default_factory=dict)

    @property
    def style(self) -> str:
        """The address of the style sheet that is not mirrored."""
        return f"/static/build/{manifest(Path('portal/static'))['portal.css']}"

    def window(self, who: str) -> Page:
        """Somebody's window, mirrored."""
        if who not in self.windows:
            context = self.browser.new_context(base_url=self.address)
            self._known(context, who)
            page = context.new_page()
            page.set_default_timeout(60_000)
            page.on("console", self._heard)
            page.on("pageerror", lambda error: self.said.append(f"{page.url}: {error}"))
            page.on("request", self._asked)
            self.windows[who] = page
        return self.windows[who]

    def _known(self, context: BrowserContext, who: str) -> None:
        client = self.world.visitors[who].client
        held = {name: client.get_cookie(name) for name in ("session", "channel", "form")}
        for name, cookie in held.items():
            if cookie is not None:
                context.add_cookies([{"name": name, "value": cookie.value, "url": self.address}])
        context.add_cookies([{"name": "language", "value": "ar", "url": self.address}])

    def _heard(self, line: ConsoleMessage) -> None:
        # An answer of ours with its status is an error to the console.
        if line.type in {"error", "warning"} and "the server responded with" not in line.text:
            self.said.append(f"{line.location.get('url')}: {line.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self.address}/", "data:", "blob:")):
            self.said.append(f"asked for {request.url}")


@contextmanager
def house(directory: Path, browser: Browser, make: Callable[[Pages], LivedIn]) -> Iterator[House]:
    files = str(directory / "files")
    with pages(*sqlite_urls(directory), demo=True, attachments=files) as portal:
        world = make(portal)
        server = make_server("127.0.0.1", 0, portal.app, threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        built = House(world, f"http://127.0.0.1:{server.server_port}", browser)
        try:
            yield built
        finally:
            for page in built.windows.values():
                page.context.close()
            server.shutdown()
            thread.join()
            server.server_close()


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("full"), browser, lived_in) as built:
        yield built


@pytest.fixture(scope="module")
def walked(full: House) -> list[Seen]:
    return _walked(full)


def _walked(place: House) -> list[Seen]:
    return new_shapes(page for who in place.world.visitors for page in pages_of(place.world, who))


def test_every_route_is_opened_by_somebody(full: House, walked: list[Seen]) -> None:
    rules = full.world.portal.app.url_map.iter_rules()
    routes = {rule.endpoint for rule in rules if "GET" in (rule.methods or ())}
    opened = {page.endpoint for page in walked}
    assert routes - opened - NO_PAGES == set(ELSEWHERE)


@pytest.mark.timeout(600)
def test_every_page_is_sound_with_long_and_arabic_texts(full: House, walked: list[Seen]) -> None:
    faults = [
        f"{page.who} {page.path}: {fault}" for page in walked for fault in _looked(full, page)
    ]
    assert faults + full.said == []


@pytest.mark.timeout(600)
def test_every_page_is_sound_while_there_is_nothing(
    tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> None:
    with house(tmp_path_factory.mktemp("empty"), browser, empty) as place:
        found = _walked(place)
        faults = [
            f"{page.who} {page.path}: {fault}" for page in found for fault in _looked(place, page)
        ]
        assert faults + place.said == []


def test_every_form_can_be_sent_without_scripts(walked: list[Seen]) -> None:
    """What htmx sends is sent by a form too, and where it leads a link leads as well."""
    sending = re.compile(r'<button(?![^>]*type="button")|type="submit"')
    buttonless = [
        (page.path, form[:150])
        for page in walked
        for form in forms_in(page.text)
        # a passkey needs JavaScript: its form says so, and the page offers an app
        if not sending.search(form) and "data-passkey-none" not in form
    ]
    scripted = [
        (page.path, element) for page in walked for element in re.findall(_ONLY_HTMX, page.text)
    ]
    assert buttonless + scripted == []


@pytest.mark.timeout(600)
def test_every_form_that_is_sent_empty_says_what_is_missing(
    full: House, walked: list[Seen]
) -> None:
    """It is taken, where nothing is needed, or comes back with its mistakes summed up."""
    refused = [sent for sent in sent_empty(full.world, walked) if sent.status not in {200, 303}]
    assert [(one.path, one.status) for one in refused if one.status != 422] == []
    assert [one.path for one in refused if "govuk-error-summary" not in one.text] == []
    faults = []
    for one in refused:
        page = full.window(one.who)
        page.route(f"**{one.path}", partial(_answered, one), times=1)
        page.set_viewport_size({"width": TELEPHONE[0], "height": TELEPHONE[1]})
        page.goto(one.path)
        faults += [f"{one.path}: {fault}" for fault in _fits(page, "refused") + _accessible(page)]
    assert faults + full.said == []
    assert len(refused) > 50, "hardly a form was sent"


def _answered(one: Refusal, route: Route) -> None:
    """Show what the form got, where the browser believes that it is."""
    route.fulfill(status=one.status, headers=dict(one.headers), body=one.text)


def _looked(place: House, seen: Seen) -> list[str]:
    """Look at a page mirrored, on a telephone and at a desk, then as it is."""
    page = place.window(seen.who)
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    page.goto(seen.path)
    menu = page.evaluate("document.querySelector('header nav')?.offsetHeight ?? 0")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    faults = [f"the menu takes {menu} pixels"] if menu > ONE_LINE else []
    faults += _fits(page, "mirrored")
    faults += _accessible(page)
    page.evaluate(TURNED.replace("STYLE", place.style))
    faults += _fits(page, "as it is")
    faults += [str(fault) for fault in page.evaluate(FAULTS)]
    return faults


def _fits(page: Page, how: str) -> list[str]:
    faults = []
    for width, height in (DESK, TELEPHONE):
        page.set_viewport_size({"width": width, "height": height})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            faults.append(f"{wide} pixels wide in a window of {width}, {how}")
    return faults


def _accessible(page: Page) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]
