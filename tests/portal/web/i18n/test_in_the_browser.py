"""Both front doors in each language: every page fits its window; in one, axe judges it too.

That nothing on them is left in English: test_both_doors.py. Mirrored, they are looked at with all
other pages: tests/portal/test_every_page.py.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from portal.web.i18n.languages import ENGLISH, LANGUAGES, Language, ready
from tests.support.house import House, house
from tests.support.lived_in import lived_in
from tests.support.looking import DESK, inaccessible, too_wide
from tests.support.walking import DOORS, Seen, is_at_the_doors, new_shapes, pages_of

pytestmark = pytest.mark.browser

FRENCH = "fr"
JUDGED = "ar"
"""The language in which axe judges: in the others the pages have the same elements."""
TELEPHONE = (390, 844)
SAID = {
    "home.index": "Soumettre des informations",
    "register.index": "Communications des procédures spéciales",
    "selection.listed.index": "Postes vacants de titulaire de mandat",
    "selection.listed.vacancy": "Liste restreinte, par ordre de préférence",
    "selection.candidate.index": "Mes candidatures",
    "selection.filling.tasks": "Supprimer ce brouillon",
    "selection.candidate.application": "Lire la liste restreinte et ses motifs",
    "notices.index": "Il y a du nouveau pour vous",
    "notices.mail_settings": "Quand il y a du nouveau pour vous",
    "replies.source.comment": "Dites ce qui est exact, ce qui est inexact et ce qui manque.",
    "replies.source.comment_returned": "Les mandats vous demandent votre avis",
    "channel.show": "Votre soumission",
    "security.index": "Deuxièmes étapes",
    "arrival.code_form": "Votre mot de passe est correct.",
    "arrival.password_form": "Choisir un mot de passe",
    "arrival.set_up_form": "Configurer une deuxième étape",
}
"""What some page of a route says."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("languages"), browser, lived_in) as built:
        yield built


@pytest.fixture(scope="module", params=[one.code for one in ready() if one.code != ENGLISH])
def spoken(request: pytest.FixtureRequest) -> Language:
    return LANGUAGES[request.param]


@pytest.fixture(scope="module")
def walked(place: House, spoken: Language) -> list[Seen]:
    for one in place.world.visitors.values():
        one.client.set_cookie("language", spoken.code)
    return [page for who in DOORS for page in pages_of(place.world, who, spoken.code)]


def test_the_pages_speak_the_language(walked: list[Seen], spoken: Language) -> None:
    root = f'<html lang="{spoken.tag}" dir="{spoken.dir}"'
    assert [page.path for page in walked if root not in page.text] == []
    if spoken.code == FRENCH:
        assert [
            (endpoint, said)
            for endpoint, said in SAID.items()
            if not any(said in page.text for page in walked if page.endpoint == endpoint)
        ] == []


@pytest.mark.timeout(600)
def test_every_page_of_both_doors_fits(place: House, walked: list[Seen], spoken: Language) -> None:
    doors = [page for page in walked if is_at_the_doors(place.world, page.endpoint)]
    english = '<span lang="en" dir="ltr">'
    faults = [f"{page.path}: in English" for page in doors if english in page.text]
    for page in new_shapes(doors):
        place.page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
        window = place.open(page)
        found = [fault for size in (DESK, TELEPHONE) for fault in too_wide(window, size)]
        if spoken.code == JUDGED:
            found += inaccessible(window)
        faults += [f"{page.who} {page.path}: {one}" for one in found]
    assert faults + place.said == []


def test_a_reader_finds_another_language_by_its_own_name(place: House) -> None:
    place.world.visitors[""].client.delete_cookie("language")
    opened(place, "/en/register?state=FRA")
    french = href(place, "français")
    assert french == "/fr/register?state=FRA"
    opened(place, french)
    heading = place.page.get_by_role("heading", level=1)
    assert heading.inner_text() == "Communications des procédures spéciales"
    opened(place, href(place, "Se connecter"))
    assert heading.inner_text() == "Se connecter"


def opened(place: House, path: str) -> None:
    visitor = place.world.visitors[""]
    answer = visitor.get(path)
    if answer.status_code == 303:  # the language was chosen
        path = answer.location
        answer = visitor.get(path)
    headers = tuple(answer.headers.items())
    place.open(Seen("", "", path, answer.status_code, answer.text, headers))


def href(place: House, name: str) -> str:
    return place.page.get_by_role("link", name=name).first.get_attribute("href") or ""
