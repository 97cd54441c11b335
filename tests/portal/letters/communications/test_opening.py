"""The templates with which a draft starts, in each of the six languages."""

import re
from string import Formatter

import pytest

from portal.letters.communications.opening import opening, template, template_names
from portal.letters.communications.phrases import HEADINGS, days
from portal.web.i18n.text_language import language_of
from shared.reference import COMMUNICATION_TYPES, LANGUAGES, rows

LETTERS = [(type_, language) for type_ in COMMUNICATION_TYPES for language in LANGUAGES]


def start(type_: str, *mandates: str, language: str = "en") -> str:
    return opening(
        type_, mandates or ("sr-torture",), language=language, reply_days=60, public_after=61
    )


def fields(text: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(text) if name]


def places(text: str) -> list[str]:
    return re.findall(r"\[[^\[\]]+\]", text)


def repeated(text: str) -> list[int]:
    """Which places are the same as an earlier one."""
    found = places(text)
    return [found.index(one) for one in found]


@pytest.mark.parametrize(("type_", "language"), LETTERS)
def test_every_kind_of_letter_has_the_parts_of_a_letter(type_: str, language: str) -> None:
    text = start(type_, language=language)
    assert [line for line in text.split("\n") if line in HEADINGS[language]] == [
        *HEADINGS[language]
    ]
    assert "{" not in text
    assert days(60, language) in text
    assert days(61, language) in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", template_names())
def test_a_template_is_the_same_in_all_six_languages(name: str, language: str) -> None:
    text, english = template(name, language), template(name, "en")
    assert len(text.split("\n")) == len(english.split("\n"))
    assert sorted(fields(text)) == sorted(fields(english))
    assert repeated(text) == repeated(english)
    assert text.count("[") == text.count("]") == len(places(english))
    assert re.findall(r"^\d\. ", text, re.MULTILINE) == re.findall(r"^\d\. ", english, re.MULTILINE)
    assert language_of(text) == language


@pytest.mark.parametrize("name", template_names())
def test_no_text_of_a_language_is_left_in_that_of_another(name: str) -> None:
    lines = [set(template(name, one).split("\n")) for one in LANGUAGES]
    shared = {line for one in lines for line in one if sum(line in it for it in lines) > 1}
    assert shared <= {"", "{mandates}", "QUESTIONS"}  # which is French too


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_law_is_left_to_the_officer(language: str) -> None:
    for type_ in COMMUNICATION_TYPES:
        _, _, standards = start(type_, language=language).partition(f"{HEADINGS[language][2]}\n\n")
        assert standards.startswith("[")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mandate_that_signs_is_named_on_a_line_of_its_own_the_lead_first(
    language: str,
) -> None:
    titles = {row["mandate"]: row for row in rows("mandate_titles.csv")}
    lines = start("UA", "wgad", "wgpad", language=language).split("\n")
    if language == "en":
        assert lines[4:6] == [
            "Working Group on Arbitrary Detention",
            "Working Group of Experts on People of African Descent",
        ]
    else:
        assert lines[4:6] == [titles["wgad"][language], titles["wgpad"][language]]
    assert lines[3] == lines[6] == ""


def test_kinds_and_languages_differ() -> None:
    assert len({start(type_, language=language) for type_, language in LETTERS}) == len(LETTERS)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["1 day", "2 days", "21 days", "60 days"]),
        ("fr", ["1 jour", "2 jours", "21 jours", "60 jours"]),
        ("es", ["1 día", "2 días", "21 días", "60 días"]),
        ("ru", ["1 дня", "2 дней", "21 дня", "60 дней"]),
        ("ar", ["يوم واحد", "يومين", "21 يوماً", "60 يوماً"]),
        ("zh", ["1天", "2天", "21天", "60天"]),
    ],
)
def test_days_have_the_form_of_the_language(language: str, said: list[str]) -> None:
    assert [days(count, language) for count in (1, 2, 21, 60)] == said
    assert days(3, "ar") == "3 أيام"
    assert days(100, "ar") == "100 يوم"
