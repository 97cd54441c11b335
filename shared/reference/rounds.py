"""Follow-up rounds: their times and sizes, and who is asked (section F.3).

Source: visits-recommendations-knowledge.md. A Government acts within six months is the standard of
the national institutions; the table is asked for 12 months after the report, and then yearly.
"""

from datetime import date, timedelta
from typing import Final

from shared.core.actor import system
from shared.core.message import derive_id

ANSWER_DAYS: Final = 60
YEARLY: Final = timedelta(days=365)
"""After a round was opened, when the next one on the same report is proposed."""
COMMENT_DAYS: Final = 30
BEFORE_END: Final = timedelta(days=7)
LEFT: Final = timedelta(days=30)
"""After an organisation was dissolved or its entry erased, when its drafts are erased (FR3).

So long a mistake of the register can be undone, and the organisation can send what it has.
"""
LEAVES: Final = frozenset({"ngo", "nhri"})
"""Who can leave: a Government stays, and its country team with it."""
ROUNDS_CLOCK: Final = system("rounds")
"""Who erases them."""
AHEAD: Final = timedelta(days=366)
"""No day that anything is due on is further away."""
FIRST_YEAR: Final = 1990
ROWS: Final = 60
PROVIDERS: Final = 20
MOST_FILES: Final = 20
"""Files beside one answer."""
LONGEST_ANSWER: Final = 4_000  # characters
LONGEST_TABLE: Final = 600_000  # bytes: a fact with it stays under a megabyte, ids and all


def provider_id(round_id: str, organisation_id: str | None) -> str:
    """Return the id of who is asked in a round; None: the Government."""
    if organisation_id is None:
        return str(derive_id("round government", round_id))
    return str(derive_id("round organisation", round_id, organisation_id))


def reminder_days(asked_on: date, due_on: date) -> tuple[date, ...]:
    """Return on which days a provider is reminded: at half time, and seven days before the end."""
    half = asked_on + (due_on - asked_on) // 2
    return tuple(sorted({day for day in (half, due_on - BEFORE_END) if asked_on < day < due_on}))
