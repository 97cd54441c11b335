"""The pages of a source with an account in French: nothing on them is left in English."""

import re

import pytest

from shared.core.roles import Role
from tests.support.portal import Pages, Visitor
from tests.support.submissions import ID, Told, asked, received

PAGES = {
    "/submissions/": "Mes soumissions",
    f"/submissions/{ID}": "Une question vous attend",
    f"/submissions/{ID}/consent/": "Le nom de la personne peut-il être communiqué aux autorités",
    f"/submissions/{ID}/consent/withdraw": "Retirer le consentement",
    f"/submissions/{ID}/consent/give?scope=public": "Le cas peut-il devenir public",
}
_TOLD = re.compile(r'<div class="sealed">.*?</div>|<[^>]+>', re.DOTALL)
_ENGLISH = re.compile(r"\b(?:the|and|your|you|was|were|with|this|what|who|not|of)\b")


@pytest.fixture
def source(portal: Pages, told: Told) -> Visitor:
    seal = portal.vault.seal
    told.tell(received(seal=seal), asked(seal=seal))
    visitor = portal.signed_in(Role.NGO_MEMBER, account_id="ngo-1", organisation_id="org-1")
    assert visitor.get("/submissions/?lang=fr").status_code == 303
    return visitor


@pytest.mark.parametrize("path", PAGES)
def test_a_page_speaks_french_alone(source: Visitor, path: str) -> None:
    page = source.get(path)
    assert page.status_code == 200
    assert re.search(PAGES[path], page.text)
    main = page.text.partition("<main")[2].partition("</main>")[0]
    assert _ENGLISH.findall(_TOLD.sub(" ", main)) == []
