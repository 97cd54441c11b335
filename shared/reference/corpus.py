"""Why a single text of another mechanism is taken out of the reference corpus."""

from typing import Final

TAKEN_OUT: Final = ("person", "wrong", "asked")
"""It identifies somebody; it is not what the mechanism said; who published it asked for it."""
