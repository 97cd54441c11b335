"""How many texts have which theme, mechanism and so on.

Of the whole corpus the consuming process counts it whenever other texts are in force; of a search
that finds few the page does, and of one that finds many nobody.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection, Engine, delete, insert, select

from portal.public.corpus import queries
from portal.public.corpus.facets import KINDS, LONGEST, Wanted, known_by, of_row
from portal.public.corpus.queries import Recommendation
from portal.public.corpus.read_model import counted, values

FEW: Final = 500  # texts that a page counts
LISTED: Final = 200  # values of a kind, the most frequent


@dataclass(frozen=True, slots=True)
class Value:
    """``number``: None where nobody counted it for this search."""

    value: str
    number: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """``found``: None if there are more than ``FEW``. ``more``: kinds with values not listed."""

    found: int | None
    of: Mapping[str, Sequence[Value]]
    more: frozenset[str]


def due(conn: Connection) -> str | None:
    """Return what is to be counted, as it is known; None if it was."""
    stand = hashlib.sha256(repr(queries.stand(conn)).encode()).hexdigest()
    return None if conn.scalar(select(counted.c.stand)) == stand else stand


def count(engine: Engine, stand: str, goes_on: Callable[[], None]) -> None:
    """Count the texts in force. What changes meanwhile is counted by the next one."""
    numbers, called = Counter[tuple[str, str]](), dict[tuple[str, str], str]()
    for one in queries.batches(engine, Wanted()):
        goes_on()
        for kind, value in _of(one):
            this = kind, known_by(value)
            numbers[this] += 1
            called.setdefault(this, value)
    found = [
        {"kind": kind, "known_by": known, "value": called[kind, known], "number": number}
        for (kind, known), number in numbers.items()
    ]
    with engine.begin() as conn:
        for table in (values, counted):
            conn.execute(delete(table))
        if found:
            conn.execute(insert(values), found)
        conn.execute(insert(counted).values(stand=stand))


def tally(conn: Connection, wanted: Wanted) -> Tally:
    """Return what a search can be narrowed by, with numbers where few are found.

    Of a kind that is asked for all values are listed, so that another one can be chosen.
    """
    some = _few(conn, wanted) if wanted.narrowed else None
    found = None if some is None else len(some)
    own = _among(some or ())
    listed, more = dict[str, Sequence[Value]](), set[str]()
    for kind in KINDS:
        if some is not None and kind not in wanted.of:
            every = own[kind]
        else:
            every = _of_all(conn, kind, counts=not wanted.narrowed)
        if len(every) > LISTED:
            more.add(kind)
        listed[kind] = _with(every[:LISTED], wanted.of.get(kind, ""))
    return Tally(found=found, of=listed, more=frozenset(more))


def _few(conn: Connection, wanted: Wanted) -> Sequence[Recommendation] | None:
    first = replace(wanted, before=None)
    if queries.more_than(conn, first, FEW):
        return None
    some, after = queries.found(conn, first, FEW)
    return None if after is not None else some


def _of(one: Recommendation) -> Iterator[tuple[str, str]]:
    return (each for each in of_row(one.row, one.states) if len(each[1]) <= LONGEST)


def _among(some: Sequence[Recommendation]) -> Mapping[str, Sequence[Value]]:
    numbers: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    called = dict[tuple[str, str], str]()
    for one in some:
        for kind, value in _of(one):
            known = known_by(value)
            called.setdefault((kind, known), value)
            numbers[kind][known] += 1
    return {
        kind: [Value(called[kind, known], number) for known, number in several.most_common()]
        for kind, several in numbers.items()
    }


def _of_all(conn: Connection, kind: str, *, counts: bool) -> Sequence[Value]:
    c = values.c
    query = select(c.value, c.number).where(c.kind == kind).order_by(c.number.desc(), c.known_by)
    return [
        Value(row.value, row.number if counts else None)
        for row in conn.execute(query.limit(LISTED + 1))
    ]


def _with(every: Sequence[Value], asked: str) -> Sequence[Value]:
    """Return them with what is asked for, which is in none of them perhaps."""
    if not asked or known_by(asked) in {known_by(one.value) for one in every}:
        return every
    return [*every, Value(asked, None)]
