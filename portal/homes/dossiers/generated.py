"""The lines of a country assessment that follow from what the platform knows of the State.

Each is a code, a day and an origin. Of what is published the line has the key alone, so its words
are said anew each time, and what is taken back is gone from every version. What is not public is in
none: a reader's own letters stand beside a version, by the reader's own list.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection

from portal.committee.coverage import facts
from portal.followup.invitations import queries as invitations
from portal.followup.visits import queries as visits
from portal.homes.dossiers import mechanisms, queries
from portal.homes.dossiers.queries import Assessment
from portal.public.register import events, profile, tagged
from portal.public.register.events import Event
from portal.public.register.statistics import Figures, Reading
from shared.contracts.followup_dossiers import Audience, Line
from shared.core.actor import Actor
from shared.reference.coverage import IMPORTED, covered
from shared.reference.dossiers import INSIDE, LISTED, YEARS

_PARTS_OF: Final = {
    "treaties": "state",
    "visit": "visits",
    "requests": "visits",
    "reports": "treaty_bodies",
    "upr": "upr",
}
"""In which part a recorded answer of coverage stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """``reading``: as of which day, and the time to reply."""

    one: Assessment
    actor: Actor
    reading: Reading

    @property
    def today(self) -> date:
        return self.reading.today


def lines(conn: Connection, asked: Asked, audience: Audience) -> list[Line]:
    """Return what stands in the assessment today, part by part."""
    found = [each for of in _GENERATED for each in of(conn, asked)]
    return [each for each in found if audience == "team" or each.kind not in INSIDE]


def _visit(conn: Connection, asked: Asked) -> Iterator[Line]:
    one = asked.one
    yield _line("visit", "mandate", asked.today, "mandates", one.mandate)
    if one.dates is None:
        return
    days = (one.dates.first.isoformat(), one.dates.last.isoformat())
    yield _line("visit", "dates", asked.today, "mission", *days)
    file = visits.file(conn, asked.actor, one.mandate, one.state, asked.today)
    if file is None or not file.reads or file.now.dates != one.dates:
        return  # the file is of the mandate and the State, and stands at another visit of them
    if file.now.terms is not None:
        on = file.now.last_on or asked.today
        yield _line("visit", "terms", on, "file", file.now.terms)


def _state(conn: Connection, asked: Asked) -> Iterator[Line]:
    state = asked.one.state
    if state in covered():
        yield _line("state", "region", asked.today, "states", covered()[state])
    register = invitations.of_state(conn, state)
    stands = register.on(asked.today)
    if stands is not None:
        says = (stands.scope, *stands.mandates)
        yield _line("state", "invitation", stands.dated_on, register.source(stands), *says)
    if state not in covered():
        return
    for column, cell in facts.recorded(conn, state, asked.today):
        if column.key == facts.NHRI:  # an institution can hide: its grade is said anew
            yield _line("state", "nhri", asked.today, "organisations")
        elif column.key in _PARTS_OF and cell.value is not None:
            on, source = cell.dated_on, cell.source or "coverage"
            says = (column.key, column.kind, cell.value)
            yield _line(_PARTS_OF[column.key], "coverage", on, source, *says)


def _letters(conn: Connection, asked: Asked) -> Iterator[Line]:
    """Numerator and denominator, never a rate alone (section G.1)."""
    today, state = asked.today, asked.one.state
    every = [
        each
        for each in events.of_state(conn, state)
        if each.kind in {"letter", "reply"} and each.year > today.year - YEARS
    ]
    sent = [each for each in every if each.kind == "letter"]
    if not sent:
        return
    for year in sorted({each.year for each in sent}):
        of_year = [each for each in every if each.year == year]
        yield _counted(str(year), profile.counted(of_year, state, asked.reading), today)
    yield _counted("", profile.counted(every, state, asked.reading), today)
    for code, number in sorted(Counter(each.type for each in sent).items()):
        yield _line("letters", "types", today, "register", code, str(number))
    replies = {each.part for each in every if each.kind == "reply"}
    graded = events.graded(conn, state, replies).values()
    values = Counter(value for some in graded for _, value in some)
    for value, number in sorted(values.items()):
        yield _line("letters", "grades", today, "register", value, str(number))
    yield from _listed("letters", "letter", sent, today)


def _visits(conn: Connection, asked: Asked) -> Iterator[Line]:
    every = events.of_state(conn, asked.one.state)
    yield from _listed(
        "visits", "visit", [each for each in every if each.kind == "visit"], asked.today
    )
    past = [each for each in every if each.kind == "past_visit"]
    yield from _listed("visits", "past_visit", past, asked.today, origin=IMPORTED)
    tags = tagged.of_these(conn, events.recommended(every))
    for theme, number in profile.by_theme(every, tags).items():
        yield _line("visits", "themes", asked.today, "register", theme, str(number))
    own = [
        each
        for each in every
        if each.kind == "recommendation" and asked.one.mandate in each.mandates
    ]
    yield from _listed("visits", "recommendation", own, asked.today)


def _reprisals(conn: Connection, asked: Asked) -> Iterator[Line]:
    """Only what is published of the State: part 10 is no part of an assessment."""
    every = events.of_state(conn, asked.one.state)
    found = [each for each in every if each.kind == "reprisal"]
    yield from _listed("un", "reprisal", found, asked.today)


def _contributions(conn: Connection, asked: Asked) -> Iterator[Line]:
    """Only what is published with its call; another choice of its sender takes it from here too.

    When one came is not public: neither its day nor the order of the lines tells it.
    """
    rows = [row for _, row in queries.contributions(conn, asked.one)]
    found = sorted(rows, key=lambda row: row.received_at, reverse=True)
    if len(found) > LISTED:
        says = ("contribution", str(LISTED), str(len(found)))
        yield _line("contributions", "listed", asked.today, "call", *says)
    for contribution_id in sorted(row.contribution_id for row in found[:LISTED]):
        yield _line("contributions", "contribution", asked.today, "call", contribution_id)


def _mechanisms(conn: Connection, asked: Asked) -> Sequence[Line]:
    return mechanisms.lines(conn, asked.one.state)


_GENERATED: Final[Sequence[Callable[[Connection, Asked], Iterator[Line] | Sequence[Line]]]] = (
    _visit,
    _state,
    _letters,
    _visits,
    _mechanisms,
    _reprisals,
    _contributions,
)


def _counted(year: str, of: Figures, today: date) -> Line:
    numbers = (of.letters, of.due, of.answered, *([] if of.days is None else [of.days]))
    return _line("letters", "letters", today, "register", year, *map(str, numbers))


def _listed(
    part: str, kind: str, some: Sequence[Event], today: date, *, origin: str = "register"
) -> Iterator[Line]:
    """Yield the newest, and before them how many there are where these are not all."""
    if len(some) > LISTED:
        yield _line(part, "listed", today, origin, kind, str(LISTED), str(len(some)))
    for each in some[:LISTED]:
        yield _line(part, kind, each.on, origin, str(each.key))


def _line(part: str, kind: str, on: date, origin: str, *says: str) -> Line:
    return Line(part=part, kind=kind, on=on, origin=origin, says=says)
