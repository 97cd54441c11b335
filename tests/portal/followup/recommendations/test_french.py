"""The pages of recommendations in French: nothing on them is left in English."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.app.read_models import READ_MODELS
from portal.followup.recommendations.read_model import RECOMMENDATIONS
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.portal.followup.recommendations.story import INFORM, ISSUE, NEW, PAGE, TEXT, told
from tests.support.followup import RECOMMENDATION, issued, published, tell, withdrawn
from tests.support.portal import Pages, Visitor, pages, sqlite_urls

LIST = "/recommendations"
INFORMATION = {"command_id": str(derive_id("french"))}
HOLDER = {
    NEW: "Vous la formulez au titre du mandat : SR torture.",
    PAGE: "Qui peut la lire avant qu’elle ne soit publique",
    f"{PAGE}/assess": "Dans quelle mesure a-t-elle été mise en œuvre",
    f"{PAGE}/publish": "La rendre publique",
    f"{PAGE}/share": "Code de l’organisation",
    f"{PAGE}/unshare": "Quelle organisation n’est plus invitée",
}
_OF_OTHERS = re.compile(
    r'<(p) class="sealed__text".*?</\1>|<(textarea).*?</\2>|<(bdi)[^>]*>.*?</\3>|<[^>]+>', re.DOTALL
)
_ENGLISH = re.compile(
    r"\b(?:the|and|your|you|was|were|with|this|what|who|of|it|issued|implemented)\b", re.IGNORECASE
)


def told_in(page: str) -> str:
    """Return what the page says of its own, in plain words."""
    main = "<main" + page.partition("<main")[2].partition("</main>")[0]
    return " ".join(_OF_OTHERS.sub(" ", main).replace("\N{NO-BREAK SPACE}", " ").split())


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    with pages(*sqlite_urls(tmp_path), demo=True) as built:
        for model in READ_MODELS:
            tell(built.engine, model, [])
        yield built


@pytest.fixture
def source(portal: Pages) -> Visitor:
    """Somebody of the organisation that sent information."""
    told(portal, public=True)
    return french(portal.signed_in(Role.NGO_MEMBER, organisation_id="org-9"))


@pytest.fixture
def holder(portal: Pages) -> Visitor:
    mandates = frozenset({"sr-torture"})
    return french(portal.signed_in(Role.MANDATE_HOLDER, mandates=mandates))


def french(visitor: Visitor) -> Visitor:
    visitor.client.set_cookie("language", "fr")
    return visitor


def test_the_list_speaks_french_alone(source: Visitor) -> None:
    page = source.get(LIST).text
    said = told_in(page)
    assert "Recommandations, de la plus récente à la plus ancienne" in said
    assert "Suisse SR torture" in said
    assert 'data-label="Mise en œuvre"' in page
    assert _ENGLISH.findall(said.replace(TEXT, "")) == []


def test_a_recommendation_and_its_timeline_speak_french_alone(source: Visitor) -> None:
    page = source.get(PAGE).text
    said = told_in(page)
    assert "Recommandation – destinataire : <bdi>Suisse</bdi>" in page.replace("\xa0", " ")
    for step in (
        "Formulée",
        "Informations reçues – auteur : Organisation non gouvernementale",
        "Évaluation : Pleinement appliquée",
        "Ajouter des informations",
    ):
        assert step in said
    assert _ENGLISH.findall(said) == []


@pytest.mark.parametrize(
    ("typed", "mistake"),
    [
        ("", "Saisissez ce que vous savez"),
        ("a" * 50_001, "Utilisez 50\u202f000 caractères au maximum"),
    ],
)
def test_a_form_with_a_mistake_speaks_french_alone(
    source: Visitor, typed: str, mistake: str
) -> None:
    answer = source.post(INFORM, {**INFORMATION, "text": typed})
    assert answer.status_code == 422
    assert answer.text.count(mistake) == 2  # above, and beside the field
    assert _ENGLISH.findall(told_in(answer.text)) == []


@pytest.mark.parametrize("path", HOLDER)
def test_a_page_of_the_holder_speaks_french_alone(
    portal: Pages, holder: Visitor, path: str
) -> None:
    told(portal)
    answer = holder.get(path)
    assert answer.status_code == 200
    said = told_in(answer.text)
    assert HOLDER[path] in said
    assert _ENGLISH.findall(said) == []


def test_the_check_before_it_is_issued_speaks_french_alone(holder: Visitor) -> None:
    asked = {**ISSUE, "communication": "", "checked": "", "text": "Fermez les cellules."}
    answer = holder.post(NEW, asked)
    said = told_in(answer.text)
    assert "Vérifiez la recommandation avant de la formuler" in said
    assert "État Suisse" in said
    assert _ENGLISH.findall(said) == []


def test_what_is_public_or_was_speaks_french_alone(portal: Pages, holder: Visitor) -> None:
    text = portal.vault.seal(f"recommendation-{RECOMMENDATION}", TEXT)
    facts = [issued(text=text), published()]
    tell(portal.engine, RECOMMENDATIONS, facts)
    said = told_in(holder.get(PAGE).text)
    assert "Rendue publique :" in said
    back = told_in(holder.get(f"{PAGE}/withdraw").text)
    assert "Elle met quelqu’un en danger" in back
    tell(portal.engine, RECOMMENDATIONS, [*facts, withdrawn()])
    after = told_in(holder.get(PAGE).text)
    assert "Elle a été publique, puis retirée :" in after
    assert _ENGLISH.findall(f"{said} {back} {after}") == []
