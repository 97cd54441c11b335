"""Follow-up rounds in words."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from portal.followup.recommendations import words as said_by
from portal.followup.rounds.queries import Own, Provider, Round
from portal.followup.rounds.suggesting import Suggested
from portal.web.i18n.texts import gettext, lazy, ngettext, pgettext
from portal.web.presentation import day

KINDS: Final = said_by.PROVIDERS
SCOPES: Final[Mapping[str, str]] = {
    "state": lazy("Recommendations of the mandate to this State"),
    "visit": lazy("Recommendations of a visit"),
}
WISHES: Final = said_by.WISHES


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


def due_because(one: Suggested) -> list[str]:
    """Return why a visit is to be followed up now, each reason in a sentence."""
    found = [_passed(one)]
    if one.letters:
        found.append(
            ngettext(
                "%(count)s letter of the mandate was sent to this State since its publication.",
                "%(count)s letters of the mandate were sent to this State since its publication.",
                one.letters,
            )
        )
    if one.asked_on is None:
        found.append(gettext("No round has asked about its recommendations yet."))
    return found


def _passed(one: Suggested) -> str:
    if one.asked_on is not None:
        on = day(one.asked_on)
        return gettext("A year has passed since a round last asked about it, on %(day)s.", day=on)
    if one.planned is not None:
        return gettext("The first round was planned for %(day)s.", day=day(one.planned))
    if one.presented_on is not None:
        on = day(one.presented_on)
        return gettext("A year has passed since the report was presented, on %(day)s.", day=on)
    on = day(one.published_on)
    return gettext("A year has passed since the report was published, on %(day)s.", day=on)


def provider(one: Provider, due_on: date, today: date) -> tuple[str, str]:
    """Return where a provider stands, for the mandate: its draft does not show."""
    if one.submitted_at is not None:
        return gettext("Answered"), "done"
    if one.declined:
        return pgettext("follow-up round", "Declined"), "neutral"
    if today > due_on:
        return gettext("No answer"), "late"
    return gettext("No answer yet"), "waiting"


def code(one: Provider) -> str | None:
    """Return the code to show beside its kind; a Government and a country team have none."""
    return None if one.kind == "unct" else one.organisation_id


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
