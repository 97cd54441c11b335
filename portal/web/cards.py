"""Index cards of sealed texts, kept in this process: lists of thousands are searched by them.

Opening 15,000 texts takes seconds, so what lists are sorted, searched and compared by is kept after
a text was opened once (decision 0074). What a page shows is opened each time, and on record as
ever. Before each look the vault says what it has forgotten: those cards are gone, as the texts are.
"""

import gc
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, Row

from portal.web.context import vault

T = TypeVar("T")

_AT_ONCE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Made(Generic[T]):
    """``subject``: with whose key the card goes."""

    subject: str
    card: T


@dataclass(frozen=True, slots=True)
class _Kept(Generic[T]):
    version: str
    subject: str
    card: T


class Cards(Generic[T]):
    """``kind``: of the subjects under whose keys the texts are sealed, such as "organisation"."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._of: WeakKeyDictionary[Engine, dict[str, _Kept[T]]] = WeakKeyDictionary()

    def of(
        self,
        conn: Connection,
        rows: Sequence[Row[tuple[str, str]]],
        make: Callable[[Sequence[str]], Mapping[str, Made[T]]],
    ) -> Mapping[str, T]:
        """Return the cards of these rows by key, in their order. A row is a key and its ``tag_of``.

        ``make``: opens the texts of these keys. One whose text is erased has no card.
        """
        kept = self._of.setdefault(conn.engine, {})
        self._forget(kept)
        held = kept.get
        found = {
            key: one.card
            for key, now in rows
            if (one := held(key)) is not None and one.version == now
        }
        if len(found) == len(rows):
            return found
        new = {key: now for key, now in rows if key not in found}
        for keys in _batches(list(new)):
            made = make(keys)
            kept.update({key: _Kept(new[key], one.subject, one.card) for key, one in made.items()})
            found.update({key: one.card for key, one in made.items()})
        if len(new) >= _AT_ONCE:
            gc.freeze()  # they stay: the collector need not look through thousands of them again
        return {key: found[key] for key, _ in rows if key in found}

    def _forget(self, kept: dict[str, _Kept[T]]) -> None:
        gone = vault().forgotten_of(self._kind)
        if gone:
            for key in [key for key, one in list(kept.items()) if one.subject in gone]:
                kept.pop(key, None)


def _batches(keys: Sequence[str]) -> Iterable[Sequence[str]]:
    return (keys[first : first + _AT_ONCE] for first in range(0, len(keys), _AT_ONCE))
