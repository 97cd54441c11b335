"""Codes of the Committee's meetings and action items: K9 of section D.3.

The codes are stored in the facts of stakeholders; the portal says them in the reader's language.
"""

from typing import Final

KINDS: Final = ("committee", "desk", "office", "annual", "other")
"""Of a meeting: the Committee alone, with desk officers, with the office, the Annual Meeting."""
CANCELLED: Final = ("quorum", "postponed", "not_needed")
MINUTES_DAYS: Final = 10
"""Days after a meeting in which its minutes are agreed."""
MOST: Final = 60
"""People who can be invited to a meeting."""
