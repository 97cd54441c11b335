"""The search in French, and in disguise: what it finds is called in the reader's language."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.portal.homes.search.conftest import NAME, ask, find
from tests.support.portal import Visitor
from tests.support.readers import PEOPLE
from tests.support.seeing import World
from tests.support.undisguised import undisguised
from tests.support.walking import MIRRORED

SIGNED_IN = [name for name, (role, _) in PEOPLE.items() if role]
_OF_OTHERS = re.compile(r'<(p)[^>]* dir="auto".*?</\1>|<(h3)[^>]* lang=.*?</\2>|<[^>]+>', re.DOTALL)
_ENGLISH = re.compile(
    r"\b(?:the|and|your|you|was|were|with|this|what|who|of|to|not|cases|letters?|allegation|"
    r"appeal|awaiting|closed|issued|reply|replied|withdrawn|transmitted|shared|new)\b",
    re.IGNORECASE,
)


@contextmanager
def reading(visitor: Visitor, language: str) -> Iterator[Visitor]:
    """Let somebody of the world read another language for a while."""
    visitor.client.set_cookie("language", language)
    try:
        yield visitor
    finally:
        visitor.client.delete_cookie("language")


def said_in(page: str) -> str:
    main = "<main" + page.partition("<main")[2].partition("</main>")[0]
    plain = _OF_OTHERS.sub(" ", re.sub(r"</?bdi[^>]*>", "", main)).replace(
        "\N{NO-BREAK SPACE}", " "
    )
    return " ".join(plain.replace("&#39;", "'").split())


@pytest.mark.parametrize("who", SIGNED_IN)
def test_what_is_found_is_called_in_french(world: World, who: str) -> None:
    with reading(world.visitors[who], "fr") as visitor:
        said = said_in(find(visitor, "Kenya").text)
    assert "Rechercher" in said
    assert "Lettres et réponses publiées (" in said
    assert _ENGLISH.findall(said) == []


def test_a_case_and_a_letter_have_a_title_and_a_word_in_french(world: World) -> None:
    with reading(world.visitors["officer"], "fr") as officer:
        said = said_in(find(officer, "Kenya").text)
    for one in (
        "Cas (",
        ", Kenya, allégation",
        "Communiquée aux mandats.",
        "– destinataire : Kenya",
        "Recommandation – destinataire : Kenya",
    ):
        assert one in said


def test_a_name_and_how_near_it_is_are_said_in_french(world: World) -> None:
    with reading(world.visitors["desk"], "fr") as desk:
        found = said_in(find(desk, NAME, where="names").text)
        nothing = said_in(find(desk, "Ludmila Petrovna", where="names").text)
    assert "Une victime porte ce nom." in found
    assert "aucune victime ne porte un nom semblable" in nothing
    assert _ENGLISH.findall(found + nothing) == []


def test_that_nothing_is_found_and_what_can_be_typed_are_said_in_french(world: World) -> None:
    with reading(world.visitors["source"], "fr") as source:
        nothing = said_in(find(source, "zzz").text)
        before = said_in(source.get("/search").text)
    assert "Aucun résultat Rien de ce que vous pouvez ouvrir ne porte ce nom." in nothing
    for said in (nothing, before):
        assert "Ce que vous pouvez saisir" in said
        assert "un numéro de cas, tel que 4TP-X9D-R07, avec ou sans les séparateurs" in said
        assert _ENGLISH.findall(said) == []


@pytest.mark.parametrize(
    ("typed", "mistake"),
    [("", "Saisissez ce que vous cherchez"), ("a" * 101, "Utilisez 100 caractères au maximum")],
)
def test_a_mistake_is_said_in_french(world: World, typed: str, mistake: str) -> None:
    with reading(world.visitors["desk"], "fr") as desk:
        answer = ask(desk, typed)
    assert answer.status_code == 422
    assert mistake in answer.text
    assert _ENGLISH.findall(said_in(answer.text)) == []


@pytest.mark.parametrize("who", SIGNED_IN)
def test_nothing_that_is_found_is_beyond_translators(world: World, who: str) -> None:
    """Titles of work are ours, though they are isolated like somebody's own words."""
    with reading(world.visitors[who], MIRRORED) as visitor:
        main = "<main" + find(visitor, "Kenya").text.partition("<main")[2].partition("</main>")[0]
    assert undisguised(re.sub(r"</?bdi[^>]*>", "", main)) == []
