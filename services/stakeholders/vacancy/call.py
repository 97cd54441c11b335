"""From a vacancy to its eligible candidates: procedure.md section 2.2, D1 to D4.

Withdrawing: selection-stakeholders-committee.md sections A.3 (A31) and A.8.
"""

from collections.abc import Sequence

from services.stakeholders.events import Event
from services.stakeholders.vacancy.state import State, Vacancy
from shared.contracts.stakeholders import (
    ApplicationSubmitted,
    ApplicationWithdrawn,
    Region,
    VacancyDeclared,
)
from shared.contracts.stakeholders_letters import MOST_LETTERS
from shared.contracts.stakeholders_selection_commands import (
    DeclareVacancy,
    SubmitApplication,
    WithdrawApplication,
)
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused, require
from shared.core.roles import Role
from shared.core.said import Code, Moment
from shared.reference import OTHER, REGIONS, mandates, recipients, states


def declare(command: DeclareVacancy, asked: Asked, state: State) -> Sequence[Event]:
    require(
        asked, Role.SELECTION_OFFICER, no="Only the OHCHR selection officer may declare a vacancy."
    )
    if isinstance(state, Vacancy):
        if (state.mandate, state.seat_region) == (command.mandate, command.seat_region):
            return []
        raise Refused("This vacancy has been declared already, for another seat.")
    mandate = mandates().get(command.mandate)
    if mandate is None:
        raise Refused("Choose a mandate from the list.")
    if mandate.form == "WG" and command.seat_region is None:
        raise Refused("A seat in a Working Group belongs to a regional group: say to which.")
    if mandate.form != "WG" and command.seat_region is not None:
        raise Refused("Only the seats of a Working Group belong to a regional group.")
    return [
        VacancyDeclared(
            vacancy_id=command.vacancy_id,
            mandate=command.mandate,
            seat_region=command.seat_region,
            declared_by=asked.by.actor_id,
            declared_at=asked.at,
        )
    ]


def apply(command: SubmitApplication, asked: Asked, state: Vacancy) -> Sequence[Event]:
    require(asked, Role.CANDIDATE, no="Only the Candidate may apply.")
    applicant = asked.by.actor_id
    known = state.candidates.get(command.candidate_id)
    if known is not None:
        if known.applicant_id == applicant:
            return []
        raise Forbidden("This application is somebody else's.")
    sent = (one.applicant_id for one in state.candidates.values() if not one.withdrawn)
    if applicant in sent:
        raise Refused("You have applied for this vacancy already.")
    if state.seat_of(applicant) is not None:
        raise Refused("A member of the panel cannot apply for the vacancy that it reviews.")
    if state.closes_at is None:
        raise Refused("The call for this vacancy has not been issued yet.")
    if state.opened_at is not None and asked.at < state.opened_at:
        raise Refused("The call opens on {opens}.", opens=Moment(state.opened_at))
    if state.call_over(asked.at) and not state.may_still_apply(applicant, asked.at):
        raise Refused("The call closed on {closed}.", closed=Moment(state.closes_at))
    if len(command.letters) > MOST_LETTERS:
        raise Refused("An application has at most three reference letters.")
    region = _region(command.nationality)
    seat = state.seat_region
    if seat is not None and region != seat:
        raise Refused(
            "This seat belongs to the {group}.", group=Code("regions", seat, REGIONS[seat])
        )
    return [
        ApplicationSubmitted(
            vacancy_id=command.vacancy_id,
            candidate_id=command.candidate_id,
            applicant_id=applicant,
            name=command.name,
            motivation=command.motivation,
            form=command.form,
            letters=command.letters,
            nationality=command.nationality,
            gender=command.gender,
            region=region,
            submitted_at=asked.at,
        )
    ]


def withdraw(command: WithdrawApplication, asked: Asked, state: Vacancy) -> Sequence[Event]:
    """At any time, without a reason."""
    require(asked, Role.CANDIDATE, no="Only the Candidate may withdraw an application.")
    candidate = state.candidates.get(command.candidate_id)
    if candidate is None:
        raise Refused("There is no such application.")
    if candidate.applicant_id != asked.by.actor_id:
        raise Forbidden("This application is somebody else's.")
    if candidate.withdrawn:
        return []
    return [
        ApplicationWithdrawn(
            vacancy_id=command.vacancy_id,
            candidate_id=command.candidate_id,
            listed=state.call_over(asked.at),
            withdrawn_at=asked.at,
        )
    ]


def _region(nationality: str) -> Region | None:
    """The regional group of a member State; the Holy See and Palestine belong to none here."""
    if nationality == OTHER or nationality not in recipients():
        raise Refused("Choose the State of your nationality from the list.")
    group: Region | None = states()[nationality].group  # type: ignore[assignment]  # one of REGIONS
    return group
