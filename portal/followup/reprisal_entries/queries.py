"""Published cases of reprisal: for everybody, and of no other case anything."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, or_, select

from portal.followup.reprisal_entries.read_model import PUBLIC, entries
from shared.core.message import Sealed
from shared.reference.reprisals import Report, report_of

_c = entries.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """``corrected``: the symbol of the document that corrects the report."""

    entry_id: str
    state: str
    year: int
    symbol: str
    published_on: date
    corrected: str | None
    mandates: tuple[str, ...]
    text: Sealed

    @property
    def period(self) -> Report:
        return report_of(self.year)


def every(state: str = "") -> Select[Any]:
    """Return what is public, of the newest report first. When it came here is in no order."""
    these = select(entries).where(PUBLIC)
    if state:
        these = these.where(_c.state == state)
    return these.order_by(_c.published_on.desc(), _c.state, _c.entry_id)


def find(conn: Connection, entry_id: str) -> Entry | None:
    row = conn.execute(every().where(_c.entry_id == entry_id)).one_or_none()
    return None if row is None else entry(row)


def gone_of(conn: Connection, entry_id: str) -> str | None:
    """Return the State of one that was public and is no more; None of any other."""
    gone = or_(_c.public.is_(False), _c.erased.is_(True))
    state: str | None = conn.scalar(select(_c.state).where(_c.entry_id == entry_id, gone))
    return state


def erased(conn: Connection, entry_ids: Collection[str]) -> frozenset[str]:
    """Return those whose key was destroyed: nothing is ever published under these ids again."""
    gone = select(_c.entry_id).where(_c.entry_id.in_(entry_ids), _c.erased.is_(True))
    return frozenset(conn.scalars(gone))


def by_state(conn: Connection, mandates: Collection[str]) -> Mapping[str, int]:
    """Return by State how many name one of these mandates."""
    rows = conn.execute(select(_c.state, _c.mandates).where(PUBLIC))
    return Counter(row.state for row in rows if not set(mandates).isdisjoint(row.mandates))


def entry(row: Row[Any]) -> Entry:
    names = Entry.__dataclass_fields__
    told = {name: getattr(row, name) for name in names if name != "mandates"}
    return Entry(**told, mandates=tuple(row.mandates))
