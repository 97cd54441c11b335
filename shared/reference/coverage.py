"""Standards of coverage: the same questions for every State, and what an answer can be.

Section D of selection-stakeholders-committee.md, SD1 to SD4. No standard says which answer is good:
there is no score, no rank and no direction. An answer is a short text, of the kind of its standard:
"3", "2024-05-17", "yes", "12/9/6". What nobody knows has no answer, which is never 0.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Final

from shared.core.actor import system
from shared.reference import REGIONS, rows, states
from shared.reference.alerts import COUNTRIES
from shared.reference.seen import seen

OBSERVERS: Final = ("PSE", "VAT")
"""The two observer States: beside the 193 members, and in no regional group."""
OBSERVING: Final = "OBS"
"""What stands for a regional group where a State is in none."""
GROUPS: Final = (*REGIONS, OBSERVING)
COVERAGE_CLOCK: Final = system("coverage")
"""Who takes the snapshot of a month."""
NOT_APPLICABLE: Final = "na"
NEVER: Final = "never"
ASKED: Final = "never/asked"
UNASKED: Final = "never/unasked"
"""Never visited: and a request is known, or none. Nobody records which: it is counted (D.1)."""
NEVERS: Final = frozenset({NEVER, ASKED, UNASKED})
ELSEWHERE: Final = "elsewhere"
"""Visited only under another State's mandate or offshore (D.8)."""
JOINED: Final = frozenset({"visit", "requests", "invitation"})
"""Standards of which the platform has public records, and the Committee records what others say."""
IMPORTED: Final = "imported"
"""What an answer has for a source where a visit from before the platform gives it."""
UNANSWERED: Final = 5
"""Years after which a request for a visit counts, once the year of the last of them is over."""
NO_GRADE: Final = "none"
"""An institution is in the register, and no grade of GANHRI is in force."""
RECENT: Final = 24
SILENT: Final = 36
"""Months back: of letters, replies and recommendations; of silence (SD4)."""
PERIOD: Final = timedelta(days=28)
_FIRST_PERIOD: Final = date(2024, 1, 1)
BANDS: Final = ((50, None), (20, 49), (10, 19), (4, 9))
"""SD2: a number below four does not exist."""
LONGEST_SOURCE: Final = 200  # characters
_SYMBOL: Final = re.compile(r"[A-Z]{1,6}(/[A-Za-z0-9.()\-]+)+")
_ADDRESS: Final = re.compile(r"https://[A-Za-z0-9.\-]+(/[A-Za-z0-9\-._~/?#=&%+:,;@!()]*)?")
_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,3}")
_SHARE: Final = re.compile(r"([0-9]{1,5})/([0-9]{1,5})/([0-9]{1,5})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """``kind``: of its answers. ``computed``: from what the platform published; else recorded.

    ``public``: whether everybody reads it, or those alone who work here.
    """

    key: str
    question: str
    unit: str
    source: str
    kind: str
    computed: bool
    public: bool


@cache
def standards() -> Mapping[str, Standard]:
    """Return every standard that the platform can answer, in the order of the first set."""
    found = [
        Standard(
            **{name: row[name] for name in ("key", "question", "unit", "source", "kind")},
            computed=row["computed"] == "yes",
            public=row["public"] == "yes",
        )
        for row in rows("coverage_standards.csv")
    ]
    return MappingProxyType({one.key: one for one in found})


@cache
def covered() -> Mapping[str, str]:
    """Return the 193 member States and the observers, each with its group."""
    found = {one.code: one.group for one in states().values() if one.member and one.group}
    return MappingProxyType({**found, **dict.fromkeys(OBSERVERS, OBSERVING)})


@cache
def non_members() -> Mapping[str, int]:
    """Return States outside the 193 that make treaties, and since which year."""
    return MappingProxyType({row["code"]: int(row["since"]) for row in rows("non_members.csv")})


def sound(kind: str, value: str) -> bool:
    """Whether this can be recorded as an answer of this kind. Any takes "not applicable"."""
    if value == NOT_APPLICABLE:
        return True
    match kind:
        case "visit":
            return value in {NEVER, ELSEWHERE} or _is_day(value)
        case "day":
            return value == NEVER or _is_day(value)
        case "number":
            return _NUMBER.fullmatch(value) is not None
        case "yes":
            return value in {"yes", "no"}
        case "grade":
            return value == NO_GRADE or value in {"A", "B", "A/B"}
        case "share":
            return _is_share(value)
        case _:  # a band
            return value in {said(*one) for one in BANDS}


def counts_as(kind: str, value: str) -> bool:
    """Whether this can be an answer of a snapshot: recorded, or made of what is known beside."""
    return sound(kind, value) or (kind == "visit" and value in NEVERS)


def source_is_sound(source: str) -> bool:
    """Whether it is the symbol of a document or the address of a page: nobody is named by it."""
    if len(source) > LONGEST_SOURCE:
        return False
    return bool(_SYMBOL.fullmatch(source) or _ADDRESS.fullmatch(source))


def is_for_itself(mandates: Iterable[str], state: str) -> bool:
    """Whether one of these mandates visits the State for its own sake, and not another (D.8)."""
    return any(COUNTRIES.get(one, state) == state for one in mandates)


def band(count: int) -> str | None:
    """Return the band of a number; None: it does not exist (SD2)."""
    return next((said(*one) for one in BANDS if count >= one[0]), None)


def said(least: int, most: int | None) -> str:
    """Return a band as an answer: "4-9", "50+"."""
    return f"{least}+" if most is None else f"{least}-{most}"


def month_of(day: date) -> str:
    return f"{day.year:04}-{day.month:02}"


def before(day: date, months: int) -> date:
    """Return the day so many months before; the last of its month where that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def periods(today: date, months: int) -> tuple[date, date]:
    """Return the first day and the day after the last of the whole periods of these months.

    Only periods of 28 days that are over count, so that two looks tell nothing of one day.
    """
    end = _FIRST_PERIOD + (today - _FIRST_PERIOD) // PERIOD * PERIOD
    number = -(-(end - before(end, months)) // PERIOD)
    return end - number * PERIOD, end


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_share(value: str) -> bool:
    """Asked, answered, and answered in time: none is more than the one before."""
    told = _SHARE.fullmatch(value)
    if told is None:
        return False
    asked, answered, in_time = map(int, told.groups())
    return 0 < asked >= answered >= in_time


def on_record(answers: Mapping[str, tuple[str, str, date]], codes: Iterable[str]) -> str:
    """Return what tells answers, each with source and day, of these States from others."""
    return seen([(code, answers.get(code)) for code in sorted(set(codes))])
