"""Dates, times and numbers as each language writes them. English is written as the UN does."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from math import inf
from typing import Final, Literal, TypeAlias

from babel import Locale
from babel.dates import format_date, format_timedelta, get_timezone_location
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.units import format_unit

from portal.web.i18n.languages import ENGLISH
from portal.web.i18n.texts import language, lazy, ngettext

Unit: TypeAlias = Literal["minute", "hour", "day", "month", "year"]

_UNITS: Final[Mapping[Unit, timedelta]] = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "month": timedelta(days=30),
    "year": timedelta(days=365),
}
_SIZES: Final = (
    (10**9, lazy("%(size)s GB")),
    (10**6, lazy("%(size)s MB")),
    (10**3, lazy("%(size)s kB")),
)
_BETWEEN: Final[Mapping[str, str]] = {"ar": "، ", "zh": "、"}
_COMMAS: Final[Mapping[str, str]] = {"ar": "، ", "zh": "\uff0c"}
_SAMPLES: Final = 200
"""Numbers from 0 on among which is one of each category that people count to."""
_LEAP: Final = 2024
"""A year that has every day."""
# As United Nations texts in Arabic write them: the months of the Levant beside those of Egypt.
ARABIC_MONTHS: Final = (
    "كانون الثاني/يناير", "شباط/فبراير", "آذار/مارس", "نيسان/أبريل", "أيار/مايو",
    "حزيران/يونيه", "تموز/يوليه", "آب/أغسطس", "أيلول/سبتمبر", "تشرين الأول/أكتوبر",
    "تشرين الثاني/نوفمبر", "كانون الأول/ديسمبر",
)  # fmt: skip


def number(count: float) -> str:
    """Return a number with its thousands apart. It is to be read, and never parsed."""
    if _english():
        return f"{count:,}"
    return str(format_decimal(count, locale=language().locale))


def decimal(value: float, digits: int) -> str:
    """Return a number with so many digits behind its point: 4.25, 4,25."""
    if _english():
        return f"{value:.{digits}f}"
    return str(format_decimal(value, f"0.{'0' * digits}", language().locale))


def short_day(on: date) -> str:
    """Return a day: 24 Nov 2026, 24 nov. 2026, 2026年11月24日."""
    if _english():
        return f"{on.day} {on:%b %Y}"
    if language().code == "ar":
        return f"{on.day} {ARABIC_MONTHS[on.month - 1]} {on.year}"
    said = format_date(on, "medium" if language().code == "zh" else "d MMM y", language().locale)
    if language().code == "fr" and on.day == 1:
        said = said.replace("1", "1er", 1)
    return str(said)


def long_month(year: int, month: int) -> str:
    """Return a month of a year: November 2026, novembre 2026."""
    if language().code == "ar":
        return f"{ARABIC_MONTHS[month - 1]} {year}"
    pattern = "y年M月" if language().code == "zh" else "LLLL y"
    return str(format_date(date(year, month, 1), pattern, language().locale))


def rough_day(iso: str) -> str:
    """Return a day, a month or a year: 14 March 2026, mars 2026, 2026."""
    year, *rest = map(int, iso.split("-"))
    if len(rest) < 2:  # noqa: PLR2004  # a month and its day
        return long_month(year, rest[0]) if rest else str(year)
    month, day = rest
    if language().code == "ar":
        return f"{day} {ARABIC_MONTHS[month - 1]} {year}"
    pattern = "y年M月d日" if language().code == "zh" else "d MMMM y"
    said = format_date(date(year, month, day), pattern, language().locale)
    first = language().code == "fr" and day == 1
    return str(said).replace("1", "1er", 1) if first else str(said)


def day_of_month(month: int, day: int) -> str:
    """Return a day of any year: 14 March, 14 mars, 3月14日."""
    if language().code == "ar":
        return f"{day} {ARABIC_MONTHS[month - 1]}"
    pattern = "M月d日" if language().code == "zh" else "d MMMM"
    said = str(format_date(date(_LEAP, month, day), pattern, language().locale))
    first = language().code == "fr" and day == 1
    return said.replace("1", "1er", 1) if first else said


def size(count: int) -> str:
    """Return how large a file is: 1 Byte, 12.3 kB, 4,5 Mo."""
    for unit, says in _SIZES:
        if count >= unit:
            return says % {"size": number(round(count / unit, 1))}
    return ngettext("%(count)s Byte", "%(count)s Bytes", count)


def city(zone: str) -> str:
    """Return the city by which people know a time zone, such as "Le Caire"."""
    return str(get_timezone_location(zone, locale=language().locale, return_city=True))


def all_of(names: Sequence[str]) -> str:
    """Return names of which each is meant: "30, 60 and 90"."""
    # en_GB: English as the UN writes it, without a comma before "and"
    locale = "en_GB" if _english() else language().locale
    return str(format_list(names, locale=locale))


def one_of(names: Sequence[str]) -> str:
    """Return names of which one is meant: "Czechia or Slovakia"."""
    return str(format_list(names, style="or", locale=language().locale))


def kinds_of_numbers() -> list[str]:
    """Return the categories of numbers that the language tells apart: one, few, many, other."""
    return sorted({*Locale.parse(language().locale).plural_form.tags, "other"})


def by_category(said: Callable[[int], str]) -> dict[str, str]:
    """Return what is said of a number, for each category of numbers that the language tells apart.

    For scripts, which find the category by ``Intl.PluralRules``.
    """
    rule = Locale.parse(language().locale).plural_form
    samples: dict[str, int] = {}
    for number in range(_SAMPLES):
        samples.setdefault(rule(number), number)
    return {category: said(number) for category, number in samples.items()}


def listed(words: Iterable[str]) -> str:
    """Return words one after the other: "TORTURE, EJE"."""
    return between().join(map(str, words))


def between() -> str:
    """Return what stands between words, for a page that marks or links each of them."""
    return _BETWEEN.get(language().code, ", ")


def comma() -> str:
    """Return the comma between two parts of a line, such as a name and a day."""
    return _COMMAS.get(language().code, ", ")


def away(count: int, unit: Unit) -> str:
    """Return how far something is: "in 3 days", "il y a 3 jours". ``count`` below 0: it was."""
    if _english():
        size = abs(count)
        words = f"{size} {unit}" if size == 1 else f"{size} {unit}s"
        return f"in {words}" if count > 0 else f"{words} ago"
    return str(
        format_timedelta(
            _UNITS[unit] * count,
            granularity=unit,
            threshold=inf,
            add_direction=True,
            locale=language().locale,
        ),
    )


def lasting(size: float, unit: Literal["hour", "day"]) -> str:
    """Return how long something takes: "1 hour", "2.5 days", "2,5 jours"."""
    return str(format_unit(size, f"duration-{unit}", locale=language().locale))


def _english() -> bool:
    return language().code == ENGLISH or language().pseudo
