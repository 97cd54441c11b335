"""Rows of files beside what somebody said: what a fact tells of each."""

from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Column, Integer, String

from shared.core.message import Sealed
from shared.platform.tables import Instant, SealedText


class Told(Protocol):
    """A fact that tells of a file."""

    @property
    def object_name(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def media_type(self) -> str: ...
    @property
    def scanned(self) -> str: ...
    @property
    def details(self) -> Sealed: ...


def columns() -> tuple[Column[Any], ...]:
    """Return them anew: a column is of one table."""
    return (
        Column("object_name", String(64)),
        Column("sha256", String(64)),
        Column("size", Integer),
        Column("media_type", String(100)),
        Column("scanned", String(20)),
        Column("details", SealedText),
        Column("added_at", Instant),
    )


def values(fact: Told, *, at: datetime) -> dict[str, Any]:
    return {
        "object_name": fact.object_name,
        "sha256": fact.sha256,
        "size": fact.size,
        "media_type": fact.media_type,
        "scanned": fact.scanned,
        "details": fact.details,
        "added_at": at,
    }
