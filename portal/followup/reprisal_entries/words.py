"""The words of published cases of reprisal, in the reader's language."""

from typing import Final

from portal.followup.reprisal_entries.queries import Entry
from portal.web.i18n.formats import short_day
from portal.web.i18n.texts import gettext, lazy

REASONS: Final = {
    "consent": lazy("A consent to it was withdrawn"),
    "danger": lazy("It puts somebody in danger"),
    "mistake": lazy("It was published by mistake"),
}


def title(year: int) -> str:
    return gettext("Case of reprisal, report of %(year)s", year=str(year))


def period(one: Entry) -> str:
    of = one.period
    return gettext("%(first)s to %(last)s", first=short_day(of.first), last=short_day(of.last))
