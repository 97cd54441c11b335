"""Terms and proposals of the check of public texts."""

import json

import pytest

from portal.casefile.lint.public_names import NameForm, public_name, victim_terms
from portal.casefile.lint.terms import of_source
from portal.followup.publication.check import proposals, remaining
from portal.followup.publication.rendition import rendition
from shared.contracts.intake import Consent

YES = Consent(act="yes", authorities="yes", public="yes", name_form="full")


def consent(**answers: object) -> Consent:
    return Consent(**{**{name: getattr(YES, name) for name in YES.__slots__}, **answers})


@pytest.mark.parametrize(
    ("given", "protected", "form"),
    [
        (YES, False, "full"),
        (YES, True, "none"),
        (consent(name_form="initials"), False, "initials"),
        (consent(name_form="initials"), True, "none"),
        (consent(public="no"), False, "none"),
        (consent(authorities="no"), False, "none"),
        (consent(act="no"), False, "none"),
        (consent(act="impossible"), False, "full"),
    ],
)
def test_how_a_name_may_stand_in_public(given: Consent, form: NameForm, *, protected: bool) -> None:
    assert public_name(given, protected=protected) == form


def test_names_of_those_who_agreed_are_not_looked_for() -> None:
    people = [
        ("1", json.dumps({"name": "Ana Pérez"}), YES),
        ("2", json.dumps({"name": "Ivo Marin", "minor": "unknown"}), YES),
        ("3", "Lena Orlova, 34, teacher", consent(name_form="initials")),
        ("4", None, consent(public="no")),
        ("5", "[]", consent(public="no")),
    ]
    names = victim_terms(people)
    assert {term.text: value for term, value in names.victims.items()} == {
        "Ivo Marin": ("none", "minor"),
        "Lena Orlova": ("initials", "no_consent"),
    }
    assert [term.text for term in names.known] == ["Ana Pérez"]


NAMES = victim_terms(
    [
        ("1", json.dumps({"name": "Ivo Marin", "minor": "yes"}), YES),
        ("2", json.dumps({"name": "Lena Orlova"}), consent(name_form="initials")),
        ("3", json.dumps({"name": "João dos Reis"}), consent(public="no")),
        ("4", json.dumps({"name": "Ana Marin"}), YES),
        ("5", json.dumps({"name": "Li Wu"}), consent(public="no")),
    ]
)


def proposed(text: str) -> list[tuple[str, str, bool, str]]:
    return [
        (text[one.place.start : one.place.end], one.reason, one.certain, one.part_of)
        for one in proposals(text, NAMES)
    ]


def test_whole_names_are_proposed_first_with_the_reason_and_then_parts_and_whose() -> None:
    text = "Orlova was seen. Ivo Marin was seen by Lena Orlova. Reis was not."
    assert proposed(text) == [
        ("Ivo Marin", "minor", True, ""),
        ("Lena Orlova", "no_consent", True, ""),
        ("Orlova", "no_consent", False, "Lena Orlova"),
        ("Reis", "no_consent", False, ""),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Carlos dos Santos was released.",  # "dos" is in a name that may not stand
        "Mr Marin, Ana Marin and A. Marin",  # Ana Marin may be named, Ivo Marin not
        "We saw nobody.",
    ],
)
def test_stop_words_and_names_of_those_who_agreed_are_not_proposed(text: str) -> None:
    assert proposed(text) == []


def test_a_surname_of_two_letters_is_proposed() -> None:
    assert proposed("Mr Wu came.") == [("Wu", "no_consent", False, "")]


def test_nothing_is_proposed_of_a_source_and_it_stops_the_text_in_parts_too() -> None:
    text = "Rosa Lima and Mr Lima wrote from desk@ngo.example."
    sources = of_source({"name": "Rosa Lima", "contact": "desk@ngo.example"}, subject="s-1")
    assert proposed(text) == []
    of_sources, of_names = remaining(text, sources, NAMES)
    assert [(text[one.start : one.end], one.certain) for one in of_sources] == [
        ("Rosa Lima", True),
        ("Lima", False),
        ("desk@ngo.example", True),
    ]
    assert of_names == []


def test_what_is_proposed_is_not_left_in_the_rendition() -> None:
    text = "Ivo Marin was seen by Lena Orlova."
    shown = rendition(text, [one.place for one in proposals(text, NAMES)])
    assert shown == "[redacted] was seen by L. O.."
    assert [one for one in remaining(shown, [], NAMES)[1] if one.certain] == []
    assert len(remaining(text, [], NAMES)[1]) == 2
