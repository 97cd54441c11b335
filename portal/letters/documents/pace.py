"""The time that letters take from source to recipient (procedure.md section 8.3, capability 52)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import median
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Connection, ScalarSelect, and_, func, select

from portal.letters.communications.queries import visible
from portal.letters.communications.tables import letters, links, submissions, triages
from portal.web.i18n.texts import lazy
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference import COMMUNICATION_TYPES

LATELY = timedelta(days=90)
AIM = MappingProxyType({"UA": timedelta(hours=24)})
"""Received → transmitted, by type: an operating goal."""

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """The times of one letter, from the first submission behind it. None: it is not known."""

    type: str
    received_at: datetime | None
    shared_at: datetime | None
    drafted_at: datetime | None
    requested_at: datetime | None
    approved_at: datetime | None
    ordered_at: datetime | None
    transmitted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Median hours of one type of letter, and of each step of its way; None without a letter.

    ``within``: how many kept to the ``aim`` of so many hours, where there is one.
    """

    type: str
    letters: int
    steps: Sequence[float | None]
    whole: float | None
    aim: int | None
    within: int


STEPS: Sequence[tuple[str, Callable[[Way], datetime | None], Callable[[Way], datetime | None]]] = (
    (lazy("Until drafted"), lambda w: w.received_at, lambda w: w.drafted_at),
    (lazy("Until asked"), lambda w: w.drafted_at, lambda w: w.requested_at),
    (lazy("Until cleared"), lambda w: w.requested_at, lambda w: w.approved_at),
    (lazy("Until sent"), lambda w: w.approved_at, lambda w: w.transmitted_at),
)


def ways(
    conn: Connection, actor: Actor, *, since: datetime, until: datetime | None = None
) -> list[Way]:
    """Return the ways of the letters transmitted since, among those that this person may see.

    ``until``: and before. Of several submissions behind a letter the first one counts. Who reads a
    letter for its State alone does not know when they came, so it is not among them.
    """
    return _ways(conn, timed(actor), letters.c.transmitted_at >= since, *_before(until))


def every_way(conn: Connection, *, since: datetime) -> list[Way]:
    """The same of every letter: for figures that tell of no letter to people who see none."""
    return _ways(conn, letters.c.transmitted_at >= since)


def timed(actor: Actor) -> ColumnElement[bool]:
    """The letters of which this person may see how long they took."""
    otherwise = replace(actor, roles=actor.roles - {Role.DESK_OFFICER})
    return and_(letters.c.state == "transmitted", visible(actor), visible(otherwise))


def first_received(conn: Connection) -> list[tuple[str, str, datetime, datetime]]:
    """Return of each letter sent its id, type, the first receipt behind it, and when it was sent.

    Of every letter: for figures that tell of no letter to people who see none.
    """
    c, s = letters.c, submissions.c
    first = func.min(s.received_at)
    rows = conn.execute(
        select(c.communication_id, c.type, first, c.transmitted_at)
        .join(links, links.c.communication_id == c.communication_id)
        .join(submissions, s.submission_id == links.c.submission_id)
        .where(c.state == "transmitted", s.received_at.is_not(None))
        .group_by(c.communication_id, c.type, c.transmitted_at)
    )
    return [(one, type_, came, went) for one, type_, came, went in rows.tuples()]


def _before(until: datetime | None) -> list[ColumnElement[bool]]:
    return [letters.c.transmitted_at < until] if until else []


def _ways(conn: Connection, *which: ColumnElement[bool]) -> list[Way]:
    c, s = letters.c, submissions.c
    rows = conn.execute(
        select(c.type, c.drafted_at, c.requested_at, c.approved_at, c.ordered_at, c.transmitted_at)
        .add_columns(
            _first(s.received_at, s.submission_id).label("received_at"),
            _first(triages.c.triaged_at, triages.c.submission_id).label("shared_at"),
        )
        .where(c.state == "transmitted", *which)
    )
    return [Way(**row._asdict()) for row in rows]


def _first(at: Any, submission_id: ColumnElement[str]) -> ScalarSelect[Any]:
    """When it first happened to a submission behind the letter."""
    return (
        select(func.min(at))
        .join(links, links.c.submission_id == submission_id)
        .where(links.c.communication_id == letters.c.communication_id)
        .scalar_subquery()
    )


def begun(conn: Connection, actor: Actor) -> datetime | None:
    """Return when the first letter went of those that this person may see."""
    c = letters.c
    first = select(func.min(c.transmitted_at)).where(visible(actor), c.state == "transmitted")
    found: datetime | None = conn.scalar(first)
    return found


def paces(some: Iterable[Way]) -> list[Pace]:
    """Return the pace of each type of letter."""
    by_type: dict[str, list[Way]] = {type_: [] for type_ in COMMUNICATION_TYPES}
    for way in some:
        by_type[way.type].append(way)
    return [_pace(type_, mine) for type_, mine in by_type.items()]


def hours(start: datetime, end: datetime) -> int:
    """Return whole hours."""
    return int((end - start) / _HOUR)


def _pace(type_: str, some: Sequence[Way]) -> Pace:
    aim = AIM.get(type_)
    taken = [way.transmitted_at - way.received_at for way in some if way.received_at is not None]
    return Pace(
        type=type_,
        letters=len(some),
        steps=[_median([(begins(way), ends(way)) for way in some]) for _, begins, ends in STEPS],
        whole=_median([(way.received_at, way.transmitted_at) for way in some]),
        aim=int(aim / _HOUR) if aim else None,
        within=sum(one < aim for one in taken) if aim else 0,
    )


def _median(spans: Iterable[tuple[datetime | None, datetime | None]]) -> float | None:
    known = [(end - start) / _HOUR for start, end in spans if start and end]
    return round(median(known), 1) if known else None
