"""The table of coverage: every State, one answer for each standard, today or as of a month.

There is no score, no rank and no judging colour (SD3): States stand by name, or by one column.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Final, TypeAlias

from sqlalchemy import Connection, Row, select

from portal.committee.coverage import joined
from portal.committee.coverage.cells import Cell, Cells
from portal.committee.coverage.counting import Register, counted
from portal.committee.coverage.read_model import sets, snapshots
from portal.web.i18n import names
from shared.reference.coverage import JOINED, NO_GRADE, NOT_APPLICABLE, covered, standards

_NHRI: Final = "nhri"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A standard as it was adopted. ``computed``: the platform counts it."""

    key: str
    question: str
    unit: str
    source: str
    kind: str
    public: bool

    @property
    def computed(self) -> bool:
        one = standards().get(self.key)
        return one is not None and one.computed

    @property
    def joined(self) -> bool:
        """Whether the platform and the Committee both answer it."""
        return self.key in JOINED


GradesOn: TypeAlias = Callable[[date], Mapping[str, Collection[str]]]
"""Returns by State which grades were in force on a day, of institutions that are found today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """``month``: of the snapshot; None: as of today. ``at``: when it was counted."""

    version: int
    columns: Sequence[Column]
    cells: Cells
    at: datetime
    month: str | None = None

    def cell(self, state: str, key: str) -> Cell | None:
        return self.cells.get(key, {}).get(state)

    def column(self, key: str) -> Column | None:
        return next((one for one in self.columns if one.key == key), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Set:
    version: int
    columns: Sequence[Column]
    adopted_at: datetime


def set_in_force(conn: Connection) -> Set | None:
    """Return the set that was adopted last."""
    rows = conn.execute(select(sets).order_by(sets.c.version.desc()).limit(1)).all()
    return _set(rows[0]) if rows else None


def history(conn: Connection) -> list[Set]:
    """Return every set that was ever adopted, the newest first."""
    rows = conn.execute(select(sets).order_by(sets.c.version.desc()))
    return [_set(row) for row in rows]


def months(conn: Connection) -> list[str]:
    """Return the months of which there is a snapshot, the newest first."""
    return list(conn.scalars(select(snapshots.c.month).order_by(snapshots.c.month.desc())))


def as_of_today(
    conn: Connection, register: Register, today: date, at: datetime, *, whole: bool
) -> Table | None:
    """Return today's table; None before a set was adopted. ``whole``: with what is not public."""
    found = set_in_force(conn)
    return counted_by(conn, found, register, today, at, whole=whole) if found else None


def counted_by(  # what a table is counted from
    conn: Connection, found: Set, register: Register, today: date, at: datetime, *, whole: bool
) -> Table:
    """Return today's table by this set."""
    told = {
        key: {one: Cell(value=value, source=None, dated_on=today) for one, value in some.items()}
        for key, some in counted(conn, register, today).items()
    } | joined.answers(conn, today)
    return _seen(found.version, found.columns, told, at, None, whole=whole)


def of_month(conn: Connection, month: str, grades: GradesOn, *, whole: bool) -> Table | None:
    """Return the snapshot of a month; None where there is none.

    A grade is shown only if it was in force, on the day of the snapshot, of an institution that
    everybody can find now: one that hides is in no number any more (decision 0052), whatever other
    institution of the State is found.
    """
    s = snapshots.c
    these = select(snapshots, sets.c.standards).join(sets, sets.c.version == s.version)
    row = conn.execute(these.where(s.month == month)).one_or_none()
    if row is None:
        return None
    known = cache(grades)
    told = {
        key: {
            state: Cell(value=shown, source=source, dated_on=on)
            for state, (value, source, day) in some.items()
            for on in [date.fromisoformat(day)]
            for shown in [_still(value, known(on).get(state)) if key == _NHRI else value]
            if shown is not None
        }
        for key, some in row.columns.items()
    }
    return _seen(row.version, _columns(row), told, row.taken_at, month, whole=whole)


def _still(value: str, grades: Collection[str] | None) -> str | None:
    """Return what of this answer is of the institutions that are found; None: nothing."""
    if grades is None or value == NO_GRADE:
        return None if grades is None or grades else value
    return "/".join(one for one in value.split("/") if one in grades) or None


def in_order(table: Table, states: Sequence[str], by: str) -> list[str]:
    """Return States by the reader's order of names, or by one column; no answer comes last."""
    found = names.in_order(states, "states")
    column = table.column(by)
    if column is None:
        return found

    def key(state: str) -> tuple[int, Any]:
        cell = table.cell(state, by)
        return (1, ()) if cell is None else (0, _sortable(column.kind, cell.value))

    return sorted(found, key=key)


def of_group(group: str) -> list[str]:
    """Return the States of a group, or all of them."""
    return [one for one, of in covered().items() if not group or of == group]


def amount(kind: str, value: str) -> int | None:
    """Return what a tile is shaded by; None where the answer is no number."""
    if kind == "number" and value.isdecimal():
        return int(value)
    if kind == "band" and value != NOT_APPLICABLE:
        return int(value.rstrip("+").partition("-")[0])
    return None


def _sortable(kind: str, value: str) -> tuple[int, int, str]:
    number = amount(kind, value)
    if kind == "share" and value != NOT_APPLICABLE:
        number = int(value.partition("/")[0])
    return (0, number, "") if number is not None else (1, 0, value)


def _set(row: Row[Any]) -> Set:
    return Set(version=row.version, columns=_columns(row), adopted_at=row.adopted_at)


def _columns(row: Row[Any]) -> list[Column]:
    return [Column(**one) for one in row.standards]


def _seen(  # what a table is made of
    version: int,
    columns: Sequence[Column],
    told: Cells,
    at: datetime,
    month: str | None,
    *,
    whole: bool,
) -> Table:
    """Leave out what this reader does not see: the columns with their answers."""
    shown = [one for one in columns if whole or one.public]
    cells = {one.key: told.get(one.key, {}) for one in shown}
    return Table(version=version, columns=shown, cells=cells, at=at, month=month)
