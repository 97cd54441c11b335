"""Rows of the corpus: sorted into new, changed and same; laid, and taken up again.

Each function is one short transaction's work on a chunk of rows. What a batch brings lies beside
what is shown until all of it is there; only then what it replaces leaves the search.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy import Connection, Select, delete, func, insert, select, update

from portal.public.corpus import named
from portal.public.corpus.checking import (
    ANYBODYS,
    Item,
    Problem,
    Whose,
    Wrong,
    annotation,
    states_of,
)
from portal.public.corpus.columns import Row
from portal.public.corpus.facets import marks_of
from portal.public.corpus.hidden import READABLE
from portal.public.corpus.read_model import assessments, rows
from portal.public.corpus.reading import Sheet
from portal.public.register.search import stored

CHUNK: Final = 200
ROW: Final = TypeAdapter(Row)


@dataclass(slots=True)
class Seen:
    """What a sheet has, in eight bytes each: a sheet of 270,000 rows takes some 25 MB.

    ``source``, ``family``: whose sheet it is, and which of theirs. What others brought is not
    missing in it.
    A row with a problem is there too. If it has no id, nobody knows which one it is: then what its
    States seem to lack may be this, and so nothing of theirs is missing.
    """

    source: str | None = None
    family: str = ""
    encoding: str | None = None
    aside: tuple[str, ...] = ()
    _items: set[bytes] = field(default_factory=set)
    _skipped: set[bytes] = field(default_factory=set)
    _states: set[str] = field(default_factory=set)
    _doubtful: set[str | None] = field(default_factory=set)

    def of(self, sheet: Sheet) -> None:
        """Note whose sheet it is, as what its letters are read, and what it has besides."""
        self.source, self.family = sheet.format.source, sheet.format.family
        self.encoding, self.aside = sheet.encoding.value, sheet.aside

    def first(self, item: str) -> bool:
        """Note it; return whether it had not come before."""
        key = _short(item)
        new = key not in self._items
        self._items.add(key)
        return new

    def took(self, item: Item) -> bool:
        """Note a sound row; return whether it had not come before."""
        self._states.update(item.states)
        return self.first(item.key)

    def skipped(self, row: Row, problems: Iterable[Problem]) -> None:
        """Note a row with a problem. Noise was never imported."""
        if id_ := annotation(row):
            self._skipped.add(_short(id_))
        elif any(one.wrong is not Wrong.NOISE for one in problems):
            self._doubtful.update(states_of(row) or [None])

    @property
    def scope(self) -> frozenset[str]:
        """The States about which the sheet, if it is whole, says all."""
        if None in self._doubtful:
            return frozenset()
        return frozenset(self._states.difference(self._doubtful))

    def __contains__(self, item: str) -> bool:
        short = _short(item)
        return short in self._items or short in self._skipped


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """``old``: keys of the versions that are in force of what is changed; ``states``: theirs."""

    new: Sequence[tuple[Item, str]]
    changed: Sequence[tuple[Item, str]]
    same: int
    old: Sequence[int]
    states: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """What a transaction has to write."""

    old: Sequence[int]
    put: Sequence[dict[str, object]]


def sort(
    conn: Connection,
    items: Sequence[Item],
    within: frozenset[str] | None = None,
    whose: Whose = ANYBODYS,
    *,
    told: bool = False,
) -> Sorted:
    """Compare with what is in force. No two items have the same key.

    What another list of the source has brought before stays of that one: it alone withdraws it.
    ``within``: the only States whose texts may be changed; ``whose``: by whom. ``told``: they are
    told of it, so a text that nobody reads here is new, as it is for whoever looks for it.
    """
    c = rows.c
    found = conn.execute(
        select(c.item, c.key, c.content, c.states, c.family).where(
            c.item.in_([one.key for one in items]),
            c.replaced_by.is_(None),
            *(READABLE if told and whose.limited else ()),
        )
    )
    known = {row.item: row for row in found}
    items = [
        replace(one, family=known[one.key].family) if one.key in known else one for one in items
    ]
    written = [(one, ROW.dump_json(one.row).decode()) for one in items]
    new = [one for one in written if one[0].key not in known]
    there = [(one, known[one[0].key]) for one in written if one[0].key in known]
    if whose.states:
        within = whose.states if within is None else within & whose.states
    if within is not None:
        there = [one for one in there if within.issuperset(one[1].states.split())]
    if whose.mandates:
        theirs = _of_mandates(conn, [row.key for _, row in there], whose.mandates)
        there = [one for one in there if one[1].key in theirs]
    changed = [(one, row) for one, row in there if row.content != content_of(one[1])]
    return Sorted(
        new=new,
        changed=[one for one, _ in changed],
        same=len(there) - len(changed),
        old=[row.key for _, row in changed],
        states=frozenset(code for _, row in changed for code in row.states.split()),
    )


def _of_mandates(conn: Connection, keys: Sequence[int], mandates: frozenset[str]) -> set[int]:
    """Return which of these texts a mandate of these has, as they stand."""
    some = conn.execute(select(rows.c.key, rows.c.data).where(rows.c.key.in_(keys)))
    return {row.key for row in some if named.mandate(ROW.validate_json(row.data).body) in mandates}


def ready(
    conn: Connection,
    number: int,
    items: Sequence[Item],
    states: frozenset[str],
    whose: Whose = ANYBODYS,
) -> Ready:
    """Make the rows of a batch before anybody has to wait for the write lock.

    ``items``: to those ``states`` that the batch was allowed for.
    """
    found = sort(conn, items, states, whose)
    return Ready(
        old=found.old,
        put=[_values(number, item, data) for item, data in [*found.new, *found.changed]],
    )


def lay(conn: Connection, number: int, some: Ready) -> None:
    """Put the rows of a batch beside what is shown."""
    _replace(conn, number, some.old)
    if some.put:
        last = conn.scalar(select(func.max(rows.c.key))) or 0
        conn.execute(
            insert(rows), [{"key": key, **one} for key, one in enumerate(some.put, last + 1)]
        )


def missing(
    conn: Connection, after: int, states: frozenset[str], seen: Seen
) -> tuple[list[int], int | None]:
    """Return those of a chunk in force that a whole sheet lacks, and the key up to which it is.

    What another source brought is none of it.
    """
    c = rows.c
    theirs = c.source == seen.source, c.family == seen.family
    some = conn.execute(
        select(c.key, c.item, c.states)
        .where(c.key > after, c.replaced_by.is_(None), *theirs)
        .order_by(c.key)
        .limit(CHUNK)
    ).all()
    gone = [
        row.key for row in some if states.issuperset(row.states.split()) and row.item not in seen
    ]
    return gone, some[-1].key if some else None


def withdraw(conn: Connection, number: int, keys: Sequence[int]) -> None:
    _replace(conn, number, keys)


def hide(conn: Connection, number: int, after: int) -> int | None:
    """Take a chunk of what a batch replaced out of the search; return the key up to which."""
    c = rows.c
    some = conn.scalars(_replaced(number, after).with_only_columns(c.key)).all()
    conn.execute(update(rows).where(c.key.in_(some), c.terms != "").values(terms=""))
    return some[-1] if some else None


def find_again(conn: Connection, number: int, after: int) -> int | None:
    """Make a chunk of what a batch replaced ready to be found; return the key up to which."""
    c = rows.c
    some = conn.execute(_replaced(number, after)).all()
    for row in some:
        if not row.terms:
            terms = _terms(ROW.validate_json(row.data), row.states.split())
            conn.execute(update(rows).where(c.key == row.key).values(terms=terms))
    return some[-1].key if some else None


def take_up(conn: Connection, number: int) -> bool:
    """Undo a chunk of a batch that is not shown; return whether there may be more."""
    c = rows.c
    own = conn.scalars(select(c.key).where(c.number == number).limit(CHUNK)).all()
    conn.execute(delete(rows).where(c.key.in_(own)))
    a = assessments.c
    said = conn.scalars(select(a.item).where(a.number == number).limit(CHUNK)).all()
    conn.execute(delete(assessments).where(a.number == number, a.item.in_(said)))
    old = conn.scalars(select(c.key).where(c.replaced_by == number).limit(CHUNK)).all()
    conn.execute(update(rows).where(c.key.in_(old)).values(replaced_by=None))
    return bool(own or old or said)


def content_of(data: str) -> str:
    """Return the hash of a version."""
    return hashlib.sha256(data.encode()).hexdigest()


def _replace(conn: Connection, number: int, keys: Sequence[int]) -> None:
    """They are in force until the batch is shown, and again if it is undone."""
    if keys:
        conn.execute(update(rows).where(rows.c.key.in_(keys)).values(replaced_by=number))


def _replaced(number: int, after: int) -> Select[Any]:
    c = rows.c
    some = select(c.key, c.data, c.states, c.terms).where(c.replaced_by == number, c.key > after)
    return some.order_by(c.key).limit(CHUNK)


def _values(number: int, item: Item, data: str) -> dict[str, object]:
    row = item.row
    return {
        "terms": _terms(row, item.states),
        "item": item.key,
        "source": item.source,
        "family": item.family,
        "words": item.words,
        "number": number,
        "replaced_by": None,
        "content": content_of(data),
        "states": " ".join(item.states),
        "published": row.published.date() if row.published else None,
        "data": data,
    }


def _terms(row: Row, states: Iterable[str]) -> str:
    return stored(row.text, row.symbol, marks=marks_of(row, states))


def _short(item: str) -> bytes:
    return hashlib.blake2b(item.encode(), digest_size=8).digest()
