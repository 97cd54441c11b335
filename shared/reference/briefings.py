"""Issues of the weekly briefing and of the quarterly bulletin: G.5 of the third domain document.

An issue is of what happened in its period. It opens at six in the morning in Geneva, on the day
after that period: the briefing on a Monday, the bulletin on the first day of a quarter.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Final

from shared.contracts.stakeholders_briefings import Kind
from shared.core.actor import system
from shared.core.geneva import GENEVA, start_of, there

BRIEFING_CLOCK: Final = system("briefings")
"""Who opens issues, and sends those that are approved."""
OPENS: Final = time(6)
SECTIONS: Final[Mapping[Kind, tuple[str, ...]]] = MappingProxyType(
    {
        "briefing": (
            "transmitted",
            "letters",
            "replies",
            "statements",
            "visits",
            "reports",
            "recommendations",
            "tables",
            "vacancies",
            "calls",
            "coming",
        ),
        "bulletin": (
            "council",
            "visits",
            "experts",
            "statements",
            "recommendations",
            "vacancies",
            "calls",
            "coming",
        ),
    }
)
STAFF_ONLY: Final = frozenset({"transmitted"})
SECTION_OF: Final[Mapping[str, str]] = MappingProxyType(
    {
        "sent": "transmitted",
        "letter": "letters",
        "reply": "replies",
        "statement": "statements",
        "visit": "visits",
        "report": "reports",
        "recommendation": "recommendations",
        "table": "tables",
        "term": "vacancies",
        "call": "vacancies",
        "input": "calls",
        "visitinput": "calls",
        "visitahead": "coming",
        "session": "coming",
        "dialogue": "coming",
        "council": "council",
        "experts": "experts",
        "agenda": "coming",
    }
)
"""By the first part of an item's key: where an item stands that is made of a table."""
ADDED: Final = "added"
"""The first part of the key of what an editor added."""
AHEAD: Final[Mapping[Kind, timedelta]] = MappingProxyType(
    {"briefing": timedelta(days=14), "bulletin": timedelta(days=91)}
)
"""How far after its period an issue tells what comes."""
MOST: Final = 100
"""Items of a source in an issue; the rest is in the register."""
MOST_ITEMS: Final = MOST * (len(SECTION_OF) + 1)
"""Of an issue: all that is proposed, and as many as of one source that editors added."""
SKIPPED: Final = ("nothing", "next", "other")
"""Why somebody skips an issue."""
FALLEN: Final = "fallen"
"""Why the platform does: nothing of it was left when it was to be sent."""
LANGUAGES: Final = ("en", "fr", "es", "ar", "ru", "zh")
_ITEM: Final = re.compile(r"[a-z]+-[a-z0-9-]{1,60}")
_PERIOD: Final[Mapping[Kind, re.Pattern[str]]] = MappingProxyType(
    {
        "briefing": re.compile(r"(20[0-9]{2})-w([0-9]{2})"),
        "bulletin": re.compile(r"(20[0-9]{2})-q([1-4])"),
    }
)
_QUARTER: Final = 3  # months


@dataclass(frozen=True, slots=True)
class Period:
    """``first`` and ``last``: days, both in it."""

    first: date
    last: date

    @property
    def begin(self) -> datetime:
        return start_of(self.first)

    @property
    def end(self) -> datetime:
        return start_of(self.last + timedelta(days=1))


def latest(kind: Kind, at: datetime) -> str:
    """Return the period whose issue opened last, such as "2026-w47" or "2026-q3"."""
    local = there(at)
    today = local.date()
    if kind == "briefing":
        first = today - timedelta(days=today.weekday())
        return _week((first if _open(first, at) else first - timedelta(days=7)) - _DAY)
    first = today.replace(month=(today.month - 1) // _QUARTER * _QUARTER + 1, day=1)
    return _quarter_of((first if _open(first, at) else _quarter_before(first)) - _DAY)


def period(kind: Kind, code: str) -> Period | None:
    """Return the days of a period; None of what is none."""
    found = _PERIOD[kind].fullmatch(code)
    if found is None:
        return None
    year, number = int(found[1]), int(found[2])
    if kind == "bulletin":
        first = date(year, (number - 1) * _QUARTER + 1, 1)
        after = (first + timedelta(days=95)).replace(day=1)
        return Period(first, after - _DAY)
    try:
        first = date.fromisocalendar(year, number, 1)
    except ValueError:
        return None
    return Period(first, first + timedelta(days=6))


def days_of(kind: Kind, code: str) -> Period:
    """Return the days of a period that there is."""
    found = period(kind, code)
    if found is None:
        raise ValueError(code)
    return found


def is_item(key: str) -> bool:
    return _ITEM.fullmatch(key) is not None


def source_of(item: str) -> str:
    """Return the first part of an item's key."""
    return item.partition("-")[0]


_DAY = timedelta(days=1)


def _open(first: date, at: datetime) -> bool:
    return datetime.combine(first, OPENS, GENEVA) <= at


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-w{week:02}"


def _quarter_before(first: date) -> date:
    before = first - _DAY
    return before.replace(month=before.month - _QUARTER + 1, day=1)


def _quarter_of(day: date) -> str:
    return f"{day.year}-q{(day.month - 1) // _QUARTER + 1}"
