"""Guests of a meeting of the Committee: who invites them, to what, and until when."""

from dataclasses import replace

from services.stakeholders.committee.meetings.decide import MEETING
from shared.core.testing import given
from shared.reference.committee_meetings import MOST
from tests.stakeholders.meetings import (
    CALLED,
    CANCELLED,
    CHANGE,
    DESK,
    GUEST,
    GUEST_GONE,
    HELD,
    INVITE_GUEST,
    MEMBER,
    STRANGER,
    WITHDRAW_GUEST,
)
from tests.stakeholders.test_meetings import COMMITTEE

CALL = (*COMMITTEE, CALLED)
OF_DESK = (*COMMITTEE, replace(CALLED, called_by="desk-1", invited=()))


def test_the_committee_and_who_called_it_invite_a_guest_once() -> None:
    given(MEETING, *CALL).when(INVITE_GUEST, by=MEMBER).then(GUEST)
    given(MEETING, *CALL, GUEST).when(INVITE_GUEST, by=MEMBER).then_nothing()
    own = given(MEETING, *OF_DESK)
    own.when(INVITE_GUEST, by=DESK).then(replace(GUEST, invited_by="desk-1"))
    own.when(INVITE_GUEST, by=STRANGER).then_forbidden()
    given(MEETING, *CALL).when(INVITE_GUEST, by=DESK).then_forbidden()


def test_a_meeting_that_is_over_or_kept_to_those_named_takes_no_guest() -> None:
    for ended, said in ((HELD, "was held"), (CANCELLED, "was cancelled")):
        given(MEETING, *CALL, ended).when(INVITE_GUEST, by=MEMBER).then_refused(said)
    kept = (*COMMITTEE, replace(CALLED, named_only=True))
    given(MEETING, *kept).when(INVITE_GUEST, by=MEMBER).then_refused("has no guests")
    named = given(MEETING, *CALL, GUEST).when(replace(CHANGE, named_only=True), by=MEMBER)
    named.then_refused("guests first")
    desk = replace(INVITE_GUEST, guest_id="desk-1")
    given(MEETING, *CALL).when(desk, by=MEMBER).then_refused("invited already")
    full = [replace(GUEST, guest_id=f"guest-of-{n}") for n in range(MOST)]
    given(MEETING, *CALL, *full).when(INVITE_GUEST, by=MEMBER).then_refused("at most 60")


def test_an_invitation_is_withdrawn_once_also_after_the_meeting() -> None:
    for so_far in ((*CALL, GUEST), (*CALL, GUEST, HELD)):
        some = given(MEETING, *so_far)
        some.when(WITHDRAW_GUEST, by=MEMBER).then(GUEST_GONE)
        some.when(WITHDRAW_GUEST, by=STRANGER).then_forbidden()
    given(MEETING, *CALL, GUEST, GUEST_GONE).when(WITHDRAW_GUEST, by=MEMBER).then_nothing()
    given(MEETING, *CALL, GUEST, GUEST_GONE).when(INVITE_GUEST, by=MEMBER).then(GUEST)
