"""The panel, its scores and its short list."""

from dataclasses import replace

import pytest

from services.stakeholders.vacancy.decide import VACANCY
from services.stakeholders.vacancy.state import Vacancy
from shared.contracts.stakeholders import Seat
from shared.contracts.stakeholders_selection_commands import (
    AdoptShortlist,
    CloseReview,
    Command,
    DeclareConflict,
    EstablishPanel,
)
from shared.core.roles import Role
from shared.core.testing import given
from tests.stakeholders.selection import (
    AFTER,
    CALL_CLOSED,
    CALLED,
    CHAIR,
    CLOSES,
    DECLARED,
    ESTABLISHED,
    MANDATE,
    MEMBER,
    NOBODY,
    OFFICER,
    OTHER,
    REVIEWED,
    SEATS,
    STRANGER,
    VACANCY_ID,
    adopted,
    all_scored,
    applied,
    conflicted,
    files,
    giving,
    person,
    ranked,
    recused,
    scored,
    screened,
    sheet_of,
    submitted,
)

ESTABLISH = EstablishPanel(vacancy_id=VACANCY_ID, seats=SEATS)
CONFLICT = DeclareConflict(vacancy_id=VACANCY_ID, candidate_id="c-1")
SCORE = giving("member", "c-1")
CLOSE = CloseReview(vacancy_id=VACANCY_ID)
FORCE = replace(CLOSE, reason_code="time-is-over")
ADOPT = AdoptShortlist(vacancy_id=VACANCY_ID, ranking=ranked("c-1"))
HANDED_OVER = (
    replace(SEATS[0], chair=False),
    replace(SEATS[1], chair=True),
    SEATS[2],
)


def test_the_officer_establishes_a_panel() -> None:
    given(VACANCY, DECLARED).when(ESTABLISH, by=OFFICER).then(
        replace(ESTABLISHED, established_at=ESTABLISHED.established_at)
    )


def test_the_same_panel_again_changes_nothing_in_whatever_order() -> None:
    again = replace(ESTABLISH, seats=tuple(reversed(SEATS)))
    given(VACANCY, DECLARED, ESTABLISHED).when(again, by=OFFICER).then_nothing()


@pytest.mark.parametrize(
    ("seats", "sentence"),
    [
        (SEATS[:2], "at least 3 members"),
        ((*SEATS, Seat(member_id="d", region="AFR", chair=False)), "each regional group at most"),
        ((*SEATS, Seat(member_id="chair", region="EEG", chair=False)), "each member one seat"),
        ((*SEATS, Seat(member_id="d", region="EEG", chair=True)), "exactly one chair"),
        ((replace(SEATS[0], chair=False), *SEATS[1:]), "exactly one chair"),
    ],
)
def test_a_panel_is_well_made(seats: tuple[Seat, ...], sentence: str) -> None:
    wrong = replace(ESTABLISH, seats=seats)
    given(VACANCY, DECLARED).when(wrong, by=OFFICER).then_refused(sentence)


def test_an_applicant_does_not_sit_on_the_panel() -> None:
    given(VACANCY, DECLARED, CALLED, applied("c-1", "member")).when(
        ESTABLISH, by=OFFICER
    ).then_refused("cannot sit on its panel")


def test_the_panel_can_change_until_the_first_score() -> None:
    other = (*SEATS[:2], Seat(member_id="third", region="GRULAC", chair=False))
    anew = replace(ESTABLISH, seats=other)
    given(VACANCY, *files("c-1")).when(anew, by=OFFICER).then(replace(ESTABLISHED, seats=other))
    given(VACANCY, *files("c-1"), scored("c-1", "member")).when(anew, by=OFFICER).then_refused(
        "members of the panel stay"
    )
    given(VACANCY, *files("c-1"), REVIEWED).when(anew, by=OFFICER).then_refused(
        "members of the panel stay"
    )


def test_a_score_that_a_conflict_took_away_was_a_first_score_all_the_same() -> None:
    anew = replace(ESTABLISH, seats=(*SEATS, Seat(member_id="d", region="EEG", chair=False)))
    history = (*files("c-1"), scored("c-1", "member"), conflicted("c-1", "member"))
    given(VACANCY, *history).when(anew, by=OFFICER).then_refused("members of the panel stay")


def test_the_chair_can_pass_to_another_member_until_the_short_list() -> None:
    over = replace(ESTABLISH, seats=HANDED_OVER)
    history = (*files("c-1"), *all_scored("c-1"), REVIEWED)
    given(VACANCY, *history).when(over, by=OFFICER).then(replace(ESTABLISHED, seats=HANDED_OVER))
    given(VACANCY, *history, adopted("c-1")).when(over, by=OFFICER).then_refused("been adopted")


def test_a_member_declares_a_conflict_for_good() -> None:
    given(VACANCY, *files("c-1")).when(CONFLICT, by=MEMBER, at=AFTER).then(
        conflicted("c-1", "member"), recused("member", "c-1")
    )
    given(VACANCY, *files("c-1"), conflicted("c-1", "member")).when(
        CONFLICT, by=MEMBER
    ).then_nothing()
    given(VACANCY, *files("c-1"), conflicted("c-1", "member")).when(
        SCORE, by=MEMBER, at=AFTER
    ).then_forbidden()


def test_a_conflict_takes_the_members_score_away() -> None:
    state = VACANCY.fold([*files("c-1"), *all_scored("c-1"), conflicted("c-1", "member")])
    assert isinstance(state, Vacancy)
    assert set(state.candidates["c-1"].scores) == {"chair", "other"}
    assert state.late() == []


def test_a_member_scores_an_eligible_candidate_once_the_call_has_closed() -> None:
    given(VACANCY, *files("c-1")).when(SCORE, by=MEMBER, at=AFTER).then(submitted("member", "c-1"))
    given(VACANCY, *files("c-1")).when(SCORE, by=MEMBER).then_refused("once the call has closed")
    given(VACANCY, *files("c-1"), CALL_CLOSED).when(SCORE, by=MEMBER).then(
        replace(submitted("member", "c-1"), submitted_at=CALL_CLOSED.closed_at)
    )
    waiting = (DECLARED, CALLED, ESTABLISHED, applied("c-1"))
    given(VACANCY, *waiting).when(SCORE, by=MEMBER, at=AFTER).then_refused("no such file")
    given(VACANCY, *waiting, screened("c-1", eligible=False)).when(
        SCORE, by=MEMBER, at=AFTER
    ).then_refused("no such file")


def test_a_score_can_change_until_the_review_is_closed() -> None:
    better = giving("member", "c-1", sheet=sheet_of("c-1", value=5), version=2)
    history = (*files("c-1"), submitted("member", "c-1"))
    given(VACANCY, *history).when(SCORE, by=MEMBER, at=AFTER).then_nothing()
    given(VACANCY, *history).when(better, by=MEMBER, at=AFTER).then(
        submitted("member", "c-1", sheet=sheet_of("c-1", value=5), version=2)
    )
    given(VACANCY, *history, REVIEWED).when(better, by=MEMBER, at=AFTER).then_refused(
        "review is closed"
    )


def test_nobody_scores_his_own_application() -> None:
    history = (DECLARED, CALLED, applied("c-1", "member"), screened("c-1"), ESTABLISHED)
    given(VACANCY, *history).when(SCORE, by=MEMBER, at=AFTER).then_forbidden()


def test_the_chair_closes_when_everybody_who_can_has_scored() -> None:
    complete = (*files("c-1", "c-2"), *all_scored("c-1", "c-2"))
    given(VACANCY, *complete).when(CLOSE, by=CHAIR, at=AFTER).then(REVIEWED)
    given(VACANCY, *complete, REVIEWED).when(CLOSE, by=CHAIR, at=AFTER).then_nothing()
    without = (*files("c-1", "c-2"), *all_scored("c-1"), scored("c-2", "chair"))
    given(VACANCY, *without).when(CLOSE, by=CHAIR, at=AFTER).then_refused("of 2 members are miss")
    excused = (*without, conflicted("c-2", "member"))
    given(VACANCY, *excused).when(CLOSE, by=CHAIR, at=AFTER).then_refused("of 1 member are missing")
    given(VACANCY, *excused, conflicted("c-2", "other")).when(CLOSE, by=CHAIR, at=AFTER).then(
        REVIEWED
    )


def test_the_chair_can_close_without_the_missing_scores() -> None:
    history = (*files("c-1"), scored("c-1", "chair"))
    given(VACANCY, *history).when(FORCE, by=CHAIR, at=AFTER).then(
        replace(REVIEWED, missing=("member", "other"), reason_code="time-is-over")
    )


def test_a_review_is_closed_over_screened_files_after_the_call() -> None:
    given(VACANCY, *files("c-1")).when(FORCE, by=CHAIR).then_refused("call is still open")
    waiting = (*files("c-1"), *all_scored("c-1"), applied("c-2"))
    given(VACANCY, *waiting).when(FORCE, by=CHAIR, at=AFTER).then_refused(
        "1 application must be screened"
    )
    given(VACANCY, *waiting, screened("c-2", eligible=False)).when(CLOSE, by=CHAIR, at=AFTER).then(
        REVIEWED
    )
    given(VACANCY, *files()).when(FORCE, by=CHAIR, at=CLOSES).then_refused("no eligible candidate")


def test_the_chair_adopts_a_ranked_short_list_after_closing() -> None:
    history = (*files("c-1", "c-2", "c-3", "c-4"), REVIEWED)
    adopt = replace(ADOPT, ranking=tuple(reversed(ranked("c-3", "c-1", "c-2"))))
    given(VACANCY, *history).when(adopt, by=CHAIR, at=AFTER).then(adopted("c-3", "c-1", "c-2"))
    given(VACANCY, *files("c-1")).when(ADOPT, by=CHAIR).then_refused("Close the review first")


def test_a_short_list_is_adopted_once() -> None:
    history = (*files("c-1", "c-2"), REVIEWED, adopted("c-1", "c-2"))
    same = replace(ADOPT, ranking=ranked("c-1", "c-2"))
    given(VACANCY, *history).when(same, by=CHAIR).then_nothing()
    other = replace(ADOPT, ranking=ranked("c-2", "c-1"))
    given(VACANCY, *history).when(other, by=CHAIR).then_refused("has been adopted")


@pytest.mark.parametrize(
    ("listed", "ranks", "sentence"),
    [
        ((), (), "at least 3 candidates"),
        (("c-1", "c-2"), (1, 2), "at least 3 candidates"),
        (("c-1", "c-2", "c-3"), (1, 2, 4), "none left out"),
        (("c-1", "c-2", "c-3"), (1, 1, 2), "the next one skips"),
        (("c-1", "c-2", "c-3"), (2, 2, 3), "Equals share a rank"),
        (("c-1", "c-2", "c-3"), (0, 1, 2), "1, 2, 3"),
        (("c-1", "c-2", "c-1"), (1, 2, 3), "only once"),
        (("c-1", "c-2", "c-9"), (1, 2, 3), "Only eligible"),
        (("c-1", "c-2", "c-5"), (1, 2, 3), "Only eligible"),
    ],
)
def test_a_short_list_is_well_made(
    listed: tuple[str, ...], ranks: tuple[int, ...], sentence: str
) -> None:
    history = (
        *files("c-1", "c-2", "c-3", "c-4"),
        applied("c-5"),
        screened("c-5", eligible=False),
        REVIEWED,
    )
    ranking = tuple(
        replace(one, rank=rank) for one, rank in zip(ranked(*listed), ranks, strict=True)
    )
    given(VACANCY, *history).when(replace(ADOPT, ranking=ranking), by=CHAIR).then_refused(sentence)


@pytest.mark.parametrize("ranks", [(1, 1, 3), (1, 2, 2), (1, 1, 1)])
def test_tie_in_the_final_list_is_one_group_and_the_next_rank_skips(
    ranks: tuple[int, ...],
) -> None:
    history = (*files("c-1", "c-2", "c-3"), REVIEWED)
    ranking = tuple(
        replace(one, rank=rank)
        for one, rank in zip(ranked("c-1", "c-2", "c-3"), ranks, strict=True)
    )
    groups = replace(adopted(), ranking=ranking)
    same = replace(ADOPT, ranking=tuple(reversed(ranking)))
    given(VACANCY, *history).when(same, by=CHAIR, at=AFTER).then(groups)
    given(VACANCY, *history, groups).when(same, by=CHAIR).then_nothing()
    other = replace(ADOPT, ranking=ranked("c-1", "c-2", "c-3"))
    given(VACANCY, *history, groups).when(other, by=CHAIR).then_refused("been adopted")


def test_where_fewer_than_three_are_eligible_all_of_them_are_listed() -> None:
    history = (*files("c-1", "c-2"), REVIEWED)
    given(VACANCY, *history).when(ADOPT, by=CHAIR).then_refused("at least 2 candidates")
    both = replace(ADOPT, ranking=ranked("c-2", "c-1"))
    given(VACANCY, *history).when(both, by=CHAIR, at=AFTER).then(adopted("c-2", "c-1"))
    given(VACANCY, *files("c-1"), REVIEWED).when(replace(ADOPT, ranking=()), by=CHAIR).then_refused(
        "at least 1 candidate"
    )


def test_a_chair_who_is_out_of_a_file_hands_the_chair_over_before_the_list() -> None:
    history = (*files("c-1", "c-2"), conflicted("c-2", "chair"), REVIEWED)
    both = replace(ADOPT, ranking=ranked("c-1", "c-2"))
    given(VACANCY, *history).when(both, by=CHAIR).then_forbidden()
    over = replace(ESTABLISHED, seats=HANDED_OVER)
    given(VACANCY, *history, over).when(both, by=CHAIR).then_forbidden()
    given(VACANCY, *history, over).when(both, by=MEMBER, at=AFTER).then(
        replace(adopted("c-1", "c-2"), adopted_by="member")
    )


@pytest.mark.parametrize("command", [CLOSE, ADOPT])
def test_only_the_chair_of_this_panel_closes_and_adopts(command: Command) -> None:
    chair_elsewhere = person("member", Role.PANEL_CHAIR)
    history = (*files("c-1"), *all_scored("c-1"))
    for actor in (MEMBER, OTHER, chair_elsewhere, STRANGER, OFFICER, NOBODY):
        given(VACANCY, *history).when(command, by=actor, at=AFTER).then_forbidden()


@pytest.mark.parametrize("command", [CONFLICT, SCORE])
def test_a_role_alone_gives_no_part_in_a_panel(command: Command) -> None:
    without_role = person("member", Role.CANDIDATE)
    for actor in (STRANGER, OFFICER, NOBODY, without_role):
        given(VACANCY, *files("c-1")).when(command, by=actor, at=AFTER).then_forbidden()


def test_only_the_officer_establishes_a_panel() -> None:
    for actor in (CHAIR, MEMBER, NOBODY):
        given(VACANCY, DECLARED).when(ESTABLISH, by=actor).then_forbidden()


def test_facts_tell_which_mandate_they_are_about() -> None:
    assert {ESTABLISHED.mandate, REVIEWED.mandate} == {MANDATE}
