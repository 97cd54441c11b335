"""The field's terms in each language, and the forms in which things are counted."""

import csv
import re
from collections.abc import Iterator

import pytest

from portal.web.i18n.catalogues import DOMAINS, catalogue
from portal.web.i18n.languages import CATALOGUES, ENGLISH, ready
from portal.web.i18n.texts import ngettext, speaking

TRANSLATED = [one.code for one in ready() if one.code != ENGLISH]
ARTICLE = re.compile(r"\bال")
"""Arabic heads a column or a page with the definite form of what the glossary names: الحالة."""
OFFICE = "the office, or both genders, where the glossary has a man's and a woman's title"
AGREES = "agrees with the noun that it is said of, as the glossary's note or translating.md allows"
DOES = "what is done, as a sentence or a button"
COLUMN = "the head of a column, or of a page, that says what stands there"
BENT = {
    "ar": {
        "Auditor": "reads the log and not accounts of money, as the glossary's note says",
        "Confidential": AGREES,
        "Declined": DOES,
        "Manifestly unfounded": AGREES,
        "Next": COLUMN,
        "Public": AGREES,
        "Received": DOES,
        "To transmit": COLUMN,
        "Withdrawn": AGREES,
    },
    "zh": {
        "Approval": COLUMN,
        "Data protection": "the role: those who protect data",
        "Early warning": "the short form, as in all texts of the alerts",
        "Implementation": COLUMN,
        "In progress": "a part of a form that is being filled in",
        "Reopened": DOES,
        "Source": "of a text or a figure; the glossary's is the person who submits",
        "To transmit": COLUMN,
        "Vacancy": "as the glossary's note says",
    },
    "fr": {
        "Auditor": OFFICE,
        "Candidate": OFFICE,
        "Declined": DOES,
        "Desk officer": OFFICE,
        "Eligible": DOES,
        "Focal point": OFFICE,
        "Internally displaced persons": "in full, as the glossary's note says",
        "Manifestly unfounded": AGREES,
        "New": AGREES,
        "Next": COLUMN,
        "President of the Human Rights Council": OFFICE,
        "Public": AGREES,
        "Received": AGREES,
        "Reopened": AGREES,
        "System administrator": OFFICE,
        "To transmit": COLUMN,
        "Urgent": AGREES,
    },
    "ru": {
        "Case": "the file with its number, as in «Номер вашего дела»",
        "Declined": DOES,
        "Eligible": DOES,
        "Filter": DOES,
        "Manifestly unfounded": AGREES,
        "Public": AGREES,
        "Search": "a button, as the glossary's note says",
        "To transmit": COLUMN,
    },
    "es": {
        "Auditor": OFFICE,
        "Candidate": OFFICE,
        "Chief of the Special Procedures Branch": OFFICE,
        "Declined": DOES,
        "Eligible": DOES,
        "Focal point": OFFICE,
        "Manifestly unfounded": AGREES,
        "Next": COLUMN,
        "President of the Human Rights Council": OFFICE,
        "Public": AGREES,
        "Received": AGREES,
        "Reopened": AGREES,
        "System administrator": OFFICE,
        "To transmit": COLUMN,
    },
}
"""Texts that are a term and are said otherwise, and why. All others are said word for word."""
MANY = frozenset({2, 3, 5, 11, 21, 22, 100})
LETTERS = {
    "ar": {
        0: "لا رسائل",
        1: "رسالة واحدة",
        2: "رسالتان",
        3: "3 رسائل",
        5: "5 رسائل",
        11: "11 رسالة",
        21: "21 رسالة",
        22: "22 رسالة",
        100: "100 رسالة",
    },
    "en": {1: "1 letter", **{count: f"{count} letters" for count in MANY | {0}}},
    "es": {1: "1 carta", **{count: f"{count} cartas" for count in MANY | {0}}},
    "fr": {
        **{count: f"{count} lettre" for count in (0, 1)},
        **{count: f"{count} lettres" for count in MANY},
    },
    "ru": {
        0: "0 писем",
        1: "1 письмо",
        2: "2 письма",
        3: "3 письма",
        5: "5 писем",
        11: "11 писем",
        21: "21 письмо",
        22: "22 письма",
        100: "100 писем",
    },
    "zh": {count: f"{count}封信函" for count in MANY | {0, 1}},
}


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().lower()


def bare(text: str) -> str:
    """Return it without the Arabic article of its words."""
    return ARTICLE.sub("", plain(text))


def said_as(code: str) -> dict[str, set[str]]:
    """Return the ways in which the glossary says each English term."""
    with (CATALOGUES / "glossary.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {
        plain(row["term_en"]): {
            plain(way) for way in [row[code], *re.split(r"[;/·]|\(.*?\)", row[code])] if way.strip()
        }
        for row in rows
    }


def terms(code: str) -> Iterator[tuple[str, str, set[str]]]:
    """Yield each text without a context that is a term: English, what is said, what may be said."""
    ways = said_as(code)
    for domain in DOMAINS:
        path = CATALOGUES / code / f"{domain}.po"
        for one in catalogue(path) if path.exists() else ():
            english, said = one.id, one.string
            if not isinstance(english, str) or not isinstance(said, str) or one.context:
                continue
            if said and plain(english) in ways:
                yield english, said, ways[plain(english)]


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_text_that_is_a_term_is_said_as_the_glossary_says(code: str) -> None:
    found = list(terms(code))
    others = {english for english, said, ways in found if bare(said) not in map(bare, ways)}
    assert len(found) > 50
    assert sorted(others ^ BENT[code].keys()) == []


@pytest.mark.parametrize(
    ("code", "count", "said"),
    [(code, count, said) for code, forms in LETTERS.items() for count, said in forms.items()],
)
def test_letters_are_counted_as_the_language_counts(code: str, count: int, said: str) -> None:
    with speaking(code):
        assert ngettext("%(count)s letter", "%(count)s letters", count) == said
