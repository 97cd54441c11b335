"""K9: a meeting of the Committee is called, held, and its minutes are agreed."""

from dataclasses import replace
from typing import Any

import pytest

from services.stakeholders.committee.meetings.decide import MEETING
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.reference.committee_meetings import MOST, recorded
from tests.stakeholders import test_committee_members as members
from tests.stakeholders.meetings import (
    AFTER,
    AGREE,
    AGREED,
    CALL,
    CALLED,
    CANCEL,
    CANCELLED,
    CHAIR,
    CHANGE,
    CHANGED,
    DAY,
    DESK,
    HELD,
    HELD_ON,
    HOLD,
    MEMBER,
    REOPEN,
    REOPENED,
    STARTS,
    STRANGER,
    WRITE,
    WRITTEN,
    sealed,
)

COMMITTEE = (
    replace(members.ELECTED, members=(members.member("a"), members.member("b"))),
    replace(members.DESIGNATED, term_id="b"),
)
"""``holder-b`` is the chair, ``holder-a`` a member."""
GONE = replace(members.LEFT, term_id="a", left_on=members.JUNE)
AFTERWARDS = (*COMMITTEE, CALLED, HELD)


def test_the_committee_calls_a_meeting_and_a_desk_officer_one_about_their_states() -> None:
    some = given(MEETING, *COMMITTEE)
    some.when(CALL, by=MEMBER).then(CALLED)
    given(MEETING, CALLED).when(CALL, by=MEMBER).then_nothing()
    given(MEETING, CALLED).when(CALL, by=CHAIR).then_refused("called already")
    some.when(CALL, by=DESK).then(replace(CALLED, called_by="desk-1"))
    for wrong in (replace(CALL, states=("FRA",)), replace(CALL, states=())):
        some.when(wrong, by=DESK).then_forbidden()
    for wrong, sentence in (
        (replace(CALL, kind="party"), "kind of meeting"),
        (replace(CALL, states=("X",)), "States from the list"),
        (replace(CALL, invited=tuple(map(str, range(MOST + 1)))), "at most 60"),
        (replace(CALL, starts_at=AT), "before it begins"),
    ):
        some.when(wrong, by=MEMBER).then_refused(sentence)


def test_a_meeting_is_changed_and_cancelled_until_it_is_held() -> None:
    some = given(MEETING, *COMMITTEE, CALLED)
    some.when(CHANGE, by=MEMBER).then(CHANGED)
    some.when(replace(CHANGE, starts_at=AT), by=MEMBER).then_refused("before it begins")
    for gone in ("", "another"):
        some.when(replace(CHANGE, seen=gone), by=MEMBER).then_refused("changed meanwhile")
    other = given(MEETING, *COMMITTEE, CALLED, replace(CHANGED, named_only=True))
    other.when(CHANGE, by=MEMBER).then_refused("changed meanwhile")
    same = replace(CHANGE, starts_at=STARTS, invited=CALL.invited)
    some.when(same, by=MEMBER, at=AFTER).then_nothing()
    some.when(CHANGE, by=DESK).then_forbidden()
    own = given(MEETING, *COMMITTEE, replace(CALLED, called_by="desk-1"))
    own.when(CHANGE, by=DESK).then(replace(CHANGED, changed_by="desk-1"))
    own.when(replace(CHANGE, states=("FRA",)), by=DESK).then_forbidden()
    own.when(CHANGE, by=replace(DESK, roles=frozenset())).then_forbidden()
    own.when(CANCEL, by=DESK).then(replace(CANCELLED, cancelled_by="desk-1"))
    some.when(CANCEL, by=MEMBER).then(CANCELLED)
    some.when(CANCEL, by=STRANGER).then_forbidden()
    other.when(CANCEL, by=MEMBER).then_refused("changed meanwhile")
    some.when(replace(CANCEL, code="rain"), by=MEMBER).then_refused("from the list")
    off = given(MEETING, *COMMITTEE, CALLED, CANCELLED)
    off.when(CANCEL, by=MEMBER).then_nothing()
    for command in (replace(CANCEL, code="quorum"), CHANGE, HOLD):
        off.when(command, by=MEMBER).then_refused("was cancelled")
    for command in (CANCEL, CHANGE):
        given(MEETING, *AFTERWARDS).when(command, by=MEMBER).then_refused("was held")
    state = MEETING.fold([CALLED, CHANGED, CALLED])
    assert state.meeting is not None
    assert state.meeting.invited == ("desk-1",)


def test_what_was_held_is_recorded_with_who_came_and_minutes_due_in_ten_days() -> None:
    some = given(MEETING, *COMMITTEE, CALLED)
    some.when(HOLD, by=MEMBER, at=AFTER).then(HELD)
    some.when(HOLD, by=DESK, at=AFTER).then(replace(HELD, recorded_by="desk-1"))
    some.when(HOLD, by=STRANGER, at=AFTER).then_forbidden()
    some.when(replace(HOLD, held_on=HELD_ON + DAY), by=MEMBER, at=AFTER).then_refused("once it")
    some.when(replace(HOLD, participants=()), by=MEMBER, at=AFTER).then_refused("who came")
    again = given(MEETING, *AFTERWARDS)
    again.when(HOLD, by=MEMBER, at=AFTER).then_nothing()
    fewer = replace(HOLD, participants=("holder-a", "holder-a"))
    again.when(fewer, by=MEMBER, at=AFTER).then_refused("changed meanwhile")
    moved = given(MEETING, *COMMITTEE, CALLED, CHANGED)
    moved.when(HOLD, by=MEMBER, at=AFTER).then_refused("changed meanwhile")
    fewer = replace(fewer, seen=recorded(STARTS, HELD_ON, HELD.participants))
    again.when(fewer, by=MEMBER, at=AFTER).then(replace(HELD, participants=("holder-a",)))
    over = given(MEETING, *AFTERWARDS, WRITTEN, AGREED)
    over.when(fewer, by=MEMBER, at=AFTER).then_refused("are agreed")


def test_minutes_are_written_by_who_took_part_and_agreed_by_the_chair() -> None:
    given(MEETING, *COMMITTEE, CALLED).when(WRITE, by=MEMBER).then_refused("once the meeting")
    some = given(MEETING, *AFTERWARDS)
    some.when(WRITE, by=MEMBER, at=AFTER).then(WRITTEN)
    some.when(WRITE, by=STRANGER, at=AFTER).then_forbidden()
    some.when(AGREE, by=CHAIR, at=AFTER).then_refused("other minutes")
    some.when(replace(AGREE, version=0), by=CHAIR, at=AFTER).then_refused("other minutes")
    written = given(MEETING, *AFTERWARDS, WRITTEN)
    written.when(WRITE, by=MEMBER, at=AFTER).then_nothing()
    other = replace(WRITE, minutes=sealed("b3RoZXI"))
    written.when(other, by=MEMBER, at=AFTER).then_refused("meanwhile")
    written.when(replace(other, version=1), by=DESK, at=AFTER).then(
        replace(WRITTEN, version=2, minutes=other.minutes, written_by="desk-1")
    )
    written.when(AGREE, by=CHAIR, at=AFTER).then(AGREED)
    written.when(REOPEN, by=CHAIR, at=AFTER).then_nothing()
    for other_than_chair in (MEMBER, DESK):
        written.when(AGREE, by=other_than_chair, at=AFTER).then_forbidden()
    agreed = given(MEETING, *AFTERWARDS, WRITTEN, AGREED)
    agreed.when(AGREE, by=CHAIR, at=AFTER).then_nothing()
    agreed.when(replace(other, version=1), by=MEMBER, at=AFTER).then_refused("are agreed")
    agreed.when(REOPEN, by=CHAIR, at=AFTER).then(REOPENED)
    agreed.when(REOPEN, by=MEMBER, at=AFTER).then_forbidden()
    agreed.when(replace(REOPEN, version=2), by=CHAIR, at=AFTER).then_refused("other minutes")
    given(MEETING, *AFTERWARDS, WRITTEN, AGREED, REOPENED).when(
        replace(other, version=1), by=MEMBER, at=AFTER
    ).then(replace(WRITTEN, version=2, minutes=other.minutes))


def test_everybody_of_the_committee_agrees_while_no_account_is_the_chair() -> None:
    agreed = replace(AGREED, agreed_by="holder-a")
    nobody = given(MEETING, CALLED, HELD, WRITTEN)
    nobody.when(AGREE, by=MEMBER, at=AFTER).then(agreed)
    given(MEETING, COMMITTEE[0], CALLED, HELD, WRITTEN).when(AGREE, by=MEMBER, at=AFTER).then(
        agreed
    )
    unknown = replace(
        COMMITTEE[0],
        members=(members.member("a"), replace(members.member("b"), holder_id=None)),
    )
    given(MEETING, unknown, COMMITTEE[1], CALLED, HELD, WRITTEN).when(
        AGREE, by=MEMBER, at=AFTER
    ).then(agreed)


def test_who_left_the_committee_does_nothing_more_in_it() -> None:
    given(MEETING, *COMMITTEE, GONE).when(CALL, by=MEMBER).then_forbidden()
    left = given(MEETING, *AFTERWARDS, GONE, WRITTEN)
    left.when(replace(WRITE, version=1), by=replace(MEMBER, actor_id="holder-a")).then_forbidden()
    left.when(AGREE, by=MEMBER, at=AFTER).then_forbidden()
    own = given(MEETING, *COMMITTEE, CALLED, GONE)
    for by in (MEMBER, replace(MEMBER, roles=frozenset({Role.MANDATE_HOLDER}))):
        for command in (CANCEL, CHANGE):
            own.when(command, by=by).then_forbidden()


@pytest.mark.parametrize("command", [CHANGE, CANCEL, HOLD, WRITE, AGREE, REOPEN])
def test_what_was_never_called_is_refused(command: Any) -> None:
    given(MEETING, *COMMITTEE, HELD).when(command, by=MEMBER).then_refused("no such meeting")


OTHERS = frozenset(Role) - {Role.COORDINATION_COMMITTEE, Role.DESK_OFFICER}


@pytest.mark.parametrize("role", sorted(OTHERS))
def test_nobody_else_calls_or_records_a_meeting(role: Role) -> None:
    other = Actor(actor_id="x", roles=frozenset({role}), states=frozenset({"KEN"}))
    given(MEETING, *COMMITTEE).when(CALL, by=other).then_forbidden()
    for command in (CHANGE, CANCEL, HOLD, WRITE, AGREE, REOPEN):
        given(MEETING, *AFTERWARDS).when(command, by=other, at=AFTER).then_forbidden()
    assert MEETING.consults(CALL, MEETING.initial) == ["committee-main"]
