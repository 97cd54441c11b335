"""Which letters about visits wait for an answer of a Government, by the letters that it reads.

What a mandate decides on an answer, and what it logs for itself, changes nothing here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection, Row, select

from portal.followup.visits import of_state, queries
from portal.followup.visits.read_model import files
from shared.core.actor import Actor
from shared.reference.visits import answers_to, begun_anew

_REQUEST: Final = "visit-requested"
_DATES: Final = "visit-dates-proposed"
_TERMS: Final = "terms-of-reference-sent"
_ANSWER: Final = {_REQUEST: "acceptance", _DATES: "dates", _TERMS: "terms_answer"}
"""What makes sense as an answer to each; without it nothing is awaited any more."""
_OVER: Final = frozenset({"visit-declined", "visit-cancelled"})
_SILENT: Final = frozenset({"visit-acknowledged", "terms-answered"})
"""What a Government writes that answers neither a request nor dates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """``kind``: of the letter. ``since``: the day of a request, or of the last dates or terms."""

    mandate: str
    state: str
    kind: str
    since: date


def of_government(conn: Connection, actor: Actor, on: date) -> list[Unanswered]:
    """Return what waits for an answer of this Government, the longest waiting first."""
    rows = conn.execute(of_state.every_letter(actor)).all()
    by_file = {of: list(some) for of, some in groupby(rows, key=lambda row: row.visit_file_id)}
    waits = {of: open_ for of, some in by_file.items() if (open_ := _waits(some))}
    these = select(files).where(files.c.visit_file_id.in_(waits), files.c.kept_at.is_(None))
    found = [
        Unanswered(mandate=row.mandate, state=row.state, kind=kind, since=since)
        for row in conn.execute(these)
        for kind, since in _asked(row, waits[row.visit_file_id], on)
    ]
    return sorted(found, key=lambda one: (one.since, one.mandate, one.state, one.kind))


def _asked(row: Row[Any], waits: dict[str, date], on: date) -> Iterator[tuple[str, date]]:
    offered = answers_to(begun_anew(queries.standing(row), on))
    return ((kind, since) for kind, since in waits.items() if _ANSWER[kind] in offered)


def _waits(letters: list[Row[Any]]) -> dict[str, date]:
    """Return what the letters of one file leave open, the first first."""
    waits: dict[str, date] = {}
    for one in letters:
        if one.kind in _OVER:
            waits.clear()
        elif of_state.side_of(one) == "state":
            if one.kind == "terms-answered":
                waits.pop(_TERMS, None)
            if one.kind not in _SILENT:
                waits.pop(_REQUEST, None)
                waits.pop(_DATES, None)
        elif one.kind in {_REQUEST, "visit-reminder-sent"}:
            waits.setdefault(_REQUEST, one.passed_on)
        elif one.kind == _TERMS:
            waits[_TERMS] = one.passed_on
        elif one.kind == _DATES or (one.kind == "visit-postponed" and one.first):
            waits[_DATES] = one.passed_on
    return waits
