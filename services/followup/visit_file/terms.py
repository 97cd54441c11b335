"""Terms of reference and the dates that are agreed: V9 and V10 of section E.3.

A Government accepts the terms, accepts them with reservation clause by clause, disputes or refuses
them. A reservation holds only by the holder's decision, and no dates are agreed before.
"""

from collections.abc import Sequence
from typing import Final

from services.followup.visit_file import whose
from services.followup.visit_file.state import File, stands, step_of
from shared.contracts.followup_visit_commands import (
    AgreeVisitDates,
    DecideVisitReservation,
    LogTermsAnswer,
    LogTermsOfReference,
)
from shared.contracts.followup_visits import (
    Document,
    Fact,
    Standing,
    TermsAnswered,
    TermsOfReferenceSent,
    VisitDatesAgreed,
    VisitReservationDecided,
)
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.message import derive_id
from shared.reference.visit_terms import SETTLED, VERSIONS, clauses_of
from shared.reference.visits import LONGEST_VISIT, SHORT_NOTICE

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
        for one in sorted(state.documents, key=lambda one: one.document.passed_on)
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
    if command.answer_id != _last_answer(state):
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
    proposed = now.dates
    if not (proposed and proposed.first <= dates.first <= dates.last <= proposed.last):
        raise Refused("Enter days within those that the Government proposed or accepted.")
    if dates.last - dates.first > LONGEST_VISIT:
        raise Refused("Enter the days of the visit itself: at most a month.")
    if dates.first < today:
        raise Refused("The visit cannot begin before its dates are agreed.")
    goes_on = now.mission_id if not now.called_off else None
    return stands(
        state,
        VisitDatesAgreed(
            **step_of(command, asked),
            document=document,
            dates=dates,
            short_notice=dates.first - today < SHORT_NOTICE,
            mission_id=goes_on or str(derive_id("mission", command.document_id)),
        ),
    )


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


def _last_answer(state: File) -> str | None:
    answers = [
        one
        for one in sorted(state.documents, key=lambda one: one.document.passed_on)
        if isinstance(one, TermsAnswered)
    ]
    return answers[-1].document.document_id if answers else None
