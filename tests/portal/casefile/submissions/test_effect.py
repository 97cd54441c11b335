"""The matrix of procedure.md section 5, row by row."""

from dataclasses import replace
from itertools import product

import pytest

from portal.casefile.submissions.effect import Effect, effect
from shared.contracts.intake import Consent

YES = Consent(
    act="yes", authorities="yes", public="yes", name_form="full", press="yes", sharing="yes"
)
NOTHING = Effect(letter=False, named=False, public_name="none", press=False, sharing=False)
EVERYTHING = Effect(letter=True, named=True, public_name="full", press=True, sharing=True)


def test_who_agrees_to_all_may_be_named_everywhere() -> None:
    assert effect(YES) == EVERYTHING


@pytest.mark.parametrize(("c2", "c3"), list(product(("yes", "no"), repeat=2)))
def test_without_consent_to_act_nothing_is_allowed_whatever_else_was_said(c2: str, c3: str) -> None:
    said = replace(YES, act="no", authorities=c2, public=c3)  # type: ignore[arg-type]  # yes or no
    assert effect(said) == NOTHING
    assert effect(said).sentences == (
        "No letter is sent about this person. What you tell us is only counted, without any name.",
    )


def test_without_consent_to_be_named_the_letter_is_general() -> None:
    found = effect(replace(YES, authorities="no"))
    assert found == replace(EVERYTHING, named=False, public_name="none")
    assert "without this name" in found.sentences[0]


def test_without_consent_to_the_public_the_name_is_redacted() -> None:
    found = effect(replace(YES, public="no"))
    assert found == replace(EVERYTHING, public_name="none")
    assert "does not show the name" in found.sentences[1]


@pytest.mark.parametrize("form", ["full", "initials", "none"])
def test_the_name_is_published_as_chosen(form: str) -> None:
    said = replace(YES, name_form=form)  # type: ignore[arg-type]  # one of them
    assert effect(said).public_name == form
    assert effect(said, protected=True).public_name == "none"


def test_a_child_or_a_victim_of_sexual_violence_may_be_named_to_the_authorities_only() -> None:
    assert effect(YES, protected=True) == replace(EVERYTHING, public_name="none")


def test_where_the_person_cannot_be_asked_somebody_stands_in() -> None:
    assert effect(replace(YES, act="impossible")) == EVERYTHING


def test_press_and_sharing_are_their_own_questions() -> None:
    found = effect(replace(YES, press="no", sharing="no"))
    assert (found.press, found.sharing) == (False, False)
    assert found.sentences[2] == (
        "No press release speaks of the case; other bodies of the United Nations are not told."
    )
