"""Mandates over time: when each was in force, and what the Council did (section C.7).

Only days on record count. Where the day of creation is not known, the mandate was there on the
first day that a dated act names, and before it nobody knows; so the course begins on the day by
which each of them is known to be there.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Final

from sqlalchemy import Connection, select

from portal.stakeholders.read_model import steps

CREATED, MERGED, SPLIT, ENDED, LAPSED, BACK = (
    "created",
    "merged",
    "split",
    "terminated",
    "lapsed",
    "reestablished",
)
KINDS: Final = (CREATED, MERGED, SPLIT, ENDED, LAPSED, BACK)
_ENDS: Final = frozenset({MERGED, ENDED, LAPSED})
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """``on``: of an end, the last day; None: of a creation that nobody dated."""

    mandate: str
    kind: str
    on: date | None
    symbol: str | None
    into: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """``on``: its day; of an end the last day. ``since``: the first day on which it shows."""

    mandate: str
    kind: str
    on: date
    since: date
    symbol: str | None
    into: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """``since``: the first day of the mandate; None: not on record, and it was there on ``known``.

    ``events``: what began and ended it, in their order.
    """

    since: date | None
    known: date | None
    events: Sequence[Event]

    @property
    def periods(self) -> list[tuple[date, date]]:
        """The days in force, from the first to the last."""
        found: list[tuple[date, date]] = []
        first: date | None = self.since or date.min
        for one in self.events:
            if one.kind in _ENDS and first is not None:
                found.append((first, one.on))
                first = None
            elif first is None:
                goes_on = bool(found) and _after(found[-1][1]) == one.on
                first = found.pop()[0] if goes_on else one.on
        return found if first is None else [*found, (first, date.max)]

    def on(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.periods)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """``events``: with how many mandates there are from then on, the oldest first."""

    begins: date
    number: int
    events: Sequence[tuple[Event, int]]


def every(conn: Connection) -> dict[str, Life]:
    """Return the life of each mandate of the registry."""
    c = steps.c
    rows = conn.execute(
        select(c.mandate, c.kind, c.on, c.symbol, c.into).order_by(c.mandate, c.position, c.kind)
    )
    some = (Step(**row._asdict()) for row in rows)
    return {
        mandate: life(list(of_mandate))
        for mandate, of_mandate in groupby(some, key=attrgetter("mandate"))
    }


def life(some: Sequence[Step]) -> Life:
    """Return what the steps of one mandate say, in the order in which they were recorded."""
    since = next((one.on for one in some if one.kind == CREATED), None)
    days = [one.on for one in some if one.on is not None]
    events: list[Event] = []
    for one in some:
        last = events[-1] if events and events[-1].kind in _ENDS else None
        if one.on is None:
            continue
        if one.kind == CREATED:
            events.append(_event(one, one.on, CREATED))
        elif one.kind in _ENDS and last is None:
            events.append(_event(one, one.on, one.kind))
        elif one.kind == "renewed" and last is not None and last.kind == LAPSED:
            events.pop()  # the Council had decided in time
        elif one.kind == BACK and last is not None and one.on <= last.on:
            events.pop()  # before its last day was over
        elif one.kind == BACK and last is not None:
            events.append(_event(one, one.on, SPLIT if last.kind == MERGED else BACK))
    return Life(since=since, known=min(days, default=None), events=events)


def course(lives: Mapping[str, Life], today: date) -> Course | None:
    """Return how many mandates there were, from the first day of which that is known."""
    undated = [one.known for one in lives.values() if one.since is None and one.known]
    dated = [one.since for one in lives.values() if one.since]
    begins = max(undated) if undated else min(dated, default=None)
    if begins is None or begins > today:
        return None
    happened = sorted(
        (one for some in lives.values() for one in some.events if begins <= one.since <= today),
        key=lambda one: (one.since, one.mandate, one.kind),
    )
    return Course(
        begins=begins,
        number=_there(lives.values(), begins),
        events=[(one, _there(lives.values(), one.since)) for one in happened],
    )


def _there(lives: Iterable[Life], day: date) -> int:
    return sum(one.on(day) for one in lives)


def _event(one: Step, on: date, kind: str) -> Event:
    return Event(
        mandate=one.mandate,
        kind=kind,
        on=on,
        since=_after(on) if kind in _ENDS else on,
        symbol=one.symbol,
        into=one.into,
    )


def _after(day: date) -> date:
    """Return the next day. After the last day of all comes none: some year was typed wrong."""
    return day + _DAY if day < date.max else day
