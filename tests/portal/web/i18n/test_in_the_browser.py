"""Every page in each language: the pages fit their window; in one, axe judges them too.

A gate opens an eighth of the routes of both front doors in each language, and a few of the staff's
(tests/support/drawing.py, walks.py).

That they are in that language: test_each_language.py. Mirrored, they are looked at with all other
pages: tests/portal/test_every_page.py.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from portal.web.i18n.languages import ENGLISH, ready
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
PARTS = 8
"""Into how many parts the routes of the doors are drawn for each of the five languages."""


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
    spoken, faults = walks.spoken(language), list[str]()
    drawn = [one for one in spoken if is_drawn(f"{language} {one.endpoint}", PARTS)]
    for page in new_shapes([*drawn, *(one for one in spoken if one.who not in DOORS)]):
        judged = WHOLE or language == JUDGED
        if judged:  # on a telephone, as test_every_page.py judges
            place.page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
        window = place.open(page)
        found = fits(window, DESK, TELEPHONE, how=language)
        if judged:
            found += inaccessible(window)
        faults += [f"{page.who} {page.path}: {one}" for one in found]
    assert faults + place.said == []


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
