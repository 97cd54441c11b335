"""Terms of reference and the dates that are agreed: V9 and V10 of section E.3.

A Government accepts the terms, accepts them with reservation clause by clause, disputes or refuses
them. A reservation holds only by the holder's decision, and no dates are agreed before.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final, TypeVar

from services.followup.visit_file import whose
from services.followup.visit_file.state import File, stands, step_of, without
from shared.contracts.followup_visit_commands import (
    AgreeVisitDates,
    DecideVisitReservation,
    LogTermsAnswer,
    LogTermsOfReference,
)
from shared.contracts.followup_visits import (
    Document,
    DocumentFact,
    Fact,
    Standing,
    TermsAnswered,
    TermsOfReferenceSent,
    VisitDatesAgreed,
    VisitReservationDecided,
    Window,
)
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.message import derive_id
from shared.reference.visit_terms import SETTLED, VERSIONS, clauses_of
from shared.reference.visits import AHEAD, LONGEST_VISIT, SHORT_NOTICE

D = TypeVar("D", bound=DocumentFact)
_NOT_SETTLED: Final = "The Government has not accepted the terms of reference."


def send(command: LogTermsOfReference, asked: Asked, state: File) -> Sequence[Fact]:
    then = state.by(command.document.passed_on)
    if then.asked_on is None and then.invited_on is None:
        raise Refused("Neither a request nor an invitation is on file by that day. Log that first.")
    if command.version not in VERSIONS:
        raise Refused("Choose from the list which terms of reference they are.")
    return stands(
        state,
        TermsOfReferenceSent(
            **step_of(command, asked), document=command.document, version=command.version
        ),
    )


def answer(command: LogTermsAnswer, asked: Asked, state: File) -> Sequence[Fact]:
    sent = [
        one
        for one in state.ordered()
        if isinstance(one, TermsOfReferenceSent)
        and one.document.passed_on <= command.document.passed_on
    ]
    if not sent or state.by(command.document.passed_on).terms is None:
        raise Refused("No terms of reference were sent by that day. Log that first.")
    _reserved(command, sent[-1].version)
    return stands(
        state,
        TermsAnswered(
            **step_of(command, asked),
            document=command.document,
            value=command.value,
            reservations=command.reservations,
        ),
    )


def decide(
    command: DecideVisitReservation, asked: Asked, state: File, document: Document
) -> Sequence[Fact]:
    whose.signs(asked, state)
    if state.by(document.passed_on).terms != "reserved":
        raise Refused("No reservation waits for a decision.")
    answered = _last(state, TermsAnswered)
    if answered is None or command.answer_id != answered.document.document_id:
        raise Refused("This is not the last answer of the Government. Look at it again.")
    return stands(
        state,
        VisitReservationDecided(
            **step_of(command, asked),
            document=document,
            answer_id=command.answer_id,
            taken=command.taken,
        ),
    )


def agree(
    command: AgreeVisitDates, asked: Asked, state: File, document: Document
) -> Sequence[Fact]:
    whose.signs(asked, state)
    today, dates = document.passed_on, command.dates
    now = state.by(today)
    _agreeable(now)
    if not _within(dates, now.dates):
        raise Refused("Enter days within those that the Government proposed or accepted.")
    if dates.last - dates.first > LONGEST_VISIT:
        raise Refused("Enter the days of the visit itself: at most a month.")
    if dates.first < today:
        raise Refused("The visit cannot begin before its dates are agreed.")
    return stands(
        state,
        VisitDatesAgreed(
            **step_of(command, asked),
            document=document,
            dates=dates,
            short_notice=dates.first - today < SHORT_NOTICE,
            mission_id=_goes_on(state, today) or str(derive_id("mission", command.document_id)),
            for_mandate=state.passed,
        ),
    )


def rests_on(state: File, document_id: str) -> bool:
    """Whether dates that stand as agreed could not be agreed without this document."""
    agreed = _last(state, VisitDatesAgreed)
    if agreed is None or state.now.status != "agreed":
        return False
    left = without(state, document_id)
    return _stands(agreed, state) and not _stands(agreed, left)


def _stands(agreed: VisitDatesAgreed, state: File) -> bool:
    then = state.before(agreed)
    return _within(agreed.dates, then.dates) and then.dates_by == "state" and then.terms in SETTLED


def _within(dates: Window, proposed: Window | None) -> bool:
    return proposed is not None and (proposed.first <= dates.first <= dates.last <= proposed.last)


def _goes_on(state: File, today: date) -> str | None:
    """Return the mission that new dates move; none once its first day has come anywhere.

    Nor one that is a record of a mandate that ended: whoever goes on with the file has its own.
    """
    now, agreed = state.by(today), _last(state, VisitDatesAgreed)
    if state.record:
        return None
    if agreed is None or now.called_off or agreed.dates.first - AHEAD <= today:
        return None
    return now.mission_id


def _agreeable(now: Standing) -> None:
    if now.status == "agreed":
        raise Refused("Dates are agreed already. New ones come with a letter of the Government.")
    if now.dates_by != "state":
        raise Refused("The Government has neither proposed nor accepted dates. Log its letter.")
    if now.terms == "reserved":
        raise Refused("Decide first on the reservation of the Government.")
    if now.terms not in SETTLED:
        raise Refused(_NOT_SETTLED)


def _reserved(command: LogTermsAnswer, version: str) -> None:
    clauses = [one.clause for one in command.reservations]
    if command.value == "reserved" and not clauses:
        raise Refused("Enter for at least one clause what the Government reserves.")
    if command.value != "reserved" and clauses:
        raise Refused("Only an acceptance with reservation has reservations.")
    if len(set(clauses)) < len(clauses) or not set(clauses) <= set(clauses_of(version)):
        raise Refused("Enter a reservation once for each clause of the terms that were sent.")


def _last(state: File, kind: type[D]) -> D | None:
    these = [one for one in state.ordered() if isinstance(one, kind)]
    return these[-1] if these else None
