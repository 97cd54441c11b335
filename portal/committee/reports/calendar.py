"""What is due as a file for calendars (RFC 5545): whole days, without a time."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Final

from portal.committee.reports import words
from portal.committee.reports.queries import Report
from portal.web.i18n import names
from portal.web.i18n.formats import listed

_LONGEST: Final = 75  # octets of a line


def calendar(some: Iterable[Report], at: datetime) -> str:
    """Return the next step of each of these reports."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Rapporteur//Report deadlines//EN"]
    for one in some:
        if one.next and one.due_on:
            lines += _event(one, one.due_on, f"{at:%Y%m%dT%H%M%SZ}")
    return "".join(f"{part}\r\n" for one in [*lines, "END:VCALENDAR"] for part in _folded(one))


def _event(one: Report, on: date, stamp: str) -> list[str]:
    step = words.MILESTONES[one.next] if one.next else ""
    said = f"{step}: {listed((names.mandate(one.mandate), words.called(one)))}"
    return [
        "BEGIN:VEVENT",
        f"UID:{one.report_id}-{one.next}@rapporteur",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(said)}",
        f"DESCRIPTION:{_escaped(words.session(one.session))}",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Break a long line between characters; what goes on begins with a space."""
    part = ""
    for sign in line:
        if len((part + sign).encode()) > _LONGEST:
            yield part
            part = " "
        part += sign
    yield part
