"""Papers of a meeting of the Committee: who adds and withdraws them, how many stand, once each."""

from dataclasses import replace
from typing import Any

from services.stakeholders.committee.meetings.decide import MEETING
from shared.core.testing import given
from shared.reference.committee_meetings import MOST_PAPERS
from tests.stakeholders.meetings import (
    ADD_PAPER,
    CALLED,
    CANCELLED,
    DESK,
    HELD,
    MEMBER,
    PAPER_ADDED,
    PAPER_WITHDRAWN,
    STRANGER,
    WITHDRAW_PAPER,
)
from tests.stakeholders.test_meetings import COMMITTEE

CALL = (*COMMITTEE, CALLED)


def test_who_works_on_a_meeting_adds_a_paper_before_it_and_after() -> None:
    for so_far in (CALL, (*CALL, HELD)):
        some = given(MEETING, *so_far)
        some.when(ADD_PAPER, by=MEMBER).then(PAPER_ADDED)
        some.when(ADD_PAPER, by=DESK).then(replace(PAPER_ADDED, added_by="desk-1"))
        some.when(ADD_PAPER, by=STRANGER).then_forbidden()
    given(MEETING, *CALL, CANCELLED).when(ADD_PAPER, by=MEMBER).then_refused("cancelled")


def test_a_paper_is_added_once_withdrawn_once_and_does_not_come_back() -> None:
    there, gone = (*CALL, PAPER_ADDED), (*CALL, PAPER_ADDED, PAPER_WITHDRAWN)
    given(MEETING, *there).when(ADD_PAPER, by=MEMBER).then_refused("with another file")
    given(MEETING, *there).when(WITHDRAW_PAPER, by=MEMBER).then(PAPER_WITHDRAWN)
    given(MEETING, *gone).when(WITHDRAW_PAPER, by=MEMBER).then_nothing()
    given(MEETING, *gone).when(ADD_PAPER, by=MEMBER).then_refused("with another file")
    given(MEETING, *CALL).when(WITHDRAW_PAPER, by=MEMBER).then_refused("no such paper")


def test_a_desk_officer_withdraws_the_own_papers_alone() -> None:
    own = replace(PAPER_ADDED, added_by="desk-1")
    gone = replace(PAPER_WITHDRAWN, withdrawn_by="desk-1")
    given(MEETING, *CALL, own).when(WITHDRAW_PAPER, by=DESK).then(gone)
    given(MEETING, *CALL, own).when(WITHDRAW_PAPER, by=MEMBER).then(PAPER_WITHDRAWN)
    given(MEETING, *CALL, PAPER_ADDED).when(WITHDRAW_PAPER, by=DESK).then_forbidden()


def test_its_readers_are_of_the_list_and_so_many_stand() -> None:
    wrong: Any = "everybody"
    some = given(MEETING, *CALL)
    some.when(replace(ADD_PAPER, readers=wrong), by=MEMBER).then_refused("who reads")
    full = [replace(PAPER_ADDED, paper_id=f"paper-{n}") for n in range(1, MOST_PAPERS + 1)]
    more = replace(ADD_PAPER, paper_id="more")
    given(MEETING, *CALL, *full).when(more, by=MEMBER).then_refused("at most 50")
    room = given(MEETING, *CALL, *full, PAPER_WITHDRAWN)
    room.when(more, by=MEMBER).then(replace(PAPER_ADDED, paper_id="more"))
