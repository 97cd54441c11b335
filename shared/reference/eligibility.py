"""Why a candidate is not eligible: the codes of screening, as a list with versions.

selection-stakeholders-committee.md section A.4. A fact has the version of the list and codes of it.
A code is never given another meaning: what is said otherwise is a new code in a new version, so
that one table has the sentences of all of them.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "late": "The application came after the call had closed",
        "incomplete": "The application is not complete",
        "over_600_words": "The letter of motivation is longer than 600 words",
        "wrong_region": "The seat belongs to another regional group",
        "government_decision_maker": (
            "The person has a decision-making position in a Government, or in another body where "
            "it is a conflict of interest"
        ),
        "other_function_held": "The person has another human rights function at the same time",
        "tenure_exhausted": "The person has held this mandate for as long as anybody can",
        "requirement_not_met": "The person does not meet a requirement of decision 6/102",
        "duplicate": "The person sent another application, and that one stands",
    }
)
"""The sentence of each code of every version, to the officers and to the candidate."""

LISTS: Final[Mapping[int, tuple[str, ...]]] = MappingProxyType(
    {
        1: (
            "late",
            "incomplete",
            "over_600_words",
            "wrong_region",
            "government_decision_maker",
            "other_function_held",
            "tenure_exhausted",
            "requirement_not_met",
            "duplicate",
        ),
    }
)
"""By version the codes that a form offers, in its order."""

CURRENT: Final = max(LISTS)
