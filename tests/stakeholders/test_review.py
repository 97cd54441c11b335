"""The review: sealed preferences, their opening, what becomes void, and reminders (A15, A16, SA4).

The edge cases of selection-stakeholders-committee.md section A.8 about preferences.
"""

from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

import pytest

from services.stakeholders.vacancy.decide import VACANCY
from services.stakeholders.vacancy.review import is_sound
from services.stakeholders.vacancy.state import Vacancy
from shared.contracts.stakeholders import STAKEHOLDERS, Seat
from shared.contracts.stakeholders_review import (
    MembersReminded,
    PreferencesNotOpened,
    Sheet,
    commitment_of,
)
from shared.contracts.stakeholders_review_commands import RemindMembers
from shared.contracts.stakeholders_selection_commands import CloseReview, EstablishPanel
from shared.core.actor import Asked
from shared.core.testing import given
from shared.reference import CRITERIA
from tests.stakeholders.selection import (
    AFTER,
    CHAIR,
    CRITERIA_RULES,
    DECLARED,
    ESTABLISHED,
    MEMBER,
    NONCE,
    OFFICER,
    RANK_RULES,
    REVIEWED,
    SEATS,
    STRANGER,
    VACANCY_ID,
    all_opened,
    all_submitted,
    conflicted,
    files,
    giving,
    hash_of,
    opened,
    opening,
    recused,
    sealed,
    sheet_of,
    submitted,
)

BOTH = ("c-1", "c-2")
OPENINGS = tuple(opening(seat.member_id, *BOTH) for seat in SEATS)
CLOSE = CloseReview(vacancy_id=VACANCY_ID, opened=OPENINGS)
REMIND = RemindMembers(vacancy_id=VACANCY_ID)
REMINDED = MembersReminded(
    vacancy_id=VACANCY_ID, member_ids=("member",), reminded_by="chair", reminded_at=AFTER
)
ESTABLISH = EstablishPanel(vacancy_id=VACANCY_ID, seats=SEATS, preset="consultative-group")
ORDER = Sheet(order=("c-2", "c-1"))


def state_of(*events: Any) -> Vacancy:
    state = VACANCY.fold(events)
    assert isinstance(state, Vacancy)
    return state


def test_preferences_leave_the_portal_as_a_hash_and_open_with_the_closing() -> None:
    history = (*files(*BOTH), *all_submitted(*BOTH))
    given(VACANCY, *history).when(CLOSE, by=CHAIR, at=AFTER).then(REVIEWED, *all_opened(*BOTH))
    given(VACANCY, *history, REVIEWED, *all_opened(*BOTH)).when(CLOSE, by=CHAIR).then_nothing()
    for fact in all_submitted(*BOTH):
        _, _, data = STAKEHOLDERS.catalogue.encode(fact)
        assert not any(criterion.encode() in data for criterion in CRITERIA)
    state = state_of(*history)
    given(VACANCY, *history).when(
        replace(CLOSE, opened=OPENINGS[:2]), by=CHAIR, at=AFTER
    ).then_refused("came in meanwhile")
    assert state.late() == []
    after = state_of(*history, REVIEWED, *all_opened(*BOTH))
    assert set(after.opened) == {"chair", "member", "other"}


def test_two_preferences_differ_in_nothing_but_the_hash() -> None:
    one, other = submitted("member", *BOTH), submitted("member", *BOTH, sheet=sheet_of(*BOTH))
    assert one == other, "the same text with the same nonce has the same hash"
    best = submitted("member", *BOTH, sheet=sheet_of(*BOTH, value=5))
    differ = {name for name, value in asdict(best).items() if value != asdict(one)[name]}
    assert differ == {"commitment"}
    assert len(best.commitment) == len(one.commitment) == 64


def test_a_hash_is_of_this_vacancy_member_round_version_and_nonce() -> None:
    bound: list[Any] = [VACANCY_ID, "member", 1, 1, NONCE, sheet_of("c-1")]
    others: list[Any] = ["v", "other", 2, 2, "1" * 64, sheet_of("c-1", value=4)]
    hash_of_all: Any = commitment_of
    hashes = {hash_of_all(*bound)} | {
        hash_of_all(*bound[:at], other, *bound[at + 1 :]) for at, other in enumerate(others)
    }
    assert len(hashes) == 1 + len(others)
    noted = sheet_of("c-1", note=sealed("a note"))
    assert hash_of_all(*bound[:5], noted) not in hashes, "the note is bound, too"


@pytest.mark.parametrize(
    ("wrong", "cause"),
    [
        (replace(OPENINGS[1], sheet=None, nonce=""), "lost"),
        (replace(OPENINGS[1], sheet=sheet_of(*BOTH, value=5)), "mismatch"),
        (replace(OPENINGS[1], nonce="1" * 64), "mismatch"),
        (replace(OPENINGS[1], nonce=NONCE + "0"), "mismatch"),
    ],
)
def test_a_text_that_is_lost_or_does_not_match_its_hash_is_refused_by_name(
    wrong: Any, cause: Any
) -> None:
    history = (*files(*BOTH), *all_submitted(*BOTH))
    close = replace(CLOSE, opened=(OPENINGS[0], wrong, OPENINGS[2]))
    given(VACANCY, *history).when(close, by=CHAIR, at=AFTER).then_refused("of 1 member are missing")
    given(VACANCY, *history).when(
        replace(close, reason_code="whim"), by=CHAIR, at=AFTER
    ).then_refused("from the list")
    given(VACANCY, *history).when(
        replace(close, reason_code="not-openable"), by=CHAIR, at=AFTER
    ).then(
        replace(REVIEWED, missing=("member",), reason_code="not-openable"),
        opened("chair", *BOTH),
        PreferencesNotOpened(
            vacancy_id=VACANCY_ID,
            member_id="member",
            version=1,
            commitment=hash_of("member", sheet_of(*BOTH)),
            cause=cause,
            closed_at=AFTER,
        ),
        opened("other", *BOTH),
    )


def test_a_text_of_another_member_opens_nothing() -> None:
    """Each is bound to its member: a member cannot give again what another gave."""
    copied = replace(submitted("member", *BOTH), commitment=hash_of("other", sheet_of(*BOTH)))
    close = replace(CLOSE, opened=(OPENINGS[1],), reason_code="not-openable")
    events = VACANCY.decide(close, _asked(), VACANCY.fold((*files(*BOTH), copied)))
    assert [type(event).__name__ for event in events] == ["ReviewClosed", "PreferencesNotOpened"]


def test_member_never_ranks_and_the_result_says_four_of_five() -> None:
    history = (*files(*BOTH), submitted("chair", *BOTH), submitted("other", *BOTH))
    close = replace(CLOSE, opened=(OPENINGS[0], OPENINGS[2]))
    given(VACANCY, *history).when(close, by=CHAIR, at=AFTER).then_refused("Wait, or close with")
    given(VACANCY, *history).when(
        replace(close, reason_code="member-declines"), by=CHAIR, at=AFTER
    ).then(
        replace(REVIEWED, missing=("member",), reason_code="member-declines"),
        opened("chair", *BOTH),
        opened("other", *BOTH),
    )


def test_preferences_are_replaced_until_the_opening_and_the_last_ones_count() -> None:
    second = sheet_of(*BOTH, value=5)
    again = giving("member", *BOTH, sheet=second, version=2)
    first = (*files(*BOTH), submitted("member", *BOTH))
    given(VACANCY, *first).when(again, by=MEMBER, at=AFTER).then(
        submitted("member", *BOTH, sheet=second, version=2)
    )
    stale = replace(again, version=1)
    given(VACANCY, *first).when(stale, by=MEMBER, at=AFTER).then_refused("meanwhile")
    both = (*first, submitted("member", *BOTH, sheet=second, version=2))
    before = replace(CLOSE, reason_code="time-is-over", opened=(OPENINGS[1],))
    given(VACANCY, *both).when(before, by=CHAIR, at=AFTER).then_refused("came in meanwhile")
    close = replace(before, opened=(opening("member", *BOTH, sheet=second, version=2),))
    events = VACANCY.decide(close, _asked(), VACANCY.fold(both))
    assert events[1:] == [opened("member", *BOTH, sheet=second, version=2)]


def test_what_is_no_hash_is_not_taken() -> None:
    for text in ("", "5-4-3-2-1", "A" * 64, "a" * 65):
        given(VACANCY, *files(*BOTH)).when(
            replace(giving("member", *BOTH), commitment=text), by=MEMBER, at=AFTER
        ).then_refused("could not be sealed")


def test_sealed_preferences_of_a_recused_member_are_void_and_never_opened() -> None:
    out = (conflicted("c-1", "member"), recused("member", "c-1"))
    history = (*files(*BOTH), *all_submitted(*BOTH), *out)
    assert set(state_of(*history).sealed) == {"chair", "other"}
    assert state_of(*history).versions["member"] == 1, "the next one is another version"


def test_a_candidate_who_joins_later_makes_members_late() -> None:
    history = (*files("c-1"), *all_submitted("c-1"))
    assert state_of(*history).late() == []
    assert state_of(*history, *files("c-2")[3:]).late() == ["chair", "member", "other"]


def test_the_chair_reminds_who_is_late_once_a_day() -> None:
    history = (*files(*BOTH), submitted("chair", *BOTH), submitted("other", *BOTH))
    given(VACANCY, *history).when(REMIND, by=CHAIR).then_refused("still open")
    given(VACANCY, *history).when(REMIND, by=CHAIR, at=AFTER).then(REMINDED)
    given(VACANCY, *history, REMINDED).when(REMIND, by=CHAIR, at=AFTER).then_nothing()
    tomorrow = AFTER + timedelta(days=1)
    given(VACANCY, *history, REMINDED).when(REMIND, by=CHAIR, at=tomorrow).then(
        replace(REMINDED, reminded_at=tomorrow)
    )
    given(VACANCY, *history, submitted("member", *BOTH)).when(
        REMIND, by=CHAIR, at=AFTER
    ).then_refused("of all members are in")
    given(VACANCY, *history, REVIEWED).when(REMIND, by=CHAIR, at=AFTER).then_refused("is closed")
    for actor in (MEMBER, STRANGER, OFFICER):
        given(VACANCY, *history).when(REMIND, by=actor, at=AFTER).then_forbidden()


def test_a_panel_works_as_its_preset_says_and_goes_on_as_it_began() -> None:
    group = replace(ESTABLISHED, rules=RANK_RULES)
    given(VACANCY, DECLARED).when(ESTABLISH, by=OFFICER).then(group)
    given(VACANCY, DECLARED, group).when(ESTABLISH, by=OFFICER).then_nothing()
    own = replace(ESTABLISH, scale=(10, 6, 3))
    given(VACANCY, DECLARED).when(own, by=OFFICER).then(
        replace(group, rules=replace(RANK_RULES, scale=(10, 6, 3)))
    )
    for scale in ((3, 3), (1, 2), (2, 0)):
        wrong = replace(ESTABLISH, scale=scale)
        given(VACANCY, DECLARED).when(wrong, by=OFFICER).then_refused("fewer points")
    unknown = replace(ESTABLISH, preset="jury")
    given(VACANCY, DECLARED).when(unknown, by=OFFICER).then_refused("from the list")
    begun = (*files(*BOTH), submitted("member", *BOTH))
    given(VACANCY, *begun).when(ESTABLISH, by=OFFICER).then_refused("works on as it began")


def test_an_advisory_panel_has_seats_for_constituencies_and_the_group_has_none() -> None:
    seats = (*SEATS, Seat(member_id="ngo", region="NGO", chair=False))
    advisory = EstablishPanel(vacancy_id=VACANCY_ID, seats=seats)
    given(VACANCY, DECLARED).when(advisory, by=OFFICER).then(replace(ESTABLISHED, seats=seats))
    group = replace(ESTABLISH, seats=seats)
    given(VACANCY, DECLARED).when(group, by=OFFICER).then_refused("only for regional groups")


def test_the_rules_of_a_panel_of_before_stay_when_its_chair_passes() -> None:
    before = replace(ESTABLISHED, rules=replace(CRITERIA_RULES, cut=0))
    over = (replace(SEATS[0], chair=False), replace(SEATS[1], chair=True), SEATS[2])
    history = (*files(*BOTH), before, submitted("member", *BOTH))
    given(VACANCY, *history).when(
        EstablishPanel(vacancy_id=VACANCY_ID, seats=over), by=OFFICER
    ).then(replace(before, seats=over))


def test_who_ranks_has_seen_the_whole_list() -> None:
    ranks = (*files(*BOTH), replace(ESTABLISHED, rules=RANK_RULES))
    given(VACANCY, *ranks).when(giving("member", *BOTH, sheet=ORDER), by=MEMBER, at=AFTER).then(
        submitted("member", *BOTH, sheet=ORDER)
    )
    given(VACANCY, *ranks).when(
        giving("member", "c-1", sheet=ORDER), by=MEMBER, at=AFTER
    ).then_refused("list of candidates has changed")
    sent = submitted("member", *BOTH, sheet=ORDER)
    close = replace(CLOSE, reason_code="time-is-over")
    text = opening("member", *BOTH, sheet=ORDER)
    events = VACANCY.decide(replace(close, opened=(text,)), _asked(), VACANCY.fold([*ranks, sent]))
    assert events[1:] == [opened("member", *BOTH, sheet=ORDER)]


@pytest.mark.parametrize(
    ("sheet", "rules"),
    [
        (Sheet(), CRITERIA_RULES),
        (sheet_of("c-1"), CRITERIA_RULES),
        (sheet_of("c-1", "c-1"), CRITERIA_RULES),
        (sheet_of(*BOTH, value=6), CRITERIA_RULES),
        (sheet_of(*BOTH, value=0), CRITERIA_RULES),
        (ORDER, CRITERIA_RULES),
        (sheet_of(*BOTH), RANK_RULES),
        (Sheet(order=("c-1",)), RANK_RULES),
        (Sheet(order=("c-1", "c-1")), RANK_RULES),
        (Sheet(order=("c-1", "c-3")), RANK_RULES),
    ],
)
def test_what_the_method_does_not_know_is_not_opened_although_its_hash_matches(
    sheet: Sheet, rules: Any
) -> None:
    assert not is_sound(sheet, frozenset(BOTH), rules)
    history = (*files(*BOTH), replace(ESTABLISHED, rules=rules))
    sent = submitted("member", *BOTH, sheet=sheet)
    close = replace(CLOSE, reason_code="not-openable")
    events: list[Any] = [
        *VACANCY.decide(
            replace(close, opened=(opening("member", *BOTH, sheet=sheet),)),
            _asked(),
            VACANCY.fold([*history, sent]),
        )
    ]
    assert [event.cause for event in events[1:]] == ["unsound"]


def test_one_ranks_five_or_all_where_there_are_fewer() -> None:
    six = frozenset(f"c-{n}" for n in range(6))
    assert is_sound(Sheet(order=("c-0", "c-1", "c-2", "c-3", "c-4")), six, RANK_RULES)
    assert not is_sound(Sheet(order=("c-0", "c-1", "c-2", "c-3")), six, RANK_RULES)
    assert is_sound(ORDER, frozenset(BOTH), RANK_RULES)


def _asked() -> Asked:
    return Asked(at=AFTER, by=CHAIR)
