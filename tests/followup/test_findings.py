"""Preliminary findings: the Government hears them first, and the statement follows (M11)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from services.followup.mission.decide import MISSION
from services.followup.mission.findings import MarkStatementIssued, on_approvals
from shared.contracts import followup_missions as facts
from shared.contracts.approvals_statements import StatementIssued
from shared.contracts.followup_mission_commands import (
    RecordPreliminaryFindingsRefused,
    RecordPreliminaryFindingsShared,
)
from shared.core.actor import Actor, Asked, system
from shared.core.decider import Refused
from shared.core.geneva import day_of
from shared.core.message import Sealed
from shared.core.testing import AT, given
from shared.reference.missions import OFFICES, WAYS, days_of
from tests.approvals.statements import ISSUED
from tests.followup.missions import FIRST_DAY, MISSION_ID, OPENED, ask, fact, step
from tests.followup.test_visit_file import held
from tests.followup.visits import HOLDER, OFFICER, OTHER_HOLDER, OTHER_OFFICER, QRD, SOON

POLICY = system("followup")
LATE = FIRST_DAY + timedelta(days=5)
ON = LATE.date()
NOTE = Sealed("mission-n-2", "x")
STATEMENT_ID = ISSUED.statement_id
BEGAN = fact(
    facts.MissionStepTaken,
    2,
    what="began",
    phase="underway",
    on=SOON.first,
    note_id="n-1",
    note=None,
)
UNDERWAY = (OPENED, BEGAN)
SAID = {"on": ON, "office": "foreign_ministry", "note_id": "n-2"}
SHARE = ask(RecordPreliminaryFindingsShared, 2, **SAID, channel="meeting")
REFUSE = ask(RecordPreliminaryFindingsRefused, 2, **SAID, note=NOTE)
SHARED = fact(
    facts.PreliminaryFindingsShared, 3, **SAID, channel="meeting", note=None, done_at=LATE
)
REFUSED = fact(
    facts.PreliminaryFindingsRefused, 3, **SAID, note=NOTE, done_by="holder-1", done_at=LATE
)
MARK = MarkStatementIssued(mission_id=MISSION_ID, statement_id=STATEMENT_ID, on=ON)
MARKED = fact(
    facts.MissionStatementIssued,
    3,
    statement_id=STATEMENT_ID,
    on=ON,
    done_by=POLICY.actor_id,
    done_at=LATE,
)


def taken(number: int, what: str, phase: str) -> Any:
    how = {"what": what, "phase": phase, "on": ON, "note_id": "n-3", "note": None}
    return fact(facts.MissionStepTaken, number, **how)


@pytest.mark.parametrize("by", [OFFICER, HOLDER])
def test_who_works_for_the_mandate_says_that_the_government_heard_them(by: Actor) -> None:
    said = replace(SHARED, done_by=by.actor_id)
    given(MISSION, *UNDERWAY).when(SHARE, by=by, at=LATE).then(said)


def test_the_holder_says_that_the_government_refused_to_hear_them() -> None:
    said = replace(REFUSED, done_by=HOLDER.actor_id)
    given(MISSION, *UNDERWAY).when(REFUSE, by=HOLDER, at=LATE).then(said)
    given(MISSION, *UNDERWAY).when(REFUSE, by=OFFICER, at=LATE).then_forbidden()
    given(MISSION, *UNDERWAY, held(last=day_of(LATE) - timedelta(days=1))).when(
        REFUSE, by=HOLDER, at=LATE
    ).then_refused("Nobody signs")


@pytest.mark.parametrize("command", [SHARE, REFUSE])
@pytest.mark.parametrize("by", [OTHER_OFFICER, OTHER_HOLDER, QRD])
def test_nobody_else_says_so(command: Any, by: Actor) -> None:
    given(MISSION, *UNDERWAY).when(command, by=by, at=LATE).then_forbidden()


@pytest.mark.parametrize("number", [0, 1, 3])
def test_a_second_click_says_nothing_twice(number: int) -> None:
    for command in (SHARE, REFUSE):
        again = replace(command, seen=number)
        given(MISSION, *UNDERWAY).when(again, by=HOLDER, at=LATE).then_refused("has changed")
    given(MISSION, *UNDERWAY, SHARED).when(SHARE, by=HOLDER, at=LATE).then_refused("has changed")


@pytest.mark.parametrize(
    ("also", "why"),
    [
        ({"office": "the minister"}, "Choose the office"),
        ({"channel": "by pigeon"}, "how the findings were shared"),
        ({"on": SOON.first - timedelta(days=1)}, "before the visit began"),
        ({"on": ON + timedelta(days=30)}, "not in the future"),
        ({"on": ON - timedelta(days=400)}, "at most a year ago"),
    ],
)
def test_what_makes_no_sense_is_refused(also: dict[str, Any], why: str) -> None:
    wrong = replace(SHARE, **also)
    given(MISSION, *UNDERWAY).when(wrong, by=OFFICER, at=LATE).then_refused(why)


def test_nothing_is_shared_of_a_visit_that_did_not_begin() -> None:
    for command in (replace(SHARE, seen=1), replace(REFUSE, seen=1)):
        given(MISSION, OPENED).when(command, by=HOLDER, at=LATE).then_refused(
            "once the visit began"
        )
    given(MISSION).when(SHARE, by=OFFICER, at=LATE).then_refused("no such mission")


@pytest.mark.parametrize(
    ("what", "phase"), [("interrupted", "interrupted"), ("ended", "ended"), ("ended", "completed")]
)
def test_findings_of_a_visit_that_was_interrupted_or_cut_short_are_shared(
    what: str, phase: str
) -> None:
    ended = taken(3, what, phase)
    more = [taken(4, "completed", "completed")] if phase == "completed" else []
    seen = 3 + len(more)
    given(MISSION, *UNDERWAY, ended, *more).when(
        replace(SHARE, seen=seen), by=OFFICER, at=LATE
    ).then(replace(SHARED, step=seen + 1, done_by=OFFICER.actor_id))


def test_what_is_said_last_counts() -> None:
    again = replace(SHARE, seen=3, channel="note")
    given(MISSION, *UNDERWAY, REFUSED).when(again, by=OFFICER, at=LATE).then(
        replace(SHARED, step=4, channel="note", done_by=OFFICER.actor_id)
    )


# --- the statement -------------------------------------------------------------------------------


def test_the_policy_marks_the_mission_whose_statement_is_issued() -> None:
    issued = replace(ISSUED, mission_id=MISSION_ID)
    assert on_approvals(issued) == [replace(MARK, on=day_of(issued.first_issued_at))]
    assert on_approvals(ISSUED) == []
    assert on_approvals(OPENED) == []
    assert isinstance(issued, StatementIssued)


def test_an_issued_statement_is_marked_once_and_its_task_is_done() -> None:
    given(MISSION, *UNDERWAY).when(MARK, by=POLICY, at=LATE).then(MARKED)
    given(MISSION, *UNDERWAY, MARKED).when(MARK, by=POLICY, at=LATE).then_nothing()
    given(MISSION).when(MARK, by=POLICY, at=LATE).then_nothing()
    assert MISSION.fold([*UNDERWAY, MARKED]).tasks == {"findings": "done"}
    other = replace(MARK, statement_id="another")
    given(MISSION, *UNDERWAY, MARKED).when(other, by=POLICY, at=LATE).then(
        replace(MARKED, step=4, statement_id="another")
    )


def test_cut_short_on_day_two_and_the_statement_is_marked_after_the_end() -> None:
    ended = replace(taken(3, "ended", "ended"), on=SOON.first + timedelta(days=1))
    said = replace(SHARED, step=4, on=ended.on)
    given(MISSION, *UNDERWAY, ended, said).when(MARK, by=POLICY, at=LATE).then(
        replace(MARKED, step=5)
    )
    assert MISSION.fold([*UNDERWAY, ended, said, replace(MARKED, step=5)]).phase == "ended"


def test_a_statement_without_a_report_completes_the_mission() -> None:
    """The report has a stream of its own: nothing of the course waits for it."""
    ended = taken(3, "ended", "ended")
    before = (*UNDERWAY, ended, replace(SHARED, step=4), replace(MARKED, step=5))
    state = MISSION.fold(before)
    assert state.tasks.get("report", "open") == "open"
    later = AT + timedelta(days=110)
    done = step("completed", 5, on=day_of(later))
    [completed] = MISSION.decide(done, Asked(at=later, by=HOLDER), state)
    assert isinstance(completed, facts.MissionStepTaken)
    assert completed.phase == "completed"


def test_a_mission_that_is_kept_as_a_record_says_nothing_more_but_is_marked() -> None:
    kept = fact(facts.MissionPassedOn, 3, to=None)
    given(MISSION, *UNDERWAY, kept).when(replace(SHARE, seen=3), by=OFFICER, at=LATE).then_refused(
        "kept as a record"
    )
    given(MISSION, *UNDERWAY, kept).when(MARK, by=POLICY, at=LATE).then(replace(MARKED, step=4))


@pytest.mark.parametrize(
    ("began", "ended", "last"),
    [
        (None, None, SOON.last),
        (SOON.first, None, SOON.last),
        (SOON.first, SOON.first + timedelta(days=1), SOON.first + timedelta(days=1)),
        (SOON.last + timedelta(days=1), None, SOON.last + timedelta(days=1)),
    ],
)
def test_the_days_of_a_visit(began: date | None, ended: date | None, last: date) -> None:
    days = days_of(SOON, began, ended)
    assert (days.first, days.last) == (began or SOON.first, last)


@drawn(
    st.lists(
        st.tuples(
            st.sampled_from(["share", "refuse", "mark", "ended", "interrupted", "taken_back"]),
            st.sampled_from([OFFICER, HOLDER, OTHER_HOLDER]),
            st.sampled_from(OFFICES),
            st.sampled_from(WAYS),
            st.integers(-1, 0),
        ),
        max_size=30,
    )
)
def test_in_every_history_steps_follow_one_another_and_a_mark_is_made_once(
    moves: list[tuple[str, Actor, str, str, int]],
) -> None:
    history: list[Any] = [*UNDERWAY]
    for what, by, office, way, behind in moves:
        state = MISSION.fold(history)
        seen = state.steps + behind
        said: dict[str, Any] = {"on": ON, "office": office, "note_id": "n-4"}
        command: Any = MARK
        if what == "share":
            command = ask(RecordPreliminaryFindingsShared, seen, **said, channel=way)
        elif what == "refuse":
            command = ask(RecordPreliminaryFindingsRefused, seen, **said, note=NOTE)
        elif what != "mark":
            command = step(what, seen, on=ON)
        try:
            new = MISSION.decide(command, Asked(at=LATE, by=by), state)
        except Refused:
            continue
        history += new
        assert by is not OTHER_HOLDER or what == "mark"
        assert what != "refuse" or by is HOLDER
    assert [one.step for one in history] == list(range(1, len(history) + 1))
    assert sum(isinstance(one, facts.MissionStatementIssued) for one in history) <= 1
