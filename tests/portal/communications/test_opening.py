"""The text that a draft starts from."""

from hashlib import sha256

import pytest

from portal.communications.opening import content_hash, opening
from shared.reference import COMMUNICATION_TYPES


@pytest.mark.parametrize("type_", COMMUNICATION_TYPES)
def test_every_kind_of_letter_has_the_parts_of_a_letter(type_: str) -> None:
    text = opening(type_, "sr-torture", "KEN")
    parts = [line for line in text.split("\n") if line.isupper()]
    assert parts == ["FACTS", "CONCERNS", "STANDARDS", "QUESTIONS", "REQUEST"]
    assert text.startswith("To: Kenya\n")
    assert "Special Rapporteur on torture" in text


def test_kinds_differ() -> None:
    assert len({opening(type_, "sr-torture", "KEN") for type_ in COMMUNICATION_TYPES}) == 3


def test_a_recipient_that_is_not_chosen_yet_is_to_be_filled_in() -> None:
    assert opening("AL", "sr-torture", "").startswith("To: [recipient]")


def test_a_fingerprint_is_of_the_texts_utf_8() -> None:
    assert content_hash("Ünïcödé") == sha256("Ünïcödé".encode()).hexdigest()
