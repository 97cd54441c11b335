"""Internal statistics: pure counts of what a person may see (capability 58, and SD2)."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Final, TypeVar

from sqlalchemy import Connection

from portal.committee.gaps.bands import Signal, of_counts
from portal.committee.gaps.overlaps import overlap
from portal.committee.statistics import floor, readers, recommended, rows
from portal.committee.statistics.comparing import compare
from portal.committee.statistics.rows import Asked, Received, Sent, Taken, chosen
from portal.letters.documents.pace import AIM
from shared.core.actor import Actor
from shared.core.roles import Role

Key = TypeVar("Key", int, str)
Kind = TypeVar("Kind", str, tuple[int, str])
MANY: Final = 4
"""Mandates that signed a letter, and more."""
FEWEST: Final = 4
"""Below this nothing exists for who reads no letter (SD2)."""
BECAME: Final = ("shared", "referred", "not_actioned", "with_desk")
_URGENT: Final = "UA"
_HOUR: Final = timedelta(hours=1)
_PERIODS: Final = timedelta(days=13 * 28)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Letters whose time to reply is over. ``days``: the median to the first one in substance."""

    in_time: int
    later: int
    otherwise: int
    silent: int
    days: int | None

    @property
    def due(self) -> int:
        return self.in_time + self.later + self.otherwise + self.silent


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """``opens``: whether submissions are counted one by one; ``floored``: grades as bands.

    ``hours``: the median from receipt to sending, by year and type. ``urgent``: within the aim, and
    not. ``compared``: grades of replies in substance by how soon the letter was answered; of bands
    only those that are shown. ``recommended``: of recommendations, by scheme and grade.
    """

    received: Mapping[tuple[int, str], int]
    origins: Mapping[str, int]
    bands: Sequence[Signal]
    hours: Mapping[tuple[int, str], int]
    urgent: Mapping[int, tuple[int, int]]
    letters: Mapping[tuple[int, str], int]
    signed: Mapping[tuple[int, int], int]
    pairs: Sequence[tuple[str, str, int]]
    replies: Mapping[int, Answers]
    states: Mapping[str, Answers]
    grades: Mapping[str, int]
    compared: Mapping[tuple[str, str], int]
    recommended: Mapping[tuple[str, str], int]
    opens: bool
    floored: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What there is something of: years, recipients, mandates."""

    years: Sequence[int]
    states: frozenset[str]
    mandates: frozenset[str]


def numbers(conn: Connection, actor: Actor, asked: Asked, today: date) -> tuple[Numbers, Choices]:
    actor = readers.inside(actor)
    every = rows.sent(conn, actor)
    found = chosen(every, asked)
    floored = readers.reads_metadata(actor)
    over = [one for one in found if one.known and one.due < today]
    given = rows.graded(conn, actor, asked.mandate)
    compared: Mapping[tuple[str, str], int] = (
        floor.compared(every, rows.each_given(conn, actor), today)
        if floored
        else compare(found, given, today)
    )
    ids = {one.communication_id for one in found}
    opened = rows.received(conn, actor, asked.mandate) if readers.opens_submissions(actor) else []
    received = [one for one in opened if asked.has_year(one.year) and asked.has_state(one.state)]
    hours, urgent = _paces(_ways(conn, actor, today), asked)
    made = Numbers(
        received=_sums(received, lambda one: (one.year, one.became)),
        origins=_sums(received, lambda one: one.state),
        bands=_bands(conn, actor, asked, today),
        hours=hours,
        urgent=urgent,
        letters=Counter((one.on.year, one.type) for one in found),
        signed=Counter((one.on.year, min(len(one.mandates), MANY)) for one in found),
        pairs=overlap((one.mandates for one in found), readers.paired(actor)).listed,
        replies=_answers(over, lambda one: one.on.year),
        states=_answers(over, lambda one: one.state),
        grades=Counter(one.value for one in given if one.communication_id in ids),
        compared=compared,
        recommended=recommended.given(conn, actor, today) if floored else {},
        opens=readers.opens_submissions(actor),
        floored=floored,
    )
    return made, _choices(every, opened)


def _sums(some: Iterable[Received], by: Callable[[Received], Kind]) -> Counter[Kind]:
    found: Counter[Kind] = Counter()
    for one in some:
        found[by(one)] += one.number
    return found


def _choices(some: Sequence[Sent], received: Sequence[Received]) -> Choices:
    years = {one.on.year for one in some} | {one.year for one in received}
    return Choices(
        years=sorted(years, reverse=True),
        states=frozenset({one.state for one in some} | {one.state for one in received}),
        mandates=frozenset(code for one in some for code in one.mandates),
    )


def _bands(conn: Connection, actor: Actor, asked: Asked, today: date) -> list[Signal]:
    since = today - _PERIODS
    found = of_counts(rows.told(conn, actor, since), today)
    return [one for one in found if one.first >= since and asked.has_state(one.state)]


def _answers(some: Iterable[Sent], by: Callable[[Sent], Key]) -> dict[Key, Answers]:
    groups: dict[Key, list[Sent]] = defaultdict(list)
    for one in some:
        groups[by(one)].append(one)
    return {key: _answered(groups[key]) for key in sorted(groups)}


def _answered(some: Sequence[Sent]) -> Answers:
    days = [(one.answered - one.on).days for one in some if one.answered is not None]
    in_time = sum(one.answered is not None and one.answered <= one.due for one in some)
    otherwise = sum(one.answered is None and one.otherwise for one in some)
    return Answers(
        in_time=in_time,
        later=len(days) - in_time,
        otherwise=otherwise,
        silent=len(some) - len(days) - otherwise,
        days=round(median(days)) if days else None,
    )


def _ways(conn: Connection, actor: Actor, today: date) -> list[Taken]:
    """Return the times of letters that this person reads; for who reads none, of years over.

    R15 wins: a desk officer who is on the Committee has those of the own States.
    """
    if not readers.reads_metadata(actor) or actor.has(Role.DESK_OFFICER):
        return rows.taken(conn, actor)
    by_kind: dict[tuple[int, str], list[Taken]] = defaultdict(list)
    for one in rows.every_taken(conn):
        if one.year < today.year:
            by_kind[one.year, one.type].append(one)
    return [one for some in by_kind.values() if len(some) >= FEWEST for one in some]


def _paces(
    ways: Iterable[Taken], asked: Asked
) -> tuple[dict[tuple[int, str], int], dict[int, tuple[int, int]]]:
    """Times are by year alone: the other filters are of what came of a letter."""
    taken: dict[tuple[int, str], list[float]] = defaultdict(list)
    for one in ways:
        if asked.has_year(one.year):
            taken[one.year, one.type].append(one.hours)
    hours = {key: round(median(some)) for key, some in taken.items()}
    aim = AIM[_URGENT] / _HOUR
    urgent = {
        year: (within, len(some) - within)
        for (year, type_), some in taken.items()
        if type_ == _URGENT
        for within in [sum(one < aim for one in some)]
    }
    return hours, urgent
