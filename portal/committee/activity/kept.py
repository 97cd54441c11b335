"""What the feed keeps of a reader: when the page was opened last, and the views saved."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    MetaData,
    String,
    Table,
    Text,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from shared.platform.tables import Instant

tables = MetaData()
visits = Table(
    "activity_visits",
    tables,
    Column("account_id", String(36), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("before_at", Instant),
    Column("before_position", BigInteger),
)
views = Table(
    "activity_views",
    tables,
    Column("view_id", String(36), primary_key=True),
    Column("account_id", String(36), nullable=False, index=True),
    Column("filters", Text, nullable=False),
    Column("saved_at", Instant, nullable=False),
)

_SAME = timedelta(minutes=20)
"""Opened again within this time, the page was not left."""
MOST = 20
"""Views that one person can save."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """When the page was opened before, and the newest line then."""

    at: datetime
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    view_id: str
    codes: Mapping[str, str]


def last_visit(conn: Connection, account_id: str) -> Visit | None:
    """Return the visit before this one; None where there was none."""
    row = conn.execute(select(visits).where(visits.c.account_id == account_id)).one_or_none()
    if row is None or row.before_at is None:
        return None
    return Visit(at=row.before_at, position=row.before_position)


def visit(engine: Engine, account_id: str, *, position: int, at: datetime) -> Visit | None:
    """Note that the page is open, with lines up to ``position``; return the visit before."""
    mine = visits.c.account_id == account_id
    now = {"at": at, "position": position}
    with engine.begin() as conn:
        row = conn.execute(select(visits).where(mine)).one_or_none()
        if row is not None and at - row.at >= _SAME:
            before = {"before_at": row.at, "before_position": row.position}
            conn.execute(update(visits).where(mine).values(**now, **before))
        elif row is not None:
            conn.execute(update(visits).where(mine, visits.c.at < at).values(at=at))
    if row is None:
        with suppress(IntegrityError), engine.begin() as conn:  # two windows at one moment
            conn.execute(insert(visits).values(account_id=account_id, **now))
    with engine.connect() as conn:
        return last_visit(conn, account_id)


def saved(conn: Connection, account_id: str) -> Sequence[View]:
    """Return this person's views, the oldest first."""
    c = views.c
    rows = conn.execute(
        select(c.view_id, c.filters).where(c.account_id == account_id).order_by(c.saved_at)
    )
    return [View(view_id=row.view_id, codes=json.loads(row.filters)) for row in rows]


def save(conn: Connection, account_id: str, codes: Mapping[str, str], *, at: datetime) -> bool:
    """Keep the view, once; return whether there was room for it."""
    there = saved(conn, account_id)
    if any(one.codes == codes for one in there):
        return True
    if len(there) >= MOST:
        return False
    values = {"account_id": account_id, "filters": json.dumps(dict(codes)), "saved_at": at}
    conn.execute(insert(views).values(view_id=str(uuid4()), **values))
    return True


def remove(conn: Connection, account_id: str, view_id: str) -> None:
    mine = (views.c.view_id == view_id, views.c.account_id == account_id)
    conn.execute(delete(views).where(*mine))
