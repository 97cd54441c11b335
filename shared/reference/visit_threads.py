"""The dialogue on a mission as data: who is of which audience, and until when one writes.

visits-recommendations-knowledge.md sections E.8 and E.10.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from shared.contracts.followup_partners import Kind
from shared.contracts.followup_visit_threads import Audience

AUDIENCES: Final[Mapping[Audience, frozenset[Kind]]] = MappingProxyType(
    {
        "rc": frozenset({"rc"}),
        "unct": frozenset({"rc", "unct"}),
        "partners": frozenset({"rc", "unct", "nhri", "ngo"}),
        "nhri": frozenset({"nhri"}),
        "state": frozenset(),
    }
)
"""The partners that read a thread and write in it, beside the mandate. Security reads none."""
WITH_DESK: Final[Audience] = "rc"
"""The thread in which the desk officer of the State writes; the others it reads."""
STATE: Final[Audience] = "state"
DAYS: Final = 90
"""After the visit closed, as long as an office sets no other number [D]."""
MOST_MESSAGES: Final = 500
MOST_FILES: Final = 20
"""Beside one message."""
MOST_CORRECTIONS: Final = 20
"""Of one message: each stays shown below it."""


def last_day(closed_on: date | None, days: int) -> date | None:
    """Return the last day on which somebody writes; None while the visit is not closed."""
    return None if closed_on is None else closed_on + timedelta(days=days)
