"""Consent to a press release (c5), kept here so that decisions about press releases can read it.

Everybody whom a submission concerns must agree, so refusals are kept as well; nobody counts as
agreeing to a submission that this service has never heard of.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from services.approvals.events import Event
from shared.contracts.approvals_statements import PressConsentNoted
from shared.contracts.intake import (
    AllegationReceived,
    ConsentGranted,
    ConsentWithdrawn,
    Victim,
    VictimsAdded,
)
from shared.core.actor import Asked
from shared.core.decider import Decider


@dataclass(frozen=True, slots=True, kw_only=True)
class NotePersons:
    """Only this service's own policy sends it: the submission also concerns these people."""

    submission_id: str
    agreed: tuple[str, ...]
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotePress:
    """Only this service's own policy sends it. ``victim_id``: None for all."""

    submission_id: str
    victim_id: str | None
    given: bool


Command: TypeAlias = NotePersons | NotePress


@dataclass(frozen=True, slots=True)
class State:
    """``known``: whether this service has heard of the submission."""

    known: bool = False
    agreed: frozenset[str] = field(default=frozenset())
    refused: frozenset[str] = field(default=frozenset())


def decide(command: Command, asked: Asked, state: State) -> Sequence[PressConsentNoted]:
    if isinstance(command, NotePersons):
        new = {*command.agreed, *command.refused} - state.agreed - state.refused
        agreed = state.agreed | (new & set(command.agreed))
        refused = state.refused | (new & set(command.refused))
    else:
        everybody = state.agreed | state.refused
        whom = everybody if command.victim_id is None else {command.victim_id}
        agreed = state.agreed | whom if command.given else state.agreed - whom
        refused = state.refused - whom if command.given else state.refused | whom
    # What somebody said leaves an event also where it changes nothing: else it would be decided
    # anew when it comes again, though what was said after it is not.
    persons = isinstance(command, NotePersons)
    if persons and state == State(known=True, agreed=agreed, refused=refused):
        return []
    return [
        PressConsentNoted(
            submission_id=command.submission_id,
            agreed=tuple(sorted(agreed)),
            refused=tuple(sorted(refused)),
            noted_at=asked.at,
        )
    ]


def evolve(state: State, event: Event) -> State:
    if isinstance(event, PressConsentNoted):
        return State(known=True, agreed=frozenset(event.agreed), refused=frozenset(event.refused))
    return state


def on_intake(fact: object) -> Sequence[Command]:
    match fact:
        case AllegationReceived() | VictimsAdded():
            agreed = [one.victim_id for one in fact.victims if _agrees(one)]
            refused = [one.victim_id for one in fact.victims if not _agrees(one)]
            return [
                NotePersons(
                    submission_id=fact.submission_id, agreed=tuple(agreed), refused=tuple(refused)
                )
            ]
        case ConsentWithdrawn(scope="press") | ConsentGranted(scope="press"):
            return [
                NotePress(
                    submission_id=fact.submission_id,
                    victim_id=fact.victim_id,
                    given=isinstance(fact, ConsentGranted),
                )
            ]
        case _:
            return []


def _agrees(one: Victim) -> bool:
    return one.consent.act != "no" and one.consent.press == "yes"


def stream(submission_id: str) -> str:
    """Return the stream that a statement about the submission reads."""
    return PRESS.stream_of(submission_id)


PRESS: Decider[Command, Event, State] = Decider(
    category="press",
    key=lambda command: command.submission_id,
    initial=State(),
    decide=decide,
    evolve=evolve,
    creates=lambda command: isinstance(command, NotePersons),  # of a new submission, nearly always
)
