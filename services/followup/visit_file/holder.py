"""What the holder alone decides about a visit: V7, V12 and V13 of section E.3."""

from collections.abc import Sequence
from typing import assert_never

from services.followup.visit_file import terms, whose
from services.followup.visit_file.state import File, stands, step_of
from shared.contracts.followup_visit_commands import (
    Act,
    AgreeVisitDates,
    CarryVisitFileOver,
    DecideVisitReservation,
    DeemVisitCancelled,
    GradeVisitCooperation,
    PublishVisitDates,
    RaiseVisitInCouncil,
    TakeBackVisitLetter,
)
from shared.contracts.followup_visits import (
    Document,
    Fact,
    OutstandingRequestRaised,
    VisitCancelled,
    VisitCooperationGraded,
    VisitDatesPublished,
    VisitFileCarriedOver,
    VisitLetterTakenBack,
    VisitRequested,
)
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.geneva import day_of
from shared.reference.schemes import current
from shared.reference.visits import DEEMED_AFTER, is_open

_MOST_SESSIONS = 300


def take_back(command: TakeBackVisitLetter, asked: Asked, state: File) -> Sequence[Fact]:
    """A decision of before letters about visits were approved word for word."""
    if state.to_send is None:
        return []
    taken = VisitLetterTakenBack(**step_of(command, asked), letter=state.to_send)
    return stands(state, taken)


def public(state: File) -> bool:
    """Whether everybody may read the days of the file: those that are agreed, as published."""
    now = state.now
    return now.status == "agreed" and now.dates is not None and now.dates == state.published


def publish(command: PublishVisitDates, asked: Asked, state: File) -> Sequence[Fact]:
    """Before the statement the holder alone makes days public (VR1)."""
    whose.signs(asked, state)
    now = state.now
    if now.status != "agreed" or now.dates != command.dates:
        raise Refused("Only the dates that are agreed can be published. Look at the file again.")
    published = VisitDatesPublished(**step_of(command, asked), dates=command.dates)
    return stands(state, published)


def grade(command: GradeVisitCooperation, asked: Asked, state: File) -> Sequence[Fact]:
    """How the Government cooperates on what was asked of it: of a file without a request, nothing.

    A grade that is there is made confidential also once the request was struck. Who publishes one
    signs for the mandate.
    """
    scheme = current("visit").get(command.scheme)
    if scheme is None or command.grade not in scheme.values:
        raise Refused("Choose the grade from the list of its scheme.")
    asked_for = any(isinstance(one, VisitRequested) for one in state.documents)
    if not asked_for and (state.cooperation is None or command.public):
        raise Refused("Log the request first: there is nothing yet that the Government could do.")
    if command.public:
        whose.signs(asked, state)
    graded = VisitCooperationGraded(
        **step_of(command, asked),
        scheme=command.scheme,
        grade=command.grade,
        public=command.public,
    )
    return stands(state, graded)


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
