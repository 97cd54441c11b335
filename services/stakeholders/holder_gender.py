"""The gender of a holder of a mandate, as the Secretariat publishes it: section A.7.

Resolution 5/1 has holders published by gender. Nobody guesses it from a name: what is recorded has
the source in which it is public.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias, assert_never

from services.stakeholders.terms import TERMS
from shared.contracts import stakeholders_terms
from shared.contracts.stakeholders_holder_gender import Fact, HolderGenderRecorded
from shared.contracts.stakeholders_holder_gender_commands import RecordHolderGender
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused, require
from shared.core.roles import Role
from shared.reference import GENDERS
from shared.reference.coverage import source_is_sound


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """``told``: gender and source by term. ``terms``: while a decision reads them."""

    told: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    terms: frozenset[str] = frozenset()


_Heard: TypeAlias = Fact | stakeholders_terms.Fact


def decide(command: RecordHolderGender, asked: Asked, state: State) -> Sequence[Fact]:
    require(
        asked,
        Role.CHIEF,
        no="Only the Chief of the Special Procedures Branch may record the gender of "
        "mandate-holders.",
    )
    if command.term_id not in state.terms:
        raise Refused("There is no such term of this mandate.")
    if command.gender not in GENDERS:
        raise Refused("Choose the gender from the list.")
    if not source_is_sound(command.source):
        raise Refused("Enter the symbol of a document, or an address that begins with https://.")
    if state.told.get(command.term_id) == (command.gender, command.source):
        return []
    return [
        HolderGenderRecorded(
            term_id=command.term_id,
            mandate=command.mandate,
            gender=command.gender,
            source=command.source,
            recorded_by=asked.by.actor_id,
            recorded_at=asked.at,
        )
    ]


def evolve(state: State, event: _Heard) -> State:
    match event:
        case HolderGenderRecorded():
            told = {**state.told, event.term_id: (event.gender, event.source)}
            return replace(state, told=told)
        case stakeholders_terms.HolderTermStarted():
            return replace(state, terms=state.terms | {event.term_id})
        case stakeholders_terms.HolderTermEnded():
            return state
    assert_never(event)


def _consults(command: RecordHolderGender, _: State) -> Sequence[str]:
    return [TERMS.stream_of(command.mandate)]


HOLDER_GENDER: Decider[RecordHolderGender, _Heard, State] = Decider(
    category="holdergender",
    key=lambda command: command.mandate,
    initial=State(),
    decide=decide,
    evolve=evolve,
    consults=_consults,
)
