"""How long the files of a selection are kept: SA13 of selection-stakeholders-committee.md A.4."""

from calendar import monthrange
from datetime import date
from types import MappingProxyType
from typing import Final

from shared.core.actor import system

MONTHS: Final = 24
"""After the end of the vacancy, or of the term; the source gives no reason for the number [R]."""
FILES_CLOCK: Final = system("selection-files")
"""Who ends what is over."""
HOLDS: Final = MappingProxyType(
    {
        "request": "An applicant asked for something that is not answered yet",
        "proceedings": "Proceedings about this selection are under way",
    }
)
"""Why the files of a selection are kept for longer."""


def kept_until(ended_on: date, months: int) -> date:
    """Return the day on which they end: the same day so many months later, or its month's last."""
    year, month = divmod(ended_on.year * 12 + ended_on.month - 1 + months, 12)
    return date(year, month + 1, min(ended_on.day, monthrange(year, month + 1)[1]))
