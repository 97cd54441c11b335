"""Both front doors and some of the staff's pages in each language: none is left in English.

In disguise every text of theirs is looked at: test_both_doors.py. That they fit their window:
test_in_the_browser.py.
"""

import pytest

from portal.web.i18n.languages import ENGLISH, ready
from portal.web.i18n.texts import gettext, speaking
from tests.support.undisguised import ENGLISH_PART, root_of
from tests.support.walking import FRENCH, MIRRORED, Seen
from tests.support.walks import Walks

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


@pytest.mark.parametrize("language", [one.code for one in ready() if one.code != ENGLISH])
def test_the_pages_speak_the_language(walks: Walks, language: str) -> None:
    walked = walks.spoken(language)
    assert [page.path for page in walked if root_of(language) not in page.text] == []
    assert [page.path for page in walked if ENGLISH_PART in page.text] == []
    assert [page.path for page in walked if not tells_of_the_demonstration(page, language)] == []
    if language == FRENCH:
        assert unsaid(walked) == []


def test_every_page_says_that_it_is_invented(walks: Walks) -> None:
    silent = [page for page in walks.mirrored if not tells_of_the_demonstration(page, MIRRORED)]
    assert [(page.who, page.path) for page in silent] == []


def tells_of_the_demonstration(page: Seen, language: str) -> bool:
    """Where it says so, it says that its clock was moved (test_demo.py)."""
    [*_, line] = page.text.partition("<main")[0].partition('<p class="demonstration__text">')
    with speaking(language):
        said = gettext("Every person, organisation and case here is invented.")
    return said in line.partition("</p>")[0]


def unsaid(walked: list[Seen]) -> list[tuple[str, str]]:
    return [
        (endpoint, said)
        for endpoint, said in SAID.items()
        if not any(said in page.text for page in walked if page.endpoint == endpoint)
    ]
