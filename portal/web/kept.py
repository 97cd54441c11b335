"""What a process keeps of read models until one of them applies another fact.

It is the same for every reader: who may see what of it is asked of the database each time.
"""

from collections.abc import Callable
from typing import Generic, TypeAlias, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, select

from shared.read_models.places import positions

T = TypeVar("T")
Version: TypeAlias = tuple[tuple[str, str, int, int], ...]


class Kept(Generic[T]):
    """``make``: reads it from the tables of the read models that ``consumers`` names."""

    def __init__(self, *consumers: str, make: Callable[[Connection], T]) -> None:
        self._consumers, self._make = consumers, make
        self._of: WeakKeyDictionary[Engine, tuple[Version, T]] = WeakKeyDictionary()

    def of(self, conn: Connection) -> T:
        now = version(
            conn, *self._consumers
        )  # first: what is read may be newer, and is then read again
        kept = self._of.get(conn.engine)
        if kept is None or kept[0] != now:
            kept = self._of[conn.engine] = now, self._make(conn)
        return kept[1]


def version(conn: Connection, *consumers: str) -> Version:
    """Return what is another one as soon as one of these read models has applied another fact."""
    p = positions.c
    columns = (p.consumer, p.topic, p.partition)
    rows = conn.execute(
        select(*columns, p.position).where(p.consumer.in_(consumers)).order_by(*columns)
    )
    return tuple((row.consumer, row.topic, row.partition, row.position) for row in rows)
