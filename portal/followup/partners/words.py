"""The words of partners of missions, in the reader's language."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from portal.followup.missions.words import (
    INTERPRETER,
    ITEM_STATES,
    LEAD,
    MEETINGS,
    PLACE,
    TASK_STATES,
    UNANNOUNCED,
    hours,
)
from portal.followup.partners.queries import Partner
from portal.followup.visits.words import CLAUSES, VERSIONS
from portal.web.i18n.texts import lazy, lazy_pgettext

__all__ = [
    "ADVICE",
    "CLAUSES",
    "INTERPRETER",
    "ITEM_STATES",
    "KINDS",
    "LEAD",
    "MEETINGS",
    "PARTS",
    "PLACE",
    "TASK_STATES",
    "UNANNOUNCED",
    "VERSIONS",
    "hours",
    "standing",
]

KINDS: Final[Mapping[str, str]] = {
    "rc": lazy("Resident Coordinator"),
    "unct": lazy("Agency of the United Nations country team"),
    "security": lazy("Security of the United Nations"),
    "nhri": lazy("National human rights institution"),
    "ngo": lazy("Non-governmental organisation"),
    "desk": lazy("Desk officer of the State, at the United Nations"),
}
ADVICE: Final[Mapping[str, str]] = {
    "legal": lazy("Legal advice"),
    "technical": lazy("Technical advice"),
}
PARTS: Final = {
    "preparation": lazy_pgettext("visit", "Preparation"),
    "during": lazy_pgettext("visit", "During the visit"),
    "follow_up": lazy_pgettext("visit", "Follow-up"),
}


def standing(one: Partner, today: date) -> tuple[str, str]:
    if one.is_over(today):
        return lazy_pgettext("partner", "Over"), "stopped"
    if one.admitted_at is None:
        return lazy_pgettext("partner", "Proposed"), "waiting"
    if not one.undertaken:
        return lazy_pgettext("partner", "Admitted, has not accepted the undertaking"), "waiting"
    return lazy_pgettext("partner", "Admitted"), "done"
