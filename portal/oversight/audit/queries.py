"""Queries of the audit log."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, Select, and_, func, not_, or_, select

from portal.web.audit.chain import Entry, audit, entry_of
from shared.core.geneva import start_of

PAGE = 50
CLOSED: Final = "closed"
"""What every entry about the papers of a closed group is called, whichever group it is."""
_GROUPS: Final = ("iap", "reprisal")
_AT_ONCE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Empty and None: any. ``since`` and ``until`` are days in Geneva, both included."""

    actor_id: str = ""
    subject: str = ""
    what: str = ""
    purpose: str = ""
    since: date | None = None
    until: date | None = None


def page_of(conn: Connection, asked: Asked, page: int) -> tuple[list[Entry], bool]:
    """Return a page of the log, newest first, and whether there are more.

    Of what belongs to a closed group nobody reads which it is, nor which file (decision 0099).
    """
    rows = conn.execute(_query(asked).limit(PAGE + 1).offset((page - 1) * PAGE)).all()
    return [_told(entry_of(row)) for row in rows[:PAGE]], len(rows) > PAGE


def all_of(conn: Connection, asked: Asked) -> Iterator[Entry]:
    """Yield what was asked for, newest first, without holding all of it."""
    with conn.execute(_query(asked).execution_options(yield_per=_AT_ONCE)) as rows:
        for row in rows:
            yield _told(entry_of(row))


def actors(conn: Connection) -> dict[str, frozenset[str]]:
    """Return everybody in the log, by id, in any of the roles of an entry."""
    c = audit.c
    found: dict[str, frozenset[str]] = {}
    rows = conn.execute(select(c.actor_id, c.roles).distinct().order_by(c.actor_id))
    for actor_id, roles in rows:
        found[actor_id] = found.get(actor_id, frozenset()) | set(roles.split(","))
    return found


def counted(conn: Connection, actor_id: str, what: str, *, since: datetime) -> int:
    """Return how many entries of this kind there are of somebody since then."""
    c = audit.c
    this = (c.actor_id == actor_id, c.what == what, c.at > since)
    return conn.scalar(select(func.count()).select_from(audit).where(*this)) or 0


def _closed() -> ColumnElement[bool]:
    return or_(*(audit.c.subject.startswith(f"{kind}-", autoescape=True) for kind in _GROUPS))


def _told(entry: Entry) -> Entry:
    if entry.subject.partition("-")[0] not in _GROUPS:
        return entry
    what = CLOSED if entry.what in _GROUPS else entry.what
    return replace(entry, what=what, subject=CLOSED, purpose=CLOSED, roles="")


def _query(asked: Asked) -> Select[tuple[object, ...]]:
    c = audit.c
    query = select(audit).order_by(c.number.desc())
    if asked.actor_id:
        query = query.where(c.actor_id == asked.actor_id)
    for column, value in ((c.subject, asked.subject), (c.purpose, asked.purpose)):
        if value:
            query = query.where(
                _closed() if value == CLOSED else and_(column == value, not_(_closed()))
            )
    if asked.what:
        query = query.where(c.what.in_(_GROUPS if asked.what == CLOSED else (asked.what,)))
    if asked.since:
        query = query.where(c.at >= start_of(asked.since))
    if asked.until and asked.until < date.max:
        query = query.where(c.at < start_of(asked.until + timedelta(days=1)))
    return query
