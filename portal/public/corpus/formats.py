"""The sheets that are known by the titles of their columns: UHRI's, and UPR Info's.

Each is a source of its own: what one of them brings changes and withdraws nothing of another.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from portal.public.corpus.columns import COLUMNS, NEEDED, Column, Kind, Reason, Unreadable


@dataclass(frozen=True, slots=True)
class Format:
    """``needed``: without these it is no such sheet. ``body``, ``type``: of every row in it."""

    source: str
    columns: tuple[Column, ...]
    needed: tuple[str, ...]
    body: str = ""
    type: str = ""

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
        Column("countries", "To", Kind.ONE, ("State under Review",)),
        Column("text", "Text", Kind.TEXT, ("Recommendation",)),
        Column("by_states", "From", Kind.STATES, ("Recommending State", "Recommending States")),
        Column("position", "Response", Kind.TEXT),
        Column("action", "Action", Kind.ACTION, ("Action 1-5", "Action category")),
        Column("themes", "Issue", Kind.WORDS, ("Issues",)),
        Column("session", "Session", Kind.TEXT, ("UPR Session",)),
    ),
    ("countries", "text", "by_states", "session"),
    body="UPR",
    type="Recommendations",
)


def sniffed(head: Sequence[str]) -> tuple[Format, list[Column | None]]:
    """Return whose sheet it is by its titles, and its columns. Raises ``Unreadable``.

    What is nobody's is told what it lacks to be UHRI's.
    """
    found = UPR_INFO if _has(UPR_INFO, head) == len(UPR_INFO.needed) else UHRI
    columns = found.under(head)
    names = [one.name for one in columns if one]
    for column in found.columns:
        if column.name in found.needed and column.name not in names:
            raise Unreadable(Reason.COLUMN_MISSING, column.title)
        if names.count(column.name) > 1:
            raise Unreadable(Reason.COLUMN_TWICE, column.title)
    return found, columns


def plain(title: str) -> str:
    """Return a title without what differs between two who write it."""
    return "".join(char for char in title.casefold() if char.isalnum())


def _has(one: Format, head: Sequence[str]) -> int:
    """Return how many of the columns that it needs are there."""
    return len({column.name for column in one.under(head) if column}.intersection(one.needed))


@cache
def _titles(one: Format) -> dict[str, Column]:
    return {
        plain(title): column for column in one.columns for title in (column.title, *column.also)
    }
