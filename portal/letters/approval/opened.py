"""The versions of a letter or a statement that a mandate-holder has opened.

Changes are shown against the last version that this person opened, whatever others decided on.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    and_,
    func,
    select,
)

from portal.letters.approval.text import Version
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.platform.tables import Instant
from shared.read_models.upsert import upsert

V = TypeVar("V", bound=Version)

tables = MetaData()
opened = Table(
    "texts_opened",
    tables,
    Column("actor_id", String(80), primary_key=True),
    Column("text_id", String(36), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("opened_at", Instant, nullable=False),
)


def note(
    engine: Engine, actor: Actor, text_id: str, versions: Iterable[int], *, at: datetime
) -> None:
    """Note that a mandate-holder opens these versions, once each."""
    if not actor.has(Role.MANDATE_HOLDER):
        return
    with engine.connect() as conn:
        there = set(conn.scalars(select(opened.c.version).where(_of(actor, text_id))))
    new = sorted(set(versions) - there)
    if new:
        with engine.begin() as conn:
            rows = [(actor.actor_id, text_id, version, at) for version in new]
            upsert(conn, opened, ("opened_at",), rows)


def last(conn: Connection, actor: Actor, text_id: str, *, before: int) -> int | None:
    """Return the newest version that this person has opened, of those before this one."""
    c = opened.c
    query = select(func.max(c.version)).where(_of(actor, text_id), c.version < before)
    found: int | None = conn.scalar(query)
    return found


def last_of(
    conn: Connection, actor: Actor, text_id: str, versions: Iterable[V], *, before: int
) -> V | None:
    """Return that of these versions."""
    seen = last(conn, actor, text_id, before=before)
    return next((one for one in versions if one.version == seen), None)


def _of(actor: Actor, text_id: str) -> ColumnElement[bool]:
    return and_(opened.c.actor_id == actor.actor_id, opened.c.text_id == text_id)
