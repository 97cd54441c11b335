"""What a text is found by beside its words: who says it, about whom, and of what kind it is."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from portal.public.corpus import named
from portal.public.corpus.columns import Row
from portal.public.corpus.wording import folded
from portal.public.register.search import mark
from shared.reference import states as every_state

KINDS: Final = (
    *("mechanism", "body", "theme", "person", "sdg", "type", "position", "region", "session"),
)
"""As they stand in an address. ``region``: the regional group of a State that it is about."""
LONGEST: Final = 200
"""Characters of a value that somebody can ask for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """``of``: a value of some kinds. ``before``: the key of the last one on the page before."""

    words: str = ""
    state: str = ""
    year: int | None = None
    of: Mapping[str, str] = field(default_factory=dict)
    before: int | None = None

    @property
    def narrowed(self) -> bool:
        return bool(self.words or self.state or self.year or self.of)

    def marks(self) -> list[str]:
        """Return the exact terms that a row has to have."""
        told: list[tuple[str, str | int | None]] = [("state", self.state), ("year", self.year)]
        told += [(kind, known_by(value)) for kind, value in self.of.items() if value]
        return [mark(kind, value) for kind, value in told if value]


def known_by(value: str) -> str:
    """Return by what a value is found, in any script and however it is spaced."""
    return hashlib.sha256(folded(value).encode()).hexdigest()[:16]


def of_row(row: Row, states: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each kind and value that a row has, each once."""
    bodies = _lines(row.body)
    groups = (every_state()[code].group for code in states if code in every_state())
    told: Mapping[str, Iterable[str | None]] = {
        "mechanism": map(named.mechanism, bodies),
        "body": (named.mandate(one) or one for one in bodies),
        "theme": row.themes,
        "person": row.persons,
        "sdg": row.sdgs,
        "type": _lines(row.type),
        "position": _lines(row.position),
        "region": groups,
        "session": _lines(row.session),
    }
    for kind, several in told.items():
        for value in dict.fromkeys(several):
            if value:
                yield kind, value


def marks_of(row: Row, states: Iterable[str]) -> list[str]:
    """Return the exact terms by which a row is found."""
    codes = list(states)
    marks = [mark("state", code) for code in codes]
    marks += [mark(kind, known_by(value)) for kind, value in of_row(row, codes)]
    return [*marks, mark("year", row.published.year)] if row.published else marks


def _lines(several: str) -> list[str]:
    return [one.strip() for one in several.split("\n") if one.strip()]
