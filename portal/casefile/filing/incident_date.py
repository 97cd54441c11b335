"""The date of an incident: as exactly as it is known, as people write it.

"19 décembre 1999", "March 14, 2026", "٢٠ نوفمبر ٢٠٢٦", "1999年12月", "14.3.2026" and "1999" become
``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``: months in the six languages, digits of any script.
"""

# The letters of every script are what this is about.
# ruff: noqa: RUF001

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache

from portal.web.i18n.formats import day_of_month
from portal.web.i18n.texts import gettext, lazy
from shared.reference import months

_EARLIEST, _LATEST = 1900, 2100
_LAST_MONTH = 12
_SHORTEST = 3  # letters of a month that is cut short
_IGNORED = {"Mn", "Me", "Cf", "Lm"}  # accents, vowel marks, marks of direction, tatweel
_ORDINALS = "st nd rd th er o a e го е ое"
_BETWEEN = "of the de del le el la en in on г год года году ano من في شهر عام سنه سنة يوم م"
_LEFT_OUT = frozenset({*_ORDINALS.split(), *_BETWEEN.split()})
_LETTERS = re.compile(r"[^\W\d_]+")
_CHINESE = "〇一二三四五六七八九"
_CHINESE_NUMBER = re.compile(f"[{_CHINESE}零十]+")
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<year>\d{4})([-/.](?P<month>\d{1,2})([-/.](?P<day>\d{1,2}))?)?",
        r"(?P<year>\d{4}) ?年( ?(?P<month>\d{1,2}) ?月( ?(?P<day>\d{1,2}) ?[日号號])?)?",
        r"((?P<day>\d{1,2}) )?(?P<word>\D+?) (?P<year>\d{4})",
        r"(?P<word>\D+?) (?P<day>\d{1,2}) (?P<year>\d{4})",
        r"(?P<year>\d{4}) (?P<word>\D+?)( (?P<day>\d{1,2}))?",
        r"(?P<month>\d{1,2})[/.](?P<year>\d{4})",
        r"(?P<first>\d{1,2})[/.-](?P<second>\d{1,2})[/.-](?P<year>\d{4})",
    )
)

UNREADABLE = lazy(
    "Write the date as 14 March 2026, and leave out the day, or the day and the month, if you do "
    "not know them"
)


def parse(text: str) -> str:
    """Return the date as ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.

    Raises:
        ValueError: with a sentence for the person who wrote it.
    """
    parts = _parts(_plain(text))
    year = int(parts["year"] or 0)
    if not _EARLIEST <= year <= _LATEST:
        raise ValueError(
            gettext(
                "The year must be between %(first)s and %(last)s", first=_EARLIEST, last=_LATEST
            )
        )
    month, day = parts.get("month"), parts.get("day")
    try:
        exact = date(year, int(month or 1), int(day or 1))
    except ValueError:
        raise ValueError(gettext("There is no such date: check the day and the month")) from None
    return exact.isoformat()[: len("2026-03-14" if day else "2026-03" if month else "2026")]


def _parts(words: str) -> Mapping[str, str | None]:
    found = next((match for form in _FORMS if (match := form.fullmatch(words))), None)
    if found is None:
        raise ValueError(UNREADABLE)
    parts = found.groupdict()
    if parts.get("first"):
        return parts | _day_and_month(int(parts["first"]), int(parts["second"]))
    return parts | {"month": _month(parts["word"])} if parts.get("word") else parts


def _plain(text: str) -> str:
    """The words and numbers that matter, in small letters without accents, a space between them."""
    words = _CHINESE_NUMBER.sub(_number, _folded(text))
    words = words.replace("(", "/")
    words = _LETTERS.sub(lambda one: "" if one[0] in _LEFT_OUT else one[0], words)
    words = re.sub(r"(?<=\d)(?=[^\W\d年月日号號])|[,،°)]|\.(?!\d)|(?<!\d)[-']", " ", words)
    return " ".join(words.split())


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in apart if unicodedata.category(one) not in _IGNORED)


def _number(found: re.Match[str]) -> str:
    """A Chinese number up to 99 in digits, or a year that is written digit by digit."""
    digits = found[0].replace("零", "〇")
    tens, ten, ones = digits.partition("十")
    if ten:
        return f"{_digits(tens) or '1'}{_digits(ones) or '0'}"
    return _digits(digits)


def _digits(chinese: str) -> str:
    return "".join(str(_CHINESE.find(one)) for one in chinese)


def _month(words: str) -> str:
    """Return the month of a name, or of two names that mean the same ("آب/أغسطس")."""
    found = {number for one in words.split("/") for number in _named(one.strip())}
    if len(found) != 1 or 0 in found:
        raise ValueError(UNREADABLE)
    return str(*found)


def _named(word: str) -> Iterator[int]:
    """Yield the months that this may be: 0, which is none, where it is no name of any."""
    names = _names()
    if word in names:
        yield names[word]
    elif len(word) >= _SHORTEST and (cut := {names[one] for one in names if one.startswith(word)}):
        yield from cut
    else:
        yield 0


@cache
def _names() -> Mapping[str, int]:
    return {_folded(name): number for name, number in months().items()}


def _day_and_month(first: int, second: int) -> dict[str, str | None]:
    """Tell day from month where the numbers alone do; the day stands first in most countries."""
    if first == second or first > _LAST_MONTH:
        return {"day": str(first), "month": str(second)}
    if second > _LAST_MONTH:
        return {"day": str(second), "month": str(first)}
    date_ = f"{first}/{second}"
    raise ValueError(
        gettext(
            "%(date)s can be read in two ways: write the month as a word, as in %(example)s",
            date=date_,
            example=day_of_month(second, first),
        )
    )
