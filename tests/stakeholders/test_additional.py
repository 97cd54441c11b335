"""Additional candidates (A19): the panel asks somebody to apply once its review is closed."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.stakeholders.vacancy.decide import VACANCY
from services.stakeholders.vacancy.state import Vacancy
from shared.contracts.stakeholders_onward_commands import ReissueCall
from shared.contracts.stakeholders_recusal_commands import DeclareNoConflict
from shared.contracts.stakeholders_review import AdditionalCandidateConsidered
from shared.contracts.stakeholders_review_commands import (
    AdoptInterviewList,
    ConsiderAdditionalCandidate,
)
from shared.contracts.stakeholders_selection_commands import (
    AdoptShortlist,
    ScreenEligibility,
    SubmitApplication,
)
from shared.core.actor import Asked
from shared.core.geneva import end_of_day
from shared.core.testing import given
from tests.stakeholders.selection import (
    AFTER,
    ANNA,
    BRUNO,
    CHAIR,
    MANDATE,
    MEMBER,
    OFFICER,
    REVIEWED,
    SEATS,
    STRANGER,
    VACANCY_ID,
    adopted,
    all_opened,
    all_scored,
    applied,
    conflicted,
    disclosed,
    files,
    proposed,
    ranked,
    recused,
    screened,
    sealed,
    withdrawn,
)

WHY = sealed("nobody on the list worked in the region")
CONSIDER = ConsiderAdditionalCandidate(vacancy_id=VACANCY_ID, applicant_id="anna", reason=WHY)
UNTIL = end_of_day(AFTER, days=14)
CONSIDERED = AdditionalCandidateConsidered(
    vacancy_id=VACANCY_ID,
    mandate=MANDATE,
    applicant_id="anna",
    reason=WHY,
    apply_by=UNTIL,
    considered_by="chair",
    considered_at=AFTER,
)
APPLY = SubmitApplication(
    vacancy_id=VACANCY_ID,
    candidate_id="c-9",
    name=sealed("name"),
    motivation=sealed("motivation"),
    nationality="KEN",
    gender="female",
)
APPLIED = applied("c-9", "anna", nationality="KEN", region="AFR", submitted_at=AFTER)
SCREEN = ScreenEligibility(vacancy_id=VACANCY_ID, candidate_id="c-9", eligible=True, reason=None)
CLOSED = (*files("c-1", "c-2"), REVIEWED, *all_opened("c-1", "c-2"))
JOINED = (*CLOSED, CONSIDERED, APPLIED)
ELIGIBLE = (*JOINED, screened("c-9"))
DISCLOSED = (
    *ELIGIBLE,
    *(disclosed(seat.member_id, "c-1", "c-2", "c-9") for seat in SEATS),
)


def shortlist(*candidate_ids: str) -> AdoptShortlist:
    return AdoptShortlist(vacancy_id=VACANCY_ID, ranking=ranked(*candidate_ids))


def state(*history: Any) -> Vacancy:
    found = VACANCY.fold(history)
    assert isinstance(found, Vacancy)
    return found


def test_the_chair_asks_somebody_to_apply_once_the_review_is_closed() -> None:
    given(VACANCY, *CLOSED).when(CONSIDER, by=CHAIR, at=AFTER).then(CONSIDERED)
    given(VACANCY, *CLOSED, CONSIDERED).when(CONSIDER, by=CHAIR, at=AFTER).then_nothing()
    later = UNTIL + timedelta(minutes=1)
    again = replace(CONSIDERED, apply_by=end_of_day(later, days=14), considered_at=later)
    given(VACANCY, *CLOSED, CONSIDERED).when(CONSIDER, by=CHAIR, at=later).then(again)


def test_nobody_else_and_at_no_other_time() -> None:
    for by in (MEMBER, STRANGER, OFFICER):
        given(VACANCY, *CLOSED).when(CONSIDER, by=by, at=AFTER).then_forbidden()
    open_yet = files("c-1")
    given(VACANCY, *open_yet).when(CONSIDER, by=CHAIR, at=AFTER).then_refused("Close the review")
    ended = (*CLOSED, adopted("c-1", "c-2"))
    given(VACANCY, *ended).when(CONSIDER, by=CHAIR, at=AFTER).then_refused("been adopted")
    few = (*CLOSED, recused("other", "c-1"))
    given(VACANCY, *few).when(CONSIDER, by=CHAIR, at=AFTER).then_refused("at least 3")
    out = (*CLOSED, conflicted("c-1", "chair"))
    given(VACANCY, *out).when(CONSIDER, by=CHAIR, at=AFTER).then_forbidden()


def test_not_a_member_and_not_who_applied() -> None:
    sits = replace(CONSIDER, applicant_id="member")
    given(VACANCY, *CLOSED).when(sits, by=CHAIR, at=AFTER).then_refused("member of the panel")
    known = replace(CONSIDER, applicant_id="applicant-c-1")
    given(VACANCY, *CLOSED).when(known, by=CHAIR, at=AFTER).then_refused("has applied")
    left = (*CLOSED, withdrawn("c-1"))
    assert VACANCY.decide(known, Asked(at=AFTER, by=CHAIR), state(*left)), "who withdrew may"


def test_who_was_asked_applies_until_the_day_and_nobody_else_does() -> None:
    asked = (*CLOSED, CONSIDERED)
    given(VACANCY, *asked).when(APPLY, by=ANNA, at=AFTER).then(APPLIED)
    given(VACANCY, *asked).when(APPLY, by=BRUNO, at=AFTER).then_refused("call closed")
    late = UNTIL + timedelta(milliseconds=400)
    given(VACANCY, *asked).when(APPLY, by=ANNA, at=late).then_refused("call closed")
    decided = (*asked, adopted("c-1", "c-2"))
    given(VACANCY, *decided).when(APPLY, by=ANNA, at=AFTER).then_refused("call closed")


def test_an_additional_candidate_is_screened_before_the_list_is_adopted() -> None:
    two = shortlist("c-1", "c-2")
    given(VACANCY, *JOINED).when(two, by=CHAIR, at=AFTER).then_refused("1 application must be")
    given(VACANCY, *JOINED, proposed("c-9")).when(two, by=CHAIR, at=AFTER).then_refused("screened")
    given(VACANCY, *JOINED).when(SCREEN, by=OFFICER, at=AFTER).then(
        replace(screened("c-9"), screened_at=AFTER)
    )
    no = replace(SCREEN, candidate_id="c-1", eligible=False, reason=WHY, codes=("late",))
    given(VACANCY, *JOINED).when(no, by=OFFICER, at=AFTER).then_refused("review is closed")
    ended = (*ELIGIBLE, adopted("c-1", "c-2"))
    again = replace(SCREEN, eligible=False, reason=WHY, codes=("late",))
    given(VACANCY, *ended).when(again, by=OFFICER, at=AFTER).then_refused("review is closed")


def test_additional_candidate_is_on_a_list_only_once_every_member_has_disclosed() -> None:
    talks = AdoptInterviewList(vacancy_id=VACANCY_ID, candidate_ids=("c-1", "c-9"), reason=WHY)
    for command in (shortlist("c-9", "c-1"), talks):
        given(VACANCY, *ELIGIBLE).when(command, by=CHAIR, at=AFTER).then_refused("Each member says")
        assert VACANCY.decide(command, Asked(at=AFTER, by=CHAIR), state(*DISCLOSED))
    assert VACANCY.decide(shortlist("c-1", "c-2"), Asked(at=AFTER, by=CHAIR), state(*ELIGIBLE))


def test_the_panel_may_leave_the_additional_candidate_out_and_ranks_those_who_answered() -> None:
    given(VACANCY, *DISCLOSED).when(shortlist("c-1"), by=CHAIR, at=AFTER).then_refused("at least 2")
    alone = (*DISCLOSED, withdrawn("c-1"), withdrawn("c-2"))
    given(VACANCY, *alone).when(shortlist(), by=CHAIR, at=AFTER).then_refused("at least 1")
    assert VACANCY.decide(shortlist("c-9"), Asked(at=AFTER, by=CHAIR), state(*alone))


def test_a_member_of_the_same_nationality_is_recused_by_the_additional_candidate() -> None:
    before = (*CLOSED, disclosed("member", "c-1", "c-2", nationalities=("KEN",)))
    found = VACANCY.decide(SCREEN, Asked(at=AFTER, by=OFFICER), state(*before, CONSIDERED, APPLIED))
    assert recused("member", "c-9", "nationality") in found
    after = state(*before, CONSIDERED, APPLIED, *found)
    assert not after.takes_part("member")
    assert "member" not in after.opened, "what the member gave counts no more"
    assert after.interviews is None


def test_a_member_discloses_on_the_additional_candidate_after_the_review() -> None:
    say = DeclareNoConflict(
        vacancy_id=VACANCY_ID, candidate_ids=("c-1", "c-2", "c-9"), nationalities=("CHE",)
    )
    given(VACANCY, *ELIGIBLE).when(say, by=MEMBER, at=AFTER).then(
        disclosed("member", "c-1", "c-2", "c-9")
    )


@pytest.mark.parametrize("given_in", [all_scored, all_opened])
def test_readvertised_an_additional_candidate_is_one_of_all_and_the_request_ends(
    given_in: Any,
) -> None:
    history = (*files("c-1"), *given_in("c-1"), REVIEWED, CONSIDERED, APPLIED, screened("c-9"))
    again = ReissueCall(
        vacancy_id=VACANCY_ID, closes_at=AFTER + timedelta(days=42), reason_code="balance"
    )
    before = state(*history)
    after = state(*history, *VACANCY.decide(again, Asked(at=AFTER, by=OFFICER), before))
    assert before.candidates["c-9"].additional
    assert not after.candidates["c-9"].additional
    assert not after.invited
