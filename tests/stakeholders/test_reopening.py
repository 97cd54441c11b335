"""A conflict that is found when the list is adopted and its report is not public yet.

A20 and the edge cases of selection-stakeholders-committee.md section A.8.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from services.stakeholders.vacancy.decide import VACANCY
from services.stakeholders.vacancy.state import Vacancy
from shared.contracts.stakeholders_appointing import ReconsiderationRequested, ShortlistReopened
from shared.contracts.stakeholders_onward import SeatFilled
from shared.contracts.stakeholders_selection_commands import AdoptShortlist, DeclareConflict
from shared.core.actor import Asked
from shared.core.testing import given
from tests.stakeholders.ending import (
    PRESIDENT,
    PUBLISH,
    PUBLISHED,
    RETURN,
    WHY,
    listed,
    reported,
    submit,
    submitted,
)
from tests.stakeholders.selection import (
    AFTER,
    CHAIR,
    FILLED,
    MANDATE,
    MEMBER,
    OFFICER,
    REVIEWED,
    VACANCY_ID,
    adopted,
    all_opened,
    all_submitted,
    conflicted,
    files,
    ranked,
    recused,
)
from tests.stakeholders.test_interviews import ADOPTED as INTERVIEWED
from tests.stakeholders.test_way_on import Way

CONFLICT = DeclareConflict(vacancy_id=VACANCY_ID, candidate_id="c-1")
OUT = (conflicted("c-1", "member"), recused("member", "c-1"))
ADOPT = AdoptShortlist(vacancy_id=VACANCY_ID, ranking=ranked("c-1"))
ALTERNATE: SeatFilled = replace(FILLED, cause="alternate")
RETURNED = ReconsiderationRequested(
    vacancy_id=VACANCY_ID,
    mandate=MANDATE,
    report=1,
    reason=WHY,
    new_list_by=RETURN.new_list_by,
    requested_by="president",
    requested_at=AFTER,
)


def reopened(report: int | None = None, new_list_by: date | None = None) -> ShortlistReopened:
    return ShortlistReopened(
        vacancy_id=VACANCY_ID,
        mandate=MANDATE,
        report=report,
        new_list_by=new_list_by,
        reopened_at=AFTER,
    )


def state_of(*history: Any) -> Vacancy:
    state = VACANCY.fold(history)
    assert isinstance(state, Vacancy)
    return state


def test_conflict_found_after_the_adoption_reopens_the_list() -> None:
    both = ("c-1", "c-2")
    history = (*files(*both), *all_submitted(*both), REVIEWED, *all_opened(*both), INTERVIEWED)
    over = (*history, adopted(*both))
    given(VACANCY, *over).when(CONFLICT, by=MEMBER, at=AFTER).then(*OUT, reopened())
    state = state_of(*over, *OUT, reopened())
    assert (state.shortlist, state.ranks, state.interviews) == (None, (), None)
    assert set(state.opened) == {"chair", "other"}, "what the member gave counts no more"
    assert state.review_closed


def test_the_panel_adopts_again_with_its_quorum_and_without_the_member() -> None:
    again = (*listed("c-1"), *OUT, reopened())
    given(VACANCY, *again).when(ADOPT, by=CHAIR, at=AFTER).then_refused("at least 3 members")
    given(VACANCY, *again, ALTERNATE).when(ADOPT, by=CHAIR, at=AFTER).then(adopted("c-1"))
    given(VACANCY, *again).when(CONFLICT, by=MEMBER, at=AFTER).then_nothing()


def test_a_report_that_is_not_public_falls_with_its_list_and_is_submitted_anew() -> None:
    sent = (*listed("c-1"), submitted("c-1"))
    given(VACANCY, *sent).when(CONFLICT, by=MEMBER, at=AFTER).then(*OUT, reopened(1))
    fell = (*sent, *OUT, reopened(1))
    given(VACANCY, *fell).when(PUBLISH, by=OFFICER, at=AFTER).then_refused("has not submitted")
    given(VACANCY, *fell).when(RETURN, by=PRESIDENT, at=AFTER).then_refused("has not submitted")
    given(VACANCY, *fell).when(submit("c-1"), by=CHAIR, at=AFTER).then_refused("Adopt the short")
    anew = (*fell, ALTERNATE, adopted("c-1"))
    given(VACANCY, *anew).when(submit("c-1"), by=CHAIR, at=AFTER).then(submitted("c-1", report=2))
    second = replace(PUBLISH, report=2)
    given(VACANCY, *anew, submitted("c-1", report=2)).when(second, by=OFFICER, at=AFTER).then(
        replace(PUBLISHED, report=2)
    )


def test_the_day_that_the_president_set_stays() -> None:
    back = (*reported("c-1"), RETURNED, adopted("c-1"), submitted("c-1", report=2))
    fell = reopened(2, RETURN.new_list_by)
    given(VACANCY, *back).when(CONFLICT, by=MEMBER, at=AFTER).then(*OUT, fell)
    state = state_of(*back, *OUT, fell)
    assert state.closing.due == RETURN.new_list_by
    given(VACANCY, *back, *OUT, fell).when(RETURN, by=PRESIDENT, at=AFTER).then_nothing()


def test_after_publication_nothing_is_reopened() -> None:
    state = state_of(*reported("c-1"), *OUT)
    assert (state.shortlist, state.closing.report) == (("c-1",), 1)
    asked = Asked(at=AFTER, by=MEMBER)
    events = VACANCY.decide(CONFLICT, asked, state_of(*reported("c-1")))
    assert not any(isinstance(event, ShortlistReopened) for event in events)


def test_whoever_took_no_part_reopens_nothing() -> None:
    out = (*files("c-1", "c-2"), *OUT, REVIEWED, adopted("c-1", "c-2"))
    other = replace(CONFLICT, candidate_id="c-2")
    given(VACANCY, *out).when(other, by=MEMBER, at=AFTER).then(
        conflicted("c-2", "member"), recused("member", "c-2")
    )


def test_a_chair_who_is_recused_then_gives_the_chair_away_and_the_way_leads_on() -> None:
    gone = (conflicted("c-1", "chair"), recused("chair", "c-1"), reopened(1))
    way = Way([*listed("c-1", "c-2"), submitted("c-1", "c-2"), *gone], AFTER)
    way.on()
    assert way.state.shortlist == ("c-1", "c-2")
