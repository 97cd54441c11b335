"""The return channel in French: nothing on its pages is left in English."""

import re
from collections.abc import Callable
from uuid import uuid4

import httpx
import pytest

from tests.portal.source.channel.test_page import NOW, opened
from tests.support.channel import Told
from tests.support.portal import Pages, Visitor
from tests.support.submissions import asked, received

PAGES = {
    "/return/": "Revenir à votre soumission",
    "/return/submission": "Une question vous attend",
    "/return/files/": "Ces fichiers peuvent-ils|Ces fichiers peuvent être envoyés",
    "/return/consent/": "Le nom de la personne peut-il être communiqué aux autorités",
    "/return/consent/all/withdraw": "Retirer tout consentement",
    "/return/add/victim": "Ajouter une personne ou un groupe",
    "/return/add/incident": "Quand cela s’est-il passé",
    "/return/consent/act/give": "Les mandats peuvent écrire au Gouvernement",
}
_TOLD = re.compile(r'<div class="sealed">.*?</div>|<[^>]+>', re.DOTALL)
_ENGLISH = re.compile(r"\b(?:the|and|your|you|was|were|with|this|what|who|not|of)\b")


@pytest.fixture
def source(portal: Pages, told: Told, back: Callable[[], Visitor]) -> Visitor:
    told.tell(received(seal=portal.vault.seal), asked(seal=portal.vault.seal), opened(portal))
    visitor = back()
    assert visitor.get("/return/submission?lang=fr").status_code == 303
    return visitor


@pytest.mark.parametrize("path", PAGES)
def test_a_page_speaks_french_alone(source: Visitor, path: str) -> None:
    page = source.get(path)
    assert page.status_code == 200
    assert re.search(PAGES[path], page.text)
    main = page.text.partition("<main")[2].partition("</main>")[0]
    assert _ENGLISH.findall(_TOLD.sub(" ", main)) == []


def test_what_was_done_is_told_in_french(portal: Pages, source: Visitor) -> None:
    portal.answer = httpx.Response(200, json=NOW)
    done = source.post("/return/consent/public/withdraw", {"command_id": str(uuid4())})
    assert done.status_code == 303
    assert "Vous avez retiré le consentement" in source.get("/return/submission").text
