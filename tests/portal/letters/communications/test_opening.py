"""The template with which a draft starts."""

import pytest

from portal.letters.communications.opening import opening
from shared.reference import COMMUNICATION_TYPES


def start(type_: str, *mandates: str) -> str:
    return opening(type_, mandates or ("sr-torture",), reply_days=60, public_after=61)


@pytest.mark.parametrize("type_", COMMUNICATION_TYPES)
def test_every_kind_of_letter_has_the_parts_of_a_letter(type_: str) -> None:
    text = start(type_)
    parts = [line for line in text.split("\n") if line.isupper()]
    assert parts == ["FACTS", "CONCERNS", "STANDARDS", "QUESTIONS", "REQUEST"]
    assert "a response within 60 days" in text
    assert "made public after 61 days" in text
    assert "{" not in text


@pytest.mark.parametrize("type_", COMMUNICATION_TYPES)
def test_the_law_is_left_to_the_officer(type_: str) -> None:
    _, _, standards = start(type_).partition("STANDARDS\n\n")
    assert standards.startswith("[The treaties that bind the recipient")


def test_every_mandate_that_signs_is_named_the_lead_first() -> None:
    text = start("UA", "sr-torture", "wgad")
    assert text.index("Special Rapporteur on torture") < text.index("Working Group on Arbitrary")


def test_kinds_differ() -> None:
    assert len({start(type_) for type_ in COMMUNICATION_TYPES}) == len(COMMUNICATION_TYPES)
