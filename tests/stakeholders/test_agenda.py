"""The agenda: who notes sessions and expert meetings, what makes sense, and what is taken off."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.stakeholders.agenda import AGENDA
from shared.contracts.stakeholders_agenda import (
    AgendaDetails,
    AgendaEventNoted,
    AgendaEventStruck,
    NoteAgendaEvent,
    StrikeAgendaEvent,
)
from shared.core.actor import Actor
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.core.testing import AT, given

DAY = timedelta(days=1)
TODAY = day_of(AT)
ID = str(derive_id("agenda of a test"))
CHIEF = Actor(actor_id="chief-1", roles=frozenset({Role.CHIEF}))
DESK = Actor(actor_id="desk-1", roles=frozenset({Role.QUICK_RESPONSE_DESK}))
SESSION = AgendaDetails(
    kind="session",
    number=61,
    title="",
    language="en",
    mandates=(),
    first=TODAY + 20 * DAY,
    last=TODAY + 50 * DAY,
    place="Geneva",
    source="A/HRC/61/1",
)
MEETING = replace(
    SESSION, kind="meeting", number=None, title="Experts on prisons", mandates=("sr-torture",)
)
NOTE = NoteAgendaEvent(event_id=ID, seen=0, details=SESSION)
STRIKE = StrikeAgendaEvent(event_id=ID, seen=1)
NOTED = AgendaEventNoted(event_id=ID, step=1, details=SESSION, noted_by="chief-1", noted_at=AT)
STRUCK = AgendaEventStruck(event_id=ID, step=2, struck_by="chief-1", struck_at=AT)


def test_the_secretariat_notes_it_changes_it_and_takes_it_off() -> None:
    empty, there = given(AGENDA), given(AGENDA, NOTED)
    empty.when(NOTE, by=CHIEF).then(NOTED)
    there.when(NOTE, by=DESK).then_nothing()
    later = replace(NOTE, seen=1, details=MEETING)
    there.when(later, by=DESK).then(replace(NOTED, step=2, details=MEETING, noted_by="desk-1"))
    there.when(replace(later, seen=0), by=DESK).then_refused("meanwhile")
    there.when(STRIKE, by=CHIEF).then(STRUCK)
    there.when(replace(STRIKE, seen=0), by=CHIEF).then_refused("meanwhile")
    empty.when(STRIKE, by=CHIEF).then_refused("no such")
    gone = given(AGENDA, NOTED, STRUCK)
    gone.when(STRIKE, by=CHIEF).then_nothing()
    gone.when(NOTE, by=CHIEF).then_refused("meanwhile")
    gone.when(replace(NOTE, seen=2), by=CHIEF).then(replace(NOTED, step=3))
    for role in frozenset(Role) - {Role.CHIEF, Role.QUICK_RESPONSE_DESK}:
        there.when(STRIKE, by=Actor(actor_id="x", roles=frozenset({role}))).then_forbidden()


@pytest.mark.parametrize(
    ("details", "wrong", "says"),
    [
        (SESSION, {"number": None}, "number of the session"),
        (SESSION, {"number": 1000}, "number of the session"),
        (SESSION, {"title": "x"}, "an expert meeting has a title"),
        (MEETING, {"title": ""}, "title of the meeting"),
        (MEETING, {"number": 3}, "A session has a number"),
        (MEETING, {"language": "de"}, "language"),
        (MEETING, {"mandates": ("sr-torture", "sr-torture")}, "mandates"),
        (MEETING, {"mandates": ("nobody",)}, "mandates"),
        (SESSION, {"last": SESSION.first - DAY}, "first day or later"),
        (SESSION, {"last": SESSION.first + 61 * DAY}, "within 60 days"),
        (SESSION, {"first": TODAY + 2000 * DAY, "last": TODAY + 2000 * DAY}, "three years"),
        (SESSION, {"source": "somebody told me"}, "symbol of a document"),
        (SESSION, {"place": "x" * 201}, "shorter place"),
    ],
)
def test_what_makes_no_sense_is_refused(
    details: AgendaDetails, wrong: dict[str, Any], says: str
) -> None:
    command = replace(NOTE, details=replace(details, **wrong))
    given(AGENDA).when(command, by=CHIEF).then_refused(says)
