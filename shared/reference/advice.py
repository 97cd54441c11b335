"""Codes of requests for advice: capability 82 of procedure.md, selection-stakeholders-committee B.

The codes are stored in the facts of stakeholders; the portal says them in the reader's language.
"""

from typing import Final

from shared.reference.accreditation import GANHRI
from shared.reference.accreditation import GRADES as _ALL

GRADES: Final = _ALL[GANHRI]
"""An institution with one of these today can ask: A or B."""
TOPICS: Final = (
    "law",
    "follow_up",
    "visit",
    "communications",
    "protection",
    "mandate",
    "training",
    "other",
)
LANGUAGES: Final = ("ar", "zh", "en", "fr", "ru", "es", "other")

ANSWERED: Final = "answered"
CONTENT: Final = "content"
"""The institution says that it needs no more."""
CLOSINGS: Final = frozenset({ANSWERED, "not_ours", "asked_twice", "not_possible", CONTENT})
WITHOUT_ANSWER: Final = frozenset({"not_ours", "asked_twice", "not_possible"})
"""For officers: why a request is closed that was not answered."""

DAYS: Final = 30
"""Until an answer is due, unless the office sets another number of days."""
MOST_QUESTIONS: Final = 10
"""In one request, with the first one; for more the institution makes another."""
