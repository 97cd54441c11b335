"""Submissions counted by State and Geneva day; the texts of a day are compared once.

Near-equal submissions on one State and day count once (the campaign guard), told by the keyed
hashes of their texts: nothing is unsealed. What no hash can tell counts by itself.

The ``consume`` process keeps what it counted, by day. A row of the queue says at which position
the store last told something that is counted (``changed``), and a day is counted anew once its rows
or the sum of these are other ones. Who reads counts such a day itself and keeps nothing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import repeat
from typing import Any, Final, TypeAlias

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Connection,
    Date,
    Engine,
    Integer,
    MetaData,
    Table,
    func,
    select,
)

from portal.casefile.queue.tables import queue, tokens
from portal.desk.triage.alike import TELLING
from portal.desk.triage.candidates import TEXT
from shared.read_models.upsert import upsert
from shared.reference.early_warning import Case

tables = MetaData()
days = Table(
    "warning_days",
    tables,
    Column("day", Date, primary_key=True),
    Column("number", Integer, nullable=False),  # of the rows it was counted from; then their sum
    Column("changed", BigInteger, nullable=False),
    Column("cases", JSON, nullable=False),
)

Numbers: TypeAlias = Sequence[Sequence[Any]]
"""Of a day: State, whether urgent, whether open, and how many."""

_AT_ONCE: Final = 400  # ids of one query
_DAYS: Final = 50  # that are counted together
_c, _d = queue.c, days.c


def marks(
    conn: Connection, since: date = date.min, last: date = date.max
) -> Mapping[date, tuple[int, int]]:
    """Return for each day of the queue what is another one as soon as its cases may be others."""
    numbers = (func.count().label("number"), func.sum(_c.changed).label("changed"))
    rows = conn.execute(
        select(_c.day, *numbers).where(_c.day >= since, _c.day <= last).group_by(_c.day)
    )
    return {row.day: (row.number, int(row.changed)) for row in rows}


def cases(conn: Connection, since: date = date.min, last: date = date.max) -> Iterator[Case]:
    """Yield the cases of these days: as they are kept, and else counted now."""
    now = marks(conn, since, last)
    rows = conn.execute(select(days).where(_d.day >= since, _d.day <= last))
    kept = {row.day: row.cases for row in rows if (row.number, row.changed) == now.get(row.day)}
    yield from _cases(kept.items())
    yield from _cases(counted(conn, sorted(now.keys() - kept.keys())))


def keep(engine: Engine) -> int:
    """Count the days that are not kept as they are, and keep them; return how many there were."""
    with engine.connect() as conn:  # first: what is counted may be newer, and is then counted again
        now = marks(conn)
        rows = conn.execute(select(_d.day, _d.number, _d.changed))
        kept = {row.day: (row.number, row.changed) for row in rows}
    others = sorted(day for day, mark in now.items() if kept.get(day) != mark)
    for at in range(0, len(others), _DAYS):
        with engine.connect() as conn:
            found = list(counted(conn, others[at : at + _DAYS]))
        with engine.begin() as conn:
            lines = [(day, *now[day], numbers) for day, numbers in found]
            upsert(conn, days, ["number", "changed", "cases"], lines)
    return len(others)


def counted(conn: Connection, some: Sequence[date]) -> Iterator[tuple[date, Numbers]]:
    """Yield what is counted on each of these days, from the queue and the hashes of its texts."""
    for at in range(0, len(some), _DAYS):
        yield from _counted(conn, some[at : at + _DAYS])


def _counted(conn: Connection, some: Sequence[date]) -> Iterator[tuple[date, Numbers]]:
    columns = (_c.submission_id, _c.state, _c.day, _c.rank, _c.reprisal)
    groups: dict[tuple[date, str], list[Any]] = {}
    in_order = select(*columns).order_by(_c.day, _c.received_at, _c.submission_id)
    for row in conn.execute(in_order.where(_c.day.in_(some))):
        groups.setdefault((row.day, row.state), []).append(row)
    several = [row.submission_id for rows in groups.values() if len(rows) > 1 for row in rows]
    texts = _texts(conn, several)
    found: dict[date, Counter[tuple[str, bool, bool]]] = {day: Counter() for day, _ in groups}
    for (day, state), rows in groups.items():
        for alike in campaigns([(row, texts.get(row.submission_id, frozenset())) for row in rows]):
            urgent = any(row.rank == 0 for row in alike)
            found[day][state, urgent, any(not row.reprisal for row in alike)] += 1
    for day, numbers in found.items():
        yield day, [[*of, number] for of, number in sorted(numbers.items())]


def campaigns(some: Iterable[tuple[Any, frozenset[str]]]) -> list[list[Any]]:
    """Group what says nearly the same: it shares at least half of the first one's hashes."""
    groups: list[tuple[frozenset[str], list[Any]]] = []
    for row, text in some:
        found = next((of for like, of in groups if _alike(like, text)), None)
        if found is None:
            groups.append((text, [row]))
        else:
            found.append(row)
    return [of for _, of in groups]


def _cases(some: Iterable[tuple[date, Numbers]]) -> Iterator[Case]:
    for day, numbers in some:
        for state, urgent, open_, number in numbers:
            yield from repeat(Case(state=state, day=day, urgent=urgent, open=open_), number)


def _alike(like: frozenset[str], text: frozenset[str]) -> bool:
    return len(like) >= TELLING and 2 * len(like & text) >= len(like)


def _texts(conn: Connection, ids: Sequence[str]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    t = tokens.c
    for at in range(0, len(ids), _AT_ONCE):
        these = t.submission_id.in_(ids[at : at + _AT_ONCE])
        query = select(t.submission_id, t.token).where(these, t.token.startswith(TEXT))
        for row in conn.execute(query):
            found.setdefault(row.submission_id, set()).add(row.token)
    return {one: frozenset(text) for one, text in found.items()}
