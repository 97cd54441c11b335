"""What is due of reports as a file for calendars."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from portal.committee.reports import words
from portal.committee.reports.queries import Report
from portal.web import calendars
from portal.web.calendars import Entry
from portal.web.i18n import names
from portal.web.i18n.formats import listed


def calendar(some: Iterable[Report], at: datetime) -> str:
    """Return the next step of each of these reports."""
    return calendars.calendar("Report deadlines", _entries(some), at)


def _entries(some: Iterable[Report]) -> Iterator[Entry]:
    for one in some:
        if one.next and one.due_on:
            called = listed((names.mandate(one.mandate), words.called(one)))
            yield Entry(
                uid=f"{one.report_id}-{one.next}",
                first=one.due_on,
                last=one.due_on,
                summary=f"{words.MILESTONES[one.next]}: {called}",
                description=words.session(one.session),
            )
