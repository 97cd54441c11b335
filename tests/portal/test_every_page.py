"""Every page of every route in a browser, on an empty portal and on a used one.

The pages are found by walking (tests/support/walking.py): everything that each role can open,
except pages that look like an earlier page of the same route. A browser opens the routes that this
gate draws, and of others the pages with an element that no page of these has
(tests/support/drawing.py). A route that nobody comes to here fails the test until it is
opened or named in ``ELSEWHERE`` (tests/support/elsewhere.py): then it is looked at as the tests
got it that make its state.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.support.asked_again import Elsewhere
from tests.support.drawing import drawn_pages, is_drawn
from tests.support.elsewhere import ELSEWHERE
from tests.support.house import House, house
from tests.support.keyboard import missed
from tests.support.lived_in import NEW, empty
from tests.support.looking import DESK, fits, inaccessible
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.walking import DOORS, NO_PAGES, Seen, forms_in, new_shapes
from tests.support.walks import Walks, walked

pytestmark = pytest.mark.browser

TELEPHONE = (360, 740)
ZOOMED = (320, 256)
"""A window of 1280 by 1024 at 400 %: the doors are for everybody (WCAG 1.4.10)."""
NOT_YET: set[str] = set()
"""Routes of which no test gets a page that can be asked for in another language."""

_ONLY_HTMX = (
    r"<(?!form\b|button\b|a\b)\w+[^>]*\shx-(?:post|put|delete)=[^>]*>"
    r"|<a\s(?![^>]*\bhref=)[^>]*\shx-get=[^>]*>"
)
# Focus is drawn when an outline, a shadow or a background comes, on the control or its label.
TWO_LINES = 110
"""Pixels that a menu may take at a desk in a language with the longest words; in English one."""

OPENED = """() => {
  const menu = document.querySelector("header nav")?.offsetHeight ?? 0;
  document.querySelectorAll("details").forEach(one => one.open = true);
  return menu;
}"""
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


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    """One in which nothing has happened yet."""
    directory = tmp_path_factory.mktemp("empty")
    files = str(directory / "files")
    with pages(*sqlite_urls(directory), demo=True, attachments=files) as built:
        yield built


@pytest.fixture(scope="module")
def place(portal: Pages, browser: Browser) -> Iterator[House]:
    with house(portal.app, browser) as built:
        yield built


@pytest.fixture(scope="module")
def made_of() -> dict[str, set[str]]:
    """What the chosen pages of each route are made of."""
    return {}


@pytest.fixture(scope="module")
def chosen(walks: Walks, made_of: dict[str, set[str]]) -> list[Seen]:
    """The pages of a used portal, mirrored, that differ from the others of their route."""
    return new_shapes(walks.mirrored, made_of)


def test_every_route_is_opened_by_somebody(portal: Pages, walks: Walks) -> None:
    rules = portal.app.url_map.iter_rules()
    routes = {rule.endpoint for rule in rules if "GET" in (rule.methods or ())}
    opened = {page.endpoint for page in walks.mirrored}
    assert routes - opened - NO_PAGES == set(ELSEWHERE)


@pytest.mark.timeout(600)
def test_every_page_is_sound_with_long_and_arabic_texts(place: House, chosen: list[Seen]) -> None:
    assert _faults(place, drawn_pages(chosen)) == []


@pytest.mark.timeout(1_800)  # alone it runs the tests that make these pages
def test_every_page_that_no_walk_reaches_is_sound(
    place: House, chosen: list[Seen], elsewhere: Elsewhere
) -> None:
    found = elsewhere.mirrored
    assert ELSEWHERE.keys() - {page.endpoint for page in found} == NOT_YET
    looked_at = {part for page in chosen for part in page.shape}
    assert _faults(place, drawn_pages(found, looked_at)) == []


@pytest.mark.timeout(600)
@pytest.mark.usefixtures("chosen")
def test_every_page_is_sound_while_there_is_nothing(
    portal: Pages, place: House, made_of: dict[str, set[str]]
) -> None:
    """Of these pages, those that have something which no page of a used portal has there."""
    world = empty(portal)
    seen = [page for who in NEW for page in walked(world, who)]
    new = new_shapes(drawn_pages(seen), made_of)
    assert new, "no page says that there is nothing"
    assert _faults(place, new) == []


def _faults(place: House, seen: list[Seen]) -> list[str]:
    faults = [f"{page.who} {page.path}: {fault}" for page in seen for fault in _looked(place, page)]
    return faults + _said(place)


def _said(place: House) -> list[str]:
    """Return what the browser said since it was last asked."""
    said = list(place.said)
    place.said.clear()
    return said


def test_every_form_can_be_sent_without_scripts(chosen: list[Seen]) -> None:
    """What htmx sends is sent by a form too, and where it leads a link leads as well."""
    sending = re.compile(r'<button(?![^>]*type="button")|type="submit"')
    buttonless = [
        (page.path, form[:150])
        for page in chosen
        for form in forms_in(page.text)
        # a passkey needs JavaScript: its form says so, and the page offers an app
        if not sending.search(form) and "data-passkey-none" not in form
    ]
    scripted = [
        (page.path, element) for page in chosen for element in re.findall(_ONLY_HTMX, page.text)
    ]
    assert buttonless + scripted == []


@pytest.mark.timeout(600)
def test_every_form_that_is_sent_empty_says_what_is_missing(place: House, walks: Walks) -> None:
    """It is taken, where nothing is needed, or comes back with its mistakes summed up."""
    refused = [sent for sent in walks.refused if sent.status not in {200, 303}]
    assert [(one.path, one.status) for one in refused if one.status != 422] == []
    assert [one.path for one in refused if "govuk-error-summary" not in one.text] == []
    faults = []
    for one in new_shapes(drawn_pages(refused)):
        place.page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
        page = place.open(one)
        found = fits(page, DESK, TELEPHONE, how="refused") + inaccessible(page)
        if one.who in DOORS:
            found += fits(page, ZOOMED, how="refused and zoomed")
        faults += [f"{one.path}: {fault}" for fault in found]
    assert faults + _said(place) == []
    assert len(refused) > 50, "hardly a form was sent"


def _looked(place: House, seen: Seen) -> list[str]:
    """Look at a page mirrored, at a desk and on a telephone, then as it is."""
    place.page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    page = place.open(seen)
    menu = page.evaluate(OPENED)
    faults = [f"the menu takes {menu} pixels"] if menu > TWO_LINES else []
    faults += fits(page, DESK, TELEPHONE, how="mirrored")
    faults += inaccessible(page)
    if seen.who in DOORS:
        faults += fits(page, ZOOMED, how="mirrored and zoomed")
    page.evaluate(TURNED.replace("STYLE", place.style))
    faults += [str(fault) for fault in page.evaluate(FAULTS)]
    faults += fits(page, DESK, TELEPHONE, how="as it is")
    if seen.who in DOORS:
        faults += fits(page, ZOOMED, how="zoomed")
    alone = seen.who in DOORS and seen.endpoint in ELSEWHERE
    if (seen.who == "" or alone) and is_drawn(f"by Tab {seen.endpoint}"):
        faults += missed(page)
    return faults
