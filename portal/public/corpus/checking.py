"""What a row of UHRI's spreadsheet is, or what is wrong with it. Nothing is guessed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from portal.public.corpus import named, wording
from portal.public.corpus.columns import Row

LONGEST: Final = 30_000
"""Characters of a text: a cell of a spreadsheet has room for 32,767."""
_LONGEST_LIST: Final = 30_000
_LONGEST_WORD: Final = 300
_GUID = re.compile(r"\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?", re.IGNORECASE)


class Wrong(StrEnum):
    """``NOISE``: what was indexed by mistake. ``STATE``: a name that is none, or several."""

    NOISE = "noise"
    NO_STATE = "no State"
    STATE = "State"
    DAY = "day"
    ANNOTATION = "annotation"
    TOO_LONG = "too long"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class Problem:
    """``column``: its title. ``found``: what stands there, if that says more."""

    column: str
    wrong: Wrong
    found: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A row that can be taken. ``row`` keeps all as it was; the rest is what we know by it."""

    key: str
    row: Row
    states: tuple[str, ...]
    mandate: str | None
    mechanism: str
    heading: str
    number: str
    text: str


def annotation(row: Row) -> str:
    """Return UHRI's id of the row; empty if it has none, or what is no id."""
    found = _GUID.fullmatch(row.annotation)
    return found[1].lower() if found else ""


def states_of(row: Row) -> list[str | None]:
    """Return the code of each State; None for a name that is none or doubtful."""
    return [named.state(name, row.published) for name in row.countries]


def checked(row: Row) -> Item | list[Problem]:
    """Return the item, or every problem of the row."""
    problems = list(_problems(row))
    if problems:
        return problems
    states = tuple(dict.fromkeys(filter(None, states_of(row))))
    parts = wording.split(row.text)
    return Item(
        key=wording.key(annotation(row), row.symbol, parts.number, states, row.text),
        row=row,
        states=states,
        mandate=named.mandate(row.body),
        mechanism=named.mechanism(row.body),
        heading=parts.heading,
        number=parts.number,
        text=parts.text,
    )


def _problems(row: Row) -> Iterator[Problem]:
    if wording.is_noise(row.text):
        yield Problem("Text", Wrong.NOISE, row.text)
    if len(row.text) > LONGEST:
        yield Problem("Text", Wrong.TOO_LONG)
    if not row.countries:
        yield Problem("Countries Concerned", Wrong.NO_STATE)
    for name, code in zip(row.countries, states_of(row), strict=True):
        if code is None:
            yield Problem("Countries Concerned", Wrong.STATE, name[:_LONGEST_WORD])
    if row.annotation and not _GUID.fullmatch(row.annotation):
        yield Problem("OHCHR Annotation Id", Wrong.ANNOTATION, row.annotation[:_LONGEST_WORD])
    words = (row.body, row.symbol, row.position, row.type, row.session)
    lists = (row.themes, row.persons, row.sdgs, row.by_states, row.regions, row.by_regions)
    if any(len(one) > _LONGEST_WORD for one in words):
        yield Problem("", Wrong.TOO_LONG)
    long = any(len(one) > _LONGEST_WORD for some in lists for one in some)
    if long or any(len("\n- ".join(one)) > _LONGEST_LIST for one in lists):
        yield Problem("", Wrong.TOO_LONG)
