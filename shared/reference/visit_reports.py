"""Reports on country visits as data.

visits-recommendations-knowledge.md sections E.2 and E.9.
"""

import re
from datetime import date, timedelta
from typing import Final

COMMENT_PERIOD: Final = timedelta(days=42)
"""In which the State comments on a draft, unless the holder gives it longer."""
LONGEST_PERIOD: Final = timedelta(days=180)
WORD_LIMIT: Final = 10_700
"""Of a report; what is longer needs a waiver."""
FIRST_ROUND: Final = timedelta(days=365)
"""After the presentation, when the first follow-up round is proposed."""
LANGUAGES: Final = ("ar", "zh", "en", "fr", "ru", "es")
DOCUMENTS: Final = ("official", "advance", "note")
"""Of which files are kept: the official document, its advance unedited version, the note."""
COMMENTS: Final = ("factual", "substantive")
WITHDRAWN: Final = ("term_ended", "mandate_ended", "merged", "no_report", "mistake", "other")
"""Why a report is not submitted, or is taken off the public pages."""
SYMBOL: Final = re.compile(r"A/(HRC/)?\d{1,3}/\d{1,4}(/(Add|Rev|Corr)\.\d{1,3}){0,2}", re.ASCII)
OFFICIAL: Final = "https://docs.un.org/{code}/{symbol}"
"""Where the Official Document System has a document in a language."""
PARAGRAPH: Final = re.compile(r"[1-9]\d{0,3}( \([a-z0-9]{1,4}\)){0,3}", re.ASCII)
"""In which a recommendation stands: 92, 92 (a), 92 (a) (ii)."""
MOST_READ_WITH: Final = 10
"""Reports of other mandates on the same visit with which one is to be read together."""


def first_round_on(published_on: date, presented_on: date | None, planned: date | None) -> date:
    """Return the day from which the first follow-up round is due (F.3).

    The day that the mandate planned; else a year after the presentation, or the publication.
    """
    return planned or (presented_on or published_on) + FIRST_ROUND
