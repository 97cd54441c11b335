"""What a language must not say: a word that is another term of the field, or another's marks.

``i18n/never-said.csv`` has the rules. A rule holds where its English stands in the text, or
everywhere when it names none; it has a wrong text that it must find, and what is said instead.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from functools import cache
from typing import Final

import pytest

from portal.letters.documents.words import WORDS
from portal.web.i18n.catalogues import DOMAINS, catalogue
from portal.web.i18n.languages import CATALOGUES, ENGLISH, ready
from shared.reference import rows, states

TRANSLATED: Final = [one.code for one in ready() if one.code != ENGLISH]
_TAG: Final = re.compile(r"<[^>]+>")
_VALUE: Final = re.compile(r"%\(\w+\)s|%?%?\{\w*\}")
_ANY_VALUE: Final = {"ar": "قيمة", "zh": "某"}
"""A value reads as a word of the language: marks beside it are the language's own."""


@dataclass(frozen=True)
class Rule:
    """A pattern that is never said for an English one, but for texts that are excepted."""

    language: str
    english: str
    never: str
    wrong: str
    say: str
    but: str
    because: str

    def asks(self, english: str) -> bool:
        return bool(re.search(self.english, english, re.IGNORECASE))

    def excepts(self, english: str) -> bool:
        return bool(self.but and re.search(self.but, english, re.IGNORECASE))

    def is_broken(self, said: str) -> bool:
        return bool(re.search(self.never, read_as(self.language, said), re.IGNORECASE))

    def finds(self, english: str, said: str) -> bool:
        return self.asks(english) and not self.excepts(english) and self.is_broken(said)


@cache
def rules() -> Sequence[Rule]:
    with (CATALOGUES / "never-said.csv").open(encoding="utf-8") as file:
        return [Rule(*row) for row in list(csv.reader(file))[1:]]


@cache
def texts(code: str) -> Sequence[tuple[str, str]]:
    """Return what is said of each English text, every plural form by itself."""
    return [
        (" ".join(one.id) if isinstance(one.id, tuple) else str(one.id), said)
        for domain in DOMAINS
        for one in catalogue(CATALOGUES / code / f"{domain}.po")
        if one.id
        for said in ([one.string] if isinstance(one.string, str) else one.string or ())
    ]


def read_as(code: str, said: str) -> str:
    """Return the text as a reader sees it: without tags, and with words for its values."""
    return _VALUE.sub(_ANY_VALUE.get(code, "X"), _TAG.sub("", said))


def of(code: str) -> Iterator[Rule]:
    return (rule for rule in rules() if rule.language == code)


@pytest.mark.parametrize("code", TRANSLATED)
def test_nothing_is_said_that_the_language_must_not_say(code: str) -> None:
    found = [
        f"{english!r}: {said!r} (say {rule.say})"
        for rule in of(code)
        for english, said in texts(code)
        if rule.finds(english, said)
    ]
    assert found == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_data_in_six_columns_and_letters_have_the_marks_of_their_language(code: str) -> None:
    found = [row[code] for row in rows("mandate_titles.csv")]
    found += [state.names[code] for state in states().values()]
    found += [str(one) for one in astuple(WORDS[code])]
    for path in (CATALOGUES.parent / "shared/reference/letters" / code).glob("*.txt"):
        found += path.read_text(encoding="utf-8").splitlines()
    anywhere = [rule for rule in of(code) if not rule.english]
    assert len(found) > 300
    assert [said for said in found for rule in anywhere if rule.is_broken(said)] == []


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: f"{rule.language} {rule.wrong}")
def test_a_rule_finds_a_wrong_text_and_lets_be_what_is_to_be_said(rule: Rule) -> None:
    assert rule.is_broken(rule.wrong)
    assert not rule.is_broken(rule.say)
    assert bool(rule.but) == bool(rule.because)


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_rule_is_of_some_text_and_so_is_its_exception(code: str) -> None:
    """An exception that no text needs would hide the next wrong one."""
    assert [rule for rule in of(code) if is_idle(rule)] == []


def is_idle(rule: Rule) -> bool:
    """Whether no text asks for the rule, or none needs its exception."""
    asked = [(english, said) for english, said in texts(rule.language) if rule.asks(english)]
    needed = (rule.excepts(english) and rule.is_broken(said) for english, said in asked)
    return not asked or (bool(rule.but) and not any(needed))


@pytest.mark.parametrize(
    ("code", "english", "said"),
    [
        ("ar", "This is a submission.", "هذا بلاغ."),
        ("ar", "%(name)s, %(day)s", "%(name)s, %(day)s"),
        ("es", "A “no”", "Un «no»"),
        ("fr", "It is a submission.", "C’est une communication."),
        ("fr", "One person", "Une personne recommandé(e)"),
        ("ru", "Your approval is kept.", "Ваше утверждение сохранено."),
        ("zh", "Found: %(count)s", "%(count)s:找到"),
    ],
)
def test_a_planted_text_is_found(code: str, english: str, said: str) -> None:
    assert any(rule.finds(english, said) for rule in of(code))


@pytest.mark.parametrize(
    ("code", "english", "said"),
    [
        ("ar", "The <a href='x'>list</a>", 'في <a href="x">القائمة</a>'),
        ("fr", "A communication rests on a submission.", "Une communication la suit."),
        ("ru", "An allegation was approved.", "Утверждение одобрено."),
        ("zh", "Found: %(count)s", "找到：%(count)s"),
    ],
)
def test_a_text_that_is_excepted_or_a_tag_is_let_be(code: str, english: str, said: str) -> None:
    assert not any(rule.finds(english, said) for rule in of(code))
