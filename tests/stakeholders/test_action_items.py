"""K9: action items have an owner and a day, and are done, overdue or dropped with a reason."""

from dataclasses import replace
from typing import Any

import pytest

from services.stakeholders.committee.actions.decide import ACTIONS
from services.stakeholders.committee.actions.passing import PassActionDay
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.core.testing import given
from tests.stakeholders.meetings import (
    ACTION,
    AFTER,
    BACK,
    CALLED,
    CANCELLED,
    CHAIR,
    CLOCK,
    DAY,
    DESK,
    DONE,
    DROP,
    DROPPED,
    DUE,
    FINISH,
    HELD,
    HELD_ON,
    ID,
    MEMBER,
    MOVE,
    MOVED,
    OPEN,
    OPENED,
    OVERDUE,
    PASSED_ON,
    REOPEN_ITEM,
    STRANGER,
)
from tests.stakeholders.test_meetings import COMMITTEE, GONE

MET = (*COMMITTEE, CALLED, HELD)
LATE = AFTER + 15 * DAY


def test_an_item_is_opened_from_a_meeting_that_was_held() -> None:
    some = given(ACTIONS, *MET)
    some.when(OPEN, by=MEMBER, at=AFTER).then(OPENED)
    some.when(OPEN, by=DESK, at=AFTER).then(replace(OPENED, opened_by="desk-1"))
    some.when(OPEN, by=STRANGER, at=AFTER).then_forbidden()
    given(ACTIONS, *MET, OPENED).when(OPEN, by=MEMBER, at=AFTER).then_nothing()
    some.when(replace(OPEN, due_on=HELD_ON - DAY), by=MEMBER, at=AFTER).then_refused("or later")
    some.when(replace(OPEN, owner_id=""), by=MEMBER, at=AFTER).then_refused("who does it")
    given(ACTIONS).when(OPEN, by=MEMBER, at=AFTER).then_refused("no such meeting")
    for history in ((CALLED,), (CALLED, CANCELLED)):
        given(ACTIONS, *history).when(OPEN, by=MEMBER, at=AFTER).then_refused("that was held")


def test_an_item_goes_to_another_owner_or_day() -> None:
    some = given(ACTIONS, *COMMITTEE, OPENED)
    some.when(MOVE, by=MEMBER, at=AFTER).then(MOVED)
    same = replace(MOVE, owner_id="holder-a", due_on=DUE)
    some.when(same, by=MEMBER, at=LATE).then_nothing()
    some.when(replace(MOVE, owner_id=""), by=MEMBER, at=AFTER).then_refused("who does it")
    some.when(MOVE, by=MEMBER, at=LATE + 9 * DAY).then_refused("or later")
    other = replace(MOVE, due_on=DUE)
    some.when(other, by=MEMBER, at=LATE).then(replace(MOVED, due_on=DUE, moved_at=LATE))
    some.when(MOVE, by=DESK, at=AFTER).then_forbidden()
    elsewhere = given(ACTIONS, *COMMITTEE, OPENED, replace(MOVED, owner_id="desk-3"))
    elsewhere.when(MOVE, by=MEMBER, at=AFTER).then_refused("changed meanwhile")


def test_who_has_an_item_or_the_committee_says_that_it_is_done() -> None:
    some = given(ACTIONS, *COMMITTEE, OPENED)
    some.when(FINISH, by=MEMBER, at=AFTER).then(DONE)
    some.when(FINISH, by=CHAIR, at=LATE).then(
        replace(DONE, on_time=False, done_by="holder-b", done_at=LATE)
    )
    some.when(FINISH, by=DESK, at=AFTER).then_forbidden()
    moved = given(ACTIONS, *COMMITTEE, OPENED, MOVED)
    theirs = replace(FINISH, seen=PASSED_ON)
    moved.when(theirs, by=DESK, at=AFTER).then(replace(DONE, done_by="desk-1"))
    moved.when(FINISH, by=MEMBER, at=AFTER).then_refused("changed meanwhile")
    done = given(ACTIONS, *COMMITTEE, OPENED, DONE)
    done.when(FINISH, by=MEMBER, at=AFTER).then_nothing()
    for command in (DROP, MOVE):
        done.when(command, by=MEMBER, at=AFTER).then_refused("is done")
    done.when(REOPEN_ITEM, by=MEMBER, at=AFTER).then(BACK)
    some.when(REOPEN_ITEM, by=MEMBER, at=AFTER).then_nothing()
    given(ACTIONS, *COMMITTEE, OPENED, DONE, BACK).when(FINISH, by=MEMBER, at=AFTER).then(DONE)
    done.when(REOPEN_ITEM, by=STRANGER, at=AFTER).then_forbidden()
    anew = given(ACTIONS, *COMMITTEE, OPENED, DONE, BACK, replace(DONE, done_at=LATE))
    anew.when(REOPEN_ITEM, by=MEMBER, at=LATE).then_refused("changed meanwhile")


def test_the_committee_drops_an_item_with_a_reason() -> None:
    some = given(ACTIONS, *COMMITTEE, OPENED)
    some.when(DROP, by=MEMBER, at=AFTER).then(DROPPED)
    some.when(DROP, by=DESK, at=AFTER).then_forbidden()
    moved = given(ACTIONS, *COMMITTEE, OPENED, MOVED)
    moved.when(DROP, by=MEMBER, at=AFTER).then_refused("changed meanwhile")
    moved.when(replace(DROP, seen=PASSED_ON), by=MEMBER, at=AFTER).then(DROPPED)
    dropped = given(ACTIONS, *COMMITTEE, OPENED, DROPPED)
    dropped.when(DROP, by=MEMBER, at=AFTER).then_nothing()
    dropped.when(FINISH, by=MEMBER, at=AFTER).then_refused("was dropped")
    dropped.when(REOPEN_ITEM, by=MEMBER, at=AFTER).then(BACK)


def test_the_clock_says_once_that_an_item_is_overdue() -> None:
    late = PassActionDay(on=DUE + DAY)
    some = given(ACTIONS, *COMMITTEE, OPENED)
    some.when(PassActionDay(on=DUE), by=CLOCK, at=LATE).then_nothing()
    some.when(late, by=CLOCK, at=LATE).then(OVERDUE)
    given(ACTIONS, OPENED, OVERDUE).when(late, by=CLOCK, at=LATE).then_nothing()
    for over in (DONE, DROPPED):
        given(ACTIONS, OPENED, over).when(late, by=CLOCK, at=LATE).then_nothing()
    again = PassActionDay(on=DUE + 2 * DAY)
    moved = replace(MOVED, due_on=DUE + DAY)
    given(ACTIONS, OPENED, OVERDUE, moved).when(again, by=CLOCK, at=LATE).then(
        replace(OVERDUE, owner_id="desk-1", due_on=DUE + DAY)
    )
    given(ACTIONS, OPENED, OVERDUE, replace(moved, due_on=DUE)).when(
        again, by=CLOCK, at=LATE
    ).then_nothing()


def test_the_items_of_a_member_who_left_go_to_the_chair() -> None:
    day = PassActionDay(on=HELD_ON)
    to_chair = replace(
        MOVED,
        owner_id="holder-b",
        due_on=DUE,
        cause="member_left",
        moved_by=CLOCK.actor_id,
    )
    some = given(ACTIONS, *COMMITTEE, GONE, OPENED)
    some.when(day, by=CLOCK, at=AFTER).then(to_chair)
    given(ACTIONS, *COMMITTEE, GONE, OPENED, to_chair).when(day, by=CLOCK, at=AFTER).then_nothing()
    nobody = replace(to_chair, owner_id=None)
    given(ACTIONS, COMMITTEE[0], GONE, OPENED).when(day, by=CLOCK, at=AFTER).then(nobody)
    late = PassActionDay(on=DUE + DAY)
    given(ACTIONS, COMMITTEE[0], GONE, OPENED, nobody).when(late, by=CLOCK, at=LATE).then(
        replace(OVERDUE, owner_id=None)
    )


@pytest.mark.parametrize("roles", [MEMBER.roles, frozenset({Role.MANDATE_HOLDER})])
def test_a_member_who_left_does_nothing_with_the_own_items(roles: frozenset[Role]) -> None:
    gone = replace(MEMBER, roles=roles)
    open_ = given(ACTIONS, *COMMITTEE, GONE, OPENED)
    open_.when(FINISH, by=gone, at=AFTER).then_forbidden()
    given(ACTIONS, *COMMITTEE, GONE, OPENED, DONE).when(
        REOPEN_ITEM, by=gone, at=AFTER
    ).then_forbidden()


@pytest.mark.parametrize("command", [MOVE, FINISH, DROP, REOPEN_ITEM])
def test_what_was_never_opened_is_refused(command: Any) -> None:
    given(ACTIONS, *COMMITTEE, DONE).when(command, by=MEMBER).then_refused("no such action item")
    state = ACTIONS.fold([OPENED, OPENED])
    assert list(state.items) == [ACTION]


OTHERS = frozenset(Role) - {Role.COORDINATION_COMMITTEE, Role.DESK_OFFICER}


@pytest.mark.parametrize("role", sorted(OTHERS))
def test_nobody_else_has_to_do_with_items(role: Role) -> None:
    other = Actor(actor_id="x", roles=frozenset({role}))
    given(ACTIONS, *MET).when(OPEN, by=other, at=AFTER).then_forbidden()
    for command in (MOVE, FINISH, DROP, REOPEN_ITEM):
        given(ACTIONS, *COMMITTEE, OPENED).when(command, by=other, at=AFTER).then_forbidden()


def test_a_decision_reads_the_committee_and_the_meeting_of_a_new_item() -> None:
    streams = ["committee-main", f"committeemeeting-{ID}"]
    assert list(ACTIONS.consults(OPEN, ACTIONS.initial)) == streams
    assert list(ACTIONS.consults(DROP, ACTIONS.initial)) == streams[:1]
    assert ACTIONS.stream(DROP) == "committeeactions-all"
