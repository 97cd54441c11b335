"""The cases that are counted: letters and submissions by State and Geneva day, and no more.

Submissions are counted by day (``days``): near-equal ones on one State and day count once.

Letters from before the platform count by the day on which they were sent (decision 0185). Nobody
knows what they rest on, so they are not open to the desk of a State (R15).
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cache
from itertools import chain

from sqlalchemy import Connection, func, select, true

from portal.casefile import history, reprisals
from portal.casefile.queue.tables import queue
from portal.committee.warning import days
from portal.letters.communications.tables import letters
from shared.contracts.stakeholders_alerts import Series
from shared.core.geneva import day_of, start_of
from shared.reference import OTHER, recipients
from shared.reference.early_warning import Case, Counts
from shared.reference.former_states import former_states


def counts(conn: Connection, series: Series, last: date) -> Counts:
    """Return what is held of a series, up to this day."""
    return of_cases(conn, series, between(conn, series, date.min, last), date.min, last)


def between(conn: Connection, series: Series, since: date, last: date) -> list[Case]:
    """Return the cases of a series from ``since`` on and up to ``last``."""
    return [one for one in of(conn, series, since, last) if one.day <= last]


def of_cases(
    conn: Connection, series: Series, cases: Iterable[Case], since: date, last: date
) -> Counts:
    """Return the counts of the cases of these days."""
    states = [code for code in recipients() if code != OTHER]
    return Counts(cases, states, max(since, first(conn, series) or last), last)


def first(conn: Connection, series: Series) -> date | None:
    """Return the day since which a series is held; None: there is nothing of it."""
    if series == "submissions":
        held: date | None = conn.scalar(select(func.min(queue.c.day)))
        return held
    c, p, urgent = letters.c, history.letters.c, series == "urgent"
    at = conn.scalar(select(func.min(c.transmitted_at)).where(c.type == "UA" if urgent else true()))
    past: date | None = conn.scalar(
        select(func.min(p.sent_on)).where(p.type == "UA" if urgent else true())
    )
    return min((day for day in (at and day_of(at), past) if day is not None), default=None)


def of(
    conn: Connection, series: Series, since: date = date.min, last: date = date.max
) -> Iterator[Case]:
    """Yield the cases of a series from this day on. ``last``: more may be left out after it."""
    if series == "submissions":
        return days.cases(conn, since, last)
    some = chain(_letters(conn, start_of(since)), past(conn, since))
    return (one for one in some if one.urgent or series == "letters")


def _letters(conn: Connection, since: datetime) -> Iterator[Case]:
    c = letters.c
    open_ = reprisals.is_open(c.communication_id)
    query = select(c.recipient, c.transmitted_at, c.type, open_.label("open"))
    for row in conn.execute(query.where(c.transmitted_at >= since)):
        day = day_of(row.transmitted_at)
        yield Case(state=row.recipient, day=day, urgent=row.type == "UA", open=row.open)


def past(conn: Connection, since: date = date.min) -> Iterator[Case]:
    """Yield the letters from before the platform, of States as they are called today."""
    p = history.letters.c
    query = select(p.recipient, p.sent_on, p.type).where(p.sent_on >= since)
    for row in conn.execute(query):
        yield Case(
            state=_today(row.recipient), day=row.sent_on, urgent=row.type == "UA", open=False
        )


@cache
def _today(code: str) -> str:
    """Return today's code of a State that only changed its name; that of any other."""
    former = former_states().get(code)
    renamed = former is not None and not former.ended and len(former.successors) == 1
    return former.successors[0] if former is not None and renamed else code
