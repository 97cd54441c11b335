"""Search terms drawn from the data of sources and victims."""

# The letters of every script are what this is about.

import json

import pytest

from portal.casefile.lint.rules import Term, findings
from portal.casefile.lint.terms import Filer, beginning, of_other, of_source, of_victim

ACCOUNT = Filer(name="Jo Demo Kim", organisation="Demo Watch (DEMW)", email="n@d.example")


def source(kind: str, text: str) -> Term:
    return Term(whose="source", kind=kind, text=text)  # type: ignore[arg-type]  # a test's word


def victim(text: str, kind: str = "name") -> Term:
    return Term(whose="victim", kind=kind, text=text, subject="v-1")  # type: ignore[arg-type]


def test_a_source_is_known_by_name_address_number_and_organisation() -> None:
    identity = {
        "name": "Nadia Demo",
        "contact": "Signal +254 700 123456, mornings; or nadia@watch.example.org",
        "for_whom": "Amina Barasa, reached through her sister on 0700-654-321",
        "organisation": "Demo Watch",
    }
    assert set(of_source(identity, account=ACCOUNT)) == {
        source("name", "Nadia Demo"),
        source("telephone", "+254 700 123456"),
        source("email", "nadia@watch.example.org"),
        source("name", "Amina Barasa"),
        source("telephone", "0700-654-321"),
        source("organisation", "Demo Watch"),
        source("organisation", "DEMW"),
        source("name", "Jo Demo Kim"),
        source("email", "n@d.example"),
    }


def test_a_forgotten_source_is_known_by_nothing() -> None:
    assert of_source(None) == ()
    assert of_source({"name": " "}) == ()


def test_the_names_of_a_victim_are_taken_from_what_was_answered() -> None:
    told = {"kind": "person", "name": "José García", "aliases": "Pepe García; J. García or Pepito"}
    assert of_victim("v-1", json.dumps(told)) == (
        victim("José García"),
        victim("Pepe García"),
        victim("J. García"),
        victim("Pepito"),
    )


def test_a_group_is_known_by_its_name() -> None:
    told = {"kind": "group", "name": "River Association", "description": "Its members"}
    assert of_victim("v-1", json.dumps(told)) == (victim("River Association", "organisation"),)


@pytest.mark.parametrize(
    "details", [None, "", "[]", "7", json.dumps({"kind": "person", "name": None})]
)
def test_who_has_no_name_is_not_looked_for(details: str | None) -> None:
    assert of_victim("v-1", details) == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Amina B. (invented), 34, market trader", "Amina B."),
        ("José de la Cruz, teacher", "José de la Cruz"),
        ("Hana al-Masri", "Hana al-Masri"),
        ("أحمد الأسود، معلم", "أحمد الأسود"),
        ("أحمد الأسود", "أحمد الأسود"),
        ("王 小明, 34", "王 小明"),
        ("Three members of the River Association (invented)", None),
        ("A teacher (invented), 51", None),
        ("Prisoners of wing C", None),
        ("The Teacher", "The Teacher"),
        ("nadia@example.org", None),
        ("Amina", None),
        ("", None),
    ],
)
def test_free_text_yields_the_name_that_it_begins_with(text: str, name: str | None) -> None:
    assert beginning(text) == ([name] if name else [])
    assert of_victim("v-1", text) == ((victim(name),) if name else ())


def test_what_somebody_typed_as_a_name_is_taken_whole_and_in_pieces() -> None:
    """Nobody knows who typed it: one word may be any word."""

    def of(name: str) -> set[tuple[str, str]]:
        return {(one.kind, one.text) for one in of_other("contribution-1", name)}

    assert of("Anonymous") == {("word", "Anonymous")}
    assert of("amina warsame, n@d.example, +254 700 123456") == {
        ("name", "amina warsame"),
        ("email", "n@d.example"),
        ("telephone", "+254 700 123456"),
    }
    assert of("Ada Nox and Bo Hale") == {
        ("name", "Ada Nox and Bo Hale"),
        ("name", "Ada Nox"),
        ("name", "Bo Hale"),
    }
    many = "Union of all the Families of Those who are Missing"
    assert of(many) == {("organisation", many)}
    assert of(" ") == set()
    aside = of_other("contribution-1", "Special Rapporteur, Nadia Kamau, n@d.example", aside=True)
    for text in ("special rapporteur", "Nadia Kamau", "Kamau Nadia", "N. Kamau", "Kamau"):
        shown = findings(f"Then {text} sees.", aside)
        assert (text, False) in {(one.word, one.certain) for one in shown}
        assert not any(one.certain for one in shown)
    assert any(one.certain for one in findings("Then n@d.example sees.", aside))
