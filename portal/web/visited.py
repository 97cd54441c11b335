"""Up to which message somebody has read a thread: what is new since is marked for them alone.

Of the threads of the forum, which gave the table its name, and of those about a mission.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    MetaData,
    String,
    Table,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from shared.platform.tables import Instant

tables = MetaData()
# Kept: no fact tells of it. position: of the last message that was shown.
visits = Table(
    "forum_visits",
    tables,
    Column("account_id", String(36), primary_key=True),
    Column("thread_id", String(36), primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("at", Instant, nullable=False),
)
_c = visits.c


def upto(conn: Connection, account_id: str, some: Collection[str]) -> Mapping[str, int]:
    """Return the last position that this person has read, of each of the threads."""
    these = select(_c.thread_id, _c.position).where(
        _c.account_id == account_id, _c.thread_id.in_(some)
    )
    return {row.thread_id: row.position for row in conn.execute(these)}


def read(engine: Engine, account_id: str, thread_id: str, position: int, at: datetime) -> None:
    """Note that somebody has read a thread so far; less than before changes nothing."""
    this = (_c.account_id == account_id, _c.thread_id == thread_id)
    later = update(visits).where(*this, _c.position < position).values(position=position, at=at)
    with engine.begin() as conn:
        if conn.execute(later).rowcount or conn.scalar(select(_c.position).where(*this)):
            return
    new = {"account_id": account_id, "thread_id": thread_id, "position": position, "at": at}
    try:
        with engine.begin() as conn:
            conn.execute(insert(visits).values(new))
    except IntegrityError:  # another page of the same person was quicker
        return
