"""The calendar: one stream with every consultation, by which the clock finds those to close."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Final, TypeAlias

from services.stakeholders.consultation.commands import NoteConsultation
from shared.contracts.stakeholders_consultations import (
    ConsultationCalled,
    ConsultationExtended,
    ConsultationNoted,
)
from shared.core.actor import Asked
from shared.core.decider import Decider

STREAM: Final = "consultationcalendar-all"

State: TypeAlias = Mapping[str, datetime]
"""When each consultation closes."""


def react(fact: object) -> Sequence[NoteConsultation]:
    match fact:
        case ConsultationCalled():
            closes_at = fact.call.closes_at
        case ConsultationExtended():
            closes_at = fact.closes_at
        case _:
            return []
    return [NoteConsultation(consultation_id=fact.consultation_id, closes_at=closes_at)]


def decide(command: NoteConsultation, _: Asked, state: State) -> Sequence[ConsultationNoted]:
    """A later time alone is news: no fact that comes late takes an extension back."""
    known = state.get(command.consultation_id)
    if known is not None and known >= command.closes_at:
        return []
    return [ConsultationNoted(consultation_id=command.consultation_id, closes_at=command.closes_at)]


def evolve(state: State, event: ConsultationNoted) -> State:
    return {**state, event.consultation_id: event.closes_at}


CONSULTATION_CALENDAR: Decider[NoteConsultation, ConsultationNoted, State] = Decider(
    category="consultationcalendar",
    key=lambda _: "all",
    initial=MappingProxyType({}),
    decide=decide,
    evolve=evolve,
)
