"""Lists, a page at a time: the only way to limit them, so that every list says how much there is.

Each list of an address has a name there, which says on which page it is: ``?shared=2&over=3``. The
links between pages are plain links (``pages`` in ``macros.html``).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeAlias, TypeVar, overload
from urllib.parse import urlencode

from flask import request
from sqlalchemy import Connection, Row, Select, func, select
from typing_extensions import override

from portal.web.i18n.formats import number as grouped
from portal.web.i18n.texts import gettext

SIZE = 50
COUNTED = 1_000
"""Up to so many rows a list says how many it has; counting more takes longer than it tells."""
_DIGITS = 5
_PASSING = frozenset({"seen", "shown", "after", "marked"})  # what an address says of one moment

T = TypeVar("T")
U = TypeVar("U")
Numbers: TypeAlias = Callable[[str], int]
"""Which page of the list with this name is wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Sequence[T], Generic[T]):
    """``number`` counts from 1. ``total``: of the whole list, at most ``COUNTED`` and one.

    ``found``: how many of the list are on this page; ``rows`` may be more, made of them.
    """

    rows: Sequence[T]
    name: str
    number: int
    found: int
    total: int
    size: int = SIZE

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self._before + self.found < self.total else None

    @property
    def said(self) -> str:
        """The page in words: "51 to 100 of 215"."""
        first, last = grouped(self._before + 1), grouped(self._before + self.found)
        if self.total <= COUNTED:
            of = grouped(self.total)
            return gettext("%(first)s to %(last)s of %(of)s", first=first, last=last, of=of)
        of = grouped(COUNTED)
        return gettext("%(first)s to %(last)s of more than %(of)s", first=first, last=last, of=of)

    def of(self, rows: Iterable[U]) -> "Page[U]":
        """Return the same page of what was made of its rows."""
        return replace(self, rows=list(rows))  # type: ignore[return-value,arg-type]

    @property
    def _before(self) -> int:
        return (self.number - 1) * self.size

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    @override
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        return self.rows[at]

    @override
    def __len__(self) -> int:
        return len(self.rows)


def first(_: str) -> int:
    return 1


def asked(name: str = "page") -> int:
    """Return which page of the list the address asks for; 1 if that makes no sense."""
    wanted = request.args.get(name, "")
    sensible = wanted.isascii() and wanted.isdecimal() and len(wanted) <= _DIGITS
    return max(1, int(wanted)) if sensible else 1


def cut(
    conn: Connection, query: Select[Any], name: str, at: Numbers = first, *, size: int = SIZE
) -> Page[Row[Any]]:
    """Return a page of what the query finds, in an order in which no two rows are equal.

    A list that has become shorter than the page that was asked for shows its last one.
    """
    number = at(name)
    rows = _rows(conn, query, number, size)
    if number == 1 and len(rows) <= size:
        return Page(rows=rows, name=name, number=1, found=len(rows), total=len(rows), size=size)
    total = _count(conn, query)
    if not rows:
        number = max(1, -(-min(total, COUNTED) // size))
        rows = _rows(conn, query, number, size)
    # Whoever reads on beyond what is counted still learns whether there is more.
    total = max(total, (number - 1) * size + len(rows))
    found = min(len(rows), size)
    return Page(rows=rows[:size], name=name, number=number, found=found, total=total, size=size)


def part(rows: Sequence[T], name: str, at: Numbers = first, *, size: int = SIZE) -> Page[T]:
    """Return a page of what is there already, such as what is left of a query in Python."""
    number = min(at(name), max(1, -(-len(rows) // size)))
    shown = rows[(number - 1) * size : number * size]
    return Page(rows=shown, name=name, number=number, found=len(shown), total=len(rows), size=size)


def address(**changes: object) -> str:
    """Return the present address, with each of its lists where it is, but for what is changed."""
    kept = {name: value for name, value in request.args.items() if name not in _PASSING}
    query = urlencode({**kept, **changes})
    return f"{request.path}?{query}" if query else request.path


def _rows(conn: Connection, query: Select[Any], number: int, size: int) -> Sequence[Row[Any]]:
    return conn.execute(query.limit(size + 1).offset((number - 1) * size)).all()


def _count(conn: Connection, query: Select[Any]) -> int:
    some = query.order_by(None).limit(COUNTED + 1).subquery()
    return conn.scalar(select(func.count()).select_from(some)) or 0
