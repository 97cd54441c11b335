"""Index cards of the public letters of the platform: the register filters and counts by them.

Ten thousand letters are a few megabytes. The register reads them again as soon as the read model
has applied another fact, so that no count includes a text that was taken back; it reads public
tables only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TypeAlias
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, func, select

from portal.public.register.tables import TRANSLATION, letters, replies
from shared.core.geneva import day_of, days_between
from shared.read_models.places import positions
from shared.reference.themes import themes_of

CONSUMER = "portal.register"
SUBSTANTIVE = "substantive"
Version: TypeAlias = tuple[tuple[str, int, int], ...]
"""How far a read model has come in each partition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The search. Empty and None: everything. ``before``: the key to continue after.

    ``past``: "no" leaves out letters from before the platform, "only" leaves out all others.
    """

    words: str = ""
    state: str = ""
    mandate: str = ""
    theme: str = ""
    type: str = ""
    year: int | None = None
    joint: bool = False
    replied: bool = False
    past: str = ""
    before: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """``days_to_reply``: until the first substantive reply came; one that is withheld counts.

    ``otherwise``: whether a reply of another kind came, such as an acknowledgement. ``past``: from
    before the platform; nobody recorded whether its replies were in substance.
    """

    communication_id: str
    recipient: str
    mandates: tuple[str, ...]
    type: str
    year: int
    joint: bool
    sent_on: date
    days_to_reply: int | None
    otherwise: bool
    past: bool = False

    @property
    def themes(self) -> tuple[str, ...]:
        return _themes(self.mandates)


@lru_cache(maxsize=10_000)
def _themes(mandates: tuple[str, ...]) -> tuple[str, ...]:
    """Return the themes of these mandates: asked of every letter, and the same for many."""
    return tuple(themes_of(mandates))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards:
    """``letters``: by key, the newest first. ``of_reply``: a reply's key to its letter's."""

    version: Version
    letters: Mapping[int, Card]
    of_reply: Mapping[int, int]


_kept: WeakKeyDictionary[Engine, Cards] = WeakKeyDictionary()


def cards(conn: Connection) -> Cards:
    version = version_of(conn, CONSUMER)
    kept = _kept.get(conn.engine)
    if kept is None or kept.version != version:
        kept = _read(conn, version)
        _kept[conn.engine] = kept
    return kept


def version_of(conn: Connection, consumer: str) -> Version:
    """Return what is another one as soon as the read model has applied another fact."""
    p = positions.c
    return tuple(
        (row.topic, row.partition, row.position)
        for row in conn.execute(
            select(p.topic, p.partition, p.position)
            .where(p.consumer == consumer)
            .order_by(p.topic, p.partition)
        )
    )


def _read(conn: Connection, version: Version) -> Cards:
    c, r = letters.c, replies.c
    replied: dict[tuple[str, bool], datetime] = {}
    for row in conn.execute(
        select(r.communication_id, r.kind, func.min(r.received_at).label("first"))
        .where(r.kind != TRANSLATION)
        .group_by(r.communication_id, r.kind)
    ):
        replied[row.communication_id, row.kind == SUBSTANTIVE] = row.first
    rows = conn.execute(
        select(
            c.key,
            c.communication_id,
            c.recipient,
            c.mandates,
            c.type,
            c.year,
            c.joint,
            c.transmitted_at,
        ).order_by(c.key.desc())
    ).all()
    keys = {row.communication_id: row.key for row in rows}
    return Cards(
        version=version,
        letters={
            row.key: Card(
                communication_id=row.communication_id,
                recipient=row.recipient,
                mandates=tuple(row.mandates),
                type=row.type,
                year=row.year,
                joint=row.joint,
                sent_on=day_of(row.transmitted_at),
                days_to_reply=days_between(row.transmitted_at, first) if first else None,
                otherwise=(row.communication_id, False) in replied,
            )
            for row in rows
            for first in [replied.get((row.communication_id, True))]
        },
        of_reply={
            row.key: keys[row.communication_id]
            for row in conn.execute(select(r.key, r.communication_id))
            if row.communication_id in keys
        },
    )
