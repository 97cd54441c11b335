"""Disclosure before any file, recusal from the whole vacancy, and its end: A11 to A14, SA1 to SA3.

The edge cases of selection-stakeholders-committee.md section A.8 about conflicts.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given as over
from hypothesis import settings

from services.stakeholders.vacancy.decide import VACANCY
from services.stakeholders.vacancy.panel import MEMBERS
from services.stakeholders.vacancy.state import Vacancy
from shared.contracts.stakeholders import (
    ApplicationWithdrawn,
    EligibilityScreened,
    PanelEstablished,
    ReviewClosed,
    ShortlistAdopted,
)
from shared.contracts.stakeholders_recusal import (
    LobbyingDisclosed,
    MemberRecused,
    NoConflictDeclared,
    RecusalLifted,
)
from shared.contracts.stakeholders_recusal_commands import DeclareNoConflict, DiscloseLobbying
from shared.contracts.stakeholders_review import PreferencesSubmitted
from shared.contracts.stakeholders_screening_commands import ConfirmNotEligible
from shared.contracts.stakeholders_selection_commands import (
    AdoptShortlist,
    CloseReview,
    DeclareConflict,
    EstablishPanel,
    ScreenEligibility,
    WithdrawApplication,
)
from shared.core.actor import Actor, Asked
from shared.core.roles import Role
from shared.core.testing import AT, given
from tests.stakeholders import test_invariants as histories
from tests.stakeholders.selection import (
    AFTER,
    CALLED,
    CHAIR,
    DECLARED,
    ESTABLISHED,
    FILLED,
    MEMBER,
    NOBODY,
    OFFICER,
    OTHER,
    REVIEWED,
    SEATS,
    SECOND,
    STRANGER,
    VACANCY_ID,
    adopted,
    all_opened,
    all_scored,
    all_submitted,
    applied,
    conflicted,
    disclosed,
    files,
    giving,
    person,
    proposed,
    ranked,
    recused,
    scored,
    screened,
    sealed,
    submitted,
    withdrawn,
)

NONE = DeclareNoConflict(vacancy_id=VACANCY_ID, candidate_ids=("c-1",), nationalities=("CHE",))
CONFLICT = DeclareConflict(vacancy_id=VACANCY_ID, candidate_id="c-1")
SCORE = giving("member", "c-1")
CLOSE = CloseReview(vacancy_id=VACANCY_ID, reason_code="time-is-over")
ADOPT = AdoptShortlist(vacancy_id=VACANCY_ID, ranking=ranked("c-1"))
NO_LONGER = ConfirmNotEligible(vacancy_id=VACANCY_ID, candidate_id="c-1", proposal=1)
SCREEN = ScreenEligibility(vacancy_id=VACANCY_ID, candidate_id="c-2", eligible=True, reason=None)
LOBBIED = DiscloseLobbying(vacancy_id=VACANCY_ID, disclosure_id="d-1", text=sealed("a call"))
UNASKED = (DECLARED, CALLED, ESTABLISHED, applied("c-1"), screened("c-1"))
ALTERNATE = replace(FILLED, cause="alternate")


def lifted(member_id: str, candidate_id: str, from_stage: Any, cause: Any) -> RecusalLifted:
    return RecusalLifted(
        vacancy_id=VACANCY_ID,
        member_id=member_id,
        cause=cause,
        candidate_id=candidate_id,
        from_stage=from_stage,
        lifted_at=AFTER,
    )


def state_of(*events: Any) -> Vacancy:
    state = VACANCY.fold(events)
    assert isinstance(state, Vacancy)
    return state


def test_no_file_without_a_disclosure_and_none_is_an_answer() -> None:
    given(VACANCY, *UNASKED).when(SCORE, by=MEMBER, at=AFTER).then_refused("Say first whether")
    given(VACANCY, *UNASKED).when(NONE, by=MEMBER, at=AFTER).then(disclosed("member", "c-1"))
    told = (*UNASKED, disclosed("member", "c-1"))
    given(VACANCY, *told).when(NONE, by=MEMBER, at=AFTER).then_nothing()
    given(VACANCY, *told).when(SCORE, by=MEMBER, at=AFTER).then(submitted("member", "c-1"))
    given(VACANCY, *told).when(SCORE, by=OTHER, at=AFTER).then_refused("Say first whether")


def test_a_disclosure_is_of_the_candidates_that_are_there() -> None:
    told = (*UNASKED, disclosed("member", "c-1"), applied("c-2"), screened("c-2"))
    given(VACANCY, *told).when(NONE, by=MEMBER, at=AFTER).then_refused("list .* has changed")
    other = giving("member", "c-2")
    given(VACANCY, *told).when(other, by=MEMBER, at=AFTER).then_refused("Say first whether")
    both = replace(NONE, candidate_ids=("c-1", "c-2"))
    given(VACANCY, *told).when(both, by=MEMBER, at=AFTER).then(disclosed("member", "c-1", "c-2"))
    empty = replace(NONE, candidate_ids=())
    given(VACANCY, DECLARED, ESTABLISHED).when(empty, by=MEMBER).then_refused("no eligible")
    for wrong in ((), ("ZZZ",)):
        bad = replace(NONE, nationalities=wrong)
        given(VACANCY, *UNASKED).when(bad, by=MEMBER).then_refused("nationalities from the list")


def test_one_conflict_recuses_from_the_whole_vacancy_at_once() -> None:
    history = (*files("c-1", "c-2"), scored("c-2", "member"))
    given(VACANCY, *history).when(CONFLICT, by=MEMBER, at=AFTER).then(
        conflicted("c-1", "member"), recused("member", "c-1")
    )
    out = (*history, conflicted("c-1", "member"), recused("member", "c-1"))
    assert not state_of(*out).candidates["c-2"].scores, "all that the member gave is void"
    other = giving("member", "c-2")
    for command in (other, replace(NONE, candidate_ids=("c-1", "c-2")), LOBBIED):
        given(VACANCY, *out).when(command, by=MEMBER, at=AFTER).then_forbidden()
    given(VACANCY, *out).when(CONFLICT, by=MEMBER).then_nothing()


def test_a_conflict_is_with_a_candidate_whose_file_the_panel_reads() -> None:
    for nobody in ((DECLARED, ESTABLISHED), (*UNASKED, screened("c-1", eligible=False))):
        given(VACANCY, *nobody).when(CONFLICT, by=MEMBER, at=AFTER).then_refused("no such file")


def test_once_the_list_is_adopted_nobody_says_any_more_that_there_is_no_conflict() -> None:
    history = (*UNASKED, REVIEWED, adopted("c-1"))
    given(VACANCY, *history).when(NONE, by=MEMBER, at=AFTER).then_refused("has been adopted")


def test_a_conflict_of_before_closes_its_file_alone_as_it_did() -> None:
    before = (*files("c-1", "c-2"), conflicted("c-1", "member"))
    other = giving("member", "c-2")
    given(VACANCY, *before).when(SCORE, by=MEMBER, at=AFTER).then_forbidden()
    given(VACANCY, *before).when(other, by=MEMBER, at=AFTER).then(submitted("member", "c-2"))


@pytest.mark.parametrize("nationalities", [("FRA",), ("CHE", "FRA")])
def test_nationality_conflict_is_computed_over_all_nationalities(
    nationalities: tuple[str, ...],
) -> None:
    say = replace(NONE, nationalities=nationalities)
    given(VACANCY, *UNASKED).when(say, by=MEMBER, at=AFTER).then(
        disclosed("member", "c-1", nationalities=nationalities),
        recused("member", "c-1", "nationality"),
    )


def test_a_candidate_who_comes_later_recuses_members_of_the_same_nationality() -> None:
    history = (*files("c-1"), applied("c-2", nationality="CHE"))
    events: list[Any] = [*VACANCY.decide(SCREEN, _asked(OFFICER), VACANCY.fold(history))]
    assert events[1:] == [
        recused(one, "c-2", "nationality") for one in ("chair", "member", "other")
    ]


def test_a_recusal_by_nationality_is_no_conflict_that_the_member_declared() -> None:
    out = (
        *UNASKED,
        disclosed("member", "c-1", nationalities=("FRA",)),
        recused("member", "c-1", "nationality"),
        applied("c-2", nationality="KEN"),
    )
    given(VACANCY, *out).when(SCREEN, by=OFFICER).then(screened("c-2"))
    events: list[Any] = [*_excluded(out)]
    assert events[1:] == [lifted("member", "c-1", "deliberation", "nationality")]


def test_the_recusal_ends_with_its_cause_and_counts_from_the_next_stage() -> None:
    out = (*files("c-1", "c-2"), conflicted("c-1", "member"), recused("member", "c-1"))
    events: list[Any] = [*_excluded(out)]
    assert events[1:] == [lifted("member", "c-1", "deliberation", "declared")]
    back = (*out, *events)
    other = giving("member", "c-2")
    given(VACANCY, *back).when(other, by=MEMBER, at=AFTER).then_forbidden()
    assert not state_of(*back).takes_part("member")
    assert state_of(*back, REVIEWED).takes_part("member")


def test_a_candidate_withdraws_and_the_recusal_that_it_caused_ends() -> None:
    out = (*files("c-1", "c-2"), REVIEWED, conflicted("c-1", "member"), recused("member", "c-1"))
    leave = WithdrawApplication(vacancy_id=VACANCY_ID, candidate_id="c-1")
    applicant = person("applicant-c-1", Role.CANDIDATE)
    events = VACANCY.decide(leave, _asked(applicant), VACANCY.fold(out))
    assert events[1:] == [lifted("member", "c-1", "report", "declared")]
    assert not state_of(*out, *events).takes_part("member"), "not in the stage that goes on"


def test_before_the_review_begins_the_next_stage_is_the_review() -> None:
    out = (*files("c-1", "c-2"), conflicted("c-1", "member"), recused("member", "c-1"))
    events: list[Any] = [*_excluded(out, at=AT)]
    assert events[1].from_stage == "review"
    assert state_of(*out, *events).takes_part("member")


def test_a_recusal_has_two_causes_and_ends_with_the_last() -> None:
    both = (
        *files("c-1", "c-2"),
        conflicted("c-1", "member"),
        recused("member", "c-1"),
        conflicted("c-2", "member"),
        recused("member", "c-2"),
    )
    events: list[Any] = [*_excluded(both)]
    assert [event.candidate_id for event in events[1:]] == ["c-1"]
    assert not state_of(*both, *events, REVIEWED).takes_part("member")


def test_recusals_below_quorum_an_alternate_comes_and_the_quorum_stays() -> None:
    out = (*files("c-1", "c-2"), conflicted("c-1", "member"), recused("member", "c-1"))
    given(VACANCY, *out).when(CLOSE, by=CHAIR, at=AFTER).then_refused("at least 3 members")
    given(VACANCY, *out, ALTERNATE).when(CLOSE, by=CHAIR, at=AFTER).then(
        replace(REVIEWED, missing=("chair", "fresh", "other"), reason_code="time-is-over")
    )
    late = (*files("c-1"), REVIEWED, conflicted("c-1", "member"), recused("member", "c-1"))
    given(VACANCY, *late).when(ADOPT, by=CHAIR, at=AFTER).then_refused("at least 3 members")
    given(VACANCY, *late, ALTERNATE).when(ADOPT, by=CHAIR, at=AFTER).then(adopted("c-1"))


def test_successor_discloses_first() -> None:
    fresh = replace(MEMBER, actor_id="fresh")
    history = (*files("c-1"), replace(ALTERNATE, cause="successor"))
    given(VACANCY, *history).when(SCORE, by=fresh, at=AFTER).then_refused("Say first whether")
    given(VACANCY, *history, disclosed("fresh", "c-1")).when(
        giving("fresh", "c-1"), by=fresh, at=AFTER
    ).then(submitted("fresh", "c-1"))


def test_conflict_found_after_ranking_voids_all_that_the_member_gave() -> None:
    both = ("c-1", "c-2")
    told = (*files(*both), *all_scored(*both), *all_submitted(*both), REVIEWED)
    history = (*told, *all_opened(*both))
    given(VACANCY, *history).when(CONFLICT, by=MEMBER, at=AFTER).then(
        conflicted("c-1", "member"), recused("member", "c-1")
    )
    after = state_of(*history, conflicted("c-1", "member"), recused("member", "c-1"))
    for file in after.candidates.values():
        assert set(file.scores) == {"chair", "other"}
    assert set(after.opened) == {"chair", "other"}


def test_a_recused_chair_neither_closes_nor_adopts() -> None:
    out = (conflicted("c-1", "chair"), recused("chair", "c-1"))
    given(VACANCY, *files("c-1"), *out).when(CLOSE, by=CHAIR, at=AFTER).then_forbidden()
    given(VACANCY, *files("c-1"), REVIEWED, *out).when(ADOPT, by=CHAIR, at=AFTER).then_forbidden()


def test_a_member_discloses_who_approached_them() -> None:
    fact = LobbyingDisclosed(
        vacancy_id=VACANCY_ID,
        disclosure_id="d-1",
        member_id="member",
        text=sealed("a call"),
        disclosed_at=AFTER,
    )
    given(VACANCY, *files("c-1")).when(LOBBIED, by=MEMBER, at=AFTER).then(fact)
    given(VACANCY, *files("c-1"), fact).when(LOBBIED, by=MEMBER, at=AFTER).then_nothing()


def test_a_role_alone_discloses_nothing() -> None:
    for command in (NONE, LOBBIED):
        for actor in (STRANGER, OFFICER, NOBODY):
            given(VACANCY, *UNASKED).when(command, by=actor, at=AFTER).then_forbidden()


@settings(max_examples=200)
@over(histories.stories)
def test_who_is_recused_has_no_part_until_the_cause_is_gone(
    asked: list[tuple[Any, Actor, int]],
) -> None:
    recused: set[tuple[str, str, str]] = set()
    may_read: set[tuple[str, str]] = set()
    eligible: set[str] = set()
    panel: set[str] = set()
    for event in histories.played(asked):
        out = {member for member, _, _ in recused}
        match event:
            case EligibilityScreened(candidate_id=candidate):
                (eligible.add if event.eligible else eligible.discard)(candidate)
            case ApplicationWithdrawn(candidate_id=candidate):
                eligible.discard(candidate)
            case PanelEstablished():
                panel = {seat.member_id for seat in event.seats}
                recused = {one for one in recused if one[0] in panel}
            case NoConflictDeclared(member_id=member):
                assert set(event.candidate_ids) == eligible
                assert member not in out
                may_read |= {(candidate, member) for candidate in event.candidate_ids}
            case MemberRecused(member_id=member):
                recused.add((member, event.cause, event.candidate_id))
            case RecusalLifted(member_id=member):
                recused.remove((member, event.cause, event.candidate_id))
                assert event.candidate_id not in eligible, "a recusal ends with its cause"
            case PreferencesSubmitted(member_id=member):
                about = {(candidate, member) for candidate in event.candidate_ids}
                assert about <= may_read, "no file without a disclosure"
                assert member not in out, "recused from all files"
            case ReviewClosed() | ShortlistAdopted():
                assert len(panel - out) >= MEMBERS, "the quorum stands"
            case _:
                pass


def _excluded(history: Sequence[Any], *, at: datetime = AFTER) -> Sequence[Any]:
    """What follows when a second officer confirms that a candidate is not eligible."""
    waits = VACANCY.fold([*history, proposed("c-1")])
    return VACANCY.decide(NO_LONGER, _asked(SECOND, at=at), waits)


def _asked(by: Actor, *, at: datetime = AFTER) -> Asked:
    return Asked(at=at, by=by)


def test_who_left_the_panel_is_recused_no_more_and_comes_back_as_the_pool_is_then() -> None:
    """Else a page would go on to say "recused" when the cause went while they were away."""
    told = (*UNASKED, conflicted("c-1", "member"), recused("member", "c-1"))
    seats = tuple(
        replace(seat, member_id="stranger") if seat.member_id == "member" else seat
        for seat in SEATS
    )
    away = replace(ESTABLISHED, seats=seats)
    lifted = RecusalLifted(
        vacancy_id=VACANCY_ID,
        member_id="member",
        cause="declared",
        candidate_id="c-1",
        from_stage="review",
        lifted_at=AT,
    )
    leave, back = (EstablishPanel(vacancy_id=VACANCY_ID, seats=one) for one in (seats, SEATS))
    given(VACANCY, *told).when(leave, by=OFFICER).then(away, lifted)
    gone = (*told, away, lifted)
    given(VACANCY, *gone).when(back, by=OFFICER).then(
        ESTABLISHED, replace(recused("member", "c-1"), recused_at=AT)
    )
    withdrawn_since = (*gone, withdrawn("c-1"))
    given(VACANCY, *withdrawn_since).when(back, by=OFFICER).then(ESTABLISHED)
    state = VACANCY.fold((*withdrawn_since, ESTABLISHED))
    assert isinstance(state, Vacancy)
    assert state.takes_part("member")
