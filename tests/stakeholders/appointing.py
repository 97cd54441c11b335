"""Facts of the end of a selection: reports, the President, the Council."""

from datetime import timedelta
from typing import Any

from services.stakeholders.vacancy.decide import VACANCY
from services.stakeholders.vacancy.state import Vacancy
from shared.contracts.stakeholders_appointing import (
    AppointmentDeferred,
    PresidentBriefed,
    ProposalNotApproved,
    RecommendationWithdrawn,
    ReconsiderationRequested,
    ShortlistUsedUp,
)
from shared.contracts.stakeholders_selection_commands import (
    WithdrawApplication,
)
from shared.core.actor import Actor
from shared.core.roles import Role
from tests.stakeholders.ending import (
    RETURN,
    TODAY,
    WHY,
)
from tests.stakeholders.selection import (
    AFTER,
    MANDATE,
    VACANCY_ID,
    person,
)

LATER = AFTER + timedelta(days=31)
USED_UP = ShortlistUsedUp(vacancy_id=VACANCY_ID, mandate=MANDATE, used_up_at=AFTER)
BRIEFED = PresidentBriefed(
    vacancy_id=VACANCY_ID,
    mandate=MANDATE,
    report=1,
    briefed_on=TODAY,
    recorded_by="president",
    recorded_at=AFTER,
)
RETURNED = ReconsiderationRequested(
    vacancy_id=VACANCY_ID,
    mandate=MANDATE,
    report=1,
    reason=WHY,
    new_list_by=RETURN.new_list_by,
    requested_by="president",
    requested_at=AFTER,
)


def turned_down(candidate_id: str) -> ProposalNotApproved:
    return ProposalNotApproved(
        vacancy_id=VACANCY_ID,
        mandate=MANDATE,
        candidate_id=candidate_id,
        decided_on=TODAY,
        recorded_by="officer",
        recorded_at=AFTER,
    )


def deferred(candidate_id: str) -> AppointmentDeferred:
    return AppointmentDeferred(
        vacancy_id=VACANCY_ID,
        mandate=MANDATE,
        candidate_id=candidate_id,
        decided_on=TODAY,
        reason_code="balance",
        recorded_by="officer",
        recorded_at=AFTER,
    )


def closed_up(candidate_id: str, left: int, *, was: bool = False) -> RecommendationWithdrawn:
    return RecommendationWithdrawn(
        vacancy_id=VACANCY_ID,
        mandate=MANDATE,
        candidate_id=candidate_id,
        left=left,
        proposed=was,
        closed_up_at=AFTER,
    )


def withdraw(candidate_id: str) -> WithdrawApplication:
    return WithdrawApplication(vacancy_id=VACANCY_ID, candidate_id=candidate_id)


def applicant(candidate_id: str) -> Actor:
    return person(f"applicant-{candidate_id}"[:36], Role.CANDIDATE)


def folded(*history: Any) -> Vacancy:
    state = VACANCY.fold(history)
    assert isinstance(state, Vacancy)
    return state
