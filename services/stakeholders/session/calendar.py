"""The calendar: one stream with every session, by which the clock finds those that are not over."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Final, TypeAlias

from services.stakeholders.session.commands import NoteSession
from shared.contracts.stakeholders_sessions import (
    SessionChanged,
    SessionNoted,
    SessionOpened,
)
from shared.core.actor import Asked
from shared.core.decider import Decider

STREAM: Final = "sessioncalendar-all"

State: TypeAlias = Mapping[str, datetime]
"""When each session ends."""


def react(fact: object) -> Sequence[NoteSession]:
    match fact:
        case SessionOpened() | SessionChanged():
            return [NoteSession(session_id=fact.session_id, ends_at=fact.details.ends_at)]
        case _:
            return []


def decide(command: NoteSession, _: Asked, state: State) -> Sequence[SessionNoted]:
    if state.get(command.session_id) == command.ends_at:
        return []
    return [SessionNoted(session_id=command.session_id, ends_at=command.ends_at)]


def evolve(state: State, event: SessionNoted) -> State:
    return {**state, event.session_id: event.ends_at}


CALENDAR: Decider[NoteSession, SessionNoted, State] = Decider(
    category="sessioncalendar",
    key=lambda _: "all",
    initial=MappingProxyType({}),
    decide=decide,
    evolve=evolve,
)
