"""What follows by itself between the short list and the end of a vacancy.

The list closes up where somebody leaves it, and is used up when nobody on it can be proposed. A
conflict that comes to light reopens it, and once the report is public goes to the President
(section A.8).
"""

from collections.abc import Iterator, Sequence
from functools import reduce

from services.stakeholders.events import Event
from services.stakeholders.vacancy.commands import LapseApplication
from services.stakeholders.vacancy.fold import after
from services.stakeholders.vacancy.state import Vacancy
from shared.contracts.stakeholders_appointing import (
    ApplicationLapsed,
    CandidateProposed,
    ProposalNotApproved,
    RecommendationWithdrawn,
    ReportAmended,
    ShortlistReopened,
    ShortlistUsedUp,
)
from shared.contracts.stakeholders_recusal import MemberRecused
from shared.core.actor import Asked


def follow(
    vacancy_id: str, events: Sequence[Event], asked: Asked, before: Vacancy
) -> Sequence[Event]:
    state = reduce(after, events, before)
    if before.shortlist is None or state.shortlist is None or state.closing.appointed:
        return []
    if not before.closing.published and _stood_back(events, before):
        return [_reopened(vacancy_id, asked, before)]
    left = [one for one in state.recommended() if one not in state.closing.proposed]
    new: list[Event] = [
        *_amended(vacancy_id, events, asked, before),
        *(
            RecommendationWithdrawn(
                vacancy_id=vacancy_id,
                mandate=state.mandate,
                candidate_id=who,
                left=len(left),
                proposed=who == before.closing.pending,
                closed_up_at=asked.at,
            )
            for who in _gone(events, before, state)
        ),
    ]
    if not left and reduce(after, new, state).closing.pending is None:
        new.append(
            ShortlistUsedUp(vacancy_id=vacancy_id, mandate=state.mandate, used_up_at=asked.at)
        )
    return new


def lapse(command: LapseApplication, asked: Asked, state: Vacancy) -> Sequence[Event]:
    """The person was appointed to another mandate: one function at a time (SA12)."""
    file = state.candidates.get(command.candidate_id)
    if file is None or file.withdrawn or state.lapsed or state.closing.appointed:
        return []
    return [
        ApplicationLapsed(
            vacancy_id=command.vacancy_id,
            candidate_id=command.candidate_id,
            listed=state.call_over(asked.at),
            lapsed_at=asked.at,
        )
    ]


def _gone(events: Sequence[Event], before: Vacancy, state: Vacancy) -> list[str]:
    """Who left the list that is before the President, other than by a decision on a proposal."""
    if not before.closing.report:
        return []
    if any(isinstance(event, ProposalNotApproved | CandidateProposed) for event in events):
        return []
    return sorted(before.recommended().keys() - state.recommended().keys())


def _amended(
    vacancy_id: str, events: Sequence[Event], asked: Asked, before: Vacancy
) -> Iterator[Event]:
    for region in _stood_back(events, before):
        yield ReportAmended(
            vacancy_id=vacancy_id,
            mandate=before.mandate,
            report=before.closing.report,
            region=region,
            amended_at=asked.at,
        )


def _stood_back(events: Sequence[Event], before: Vacancy) -> list[str]:
    """The regional groups of those who took part until these events recused them."""
    new = {event.member_id for event in events if isinstance(event, MemberRecused)}
    return sorted(seat.region for seat in before.active() if seat.member_id in new)


def _reopened(vacancy_id: str, asked: Asked, before: Vacancy) -> ShortlistReopened:
    held = before.closing
    return ShortlistReopened(
        vacancy_id=vacancy_id,
        mandate=before.mandate,
        report=held.report or None,
        new_list_by=held.due if held.returned else None,
        reopened_at=asked.at,
    )
