"""Notes of objects that no command mentions yet: made before storing, removed by claiming.

Claiming is part of the transaction that stores the command, so an object either has a note or a
command. The note finds the leftovers of a dead process; read models are never asked, since they may
be dropped and rebuilt at any time.
"""

from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Engine,
    MetaData,
    Select,
    String,
    Table,
    and_,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from portal.casefile.attachments.objects import Objects, StoreAway
from portal.casefile.drafts.tables import drafts
from shared.platform.tables import Instant

PATIENCE: Final = timedelta(days=1)
"""Longer than any upload takes: until then a note may be of a file that is being kept."""

tables = MetaData()
unclaimed = Table(
    "unclaimed_objects",
    tables,
    Column("object_name", String(64), primary_key=True),
    Column("kept_at", Instant, nullable=False, index=True),
    Column("draft_id", String(36)),  # as long as this draft is there, the object is its
    Column("condemned", Boolean, nullable=False),  # to be removed: nothing can claim it any more
)


class Lost(Exception):
    """The object was removed, or is being removed, because no command claimed it."""


def note(engine: Engine, object_name: str, *, at: datetime, draft_id: str | None = None) -> None:
    """Note an object that is about to be kept. ``engine`` must be durable."""
    row = {"object_name": object_name, "kept_at": at, "draft_id": draft_id, "condemned": False}
    with engine.begin() as conn:
        conn.execute(insert(unclaimed).values(row))


def waits(engine: Engine, object_name: str) -> bool:
    """Whether the object still exists, so that a command can claim it."""
    c = unclaimed.c
    with engine.connect() as conn:
        condemned = conn.scalar(select(c.condemned).where(c.object_name == object_name))
    return condemned is False


def is_noted(engine: Engine, object_name: str) -> bool:
    c = unclaimed.c
    with engine.connect() as conn:
        found = select(c.object_name).where(c.object_name == object_name)
        return conn.scalar(found) is not None


def claim(conn: Connection, names: Collection[str]) -> None:
    """Tell of these objects in this very transaction. Raises ``Lost``."""
    c = unclaimed.c
    done = conn.execute(
        delete(unclaimed).where(c.object_name.in_(list(names)), c.condemned.is_(False))
    )
    if done.rowcount != len(names):
        raise Lost


def keep(conn: Connection, *known: Select[tuple[str]]) -> None:
    """Strike the notes of objects that facts name.

    Only after the portal's database was restored from an older backup are there any.
    """
    c = unclaimed.c
    for names in known:
        conn.execute(delete(unclaimed).where(c.object_name.in_(names), c.condemned.is_(False)))


def strike(conn: Connection, names: Collection[str]) -> None:
    """Strike the notes of objects of which a fact tells."""
    c = unclaimed.c
    conn.execute(delete(unclaimed).where(c.object_name.in_(list(names)), c.condemned.is_(False)))


def give_up(engine: Engine, names: Collection[str], *, at: datetime) -> None:
    """Condemn objects of which a fact tells and that nobody reads any more; ``sweep`` does it."""
    c = unclaimed.c
    for name in names:
        with suppress(IntegrityError):  # noted by another process, or while it was a draft's
            note(engine, name, at=at)
        with engine.begin() as conn:
            conn.execute(update(unclaimed).where(c.object_name == name).values(condemned=True))


def discard(engine: Engine, objects: Objects, names: Collection[str]) -> None:
    """Remove objects that were not claimed: now, or by ``sweep`` if the store is away."""
    c = unclaimed.c
    with engine.begin() as conn:
        conn.execute(update(unclaimed).where(c.object_name.in_(list(names))).values(condemned=True))
    with suppress(StoreAway):
        _remove(engine, objects, names)


def sweep(
    engine: Engine, objects: Objects, *, at: datetime, also: Sequence[ColumnElement[str]] = ()
) -> int:
    """Remove what nothing claimed in time; return how many. Raises ``StoreAway``.

    ``also``: columns with the ids of other drafts than those of submissions. Several processes may
    sweep at once: each step done twice is as if done once.
    """
    c = unclaimed.c
    gone = c.draft_id.is_(None) | and_(
        *(c.draft_id.not_in(select(one)) for one in (drafts.c.draft_id, *also))
    )
    with engine.begin() as conn:
        conn.execute(
            update(unclaimed).where(c.kept_at <= at - PATIENCE, gone).values(condemned=True)
        )
    with engine.connect() as conn:
        names = conn.scalars(select(c.object_name).where(c.condemned)).all()
    _remove(engine, objects, names)
    return len(names)


def _remove(engine: Engine, objects: Objects, names: Collection[str]) -> None:
    c = unclaimed.c
    for name in names:
        with engine.connect() as conn:
            condemned = conn.scalar(select(c.condemned).where(c.object_name == name))
        if not condemned:  # claimed before it was to be removed
            continue
        objects.discard(name)
        with engine.begin() as conn:
            conn.execute(delete(unclaimed).where(c.object_name == name))
