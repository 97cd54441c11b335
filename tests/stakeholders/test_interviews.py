"""The interview list: the first by points, all who are tied, or a list with a reason (A17)."""

from dataclasses import replace
from typing import Any

import pytest

from services.stakeholders.vacancy.decide import VACANCY
from services.stakeholders.vacancy.interviews import first_by_points
from services.stakeholders.vacancy.state import Vacancy
from shared.contracts.stakeholders_review import InterviewListAdopted, Sheet
from shared.contracts.stakeholders_review_commands import AdoptInterviewList
from shared.core.testing import given
from tests.stakeholders.selection import (
    AFTER,
    CHAIR,
    CRITERIA_RULES,
    ESTABLISHED,
    MEMBER,
    OFFICER,
    RANK_RULES,
    REVIEWED,
    SEATS,
    STRANGER,
    VACANCY_ID,
    adopted,
    all_scored,
    conflicted,
    files,
    opened,
    recused,
    scored,
    sealed,
    sheet_of,
    withdrawn,
)

FOUR = ("c-1", "c-2", "c-3", "c-4")
WHY = sealed("she alone worked in the region")
ADOPT = AdoptInterviewList(vacancy_id=VACANCY_ID, candidate_ids=("c-1", "c-2"), reason=None)
ADOPTED = InterviewListAdopted(
    vacancy_id=VACANCY_ID,
    candidate_ids=("c-1", "c-2"),
    reason=None,
    adopted_by="chair",
    adopted_at=AFTER,
)
TWO = replace(RANK_RULES, cut=2)


def ranked_by(*orders: tuple[str, ...], rules: Any = TWO) -> list[Any]:
    """A closed review whose members gave these orders."""
    gave = [
        opened(seat.member_id, *FOUR, sheet=Sheet(order=order))
        for seat, order in zip(SEATS, orders, strict=True)
    ]
    return [*files(*FOUR), replace(ESTABLISHED, rules=rules), REVIEWED, *gave]


AGREED = ranked_by(FOUR, FOUR, ("c-2", "c-1", "c-3", "c-4"))


def first(*events: Any) -> set[str]:
    state = VACANCY.fold(events)
    assert isinstance(state, Vacancy)
    return set(first_by_points(state))


def test_the_first_by_points_need_no_reason_and_others_do() -> None:
    given(VACANCY, *AGREED).when(ADOPT, by=CHAIR, at=AFTER).then(ADOPTED)
    given(VACANCY, *AGREED, ADOPTED).when(ADOPT, by=CHAIR, at=AFTER).then_nothing()
    for listed in (("c-1", "c-3"), ("c-1",), FOUR):
        other = replace(ADOPT, candidate_ids=listed)
        given(VACANCY, *AGREED).when(other, by=CHAIR, at=AFTER).then_refused("Say why the list")
        given(VACANCY, *AGREED).when(replace(other, reason=WHY), by=CHAIR, at=AFTER).then(
            replace(ADOPTED, candidate_ids=listed, reason=WHY)
        )


def test_tie_at_the_interview_cut_takes_all_tied() -> None:
    assert first(*AGREED) == {"c-1", "c-2"}
    alike = ranked_by(
        ("c-1", "c-2"), ("c-2", "c-1"), ("c-3", "c-4"), rules=replace(TWO, scale=(2, 1), cut=1)
    )
    assert first(*alike) == {"c-1", "c-2"}, "3 points each: both"


def test_scores_by_criterion_draw_the_line_too() -> None:
    one = replace(ESTABLISHED, rules=replace(CRITERIA_RULES, cut=1))
    gave = [opened("chair", "c-1", sheet=sheet_of("c-1", value=5)), scored("c-2", "chair")]
    assert first(*files("c-1", "c-2"), one, REVIEWED, *gave) == {"c-1"}
    before = [*files("c-1", "c-2"), one, *all_scored("c-1", "c-2"), REVIEWED]
    assert first(*before) == {"c-1", "c-2"}, "scores in the clear of before are counted, and tied"
    none = replace(ESTABLISHED, rules=replace(CRITERIA_RULES, cut=0))
    assert first(*before, none) == set()


def test_conflict_found_after_ranking_reopens_the_interview_list() -> None:
    out = (conflicted("c-4", "other"), recused("other", "c-4"))
    state = VACANCY.fold([*AGREED, ADOPTED, *out])
    assert isinstance(state, Vacancy)
    assert state.interviews is None
    assert set(state.opened) == {"chair", "member"}


def test_who_withdrew_is_not_interviewed_and_leaves_the_line() -> None:
    gone = [*AGREED, withdrawn("c-1")]
    assert first(*gone) == {"c-2", "c-3"}
    given(VACANCY, *gone).when(ADOPT, by=CHAIR, at=AFTER).then_refused("eligible candidates")
    empty = replace(ADOPT, candidate_ids=())
    given(VACANCY, *gone).when(empty, by=CHAIR, at=AFTER).then_refused("eligible candidates")


def test_interviews_come_after_the_review_and_before_the_short_list() -> None:
    open_ = [one for one in AGREED if one != REVIEWED]
    given(VACANCY, *open_).when(ADOPT, by=CHAIR, at=AFTER).then_refused("Close the review first")
    over = [*AGREED, adopted("c-1", "c-2", "c-3")]
    given(VACANCY, *over).when(ADOPT, by=CHAIR, at=AFTER).then_refused("has been adopted")


@pytest.mark.parametrize("actor", [MEMBER, STRANGER, OFFICER])
def test_only_the_chair_adopts_the_interview_list(actor: Any) -> None:
    given(VACANCY, *AGREED).when(ADOPT, by=actor, at=AFTER).then_forbidden()


def test_a_chair_who_is_out_of_a_file_chooses_nobody() -> None:
    out = [*AGREED, conflicted("c-4", "chair")]
    given(VACANCY, *out).when(ADOPT, by=CHAIR, at=AFTER).then_forbidden()
