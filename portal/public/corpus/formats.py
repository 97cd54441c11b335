"""The sheets that are known by the titles of their columns, and those of which somebody said them.

Each is a source of its own: what one of them brings changes and withdraws nothing of another.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from portal.public.corpus.cells import clean
from portal.public.corpus.columns import COLUMNS, NEEDED, Column, Kind, Reason, Unreadable
from shared.contracts.followup_reference import ReferenceColumns
from shared.reference import states
from shared.reference.corpus import FIELDS, WIDEST


@dataclass(frozen=True, slots=True)
class Format:
    """``needed``: without these it is no such sheet. ``given``: what every row in it has.

    ``family``: sheets of a source that are not the same list. Neither withdraws what is another's.
    """

    source: str
    columns: tuple[Column, ...]
    needed: tuple[str, ...]
    given: tuple[tuple[str, Any], ...] = ()
    family: str = ""

    def title(self, name: str) -> str:
        """Return what the column is called in such a sheet."""
        return next((one.title for one in self.columns if one.name == name), "")

    def under(self, head: Sequence[str]) -> list[Column | None]:
        """Return the column under each title; None for what is left out."""
        return [_titles(self).get(plain(title)) for title in head]


UHRI: Final = Format("UHRI", COLUMNS, NEEDED)
UPR_INFO: Final = Format(
    "UPR Info",
    (
        Column("countries", "To", Kind.ONE),
        Column("text", "Text", Kind.TEXT),
        Column("by_states", "From", Kind.STATES),
        Column("position", "Response", Kind.TEXT),
        Column("action", "Action", Kind.ACTION, ("Action 1-5", "Action category")),
        Column("themes", "Issue", Kind.WORDS, ("Issues",)),
        Column("session", "Session", Kind.TEXT),
    ),
    ("countries", "text", "by_states", "session"),
    (("body", "UPR"), ("type", "Recommendations")),
)
OURS: Final = Format(
    UHRI.source,
    (*COLUMNS, Column("key", "Key", Kind.KNOWN), Column("source", "Source", Kind.TEXT)),
    (*NEEDED, "key", "source"),
)
"""What this platform writes: its rows of UHRI. Other sources' come with their own sheets."""
MATRIX, NATIONAL = "UPR matrix", "National sheet"
_KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "countries": Kind.ONE,
        "by_states": Kind.STATES,
        "published": Kind.DAY,
        "themes": Kind.WORDS,
        "persons": Kind.WORDS,
        "assessment": Kind.ASIDE,
    }
)
_IDS: Final = frozenset({"annotation", "key", "source"})
_LONGEST: Final = 60  # characters of a title
_PARAGRAPH: Final = re.compile(r"\s*\d{1,3}(?:\.\d{1,3}){1,2}\.?\s*")
_OF_A_MATRIX: Final = frozenset({"by_states", "position", "assessment", "session"})
_CALLED: Final[Mapping[str, Sequence[str]]] = MappingProxyType(
    {
        "text": ("Recommendation", "Recommendations", "Recommandation", "Recomendación", "التوصية"),
        "number": ("No", "N°", "Number", "Paragraph", "Paragraphe", "Numéro", "Párrafo", "الفقرة"),
        "countries": ("Country", "State", "State under review", "État", "Pays", "Estado", "الدولة"),
        "by_states": ("Recommending State", "État recommandant", "Estado recomendante"),
        "body": ("Mechanism", "Mécanisme", "Mecanismo", "الآلية"),
        "symbol": ("Document", "Source"),
        "themes": ("Theme", "Full list of themes", "Issue", "Thème", "Thèmes", "Tema", "الموضوع"),
        "position": ("Position", "Response"),
        "claim": ("Status", "Implementation", "Statut", "Estado de aplicación", "حالة التنفيذ"),
        "assessment": (
            "Assessment/comments on level of implementation",
            "Assessment",
            "Comments",
            "Assessment comments",
        ),
    }
)


def sniffed(head: Sequence[str]) -> tuple[Format, list[Column | None]]:
    """Return whose sheet it is by all its titles, and its columns. Raises ``Unreadable``.

    What is nobody's is told what it lacks to be UHRI's. A sheet with a column of a matrix or a
    national sheet is neither's, whatever else it has: that column would be lost.
    """
    whose = (one for one in (OURS, UPR_INFO) if _has(one, head) == len(one.needed))
    found = next(whose, UHRI)
    columns = found.under(head)
    names = [one.name for one in columns if one]
    for column in found.columns:
        if column.name in found.needed and column.name not in names:
            raise Unreadable(Reason.COLUMN_MISSING, column.title)
        if names.count(column.name) > 1:
            raise Unreadable(Reason.COLUMN_TWICE, column.title)
    if found is not OURS:
        for title, one in zip(head, columns, strict=True):
            if one is None and plain(title) in _likely():
                raise Unreadable(Reason.COLUMN_OTHER, shown(title))
    return found, columns


def own(
    of: Format, columns: Sequence[Column | None], provider: str
) -> tuple[Format, list[Column | None]]:
    """Return a sheet as the own one of a provider: no id of a source makes its rows that one's.

    What it says was done is kept for it alone (decision 0231).
    """
    kept = [_own(one) for one in columns]
    family = hashlib.sha256(f"{of.source}\x00{of.family}".encode()).hexdigest()[:16]
    return replace(of, source=provider, family=family), kept


def _own(one: Column | None) -> Column | None:
    if one is None or one.name in _IDS:
        return None
    return replace(one, kind=Kind.OWN) if one.kind is Kind.ASIDE else one


def aside(head: Sequence[str], columns: Sequence[Column | None]) -> tuple[str, ...]:
    """Return the titles of what is not imported."""
    left = (title for title, one in zip(head, columns, strict=False) if one is None)
    return tuple(filter(None, map(shown, left)))


def shown(title: str) -> str:
    """Return a title on one line, as long as it can be shown."""
    return " ".join(clean(title).split())[:_LONGEST]


def plain(title: str) -> str:
    """Return a title without what differs between two who write it."""
    return "".join(char for char in title.casefold() if char.isalnum())


def _has(one: Format, head: Sequence[str]) -> int:
    """Return how many of the columns that it needs are there."""
    return len({column.name for column in one.under(head) if column}.intersection(one.needed))


def mapped(told: ReferenceColumns, head: Sequence[str]) -> tuple[Format, list[Column | None]]:
    """Return a sheet as somebody said what its columns are. Raises ``Unreadable``."""
    if hash_of(head) != told.head:
        raise Unreadable(Reason.COLUMN_MISSING)
    columns = [
        _column(name, title) if name else None
        for name, title in zip(told.columns, head, strict=False)
    ]
    given: dict[str, Any] = {"type": "Recommendations"}
    if told.review:
        given["body"] = "UPR"
    if told.state:
        state = states().get(told.state)
        if state is None:
            raise Unreadable(Reason.COLUMN_MISSING)
        given["countries"] = (state.names["en"],)
    given |= {
        name: one for name, one in (("symbol", told.symbol), ("session", told.session)) if one
    }
    family = "\x00".join((told.head, told.symbol or "", told.session or ""))
    found = Format(
        MATRIX if told.review else NATIONAL,
        tuple(filter(None, columns)),
        (),
        tuple(given.items()),
        hashlib.sha256(family.encode()).hexdigest()[:16],
    )
    return found, columns


def _column(name: str, title: str) -> Column:
    return Column(name, shown(title), _KINDS.get(name, Kind.TEXT))


def likely(head: Sequence[str]) -> tuple[str, ...]:
    """Return what each column may be by its title, each thing once; empty where nothing says it."""
    found: list[str] = []
    for title in head:
        name = _likely().get(plain(title), "")
        found.append(name if name not in found else "")
    return tuple(found)


def proposed(head: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return what the columns of a sheet may be, by its titles and first rows.

    A number that may count the rows is no paragraph, of which the key is made. In a matrix a status
    may be the position of the State, or what somebody else says: it is put into no State's mouth.
    """
    found = list(likely(head))
    for place, name in enumerate(found):
        several = [row[place] for row in rows if place < len(row)]
        if name == "number" and not all(map(_PARAGRAPH.fullmatch, filter(None, several))):
            found[place] = ""
        if name == "claim" and not _OF_A_MATRIX.isdisjoint(found):
            found[place] = ""
    return tuple(found)


def hash_of(head: Sequence[str]) -> str:
    """Return by what the same titles are known again."""
    titles = "\x00".join(map(plain, head[:WIDEST])).rstrip("\x00")
    return hashlib.sha256(titles.encode()).hexdigest()


@cache
def _titles(one: Format) -> dict[str, Column]:
    return {
        plain(title): column for column in one.columns for title in (column.title, *column.also)
    }


@cache
def _likely() -> dict[str, str]:
    found = {plain(title): name for name, titles in _CALLED.items() for title in titles}
    known = [one for of in (UPR_INFO, UHRI) for one in of.columns if one.name in FIELDS]
    return {plain(t): one.name for one in known for t in (one.title, *one.also)} | found
