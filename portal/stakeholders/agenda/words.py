"""The words of the agenda, in the reader's language."""

from collections.abc import Mapping
from typing import Final

from flask import url_for
from markupsafe import Markup

from portal.stakeholders.agenda.queries import Event
from portal.web.i18n.formats import number as grouped
from portal.web.i18n.texts import gettext, lazy
from portal.web.presentation import day

KINDS: Final[Mapping[str, str]] = {
    "session": lazy("Regular session of the Human Rights Council"),
    "special": lazy("Special session of the Human Rights Council"),
    "meeting": lazy("Expert meeting"),
}


def called(kind: str, number: int | None, title: str) -> str:
    """Return what it is called: a session by its number, a meeting by its title."""
    match kind:
        case "session":
            return gettext("Human Rights Council, session %(number)s", number=grouped(number or 0))
        case "special":
            said = gettext("Human Rights Council, special session %(number)s")
            return said % {"number": grouped(number or 0)}
        case _:
            return title


def there_already(one: Event) -> Markup:
    """Return the sentence for whoever notes a session that has an entry, with the way to it."""
    said = (
        gettext("This session was taken off the list. Put it back from its page:")
        if one.struck
        else gettext("This session is on the list already. Change it on its page:")
    )
    return Markup('{} <a class="govuk-link" href="{}"><bdi>{}</bdi></a>').format(
        said,
        url_for("agenda.show", event_id=one.event_id),
        called(one.kind, one.number, one.title),
    )


def days(one: Event) -> str:
    if one.first_on == one.last_on:
        return day(one.first_on)
    return gettext("%(first)s to %(last)s", first=day(one.first_on), last=day(one.last_on))
