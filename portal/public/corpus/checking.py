"""What a row of a sheet is, or what is wrong with it. Nothing is guessed."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, islice
from typing import Final

from portal.public.corpus import named, wording
from portal.public.corpus.columns import Row
from portal.public.corpus.formats import UHRI, Format

LONGEST: Final = 30_000
"""Characters of a text: a cell of a spreadsheet has room for 32,767."""
LONGEST_LIST: Final = 30_000
MOST_PROBLEMS: Final = 10
"""Of a row: more say nothing more."""
_LONGEST_WORD: Final = 300
_SESSION = re.compile(r"\d+")
_GUID = re.compile(r"\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?", re.IGNORECASE)


class Wrong(StrEnum):
    """``NOISE``: what was indexed by mistake. ``STATE``: a name that is none, or several.

    ``SOURCE``: a row of another source than the sheet.
    ``ELSEWHERE``, ``MANDATE``: what whoever uploads the sheet does not import.
    ``ASIDE`` is no reason to leave the row out: one cell of it is not imported.
    """

    NOISE = "noise"
    NO_STATE = "no State"
    STATE = "State"
    DAY = "day"
    ACTION = "action"
    SOURCE = "source"
    ASIDE = "aside"
    ELSEWHERE = "elsewhere"
    MANDATE = "mandate"
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
class Whose:
    """As whose own a sheet stays apart, and of which mandates and States alone it has rows."""

    provider: str | None = None
    mandates: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()

    @property
    def limited(self) -> bool:
        return self != ANYBODYS


ANYBODYS: Final = Whose()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A row that can be taken. ``row`` keeps all as it was; the rest is what we know by it.

    ``words``: by which the same words about the same States are found in other sheets.
    ``assessment``: what its provider says was done.
    """

    key: str
    source: str
    family: str
    words: str
    row: Row
    states: tuple[str, ...]
    mandate: str | None
    mechanism: str
    heading: str
    number: str
    text: str
    assessment: str = ""


def annotation(row: Row) -> str:
    """Return UHRI's id of the row; empty if it has none, or what is no id."""
    found = _GUID.fullmatch(row.annotation)
    return found[1].lower() if found else ""


def too_long(some: Iterable[str]) -> bool:
    """Whether a list has no room in a cell."""
    return len("\n- ".join(some)) > LONGEST_LIST


def states_of(row: Row) -> list[str | None]:
    """Return the code of each State; None for a name that is none or doubtful."""
    return [named.state(name, row.published) for name in row.countries]


def checked(row: Row, of: Format = UHRI, whose: Whose = ANYBODYS) -> Item | list[Problem]:
    """Return the item, or every problem of the row."""
    codes = states_of(row)
    told = chain(_problems(row, codes, of), _not_theirs(row, codes, of, whose))
    problems = list(islice(told, MOST_PROBLEMS))
    if problems:
        return problems
    states = tuple(dict.fromkeys(filter(None, codes)))
    parts = wording.split(row.text)
    more = () if of.source == UHRI.source else _apart(row, of)
    number = row.number or parts.number
    return Item(
        key=wording.key(annotation(row), row.symbol, number, states, row.text, *more),
        source=of.source,
        family=of.family,
        words=wording.same_words(parts.text, states),
        row=row,
        states=states,
        mandate=named.mandate(row.body),
        mechanism=named.mechanism(row.body),
        heading=parts.heading,
        number=number,
        text=parts.text,
    )


def _apart(row: Row, of: Format) -> tuple[str, str, str, str]:
    """Return the source, and instead of a document the body, the session and who recommended."""
    numbers = _SESSION.findall(row.session)
    session = numbers[0].lstrip("0") if len(numbers) == 1 else wording.folded(row.session)
    by = sorted(filter(None, (named.state(name, None) for name in row.by_states)))
    return of.source, wording.folded(row.body), session, ",".join(by)


def _not_theirs(
    row: Row, codes: Sequence[str | None], of: Format, whose: Whose
) -> Iterator[Problem]:
    if whose.states and not whose.states.issuperset(filter(None, codes)):
        yield Problem(of.title("countries"), Wrong.ELSEWHERE)
    if whose.mandates and named.mandate(row.body) not in whose.mandates:
        yield Problem(of.title("body"), Wrong.MANDATE, row.body[:_LONGEST_WORD])


def _problems(row: Row, codes: list[str | None], of: Format) -> Iterator[Problem]:
    if wording.is_noise(row.text):
        yield Problem(of.title("text"), Wrong.NOISE, row.text)
    if len(row.text) > LONGEST:
        yield Problem(of.title("text"), Wrong.TOO_LONG)
    if not row.countries:
        yield Problem(of.title("countries"), Wrong.NO_STATE)
    for name, code in zip(row.countries, codes, strict=True):
        if code is None:
            yield Problem(of.title("countries"), Wrong.STATE, name[:_LONGEST_WORD])
    if row.annotation and not _GUID.fullmatch(row.annotation):
        yield Problem("OHCHR Annotation Id", Wrong.ANNOTATION, row.annotation[:_LONGEST_WORD])
    if len(row.claim) > LONGEST:
        yield Problem(of.title("claim"), Wrong.TOO_LONG)
    words = (row.body, row.symbol, row.position, row.type, row.session, row.number)
    lists = (row.themes, row.persons, row.sdgs, row.by_states, row.regions, row.by_regions)
    if any(len(one) > _LONGEST_WORD for one in words):
        yield Problem("", Wrong.TOO_LONG)
    long = any(len(one) > _LONGEST_WORD for some in lists for one in some)
    if long or any(map(too_long, lists)):
        yield Problem("", Wrong.TOO_LONG)
