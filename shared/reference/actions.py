"""Actions and indicators of those who implement recommendations: sizes and days (section F.4).

Source: visits-recommendations-knowledge.md. A report is due within 30 days before its day, and
overdue afterwards.
"""

import re
from calendar import monthrange
from collections.abc import Collection
from datetime import date, timedelta
from typing import Final, assert_never

from shared.contracts.followup_actions import (
    ActionAbandoned,
    ActionCompleted,
    ActionFileAdded,
    ActionPlanned,
    ActionProgressReported,
    ActionResumed,
    ActionRevised,
    IndicatorArchived,
    IndicatorDefined,
    IndicatorReported,
    IndicatorRescheduled,
    IndicatorRestored,
    OfIndicator,
    Written,
)

SOON: Final = timedelta(days=30)
"""A report is due so long before its day, and can be made from then on."""
LINKS: Final = 20
WHOLE: Final = 100  # per cent
INDICATORS: Final = 20
EVER: Final = 60
"""So many indicators an action has in all, with those that are archived: each is read each time."""
DUE_DAYS: Final = 60
EVERY: Final = (1, 2, 3, 4, 6, 12, 24)
"""After how many months a report is due again."""
AHEAD: Final = timedelta(days=20 * 366)
"""No day of an action is further away."""
MOST_FILES: Final = 20
"""Files beside the progress of one action."""
LONGEST_TEXT: Final = 4_000  # characters
NUMBER: Final = re.compile(r"-?\d{1,12}(\.\d{1,4})?", re.ASCII)
"""A value of an indicator, its baseline or its target."""


def due_days(first: date, last: date, every: int) -> tuple[date, ...]:
    """Return each day on which a report is due, at most one more than an indicator may have."""
    found = list[date]()
    while len(found) <= DUE_DAYS and (day := _later(first, every * len(found))) <= last:
        found.append(day)
    return tuple(found)


def rescheduled(
    known: Collection[date], reported: Collection[date], new: Collection[date], today: date
) -> tuple[date, ...]:
    """Return the days after a change of the schedule.

    Only days after today of which there is no report are replaced.
    """
    kept = {day for day in known if day <= today or day in reported}
    return tuple(sorted(kept | {day for day in new if day > today}))


def item_of(fact: Written | OfIndicator | ActionFileAdded) -> str | None:
    """Return which item of what is published somebody wrote with this; None: of nothing there."""
    match fact:
        case ActionPlanned() | ActionRevised():
            return "plan"
        case ActionProgressReported() | ActionAbandoned():
            return "report"
        case ActionCompleted() | ActionResumed():
            return "claim"
        case IndicatorDefined() | IndicatorArchived() | IndicatorRestored():
            return fact.indicator_id
        case ActionFileAdded():
            return fact.attachment_id
        case IndicatorReported():
            return f"{fact.indicator_id} {fact.due_on}"
        case IndicatorRescheduled():
            return None
    assert_never(fact)


def _later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
