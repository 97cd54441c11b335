"""Actions in words."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from portal.followup.actions.queries import Action, Due
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy, pgettext
from shared.reference.actions import SOON
from shared.reference.publication import WITHDRAWAL_REASONS

CLAIMS: Final[Mapping[str, str]] = {
    "planned": lazy("Planned"),
    "under-way": lazy("Under way"),
    "done": lazy("Done"),
    "abandoned": lazy("Abandoned"),
}
_TONES: Final = {"planned": "neutral", "under-way": "active", "done": "done", "abandoned": "late"}
EVERY: Final[Mapping[int, str]] = {
    1: lazy("Every month"),
    2: lazy("Every two months"),
    3: lazy("Every three months"),
    4: lazy("Every four months"),
    6: lazy("Every six months"),
    12: lazy("Every year"),
    24: lazy("Every two years"),
}
KINDS: Final[Mapping[str, str]] = {
    "government": lazy("Government"),
    "nhri": lazy("National human rights institution"),
    "unct": lazy("United Nations country team"),
}


def claim(code: str) -> tuple[str, str]:
    """Return where its owner says that it stands: words, and the tone of their tag."""
    return str(CLAIMS[code]), _TONES[code]


def standing(one: Action) -> tuple[str, str]:
    """Return who reads it: words, and the tone of their tag."""
    if one.archived:
        return pgettext("of an action", "Archived"), "neutral"
    if not one.published:
        return pgettext("of an action", "Draft"), "waiting"
    if one.unpublished:
        return pgettext("of an action", "Published, and changed since"), "waiting"
    return pgettext("of an action", "Published"), "done"


def taken_back(one: Action) -> str:
    return names.word(WITHDRAWAL_REASONS.get(one.taken_back or "", ""))


def due(one: Due, today: date) -> tuple[str, str]:
    if one.report_id:
        return gettext("Reported"), "done"
    if one.due_on < today:
        return gettext("Overdue"), "late"
    if one.due_on <= today + SOON:
        return gettext("Due within 30 days"), "waiting"
    return gettext("Not due yet"), "neutral"


def reportable(one: Due, today: date) -> bool:
    return one.due_on <= today + SOON
