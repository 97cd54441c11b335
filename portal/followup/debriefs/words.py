"""The words of the debrief of a mission, in the reader's language."""

from typing import Final

from portal.web.i18n.texts import lazy, lazy_pgettext
from shared.reference.debriefs import INVITED as OFFICES

VALUES: Final = {
    "respected": lazy_pgettext("clause", "Respected"),
    "difficulty": lazy_pgettext("clause", "Respected with difficulty"),
    "breached": lazy_pgettext("clause", "Breached"),
    "untested": lazy_pgettext("clause", "Not tested"),
}
ATTENDED: Final = {
    "holder": lazy("Mandate-holder"),
    "officer": lazy("Human-rights officer"),
    "desk": lazy("Desk officer"),
    "branch": lazy("Special Procedures Branch"),
    "field": lazy("Field presence of the Office"),
    "coordinator": lazy("Resident Coordinator"),
}
INVITED: Final = {code: ATTENDED[code] for code in OFFICES}
"""Those whom the platform invites."""
