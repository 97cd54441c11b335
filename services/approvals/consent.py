"""Intake's facts about consent, kept here so that decisions about letters can read them (R13).

A submission has a stream of its own only once something barred it, which is rare.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from services.approvals.events import Event
from shared.contracts.approvals_drafting import Because, SubmissionBarred, SubmissionUnbarred
from shared.contracts.intake import (
    BLOCKING,
    AllegationReceived,
    ConsentGranted,
    ConsentWithdrawn,
    Victim,
    VictimsAdded,
)
from shared.core.actor import Asked
from shared.core.decider import Decider


@dataclass(frozen=True, slots=True, kw_only=True)
class BarSubmission:
    """Only this service's own policy sends it."""

    submission_id: str
    because: Because


@dataclass(frozen=True, slots=True, kw_only=True)
class UnbarSubmission:
    """Only this service's own policy sends it."""

    submission_id: str
    because: Because


State = frozenset[Because]


def decide(
    command: BarSubmission | UnbarSubmission, asked: Asked, state: State
) -> Sequence[SubmissionBarred | SubmissionUnbarred]:
    """Note each withdrawal, and each consent after it, also where nothing changes by it.

    A fact that left no event is decided anew when it comes again, and what followed it is passed
    over as done: a consent given before a withdrawal would be the last word. That nobody agreed is
    said once, when it is filed.
    """
    bars = isinstance(command, BarSubmission)
    if command.because == "no_consent" and bars == (command.because in state):
        return []
    if bars:
        return [
            SubmissionBarred(
                submission_id=command.submission_id, because=command.because, barred_at=asked.at
            )
        ]
    return [
        SubmissionUnbarred(
            submission_id=command.submission_id, because=command.because, unbarred_at=asked.at
        )
    ]


def evolve(state: State, event: Event) -> State:
    if isinstance(event, SubmissionBarred):
        return state | {event.because}
    if isinstance(event, SubmissionUnbarred):
        return state - {event.because}
    return state


def on_intake(fact: object) -> Sequence[BarSubmission | UnbarSubmission]:
    """Bar a submission without consent, or after a withdrawal; unbar it once all agree again.

    Answers about publication alone (c3 to c6) do not affect letters.
    """
    match fact:
        case AllegationReceived(victims=victims) if victims and not _any_agrees(victims):
            return [BarSubmission(submission_id=fact.submission_id, because="no_consent")]
        case VictimsAdded(victims=victims) if _any_agrees(victims):
            return [UnbarSubmission(submission_id=fact.submission_id, because="no_consent")]
        case ConsentWithdrawn(scope=scope) if scope in BLOCKING:
            return [BarSubmission(submission_id=fact.submission_id, because="withdrawn")]
        case ConsentGranted(scope=scope, still_withdrawn=still) if scope in BLOCKING:
            lifted: list[Because] = ["no_consent"] if scope == "act" else []
            if not still:
                lifted.append("withdrawn")
            return [
                UnbarSubmission(submission_id=fact.submission_id, because=one) for one in lifted
            ]
        case _:
            return []


def _any_agrees(victims: Sequence[Victim]) -> bool:
    return any(one.consent.act != "no" for one in victims)


def stream(submission_id: str) -> str:
    """Return the stream that a letter on the submission reads."""
    return CONSENT.stream_of(submission_id)


CONSENT: Decider[BarSubmission | UnbarSubmission, Event, State] = Decider(
    category="consent",
    key=lambda command: command.submission_id,
    initial=frozenset(),
    decide=decide,
    evolve=evolve,
)
