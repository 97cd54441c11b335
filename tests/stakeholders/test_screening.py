"""Screening: one officer says yes; a "no" takes effect with a second one, another person."""

from dataclasses import replace

import pytest

from services.stakeholders.vacancy.decide import VACANCY
from services.stakeholders.vacancy.state import Vacancy
from shared.contracts.stakeholders_appointing import ApplicationLapsed
from shared.contracts.stakeholders_screening import (
    Grounds,
    NotEligibleDisputed,
    NotEligibleTakenBack,
)
from shared.contracts.stakeholders_screening_commands import (
    Command,
    ConfirmNotEligible,
    DisputeNotEligible,
    TakeBackNotEligible,
)
from shared.contracts.stakeholders_selection_commands import CloseReview, ScreenEligibility
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.reference.eligibility import LISTS, REASONS
from tests.stakeholders.selection import (
    AFTER,
    CALLED,
    CHAIR,
    DECLARED,
    GROUNDS,
    NOBODY,
    OFFICER,
    REVIEWED,
    SECOND,
    VACANCY_ID,
    applied,
    files,
    person,
    proposed,
    screened,
    sealed,
    withdrawn,
)

YES = ScreenEligibility(vacancy_id=VACANCY_ID, candidate_id="c-1", eligible=True, reason=None)
REASON = sealed("a minister")
NO = replace(YES, eligible=False, reason=REASON, codes=GROUNDS.codes)
CONFIRM = ConfirmNotEligible(vacancy_id=VACANCY_ID, candidate_id="c-1", proposal=1)
DISPUTE = DisputeNotEligible(vacancy_id=VACANCY_ID, candidate_id="c-1", proposal=1)
TAKE_BACK = TakeBackNotEligible(vacancy_id=VACANCY_ID, candidate_id="c-1", proposal=1)
DISPUTED = NotEligibleDisputed(
    vacancy_id=VACANCY_ID, candidate_id="c-1", proposal=1, disputed_by="second", disputed_at=AT
)
TAKEN_BACK = NotEligibleTakenBack(
    vacancy_id=VACANCY_ID, candidate_id="c-1", proposal=1, taken_back_by="officer", taken_back_at=AT
)
NOT_ELIGIBLE = screened("c-1", eligible=False, reason=REASON, by="second")
SENT = (DECLARED, CALLED, applied("c-1"))
WAITS = (*SENT, proposed("c-1"))
CLOSE = CloseReview(vacancy_id=VACANCY_ID, reason_code="time-is-over")


def state_of(*history: object) -> Vacancy:
    state = VACANCY.fold(history)  # type: ignore[arg-type]  # facts of one vacancy
    assert isinstance(state, Vacancy)
    return state


def test_a_no_is_proposed_with_a_reason_and_decides_nothing_yet() -> None:
    given(VACANCY, *SENT).when(replace(NO, reason=None), by=OFFICER).then_refused("Say why")
    given(VACANCY, *SENT).when(NO, by=OFFICER).then(proposed("c-1"))
    assert state_of(*WAITS).candidates["c-1"].screened is None
    given(VACANCY, *WAITS).when(NO, by=OFFICER).then_nothing()


def test_a_no_needs_a_code_of_the_list_and_a_yes_has_none() -> None:
    sent = given(VACANCY, *SENT)
    sent.when(replace(NO, codes=()), by=OFFICER).then_refused("at least one reason")
    sent.when(replace(NO, codes=("late", "ugly")), by=OFFICER).then_refused("from the list")
    sent.when(replace(NO, codes_of=0), by=OFFICER).then_refused("has changed")
    both = replace(NO, codes=("incomplete", "late", "late"))
    sent.when(both, by=OFFICER).then(
        replace(proposed("c-1"), grounds=Grounds(version=1, codes=("late", "incomplete")))
    )
    sent.when(replace(YES, codes=("late",)), by=OFFICER).then(screened("c-1"))


def test_the_same_no_with_another_code_is_another_no() -> None:
    other = replace(NO, codes=("duplicate",))
    given(VACANCY, *WAITS).when(other, by=OFFICER).then_refused("waits for a second")
    given(VACANCY, *SENT, NOT_ELIGIBLE).when(NO, by=OFFICER).then_nothing()
    given(VACANCY, *SENT, NOT_ELIGIBLE).when(other, by=OFFICER).then(
        replace(proposed("c-1"), grounds=Grounds(version=1, codes=("duplicate",)))
    )


def test_a_no_of_before_the_list_is_confirmed_as_it_is() -> None:
    before = replace(proposed("c-1"), grounds=None)
    given(VACANCY, *SENT, before).when(CONFIRM, by=SECOND).then(replace(NOT_ELIGIBLE, grounds=None))


def test_every_list_has_its_sentences_and_no_code_twice() -> None:
    assert {code for codes in LISTS.values() for code in codes} == set(REASONS)
    assert all(len(set(codes)) == len(codes) for codes in LISTS.values())
    assert len(set(REASONS.values())) == len(REASONS)


def test_a_second_officer_confirms_it_and_it_takes_effect() -> None:
    given(VACANCY, *WAITS).when(CONFIRM, by=SECOND).then(NOT_ELIGIBLE)
    given(VACANCY, *WAITS, NOT_ELIGIBLE).when(CONFIRM, by=SECOND).then_nothing()
    assert state_of(*WAITS, NOT_ELIGIBLE).candidates["c-1"].screened == (False, REASON)


def test_a_second_officer_disagrees_and_either_screens_anew() -> None:
    given(VACANCY, *WAITS).when(DISPUTE, by=SECOND).then(DISPUTED)
    open_ = (*WAITS, DISPUTED)
    given(VACANCY, *open_).when(DISPUTE, by=SECOND).then_nothing()
    assert state_of(*open_).candidates["c-1"].screened is None
    given(VACANCY, *open_).when(YES, by=OFFICER).then(screened("c-1"))
    given(VACANCY, *open_).when(NO, by=OFFICER).then(proposed("c-1", 2))
    given(VACANCY, *open_).when(NO, by=SECOND).then(proposed("c-1", 2, by="second"))


def test_who_proposed_it_takes_it_back_and_screens_anew() -> None:
    given(VACANCY, *WAITS).when(TAKE_BACK, by=OFFICER).then(TAKEN_BACK)
    given(VACANCY, *WAITS, TAKEN_BACK).when(TAKE_BACK, by=OFFICER).then_nothing()
    given(VACANCY, *WAITS, TAKEN_BACK).when(YES, by=OFFICER).then(screened("c-1"))


def test_nobody_confirms_their_own_no_and_nobody_takes_back_anothers() -> None:
    for answer in (CONFIRM, DISPUTE):
        given(VACANCY, *WAITS).when(answer, by=OFFICER).then_forbidden()
    given(VACANCY, *WAITS).when(TAKE_BACK, by=SECOND).then_forbidden()


@pytest.mark.parametrize("command", [CONFIRM, DISPUTE, TAKE_BACK])
def test_an_answer_is_to_the_no_that_was_read(command: Command) -> None:
    by = OFFICER if command is TAKE_BACK else SECOND
    given(VACANCY, *SENT).when(command, by=by).then_refused("answered or taken back")
    anew = (*WAITS, TAKEN_BACK, proposed("c-1", 2))
    if command is not TAKE_BACK:
        given(VACANCY, *anew).when(command, by=by).then_refused("answered or taken back")
    later = replace(command, proposal=3)
    given(VACANCY, *anew).when(later, by=by).then_refused("answered or taken back")


@pytest.mark.parametrize("command", [YES, NO, replace(NO, reason=sealed("other"))])
def test_while_a_no_waits_nobody_screens_past_it(command: ScreenEligibility) -> None:
    given(VACANCY, *WAITS).when(command, by=SECOND).then_refused("waits for a second")
    if command.reason != REASON:
        given(VACANCY, *WAITS).when(command, by=OFFICER).then_refused("waits for a second")


def test_who_was_eligible_stays_it_until_the_second_officer_confirms() -> None:
    listed = (*SENT, screened("c-1"), proposed("c-1"))
    assert state_of(*listed).eligible()
    assert state_of(*listed, DISPUTED).eligible()
    assert not state_of(*listed, NOT_ELIGIBLE).eligible()


def test_a_no_of_before_stands_by_itself_and_a_yes_changes_it_with_one_officer() -> None:
    before = (*SENT, screened("c-1", eligible=False, reason=REASON))
    assert state_of(*before).candidates["c-1"].screened == (False, REASON)
    given(VACANCY, *before).when(NO, by=SECOND).then_nothing()
    given(VACANCY, *before).when(YES, by=OFFICER).then(screened("c-1"))


def test_the_review_closes_once_no_answer_is_missing() -> None:
    pool = (*files("c-1", "c-2"), proposed("c-1"))
    given(VACANCY, *pool).when(CLOSE, by=CHAIR, at=AFTER).then_refused("screened first")
    for answer in (DISPUTED, TAKEN_BACK):
        state = state_of(*pool, answer)
        assert not any(one.waits for one in state.candidates.values())
        given(VACANCY, *pool, answer).when(CLOSE, by=CHAIR, at=AFTER).then(
            replace(REVIEWED, missing=("chair", "member", "other"), reason_code="time-is-over")
        )


@pytest.mark.parametrize(
    "gone",
    [
        withdrawn("c-1"),
        ApplicationLapsed(vacancy_id=VACANCY_ID, candidate_id="c-1", listed=True, lapsed_at=AT),
    ],
)
def test_with_the_application_the_proposal_goes(gone: object) -> None:
    state = state_of(*WAITS, gone)
    assert state.candidates["c-1"].proposed is None
    assert not state.candidates["c-1"].waits


def test_screening_ends_with_the_application_and_with_the_review() -> None:
    for command in (YES, NO, CONFIRM, DISPUTE, TAKE_BACK):
        given(VACANCY, *WAITS, withdrawn("c-1")).when(command, by=SECOND).then_refused("withdrawn")
        given(VACANCY, DECLARED, CALLED).when(command, by=SECOND).then_refused("no such appl")
    for screen in (YES, NO):
        given(VACANCY, *SENT, REVIEWED).when(screen, by=OFFICER).then_refused("review is closed")


def test_only_selection_officers_answer_and_never_about_themselves() -> None:
    applicant = person("applicant-c-1", Role.SELECTION_OFFICER, Role.CANDIDATE)
    for command in (CONFIRM, DISPUTE, TAKE_BACK):
        given(VACANCY, *WAITS).when(command, by=NOBODY).then_forbidden()
        given(VACANCY, *WAITS).when(command, by=applicant).then_forbidden()


def test_a_fact_about_an_unknown_application_changes_nothing() -> None:
    assert state_of(DECLARED, proposed("c-9"), replace(DISPUTED, candidate_id="c-9")) == state_of(
        DECLARED
    )
    assert state_of(*SENT, DISPUTED) == state_of(*SENT), "nothing waited"
