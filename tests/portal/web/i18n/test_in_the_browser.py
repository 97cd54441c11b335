"""Every page in each language: the pages fit their window; in one, axe judges them too.

A gate opens an eighth of the routes of both front doors in each language, a few of the staff's, and
an eighth of the routes that no walk reaches (tests/support/drawing.py, walks.py, asked_again.py).

That they are in that language: test_each_language.py. Mirrored, they are looked at with all other
pages: tests/portal/test_every_page.py.
"""

from collections.abc import Iterable, Iterator

import pytest
from playwright.sync_api import Browser

from portal.web.i18n.languages import ENGLISH, ready
from tests.support.asked_again import PARTS, Elsewhere
from tests.support.drawing import WHOLE, is_drawn
from tests.support.house import House, house
from tests.support.looking import DESK, fits, inaccessible
from tests.support.portal import Pages, Visitor, pages, sqlite_urls
from tests.support.walking import DOORS, Seen, new_shapes
from tests.support.walks import Walks

pytestmark = pytest.mark.browser

JUDGED = "ar"
"""The language in which axe judges: in the others the pages have the same elements.

A run that looks at everything judges them too: a language has lengths and names of its own.
"""
TELEPHONE = (390, 844)


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    with pages(*sqlite_urls(tmp_path_factory.mktemp("languages")), demo=True) as built:
        yield built


@pytest.fixture(scope="module")
def place(portal: Pages, browser: Browser) -> Iterator[House]:
    with house(portal.app, browser) as built:
        yield built


@pytest.mark.timeout(1_800 if WHOLE else 600)
@pytest.mark.parametrize("language", [one.code for one in ready() if one.code != ENGLISH])
def test_every_page_fits(place: House, walks: Walks, language: str) -> None:
    spoken = walks.spoken(language)
    drawn = [one for one in spoken if is_drawn(f"{language} {one.endpoint}", PARTS)]
    pages = new_shapes([*drawn, *(one for one in spoken if one.who not in DOORS)])
    assert looked(place, pages, language) == []


@pytest.mark.timeout(1_800)  # alone it runs the tests that make these pages
@pytest.mark.parametrize("language", [one.code for one in ready()])
def test_every_page_that_no_walk_reaches_fits(
    place: House, elsewhere: Elsewhere, language: str
) -> None:
    assert looked(place, elsewhere.spoken(language), language) == []


def looked(place: House, pages: Iterable[Seen], language: str) -> list[str]:
    """Return what is at fault with these pages, and what the browser said."""
    faults = list[str]()
    for page in pages:
        judged = WHOLE or language == JUDGED
        if judged:  # on a telephone, as test_every_page.py judges
            place.page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
        window = place.open(page)
        found = fits(window, DESK, TELEPHONE, how=language)
        if judged:
            found += inaccessible(window)
        faults += [f"{page.who} {page.path}: {one}" for one in found]
    said, place.said[:] = list(place.said), []
    return faults + said


def test_a_reader_finds_another_language_by_its_own_name(place: House, portal: Pages) -> None:
    visitor = portal.visitor()
    opened(place, visitor, "/en/register?state=FRA")
    french = href(place, "français")
    assert french == "/fr/register?state=FRA"
    opened(place, visitor, french)
    heading = place.page.get_by_role("heading", level=1)
    assert heading.inner_text() == "Communications des procédures spéciales"
    opened(place, visitor, href(place, "Se connecter"))
    assert heading.inner_text() == "Se connecter"


def opened(place: House, visitor: Visitor, path: str) -> None:
    answer = visitor.get(path)
    if answer.status_code == 303:  # the language was chosen
        path = answer.location
        answer = visitor.get(path)
    headers = tuple(answer.headers.items())
    place.open(Seen("", "", path, answer.status_code, answer.text, headers))


def href(place: House, name: str) -> str:
    return place.page.get_by_role("link", name=name).first.get_attribute("href") or ""
