"""The sixteen columns of UHRI's spreadsheet, in its order and spelling, and what a row has in them.

``Reccomending`` is how UHRI spells it; the right spelling occurs too, and so do the names that its
API gives to the same things. Whatever else a sheet has is left out.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """``LIST``: a line for each value, which begins "- ". ``MARKED``: one such line.

    Others write otherwise. ``ONE``: one State. ``STATES``: States, in whatever way they are
    divided. ``WORDS``: words with commas between them. ``ACTION``: a number from 1 to 5.
    ``ASIDE``: what is not imported, and told of. ``OWN``: what is kept for its provider alone.
    ``KNOWN``: what is not imported, and follows from the rest.
    """

    TEXT = "text"
    MARKED = "marked"
    LIST = "list"
    DAY = "day"
    ONE = "one"
    STATES = "states"
    WORDS = "words"
    ACTION = "action"
    ASIDE = "aside"
    OWN = "own"
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class Column:
    """``also``: other titles of the same column."""

    name: str
    title: str
    kind: Kind
    also: tuple[str, ...] = ()


COLUMNS: Final = (
    Column("text", "Text", Kind.TEXT),
    Column("countries", "Countries Concerned", Kind.LIST, ("Countries", "Country Concerned")),
    Column("body", "Reccomending Body", Kind.MARKED, ("Recommending Body", "Body")),
    Column("symbol", "Document Symbol", Kind.TEXT, ("Symbol",)),
    Column("themes", "Themes", Kind.LIST),
    Column("persons", "Affected Persons", Kind.LIST),
    Column("sdgs", "Sdgs", Kind.LIST),
    Column("published", "Document Publication Date", Kind.DAY, ("Publication Date",)),
    Column("by_states", "UPR Reccomending States", Kind.LIST, ("UPR Recommending States",)),
    Column("position", "UPR Position", Kind.MARKED),
    Column("type", "Type", Kind.MARKED, ("Annotation Type",)),
    Column("annotation", "OHCHR Annotation Id", Kind.TEXT, ("Annotation Id",)),
    Column("session", "UPR Session", Kind.MARKED),
    Column("regions", "Regions Concerned", Kind.LIST, ("Regions",)),
    Column("by_regions", "Recommending Regions", Kind.LIST, ("Reccomending Regions",)),
    Column("on_uhri", "Date of publication on UHRI", Kind.DAY),
)
NEEDED: Final = ("text", "countries", "body", "symbol")
"""Without these a sheet is no list of recommendations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row as it stands in the sheet. Days have no zone; UHRI's fractions are times.

    ``action``: how strong the verb is, from 1 to 5, as UPR Info says. ``claim``: what the State
    says was done. Neither is a grade. ``number``: of the paragraph, if a column has it.
    """

    text: str
    countries: tuple[str, ...] = ()
    body: str = ""
    symbol: str = ""
    themes: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    sdgs: tuple[str, ...] = ()
    published: datetime | None = None
    by_states: tuple[str, ...] = ()
    position: str = ""
    type: str = ""
    annotation: str = ""
    session: str = ""
    regions: tuple[str, ...] = ()
    by_regions: tuple[str, ...] = ()
    on_uhri: datetime | None = None
    action: str = ""
    number: str = ""
    claim: str = ""


class Reason(StrEnum):
    """Why a sheet as a whole cannot be used. ``STOPPED``: the process ended with it, repeatedly."""

    DAMAGED = "damaged"
    TOO_LARGE = "too large"
    COLUMN_MISSING = "column missing"
    COLUMN_TWICE = "column twice"
    COLUMN_OTHER = "column of another"
    ENCODING = "encoding"
    EPOCH = "1904"
    ERASED = "erased"
    GONE = "gone"
    STOPPED = "stopped"


OF_COLUMNS: Final = (Reason.COLUMN_MISSING, Reason.COLUMN_TWICE, Reason.COLUMN_OTHER)
"""What is mended by saying what the columns are."""


class Unreadable(Exception):
    """``column``: the title of the one that it is about."""

    def __init__(self, reason: Reason, column: str = "") -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.column = column
