"""What the check looks for, and what it proposes."""

import json

import pytest

from portal.publication.check import (
    NameForm,
    proposals,
    public_name,
    remaining,
    source_terms,
    victim_terms,
)
from portal.publication.rendition import rendition
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
    found = victim_terms(people)
    assert {term.text: value for term, value in found.items()} == {
        "Ivo Marin": ("none", "minor"),
        "Lena Orlova": ("initials", "no_consent"),
    }


def test_proposals_are_places_with_the_reason_and_what_stays() -> None:
    text = "Ivo Marin was seen by Lena Orlova. Write to desk@ngo.example or Rosa Lima."
    victims = victim_terms(
        [
            ("1", json.dumps({"name": "Ivo Marin", "minor": "yes"}), YES),
            ("2", json.dumps({"name": "Lena Orlova"}), consent(name_form="initials")),
        ]
    )
    sources = source_terms([{"name": "Rosa Lima", "contact": "desk@ngo.example"}, None])
    proposed = proposals(text, sources, victims)
    assert [(text[one.place.start : one.place.end], one.reason) for one in proposed] == [
        ("Ivo Marin", "minor"),
        ("Lena Orlova", "no_consent"),
        ("desk@ngo.example", "source"),
        ("Rosa Lima", "source"),
    ]
    shown = rendition(text, [one.place for one in proposed])
    assert shown == "[redacted] was seen by L. O.. Write to [redacted] or [redacted]."
    assert remaining(shown, [*sources, *victims]) == ([], [])
    of_sources, of_names = remaining(text, [*sources, *victims])
    assert (len(of_sources), len(of_names)) == (2, 2)
