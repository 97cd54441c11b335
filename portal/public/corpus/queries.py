"""What pages show of the corpus: sheets with their stage, and rows that are in force."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Engine, Select, and_, func, or_, select, true

from portal.public.corpus import named
from portal.public.corpus.columns import Row
from portal.public.corpus.facets import Wanted
from portal.public.corpus.formats import UHRI
from portal.public.corpus.hidden import OUT, READABLE
from portal.public.corpus.laying import ROW
from portal.public.corpus.read_model import (
    laid,
    rows,
    sheets,
    taken_out,
)
from portal.public.register.search import keys, mark, query

AT_ONCE: Final = 20
_BATCH: Final = 500
_FURTHER: Final = 5_000  # keys at once, at most, where many that are found are replaced


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """``raw``: as it stands in the sheet, where heading and number are glued to the text."""

    key: int
    item: str
    number: int
    states: tuple[str, ...]
    row: Row
    replaced: bool
    source: str

    @property
    def mandate(self) -> str | None:
        return named.mandate(self.row.body)


@dataclass(frozen=True, slots=True)
class Beside:
    """``numbers``: of batches whose rows lie beside what is shown, to be shown or cleared away.

    ``key``: from this one on all do. Batches are laid one after another, so what is to be shown has
    the greatest keys; what was undone may have any.
    """

    numbers: frozenset[int] = frozenset()
    key: int | None = None

    def before(self, key: int | None) -> int | None:
        return min((one for one in (key, self.key) if one is not None), default=None)

    def in_force(self) -> ColumnElement[bool]:
        by = rows.c.replaced_by
        if not self.numbers:
            return by.is_(None)
        return and_(self.shown(), or_(by.is_(None), by.in_(self.numbers)))

    def shown(self) -> ColumnElement[bool]:
        return rows.c.number.not_in(self.numbers) if self.numbers else true()

    def replaced(self, by: int | None) -> bool:
        return by is not None and by not in self.numbers


def what_is_beside(conn: Connection) -> Beside:
    laid_ = select(sheets.c.number, laid.c.shown).join(laid, laid.c.batch_id == sheets.c.batch_id)
    found = conn.execute(laid_).all()
    numbers = frozenset(row.number for row in found if not row.shown)
    last_ = max((row.number for row in found if row.shown), default=0)
    later = rows.c.number > last_
    return Beside(
        numbers=numbers,
        key=conn.scalar(select(func.min(rows.c.key)).where(later)) if numbers else None,
    )


def filling(conn: Connection) -> bool:
    """Whether rows of some batch are still to come, such as all of them after a rebuild."""
    c = sheets.c
    shown = select(laid.c.batch_id).where(laid.c.shown)
    waiting = select(c.batch_id).where(
        c.number.is_not(None), c.undone_at.is_(None), c.batch_id.not_in(shown)
    )
    return conn.execute(waiting.limit(1)).first() is not None


def found(
    conn: Connection, wanted: Wanted, most: int = AT_ONCE
) -> tuple[list[Recommendation], int | None]:
    """Return the newest that are wanted, and after which key the next page begins."""
    beside = what_is_beside(conn)
    some: list[Recommendation] = []
    before = beside.before(wanted.before)
    size = most + 1
    while len(some) <= most:  # more than once where some are replaced or taken out
        looked = _keys(conn, wanted, beside, before, size)
        shown = _shown(conn, looked, beside)[: most + 1 - len(some)]
        some += of_keys(conn, shown, beside)
        if len(looked) < size:
            break
        before, size = looked[-1], min(size * 16, _FURTHER)
    page = some[:most]
    return page, page[-1].key if len(some) > most else None


def _shown(conn: Connection, looked: Sequence[int], beside: Beside) -> list[int]:
    """Return those that are in force, the greatest first."""
    c = rows.c
    these = select(c.key).where(c.key.in_(looked), beside.in_force(), *READABLE)
    return list(conn.scalars(these.order_by(c.key.desc())))


def _keys(
    conn: Connection, wanted: Wanted, beside: Beside, before: int | None, most: int
) -> list[int]:
    """Return the greatest keys, with some that are replaced already while a batch is shown anew."""
    asked = query(wanted.words, wanted.marks(), dialect=conn.dialect.name)
    if asked is None:
        return [] if wanted.words else _newest(conn, beside, before, most)
    return keys(conn, rows, asked, before=before, most=most)


def more_than(conn: Connection, wanted: Wanted, most: int) -> bool:
    """Whether more are found, with some that are replaced while a batch is shown anew."""
    beside = what_is_beside(conn)
    return len(_keys(conn, wanted, beside, beside.before(wanted.before), most + 1)) > most


def texts_out() -> Select[Any]:
    """Return the texts that were taken out, the last first."""
    c = taken_out.c
    return select(taken_out).where(c.out).order_by(c.change.desc())


def out_by(conn: Connection, item: str) -> str | None:
    """Return who took a text out; None if it is not out."""
    c = taken_out.c
    return conn.scalar(select(c.done_by).where(c.out, c.item == item))


def batches(database: Engine, wanted: Wanted) -> Iterator[Recommendation]:
    """All of them, with a connection for each batch: no database waits for a slow reader."""
    before: int | None = wanted.before
    while True:
        with database.connect() as conn:
            some, before = found(conn, replace(wanted, before=before), _BATCH)
        yield from some
        if before is None:
            return


def stand(conn: Connection) -> tuple[object, ...]:
    """Return what is another one as soon as other rows are in force: what was counted is over."""
    c, t = laid.c, taken_out.c
    batches = conn.execute(select(c.batch_id, c.rows, c.shown, c.done).order_by(c.batch_id))
    newest = select(func.max(rows.c.key)).scalar_subquery()
    out = select(func.max(t.change), newest)
    return *map(tuple, batches), *conn.execute(out).one()


def rows_of(conn: Connection, state: str) -> Iterator[Row]:
    """Yield every row of UHRI's in force about a State: a country assessment counts them.

    They are read at once. Other sources have the same recommendations once more.
    """
    beside = what_is_beside(conn)
    asked = query("", [mark("state", state)], dialect=conn.dialect.name)
    every = sorted(keys(conn, rows, asked or "", before=beside.before(None)), reverse=True)
    for first in range(0, len(every), _FURTHER):
        shown = _shown(conn, every[first : first + _FURTHER], beside)
        for some in range(0, len(shown), _BATCH):
            these = of_keys(conn, shown[some : some + _BATCH], beside)
            yield from (one.row for one in these if one.source == UHRI.source)


def words_of(conn: Connection, item: str) -> tuple[str, ...]:
    """Return by what its words are known in other sheets, in each version."""
    c = rows.c
    return tuple(conn.scalars(select(c.words).where(c.item == item).distinct().order_by(c.words)))


def by_item(
    conn: Connection, item: str, readable: Sequence[ColumnElement[bool]] = READABLE
) -> Recommendation | None:
    """Return the version in force, or the last one of a withdrawn recommendation."""
    c, beside = rows.c, what_is_beside(conn)
    query_ = select(c.key).where(c.item == item, beside.shown())
    key = conn.scalar(query_.order_by(c.key.desc()).limit(1))
    some = of_keys(conn, [key], beside, readable) if key is not None else []
    return next(iter(some), None)


def _newest(conn: Connection, beside: Beside, before: int | None, most: int) -> list[int]:
    some = select(rows.c.key).where(beside.in_force(), rows.c.item.not_in(OUT))
    if before is not None:
        some = some.where(rows.c.key < before)
    return list(conn.scalars(some.order_by(rows.c.key.desc()).limit(most)))


def of_keys(
    conn: Connection,
    some: Sequence[int],
    beside: Beside,
    readable: Sequence[ColumnElement[bool]] = READABLE,
) -> list[Recommendation]:
    """Return them, the greatest key first, without those that were taken out."""
    c = rows.c
    query_ = select(c.key, c.item, c.number, c.states, c.data, c.replaced_by, c.source)
    return [
        Recommendation(
            key=row.key,
            item=row.item,
            number=row.number,
            states=tuple(row.states.split()),
            row=ROW.validate_json(row.data),
            replaced=beside.replaced(row.replaced_by),
            source=row.source,
        )
        for row in conn.execute(query_.where(c.key.in_(some), *readable).order_by(c.key.desc()))
    ]
