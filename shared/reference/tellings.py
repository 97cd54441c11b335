"""What the sources of a visit are told, as data (M14)."""

from typing import Final

MOST_TELLINGS: Final = 20
MOST_DRAFTS: Final = 200
"""So often a draft is kept before its telling."""
MOST_PARTNERS: Final = 200
"""That are told at once."""
