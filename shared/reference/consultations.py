"""Codes of consultations: section B of selection-stakeholders-committee.md.

The codes are stored in the facts of stakeholders; the portal says them in the reader's language.
"""

from typing import Final, get_args

from shared.contracts.stakeholders_consultations import Consent, Visible

CONSENTS: Final[tuple[Consent, ...]] = get_args(Consent)
VISIBILITIES: Final[tuple[Visible, ...]] = get_args(Visible)
LANGUAGES: Final = ("ar", "zh", "en", "fr", "ru", "es", "other")
"""A proposal in any language is accepted (B.8)."""

ERASED: Final = "erased"
ANSWERS: Final = frozenset({"taken_up", "partly", "not_taken_up", "out_of_scope", ERASED})
"""What comes of a proposal. One whose text was erased is answered by the code alone."""
CANCELLATIONS: Final = frozenset({"superseded", "not_taking_place", "safety", "mistake"})

MOST_PROPOSALS: Final = 20
"""Of one person in one consultation; those that were withdrawn are not counted."""
