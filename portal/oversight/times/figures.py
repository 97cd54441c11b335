"""Durations of each step: the median and the slowest tenth of letters, by type (capability 52)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from portal.letters.documents.pace import Way
from portal.web.i18n.formats import lasting
from portal.web.i18n.texts import lazy
from shared.reference import COMMUNICATION_TYPES

_HOUR = timedelta(hours=1)
_HOURS_A_DAY = 24
_IN_DAYS = 3 * _HOURS_A_DAY  # from here on hours say little


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Hours between two moments. ``letters``: how many both are known of; None without one.

    ``slowest``: nine of ten letters took no longer.
    """

    code: str
    title: str
    letters: int
    median: float | None
    slowest: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """One type of letter. ``unknown``: how many rest on no submission that is known."""

    type: str
    letters: int
    unknown: int
    steps: Sequence[Step]


_STEPS = (
    ("received-shared", lazy("Received until shared with mandates")),
    ("shared-drafted", lazy("Shared until drafted")),
    ("drafted-asked", lazy("Drafted until approval was asked")),
    ("asked-approved", lazy("Asked until approved by all")),
    ("approved-ordered", lazy("Approved until ordered to be sent")),
    ("ordered-transmitted", lazy("Ordered until transmitted")),
    ("received-transmitted", lazy("In all, received until transmitted")),
)


def times(some: Iterable[Way]) -> list[Times]:
    """Return the times of each type, also of one without a letter."""
    by_type: dict[str, list[Way]] = {type_: [] for type_ in COMMUNICATION_TYPES}
    for way in some:
        by_type[way.type].append(way)
    return [
        Times(
            type=type_,
            letters=len(mine),
            unknown=sum(way.received_at is None for way in mine),
            steps=_steps(mine),
        )
        for type_, mine in by_type.items()
    ]


def in_words(hours: float | None) -> str:
    """Return hours below three days, days from there on; a dash where nothing is known."""
    if hours is None:
        return "\N{EN DASH}"
    if hours >= _IN_DAYS:
        return lasting(round(hours / _HOURS_A_DAY, 1), "day")
    return lasting(round(hours, 1), "hour")


def _steps(some: Sequence[Way]) -> list[Step]:
    spans = [_spans(way) for way in some]
    return [
        _step(code, title, [span[n] for span in spans]) for n, (code, title) in enumerate(_STEPS)
    ]


def _spans(way: Way) -> list[float | None]:
    """Return the hours of each step of one letter."""
    moments = (
        way.received_at,
        way.shared_at,
        way.drafted_at,
        way.requested_at,
        way.approved_at,
        way.ordered_at,
        way.transmitted_at,
    )
    pairs = [*pairwise(moments), (way.received_at, way.transmitted_at)]
    return [_hours(start, end) for start, end in pairs]


def _hours(start: datetime | None, end: datetime | None) -> float | None:
    return (end - start) / _HOUR if start and end else None


def _step(code: str, title: str, spans: Iterable[float | None]) -> Step:
    known = sorted(span for span in spans if span is not None)
    return Step(
        code=code,
        title=title,
        letters=len(known),
        median=round(median(known), 1) if known else None,
        slowest=round(known[_rank(len(known))], 1) if known else None,
    )


def _rank(count: int) -> int:
    """Return which of so many, from the quickest, nine of ten do not exceed (nearest rank)."""
    return (9 * count + 9) // 10 - 1
