"""Times and days in words: how far away they are."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from babel.messages.pofile import read_po

from portal.app.messages import ROOT
from portal.web.i18n.languages import CATALOGUES
from portal.web.presentation import absolute, days_away, relative

_TRANS = re.compile(r"{%-? trans ([^%]*?)-?%}(.*?){%-? endtrans", re.DOTALL)
_ARTICLE = {"fr": r"(?:le|du|au|jusqu’au) ", "es": r"(?:el|del|al) "}
"""What stands before a day in these languages, and never before "in 3 days"."""
NOW = datetime(2026, 11, 24, 14, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (timedelta(seconds=-5), "just now"),
        (timedelta(seconds=5), "in a moment"),
        (timedelta(minutes=-1), "1 minute ago"),
        (timedelta(minutes=-3), "3 minutes ago"),
        (timedelta(hours=2), "in 2 hours"),
        (timedelta(days=-1), "1 day ago"),
        (timedelta(days=45), "in 45 days"),
        (timedelta(days=-365), "12 months ago"),
        (timedelta(days=366), "in 1 year"),
        (timedelta(days=-13_760), "38 years ago"),
    ],
)
def test_a_time_is_said_by_its_distance(away: timedelta, words: str) -> None:
    assert relative(NOW + away, NOW) == words


def test_a_time_is_said_in_full() -> None:
    assert absolute(NOW) == "24 Nov 2026, 15:02 (Geneva)"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 24), "today"),
        (date(2026, 11, 27), "in 3 days"),
        (date(2026, 11, 23), "1 day ago"),
        (date(2027, 11, 24), "in 365 days"),
        (date(1989, 3, 26), "38 years ago"),
    ],
)
def test_a_day_is_said_by_its_distance(day: date, words: str) -> None:
    assert days_away(day, NOW.date()) == words


def _said_by_distance() -> Iterator[tuple[str, str]]:
    """Every text of a template with a time that is said by its distance, and that time's name."""
    for template in ROOT.glob("portal/**/*.html"):
        for given, body in _TRANS.findall(template.read_text(encoding="utf-8")):
            for name in re.findall(r"(\w+)=(?:due|when)\(", given):
                for text in re.split(r"{%-? pluralize[^%]*%}", body):
                    yield re.sub(r"{{ (\w+) }}", r"%(\1)s", text), name


@pytest.mark.parametrize("language", _ARTICLE)
def test_no_article_stands_before_a_distance(language: str) -> None:
    """Such as "attendu le dans 30 jours"."""
    said: dict[str, list[str]] = {}
    for file in sorted(CATALOGUES.glob(f"{language}/*.po")):
        with file.open("rb") as opened:
            for one in read_po(opened, locale=language):
                texts = _each(one.string)
                said |= dict.fromkeys(filter(None, _each(one.id)), texts)
    found = [(text, name) for text, name in _said_by_distance() if text in said]
    assert len(found) > 100
    wrong = {
        translated
        for text, name in found
        for translated in said[text]
        if re.search(rf"\b{_ARTICLE[language]}%\({name}\)s", translated)
    }
    assert not wrong


def _each(said: str | Iterable[str] | None) -> list[str]:
    return [said] if isinstance(said, str) else [*(said or ())]
