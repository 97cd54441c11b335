"""The statement at the end of a mission: its State and its days, and the Government hears first."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from services.approvals.missions import MISSIONS, HearMission, on_followup
from services.approvals.missions import State as Missions
from services.approvals.statement.decide import STATEMENT
from services.approvals.statement.state import Absent
from shared.contracts import followup_missions as told
from shared.contracts.approvals_holding import HolderNoted
from shared.contracts.approvals_missions import MissionHeard
from shared.contracts.approvals_statements import StatementApprovalVoided, fingerprint
from shared.contracts.followup_visits import Window
from shared.core.actor import Asked, system
from shared.core.decider import Refused
from shared.core.message import Sealed
from shared.core.testing import AT, given
from tests.approvals.statements import (
    ABOUT,
    APPROVE,
    APPROVED,
    DRAFT,
    DRAFTED,
    GIVEN,
    ID,
    ISSUE,
    ISSUED,
    LEAD,
    OTHER,
    OTHER_APPROVE,
    OTHER_GIVEN,
    REQUEST,
    REQUESTED,
    REVISE,
    REVISED,
    WORDS,
)
from tests.approvals.support import CHIEF, HOLDER, OFFICER, OTHER_HOLDER, OTHER_OFFICER

POLICY = system("approvals")
MISSION = "2d9d2ee3-e0dc-58d7-9856-5c7310151df7"
FIRST, LAST, SECOND_DAY = date(2025, 11, 3), date(2025, 11, 14), date(2025, 11, 4)
HEARD = MissionHeard(
    mission_id=MISSION,
    mandate=LEAD,
    state="KEN",
    step=3,
    planned_first=FIRST,
    planned_last=LAST,
    began_on=FIRST,
    ended_on=None,
    called_off=False,
    findings=None,
    heard_at=AT,
)
SHARED = replace(HEARD, step=4, findings="shared")
OWN = replace(ABOUT, visit_from=FIRST, visit_to=LAST)
HASH = fingerprint("end_of_mission", OWN, WORDS)
OF: dict[str, Any] = {
    "kind": "end_of_mission",
    "about": OWN,
    "content_hash": HASH,
    "mission_id": MISSION,
}
WRITE = replace(DRAFT, **OF, communication_ids=())
WRITTEN = replace(DRAFTED, **OF, communication_ids=(), submission_ids=())
ASKED = (WRITTEN, replace(REQUESTED, content_hash=HASH))
CLEARED = (
    *ASKED,
    replace(GIVEN, content_hash=HASH),
    replace(OTHER_GIVEN, content_hash=HASH),
    replace(APPROVED, content_hash=HASH),
)
OUT = replace(
    ISSUED,
    kind="end_of_mission",
    visit_from=FIRST,
    visit_to=LAST,
    content_hash=HASH,
    mission_id=MISSION,
)
NOT_HEARD = "The Government hears the preliminary findings first"
NOT_ITS = "those of its mission"


def of(kind: type, step: int, /, **also: Any) -> Any:
    given_ = {
        "mission_id": MISSION,
        "mandate": LEAD,
        "state": "KEN",
        "step": step,
        "done_by": "officer-1",
        "done_at": AT,
    }
    return kind(**{**given_, **also})


def step(number: int, what: str, phase: str, on: date = FIRST) -> Any:
    how = {"what": what, "phase": phase, "on": on, "note_id": "n-1", "note": None}
    return of(told.MissionStepTaken, number, **how)


OPENED = of(told.MissionOpened, 1, dates=Window(first=FIRST, last=LAST), file_step=5)
FINDINGS = of(
    told.PreliminaryFindingsShared,
    4,
    on=LAST,
    office="foreign_ministry",
    channel="meeting",
    note_id="n-1",
    note=None,
)
REFUSAL = of(
    told.PreliminaryFindingsRefused,
    5,
    on=LAST,
    office="foreign_ministry",
    note_id="n-1",
    note=Sealed("mission-n-1", "x"),
)


def hear(*facts: Any) -> list[MissionHeard]:
    """Tell each fact twice, and return what is noted."""
    noted: list[MissionHeard] = []
    for fact in facts:
        for _ in range(2):
            for command in on_followup(fact):
                state = MISSIONS.fold(noted)
                noted += MISSIONS.decide(command, Asked(at=AT, by=POLICY), state)
    return noted


# --- what is heard of the mission ---------------------------------------------------------------


def test_a_mission_is_opened_once() -> None:
    again = replace(OPENED, step=9, mandate=OTHER)
    assert [one.step for one in hear(OPENED, again)] == [1]


def test_a_mission_is_heard_from_its_opening_to_what_the_government_heard() -> None:
    began = step(3, "began", "underway")
    noted = hear(OPENED, step(2, "security_cleared", "planning"), began, FINDINGS)
    assert [one.step for one in noted] == [1, 3, 4]
    assert noted[-1] == SHARED
    assert hear(OPENED, began, REFUSAL)[-1].findings == "refused"


def test_what_comes_late_or_of_an_unknown_mission_changes_nothing() -> None:
    assert hear(FINDINGS) == []
    began, ended = step(3, "began", "underway"), step(5, "ended", "ended", LAST)
    assert hear(OPENED, began, ended, FINDINGS)[-1].findings is None
    assert on_followup(of(told.MissionTaskMarked, 9, task="visas", now="done")) == []


@pytest.mark.parametrize(
    ("facts", "days"),
    [
        ([], (None, None)),
        ([step(2, "began", "underway")], (FIRST, None)),
        ([step(2, "began", "underway"), step(3, "ended", "ended", LAST)], (FIRST, LAST)),
        (
            [
                step(2, "began", "underway"),
                step(3, "ended", "ended", LAST),
                step(4, "taken_back", "underway", LAST),
            ],
            (FIRST, None),
        ),
        ([step(2, "began", "underway"), step(3, "taken_back", "planning")], (None, None)),
    ],
)
def test_the_days_are_those_of_its_course(
    facts: list[Any], days: tuple[date | None, date | None]
) -> None:
    heard = hear(OPENED, *facts)[-1]
    assert (heard.began_on, heard.ended_on) == days


def test_a_mission_is_called_off_planned_anew_and_passed_on() -> None:
    off = of(told.MissionPlansChanged, 2, plans="called_off", dates=None, file_step=6)
    assert hear(OPENED, off)[-1].called_off
    later = Window(first=FIRST + timedelta(days=30), last=LAST + timedelta(days=30))
    anew = of(told.MissionPlansChanged, 3, plans="agreed", dates=later, file_step=7)
    heard = hear(OPENED, off, anew)[-1]
    assert (heard.called_off, heard.planned_first, heard.planned_last) == (
        False,
        later.first,
        later.last,
    )
    underway = of(told.MissionPlansChanged, 3, plans="called_off", dates=None, file_step=6)
    assert not hear(OPENED, step(2, "began", "underway"), underway)[-1].called_off
    assert hear(OPENED, of(told.MissionPassedOn, 2, to="wgad"))[-1].mandate == "wgad"
    assert len(hear(OPENED, of(told.MissionPassedOn, 2, to=None))) == 1


# --- whose it is ---------------------------------------------------------------------------------


def test_a_statement_is_of_the_mission_with_its_state_and_its_days() -> None:
    given(STATEMENT, HEARD).when(WRITE, by=OFFICER).then(WRITTEN)
    given(STATEMENT, WRITTEN).when(WRITE, by=OFFICER).then_nothing()
    given(STATEMENT, HEARD).when(WRITE, by=OTHER_OFFICER).then_forbidden()


@pytest.mark.parametrize(
    ("mission", "also", "why"),
    [
        (None, {}, "no such mission"),
        (HEARD, {"kind": "press_release"}, "Only an end-of-mission statement"),
        (HEARD, {"about": replace(OWN, states=("FRA",))}, NOT_ITS),
        (HEARD, {"about": replace(OWN, states=("KEN", "FRA"))}, NOT_ITS),
        (HEARD, {"about": replace(OWN, visit_to=SECOND_DAY)}, NOT_ITS),
        (replace(HEARD, called_off=True), {}, "called off"),
    ],
)
def test_nothing_else_is_of_a_mission(mission: Any, also: dict[str, Any], why: str) -> None:
    before = () if mission is None else (mission,)
    given(STATEMENT, *before).when(replace(WRITE, **also), by=OFFICER).then_refused(why)


def test_the_mandate_of_the_mission_leads_and_the_others_of_a_joint_visit_approve() -> None:
    theirs = replace(HEARD, mandate=OTHER)
    given(STATEMENT, theirs).when(WRITE, by=OFFICER).then_forbidden()
    given(STATEMENT, *ASKED, HEARD).when(
        replace(OTHER_APPROVE, content_hash=HASH), by=OTHER_HOLDER
    ).then(replace(OTHER_GIVEN, content_hash=HASH))


def test_a_text_is_changed_with_the_days_of_the_mission_as_they_are_by_then() -> None:
    short = replace(HEARD, step=5, ended_on=SECOND_DAY)
    about = replace(OWN, visit_to=SECOND_DAY)
    new = fingerprint("end_of_mission", about, WORDS)
    revise = replace(REVISE, about=about, content_hash=new)
    given(STATEMENT, WRITTEN, short).when(revise, by=OFFICER).then(
        replace(REVISED, about=about, content_hash=new)
    )
    given(STATEMENT, WRITTEN, HEARD).when(revise, by=OFFICER).then_refused(NOT_ITS)
    request = replace(REQUEST, content_hash=HASH)
    given(STATEMENT, WRITTEN, short).when(request, by=OFFICER).then_refused(NOT_ITS)


# --- the Government hears first ------------------------------------------------------------------


def test_the_government_hears_the_findings_before_everybody() -> None:
    given(STATEMENT, *CLEARED, HEARD).when(ISSUE, by=HOLDER).then_refused(NOT_HEARD)
    given(STATEMENT, *CLEARED, SHARED).when(ISSUE, by=HOLDER).then(OUT)
    given(STATEMENT, *CLEARED, OUT, SHARED).when(ISSUE, by=HOLDER).then_nothing()


def test_a_government_that_refuses_to_hear_does_not_stop_the_statement() -> None:
    refused = replace(HEARD, step=4, findings="refused")
    given(STATEMENT, *CLEARED, refused).when(ISSUE, by=HOLDER).then(OUT)


def test_nothing_is_issued_of_a_visit_that_did_not_begin_after_all() -> None:
    back = hear(
        OPENED,
        step(2, "began", "underway"),
        FINDINGS,
        step(5, "taken_back", "planning"),
    )
    given(STATEMENT, *CLEARED, *back).when(ISSUE, by=HOLDER).then_refused(NOT_HEARD)
    off = of(told.MissionPlansChanged, 6, plans="called_off", dates=None, file_step=6)
    state = MISSIONS.fold(back)
    called_off = MISSIONS.decide(HearMission(of=off), Asked(at=AT, by=POLICY), state)
    given(STATEMENT, *CLEARED, *back, *called_off).when(ISSUE, by=HOLDER).then_refused("called off")
    again = MISSIONS.decide(
        HearMission(of=step(6, "began", "underway")), Asked(at=AT, by=POLICY), state
    )
    given(STATEMENT, *CLEARED, *back, *again).when(ISSUE, by=HOLDER).then(OUT)


def test_a_mission_that_is_not_on_record_lets_nothing_out() -> None:
    given(STATEMENT, *CLEARED).when(ISSUE, by=HOLDER).then_refused(NOT_HEARD)


def test_a_statement_of_no_mission_is_issued_as_before() -> None:
    bare = [
        replace(one, mission_id=None) if one is WRITTEN else one  # as older ones are
        for one in CLEARED
    ]
    given(STATEMENT, *bare).when(ISSUE, by=HOLDER).then(replace(OUT, mission_id=None))


def test_what_a_decision_reads_of_the_mission() -> None:
    stream = f"missionheard-{MISSION}"
    assert stream in STATEMENT.consults(WRITE, Absent())
    state = STATEMENT.fold(CLEARED)
    for command in (REVISE, REQUEST, ISSUE):
        assert stream in STATEMENT.consults(command, state)
    assert stream not in STATEMENT.consults(APPROVE, state)


# --- section E.13 --------------------------------------------------------------------------------


def test_cut_short_on_day_two_and_statement_yet_issued() -> None:
    short = replace(SHARED, step=5, ended_on=SECOND_DAY)
    about = replace(OWN, visit_to=SECOND_DAY)
    new = fingerprint("end_of_mission", about, WORDS)
    given(STATEMENT, short).when(replace(WRITE, about=about, content_hash=new), by=OFFICER).then(
        replace(WRITTEN, about=about, content_hash=new)
    )
    # One that was approved for the days as they were planned says others than it had.
    given(STATEMENT, *CLEARED, short).when(ISSUE, by=HOLDER).then_refused(NOT_ITS)
    done = [replace(one, about=about) if one is WRITTEN else one for one in CLEARED]
    done = [replace(one, content_hash=new) for one in done]
    given(STATEMENT, *done, short).when(ISSUE, by=HOLDER).then(
        replace(OUT, visit_to=SECOND_DAY, content_hash=new)
    )


def test_an_interrupted_visit_has_its_statement_though_no_report_follows() -> None:
    noted = hear(
        OPENED,
        step(2, "began", "underway"),
        step(3, "interrupted", "interrupted", SECOND_DAY),
        replace(FINDINGS, on=SECOND_DAY),
    )
    given(STATEMENT, *CLEARED, *noted).when(ISSUE, by=HOLDER).then(OUT)


def test_the_holders_term_ends_between_the_findings_and_the_statement() -> None:
    """What a past holder approved does not count; what the Government heard does."""
    gone = HolderNoted(
        mandate=LEAD,
        term_id="t-1",
        seat=None,
        holder_id="past",
        starts_on=date(2020, 1, 1),
        last=AT.date() - timedelta(days=1),
        noted_at=AT,
    )
    now = replace(
        gone, term_id="t-2", holder_id="holder", starts_on=AT.date(), last=date(2030, 1, 1)
    )
    before = (*ASKED, replace(GIVEN, content_hash=HASH, given_by="past"))
    given(STATEMENT, *before, SHARED, gone, now).when(
        replace(APPROVE, content_hash=HASH), by=HOLDER
    ).then(
        StatementApprovalVoided(statement_id=ID, mandate=LEAD, version=1, voided_at=AT),
        replace(GIVEN, content_hash=HASH),
    )


_COURSE: Sequence[Any] = (
    lambda n: replace(FINDINGS, step=n),
    lambda n: replace(REFUSAL, step=n),
    lambda n: step(n, "began", "underway"),
    lambda n: step(n, "interrupted", "interrupted", SECOND_DAY),
    lambda n: step(n, "ended", "ended", SECOND_DAY),
    lambda n: step(n, "taken_back", "underway", SECOND_DAY),
    lambda n: step(n, "taken_back", "planning", SECOND_DAY),
    lambda n: of(told.MissionPlansChanged, n, plans="called_off", dates=None, file_step=n),
)
_ASKS = (WRITE, REQUEST, APPROVE, OTHER_APPROVE, ISSUE)
_WHO = (OFFICER, HOLDER, OTHER_HOLDER, CHIEF)


@drawn(
    st.lists(
        st.one_of(
            st.sampled_from(_COURSE), st.tuples(st.sampled_from(_ASKS), st.sampled_from(_WHO))
        ),
        max_size=40,
    )
)
def test_in_no_history_is_it_public_before_the_government_heard(moves: list[Any]) -> None:
    noted = hear(OPENED)
    written: list[Any] = []
    for number, move in enumerate(moves, start=2):
        if not isinstance(move, tuple):
            asked = Asked(at=AT, by=POLICY)
            state = MISSIONS.fold(noted)
            assert isinstance(state, Missions)
            noted += MISSIONS.decide(HearMission(of=move(number)), asked, state)
            continue
        command, by = move
        if hasattr(command, "content_hash"):
            command = replace(command, content_hash=HASH)
        for _ in range(2):
            state_ = STATEMENT.fold([*written, *noted])
            try:
                new = STATEMENT.decide(command, Asked(at=AT, by=by), state_)
            except Refused:
                break
            if any(isinstance(one, type(OUT)) for one in new):
                assert noted[-1].findings is not None
                assert noted[-1].began_on is not None
                assert noted[-1].ended_on in {None, LAST}
            written += new
