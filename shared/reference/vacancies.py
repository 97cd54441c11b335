"""Code lists of a vacancy: why a call goes on, a vacancy lapses, an appointment is deferred."""

from datetime import date, timedelta
from types import MappingProxyType

NEW_SCOPE = "new-scope"
MORE_CALLS = MappingProxyType(
    {
        "nobody-eligible": "Nobody who applied is eligible",
        "few-eligible": "Too few candidates are eligible",
        "balance": "The applications are not balanced by gender or region",
        "list-used-up": "Nobody is left on the list",
        "no-notice": "The call reached too few people",
        "disturbance": "Applications could not be sent for a time",
        NEW_SCOPE: "The Council gave the mandate another scope",
    }
)
"""Why a call is extended or issued again (A5 and A29 of
selection-stakeholders-committee.md section A.3)."""

EXTENSIONS = MappingProxyType({code: why for code, why in MORE_CALLS.items() if code != NEW_SCOPE})
"""Why a call is extended: what was sent for another scope does not stand (section A.8)."""

DEFERRALS = MappingProxyType(
    {
        "balance": "Balance between regions or of gender",
        "consultations": "More time for consultations",
        "no-reason": "The Council gave no reason",
    }
)
"""Why the Council defers an appointment (A26)."""


ADDITIONAL_DAYS = 14
"""So many days an additional candidate has to apply (A19); the source says none."""

LAPSES = MappingProxyType(
    {
        "mandate-not-extended": "The Council did not extend the mandate",
        "mandate-ended": "The mandate ended",
        "declared-in-error": "The vacancy was declared in error",
    }
)
"""Why a vacancy lapses (A30)."""


def report_due(session_starts_on: date) -> date:
    """Return the last day of the panel's report: a month before the session (A21).

    There is none before the first month of the calendar: its first day, which any rule refuses.
    """
    if (session_starts_on.year, session_starts_on.month) == (date.min.year, date.min.month):
        return date.min
    before = session_starts_on.replace(day=1) - timedelta(days=1)
    return before.replace(day=min(before.day, session_starts_on.day))
