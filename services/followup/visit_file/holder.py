"""What the holder alone decides about a visit: V1, V7, V12 and V13 of section E.3."""

from collections.abc import Sequence
from typing import assert_never

from services.followup.visit_file import terms, whose
from services.followup.visit_file.state import File, stands, step_of
from shared.contracts.followup_visit_commands import (
    Act,
    AgreeVisitDates,
    CarryVisitFileOver,
    DecideVisitLetter,
    DecideVisitReservation,
    DeemVisitCancelled,
    OfLetter,
    RaiseVisitInCouncil,
    TakeBackVisitLetter,
)
from shared.contracts.followup_visits import (
    Document,
    Fact,
    OutstandingRequestRaised,
    VisitCancelled,
    VisitFileCarriedOver,
    VisitLetterDecided,
    VisitLetterTakenBack,
)
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.geneva import day_of
from shared.reference.visits import DEEMED_AFTER, IN_SIGHT, is_open

_MOST_SESSIONS = 300


def of_letter(command: OfLetter, asked: Asked, state: File) -> Sequence[Fact]:
    match command:
        case DecideVisitLetter():
            whose.signs(asked, state)
            return _decide(command, asked, state)
        case TakeBackVisitLetter():
            if state.to_send is None:
                return []
            taken = VisitLetterTakenBack(**step_of(command, asked), letter=state.to_send)
            return stands(state, taken)
    assert_never(command)


def act(command: Act, asked: Asked, state: File) -> Sequence[Fact]:
    today = day_of(asked.at)
    document = Document(document_id=command.document_id, dated_on=today, passed_on=today)
    match command:
        case DeemVisitCancelled():
            return _deem(command, asked, state, document)
        case RaiseVisitInCouncil():
            return _raise(command, asked, state, document)
        case CarryVisitFileOver():
            return _carry(command, asked, state, document)
        case DecideVisitReservation():
            return terms.decide(command, asked, state, document)
        case AgreeVisitDates():
            return terms.agree(command, asked, state, document)
    assert_never(command)


def _decide(command: DecideVisitLetter, asked: Asked, state: File) -> Sequence[Fact]:
    if state.to_send is not None:
        if state.to_send == command.letter:
            return []
        raise Refused("Another letter is to be sent already. Take that decision back first.")
    now = state.by(day_of(asked.at))
    in_sight = now.invited_on or now.status in IN_SIGHT
    if command.letter == "request" and in_sight:
        raise Refused("The Government has invited or accepted: propose dates instead.")
    if command.letter == "reminder" and not is_open(now):
        raise Refused("No request is open, so there is nothing to remind of.")
    return stands(state, VisitLetterDecided(**step_of(command, asked), letter=command.letter))


def _deem(
    command: DeemVisitCancelled, asked: Asked, state: File, document: Document
) -> Sequence[Fact]:
    """A second postponement without new dates is in effect a cancellation (A/68/295)."""
    if state.by(day_of(asked.at)).postponed < DEEMED_AFTER:
        raise Refused(
            "A visit can be deemed cancelled once it was postponed twice without new dates."
        )
    return stands(
        state,
        VisitCancelled(
            **step_of(command, asked),
            document=document,
            by="mandate",
            deemed=True,
            reason="none",
        ),
    )


def _raise(
    command: RaiseVisitInCouncil, asked: Asked, state: File, document: Document
) -> Sequence[Fact]:
    if not is_open(state.by(day_of(asked.at))):
        raise Refused("No request is open, so there is nothing to tell the Council.")
    if not 1 <= command.session <= _MOST_SESSIONS:
        raise Refused("Enter the number of the session of the Council, such as 61.")
    return stands(
        state,
        OutstandingRequestRaised(
            **step_of(command, asked), document=document, session=command.session
        ),
    )


def _carry(
    command: CarryVisitFileOver, asked: Asked, state: File, document: Document
) -> Sequence[Fact]:
    now = state.by(day_of(asked.at))
    if now.asked_on is None and now.invited_on is None:
        raise Refused("Nothing is open on this file that could be taken over.")
    return stands(
        state,
        VisitFileCarriedOver(**step_of(command, asked), document=document, kept=command.kept),
    )
