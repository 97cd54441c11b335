"""The agenda: sessions of the Human Rights Council and expert meetings, with a public source.

A stream for each of them. Decision 0210.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import assert_never

from shared.contracts.stakeholders_agenda import (
    AgendaDetails,
    AgendaEventNoted,
    AgendaEventStruck,
    Command,
    Fact,
    NoteAgendaEvent,
    StrikeAgendaEvent,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused, require
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference import mandates
from shared.reference.briefings import LANGUAGES
from shared.reference.coverage import source_is_sound

_LONGEST = 200  # characters
_MOST_NUMBER = 999
_LASTS = timedelta(days=60)
_BEFORE = date(2006, 6, 19)
"""The first day of the Council."""
_AHEAD = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """``details``: None before it was noted."""

    details: AgendaDetails | None = None
    steps: int = 0
    struck: bool = False


def decide(command: Command, asked: Asked, state: Event) -> Sequence[Fact]:
    require(
        asked,
        Role.CHIEF,
        Role.QUICK_RESPONSE_DESK,
        no="Only the Chief's office and the Quick Response Desk note sessions and expert meetings.",
    )
    match command:
        case NoteAgendaEvent():
            return _note(command, asked, state)
        case StrikeAgendaEvent():
            return _strike(command, asked, state)
    assert_never(command)


def evolve(state: Event, event: Fact) -> Event:
    match event:
        case AgendaEventNoted():
            return Event(details=event.details, steps=event.step)
        case AgendaEventStruck():
            return Event(details=state.details, steps=event.step, struck=True)
    assert_never(event)


def _note(command: NoteAgendaEvent, asked: Asked, state: Event) -> Sequence[Fact]:
    if not state.struck and command.details == state.details:
        return []
    _unchanged(command.seen, state)
    _sound(command.details, day_of(asked.at))
    return [
        AgendaEventNoted(
            event_id=command.event_id,
            step=state.steps + 1,
            details=command.details,
            noted_by=asked.by.actor_id,
            noted_at=asked.at,
        )
    ]


def _strike(command: StrikeAgendaEvent, asked: Asked, state: Event) -> Sequence[Fact]:
    if state.struck:
        return []
    if state.details is None:
        raise Refused("There is no such session or meeting.")
    _unchanged(command.seen, state)
    return [
        AgendaEventStruck(
            event_id=command.event_id,
            step=state.steps + 1,
            struck_by=asked.by.actor_id,
            struck_at=asked.at,
        )
    ]


def _unchanged(seen: int, state: Event) -> None:
    if seen != state.steps:
        raise Refused("Somebody changed this meanwhile. Load the page and read it.")


def _sound(of: AgendaDetails, today: date) -> None:
    meeting = of.kind == "meeting"
    if not meeting and (of.number is None or not 0 < of.number <= _MOST_NUMBER):
        raise Refused("Enter the number of the session.")
    if meeting and not 0 < len(of.title) <= _LONGEST:
        raise Refused("Enter the title of the meeting.")
    if (of.number is not None) == meeting or (of.title and not meeting):
        raise Refused("A session has a number, and an expert meeting has a title.")
    if of.language not in LANGUAGES:
        raise Refused("Choose the language from the list.")
    if not set(of.mandates) <= mandates().keys() or len(set(of.mandates)) < len(of.mandates):
        raise Refused("Choose mandates from the list.")
    if not of.first <= of.last <= of.first + _LASTS:
        raise Refused("It ends on its first day or later, within 60 days.")
    if not _BEFORE <= of.first <= today + _AHEAD:
        raise Refused("Enter a day since the Council exists, and at most three years from now.")
    if len(of.place) > _LONGEST:
        raise Refused("Enter a shorter place.")
    if not source_is_sound(of.source):
        raise Refused("Enter the symbol of a document, or an address that begins with https://.")


AGENDA: Decider[Command, Fact, Event] = Decider(
    category="agendaevent",
    key=lambda command: command.event_id,
    initial=Event(),
    decide=decide,
    evolve=evolve,
)
