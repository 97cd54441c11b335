"""Lists of the reference corpus: why a text is taken out, and what a column of a sheet may be."""

from typing import Final

TAKEN_OUT: Final = ("person", "wrong", "asked")
"""It identifies somebody; it is not what the mechanism said; who published it asked for it."""
SOURCES: Final = ("UHRI", "UPR Info", "UPR matrix", "National sheet")
"""Whose a sheet is. None of them changes or withdraws what is another's."""
FIELDS: Final = (
    *("text", "number", "countries", "by_states", "body", "symbol", "session", "published"),
    *("position", "themes", "persons", "claim", "assessment"),
)
"""``claim``: what the State says was done. ``assessment``: what others say; it is not imported."""
WIDEST: Final = 40
"""Columns of a sheet about which somebody is asked."""
