"""What the Council decides, as recorded: A26 to A28 of selection-stakeholders-committee.md."""

from collections.abc import Sequence
from datetime import date
from typing import assert_never

from services.stakeholders.events import Event
from services.stakeholders.terms import first_or_second, fits
from services.stakeholders.vacancy.state import Vacancy
from shared.contracts.stakeholders_appointing import (
    AppointmentDeferred,
    MandateHolderAppointed,
    ProposalNotApproved,
)
from shared.contracts.stakeholders_appointing_commands import (
    AppointMandateHolder,
    DeferAppointment,
    OfCouncil,
    RefuseProposal,
)
from shared.contracts.stakeholders_term_commands import StartHolderTerm
from shared.core.actor import Asked
from shared.core.decider import Refused, require
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference.vacancies import DEFERRALS


def decide(command: OfCouncil, asked: Asked, state: Vacancy) -> Sequence[Event]:
    require(
        asked,
        Role.SELECTION_OFFICER,
        no="Only the OHCHR selection officer may record what the Council decided.",
    )
    if _is_so(command, state):
        return []
    pending = state.closing.pending
    if pending is None:
        raise Refused("The Council has no proposal before it.")
    if command.candidate_id != pending:
        raise Refused("Another candidate is before the Council now. Look at the proposal again.")
    if command.decided_on > day_of(asked.at):
        raise Refused("Enter the day on which the Council decided, not a later one.")
    first = state.closing.deferred_on or state.closing.proposed_on
    if first is not None and command.decided_on < first:
        raise Refused("Enter a day that is not before the proposal, nor before the deferral.")
    match command:
        case DeferAppointment():
            return _defer(command, asked, state, pending)
        case RefuseProposal():
            return _refuse(command, asked, state, pending)
        case AppointMandateHolder():
            return _appoint(command, asked, state, pending)
    assert_never(command)


def _is_so(command: OfCouncil, state: Vacancy) -> bool:
    """Whether this is on record already."""
    held, who = state.closing, command.candidate_id
    match command:
        case DeferAppointment():
            return held.pending == who and held.deferred_on == command.decided_on
        case RefuseProposal():
            return held.turned_down == (who, command.decided_on)
        case AppointMandateHolder():
            return held.appointed == (who, command.term_id)
    assert_never(command)


def _defer(
    command: DeferAppointment, asked: Asked, state: Vacancy, pending: str
) -> Sequence[Event]:
    if command.reason_code not in DEFERRALS:
        raise Refused("Choose a reason from the list.")
    return [
        AppointmentDeferred(
            vacancy_id=command.vacancy_id,
            mandate=state.mandate,
            candidate_id=pending,
            decided_on=command.decided_on,
            reason_code=command.reason_code,
            recorded_by=asked.by.actor_id,
            recorded_at=asked.at,
        )
    ]


def _refuse(command: RefuseProposal, asked: Asked, state: Vacancy, pending: str) -> Sequence[Event]:
    return [
        ProposalNotApproved(
            vacancy_id=command.vacancy_id,
            mandate=state.mandate,
            candidate_id=pending,
            decided_on=command.decided_on,
            recorded_by=asked.by.actor_id,
            recorded_at=asked.at,
        )
    ]


def _appoint(
    command: AppointMandateHolder, asked: Asked, state: Vacancy, pending: str
) -> Sequence[Event]:
    """The term must fit the register: one holder for each seat and day (SC4)."""
    holder_id = state.candidates[pending].applicant_id
    if not command.decision.strip():
        raise Refused("Enter the symbol of the Council's decision.")
    _begins(command.starts_on, command.decided_on)
    fits(
        StartHolderTerm(
            term_id=command.term_id,
            mandate=state.mandate,
            seat=state.seat_region,
            holder=command.holder,
            holder_id=holder_id,
            number=first_or_second(state.terms, holder_id),
            starts_on=command.starts_on,
            ends_on=command.ends_on,
        ),
        state.terms,
    )
    return [
        MandateHolderAppointed(
            vacancy_id=command.vacancy_id,
            mandate=state.mandate,
            seat=state.seat_region,
            candidate_id=pending,
            holder=command.holder,
            holder_id=holder_id,
            term_id=command.term_id,
            decision=command.decision.strip(),
            decided_on=command.decided_on,
            starts_on=command.starts_on,
            ends_on=command.ends_on,
            recorded_by=asked.by.actor_id,
            recorded_at=asked.at,
        )
    ]


def _begins(starts_on: date, decided_on: date) -> None:
    if starts_on < decided_on:
        raise Refused("The term starts on or after the day on which the Council decided.")
