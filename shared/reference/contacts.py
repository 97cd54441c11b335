"""Codes of the contact log: section B.2 of selection-stakeholders-committee.md.

The codes are stored in the facts of stakeholders; the portal says them in the reader's language.
"""

from typing import Final

PURPOSES: Final = (
    "mandate",
    "visit",
    "report",
    "session",
    "reprisal",
    "register",
    "training",
    "other",
)
"""Why somebody was in contact: a code, and never a case."""
