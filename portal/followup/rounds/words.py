"""Follow-up rounds in words."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from portal.followup.rounds.queries import Own, Provider, Round
from portal.web.i18n.texts import gettext, lazy, pgettext

KINDS: Final = {
    "government": lazy("Government"),
    "nhri": lazy("National human rights institution"),
    "ngo": lazy("Non-governmental organisation"),
}
SCOPES: Final[Mapping[str, str]] = {
    "state": lazy("Recommendations of the mandate to this State"),
    "visit": lazy("Recommendations of a visit"),
}
WISHES: Final[Mapping[str, str]] = {
    "publish": lazy("Publish it with our name"),
    "unnamed": lazy("Publish it without our name"),
    "holder": lazy("For the mandate alone"),
}


def own(one: Own) -> tuple[str, str]:
    """Return where the own part stands: words, and the tone of their tag."""
    if one.submitted_at is not None:
        return pgettext("follow-up round", "Sent"), "done"
    if one.closed or one.published:
        return pgettext("follow-up round", "Closed"), "neutral"
    if one.declined:
        return pgettext("follow-up round", "Declined"), "neutral"
    if one.drafted:
        return pgettext("follow-up round", "Draft"), "active"
    return pgettext("follow-up round", "Asked"), "waiting"


def provider(one: Provider, due_on: date, today: date) -> tuple[str, str]:
    """Return where a provider stands, for the mandate: its draft does not show."""
    if one.submitted_at is not None:
        return gettext("Answered"), "done"
    if one.declined:
        return pgettext("follow-up round", "Declined"), "neutral"
    if today > due_on:
        return gettext("No answer"), "late"
    return gettext("No answer yet"), "waiting"


def standing(one: Round) -> tuple[str, str]:
    """Return where a round stands, for the mandate."""
    if one.closed:
        return pgettext("follow-up round", "Closed"), "neutral"
    if one.published:
        return pgettext("follow-up round", "Published"), "done"
    if one.sent:
        return gettext("With the State"), "waiting"
    if one.version:
        return gettext("Table compiled"), "active"
    return gettext("Answers are awaited"), "waiting"
