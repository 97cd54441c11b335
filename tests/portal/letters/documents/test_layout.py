"""The layout of a letter's PDF, in the language that was chosen for the letter."""

from datetime import UTC, date, datetime

import pytest

from portal.letters.communications.opening import opening
from portal.letters.communications.phrases import HEADINGS
from portal.letters.documents.layout import Letter, Signed, laid_out
from portal.letters.documents.words import WORDS
from shared.reference import COMMUNICATION_TYPES, LANGUAGES


def letter(text: str, language: str | None) -> Letter:
    return Letter(
        title="Letter",
        text=text,
        signed=(Signed(mandate="Mandate", holder=None),),
        written_at=datetime(2026, 11, 20, 9, 0, tzinfo=UTC),
        language=language,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_parts_of_a_letter_are_headings_in_every_language(language: str) -> None:
    for type_ in COMMUNICATION_TYPES:
        text = opening(type_, ["wgad"], language=language, reply_days=60, public_after=60)
        page = laid_out(letter(text, language))
        headings = [one["lines"][0] for one in page["blocks"] if one["heading"]]
        assert headings == [*HEADINGS[language]]
        assert {one["language"] for one in page["blocks"]} == {language}
        assert {one["direction"] for one in page["blocks"]} == {page["direction"]}


def test_the_chosen_language_has_the_fixed_words_and_its_mandates() -> None:
    page = laid_out(letter("Amina Yusuf, 3", "ar"))
    assert (page["language"], page["direction"]) == ("ar", "rtl")
    assert page["mandates_label"] == WORDS["ar"].mandates
    assert page["signed"] == [{"mandate": "Mandate", "holder": None, "language": "ar"}]


def test_of_a_letter_from_before_it_was_chosen_the_text_tells() -> None:
    assert laid_out(letter("Имеем честь обратиться к Вам.", None))["language"] == "ru"


def test_the_first_day_of_a_month_is_written_as_the_language_does() -> None:
    assert WORDS["fr"].day(date(2026, 5, 1)) == "1er mai 2026"
    assert WORDS["es"].day(date(2026, 5, 1)) == "1 de mayo de 2026"
