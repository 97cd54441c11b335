"""A file for calendars (RFC 5545): whole days, without a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from flask import Response

_LONGEST: Final = 75  # octets of a line


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """``uid``: the same for the same entry each time. ``last``: its last day, inside."""

    uid: str
    first: date
    last: date
    summary: str
    description: str = ""


def calendar(name: str, some: Iterable[Entry], at: datetime) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//Rapporteur//{name}//EN"]
    for one in some:
        lines += _event(one, f"{at:%Y%m%dT%H%M%SZ}")
    return "".join(f"{part}\r\n" for one in [*lines, "END:VCALENDAR"] for part in _folded(one))


def attached(text: str, name: str) -> Response:
    """Return it as a file of this name."""
    told = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, mimetype="text/calendar", headers=told)


def _event(one: Entry, stamp: str) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{one.uid}@rapporteur",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{one.first:%Y%m%d}",
        f"DTEND;VALUE=DATE:{one.last + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(one.summary)}",
        *([f"DESCRIPTION:{_escaped(one.description)}"] if one.description else []),
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
