"""Screening for eligibility: one officer says yes, two say no.

A8 of selection-stakeholders-committee.md section A.3. While a "no" waits for the second officer,
the application stands as before, and the review is not closed.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import assert_never

from services.stakeholders.events import Event
from services.stakeholders.vacancy.candidate import Answer, Candidate, Proposed
from services.stakeholders.vacancy.state import Vacancy
from shared.contracts.stakeholders import EligibilityScreened
from shared.contracts.stakeholders_screening import (
    Grounds,
    NotEligibleDisputed,
    NotEligibleProposed,
    NotEligibleTakenBack,
)
from shared.contracts.stakeholders_screening_commands import (
    Command,
    ConfirmNotEligible,
    DisputeNotEligible,
    TakeBackNotEligible,
)
from shared.contracts.stakeholders_selection_commands import ScreenEligibility
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused, require
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference.eligibility import CURRENT, LISTS

_ANSWERS: Mapping[type[Command], Answer] = MappingProxyType(
    {
        ConfirmNotEligible: "confirmed",
        DisputeNotEligible: "disputed",
        TakeBackNotEligible: "taken-back",
    }
)


def decide(command: ScreenEligibility | Command, asked: Asked, state: Vacancy) -> Sequence[Event]:
    require(
        asked,
        Role.SELECTION_OFFICER,
        no="Only the OHCHR selection officer may screen applications.",
    )
    candidate = state.candidates.get(command.candidate_id)
    if candidate is None:
        raise Refused("There is no such application.")
    if candidate.withdrawn:
        raise Refused("This application was withdrawn.")
    if isinstance(command, ScreenEligibility):
        return _screen(command, asked, state, candidate)
    if candidate.answered == (command.proposal, _ANSWERS[type(command)], asked.by.actor_id):
        return []
    proposed = candidate.proposed
    if proposed is None or proposed.number != command.proposal:
        raise Refused("This “no” was answered or taken back. Look at the application again.")
    return _answer(command, asked, proposed)


def _screen(
    command: ScreenEligibility, asked: Asked, state: Vacancy, candidate: Candidate
) -> Sequence[Event]:
    waits = candidate.proposed
    if waits is not None:
        asks = (command.eligible, command.reason, set(command.codes), asked.by.actor_id)
        if asks == (False, waits.reason, _codes(waits.grounds), waits.by):
            return []
        raise Refused("A “no” waits for a second selection officer. Answer it or take it back.")
    if (candidate.screened, _codes(candidate.grounds)) == (
        (command.eligible, command.reason),
        set() if command.eligible else set(command.codes),
    ):
        return []
    if state.review_closed and not (candidate.additional and state.shortlist is None):
        raise Refused("The review is closed.")
    if command.eligible:
        return [_screened(command, asked, eligible=True, reason=command.reason, grounds=None)]
    if command.reason is None:
        raise Refused("Say why the candidate is not eligible.")
    return [
        NotEligibleProposed(
            vacancy_id=command.vacancy_id,
            candidate_id=command.candidate_id,
            proposal=candidate.proposals + 1,
            reason=command.reason,
            grounds=_grounds(command),
            proposed_by=asked.by.actor_id,
            proposed_at=asked.at,
        )
    ]


def _grounds(command: ScreenEligibility) -> Grounds:
    """Return the codes in the order of the list, each once."""
    if command.codes_of != CURRENT:
        raise Refused("The list of reasons has changed. Choose from the new one.")
    listed = LISTS[CURRENT]
    if not command.codes:
        raise Refused("Choose at least one reason from the list.")
    if not set(command.codes) <= set(listed):
        raise Refused("Choose the reasons from the list.")
    return Grounds(version=CURRENT, codes=tuple(code for code in listed if code in command.codes))


def _codes(grounds: Grounds | None) -> set[str]:
    return set(grounds.codes) if grounds else set()


def _answer(command: Command, asked: Asked, proposed: Proposed) -> Sequence[Event]:
    mine = proposed.by == asked.by.actor_id
    if isinstance(command, TakeBackNotEligible) and not mine:
        raise Forbidden("Only the officer who proposed this “no” may take it back.")
    if not isinstance(command, TakeBackNotEligible) and mine:
        raise Forbidden("You proposed this “no”. Another selection officer answers it.")
    match command:
        case ConfirmNotEligible():
            return [
                _screened(
                    command,
                    asked,
                    eligible=False,
                    reason=proposed.reason,
                    grounds=proposed.grounds,
                )
            ]
        case DisputeNotEligible():
            return [
                NotEligibleDisputed(
                    vacancy_id=command.vacancy_id,
                    candidate_id=command.candidate_id,
                    proposal=command.proposal,
                    disputed_by=asked.by.actor_id,
                    disputed_at=asked.at,
                )
            ]
        case TakeBackNotEligible():
            return [
                NotEligibleTakenBack(
                    vacancy_id=command.vacancy_id,
                    candidate_id=command.candidate_id,
                    proposal=command.proposal,
                    taken_back_by=asked.by.actor_id,
                    taken_back_at=asked.at,
                )
            ]
    assert_never(command)


def _screened(
    command: ScreenEligibility | ConfirmNotEligible,
    asked: Asked,
    *,
    eligible: bool,
    reason: Sealed | None,
    grounds: Grounds | None,
) -> EligibilityScreened:
    return EligibilityScreened(
        vacancy_id=command.vacancy_id,
        candidate_id=command.candidate_id,
        eligible=eligible,
        reason=reason,
        grounds=grounds,
        screened_by=asked.by.actor_id,
        screened_at=asked.at,
    )
