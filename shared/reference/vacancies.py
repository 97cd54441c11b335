"""Code lists of a vacancy: why a call goes on, why a vacancy lapses, why a seat changes hands."""

from types import MappingProxyType

MORE_CALLS = MappingProxyType(
    {
        "nobody-eligible": "Nobody who applied is eligible",
        "few-eligible": "Too few candidates are eligible",
        "balance": "The applications are not balanced by gender or region",
        "list-used-up": "Nobody is left on the list",
        "no-notice": "The call reached too few people",
        "disturbance": "Applications could not be sent for a time",
    }
)
"""Why a call is extended or issued again (A5 and A29 of
selection-stakeholders-committee.md section A.3)."""

LAPSES = MappingProxyType(
    {
        "mandate-not-extended": "The Council did not extend the mandate",
        "mandate-ended": "The mandate ended",
        "declared-in-error": "The vacancy was declared in error",
    }
)
"""Why a vacancy lapses (A30)."""
