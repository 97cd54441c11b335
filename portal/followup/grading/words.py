"""A delegation of grading in words."""

from typing import Final

from portal.followup.grading.queries import Delegation
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy, pgettext
from shared.reference import mandate_acronym

SCOPES: Final = {
    "all": lazy("All recommendations of the mandate"),
    "state": lazy("Recommendations to one State"),
    "visit": lazy("Recommendations of one visit"),
}
NOBODY: Final = lazy("Somebody who has no account any more")


def scope(one: Delegation, visit: str = "") -> str:
    """Return what it is for; ``visit``: the report on it, where there is one."""
    said = str(SCOPES[one.scope])
    what = names.recipient(one.state) if one.state else visit
    return f"{said}: {what}" if what else said


def standing(one: Delegation) -> tuple[str, str]:
    """Return where it stands: words, and the tone of their tag."""
    match one.stand:
        case "stands":
            return pgettext("of a delegation", "In force"), "active"
        case "ended":
            return pgettext("of a delegation", "Ended"), "stopped"
        case "over":
            return pgettext("of a delegation", "Over"), "neutral"
        case "left":
            return gettext("Over: who delegated it holds the mandate no more"), "neutral"
        case _:
            return gettext("Over: the officer works for the mandate no more"), "neutral"


def person(name: str | None) -> str:
    return name or str(NOBODY)


def mandate(code: str) -> str:
    return mandate_acronym(code)
