"""The kind of a visit: who says it, what the mission knows of it, and no report if unofficial."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.followup.mission.decide import MISSION, on_followup
from services.followup.visit_file.decide import VISIT_FILE
from services.followup.visit_report.decide import VISIT_REPORT
from shared.contracts import followup_missions as of_mission
from shared.contracts import followup_visit_report_commands as of_report
from shared.contracts import followup_visits as facts
from shared.contracts.followup_mission_commands import MarkMissionTask, SetMissionTask
from shared.contracts.followup_missions import TaskLine
from shared.contracts.followup_visit_commands import SayVisitKind, StrikeVisitDocument
from shared.core.actor import Asked, system
from shared.core.decider import Forbidden, Refused
from shared.core.testing import AT, given
from tests.followup import missions, reports
from tests.followup.missions import OPENED
from tests.followup.reports import ENDED, STARTED
from tests.followup.test_joint_visit import THEIR_OFFICER
from tests.followup.test_own_report import BEGUN, START, TOLD
from tests.followup.visits import (
    AGREED,
    CANCELLED,
    DATED,
    DAY,
    DECLINED,
    HOLDER,
    INVITED,
    LAPSED,
    OFFICER,
    OTHER_OFFICER,
    POSTPONED,
    QRD,
    REQUESTED,
    SENT,
    SETTLED,
    SOON,
    by_itself,
    fact,
    now,
    of,
    then,
)

POLICY = system("followup")
HISTORY = (INVITED, DATED, SENT, SETTLED, AGREED)
THIS = by_itself(30)
UNOFFICIAL = fact(facts.VisitKindSaid, document=THIS, kind="unofficial")
URGENT = replace(REQUESTED, kind="urgent")
KIND = missions.fact(
    of_mission.MissionKindChanged, 2, kind="unofficial", file_step=6, done_by=POLICY.actor_id
)


def say(*history: Any, kind: str = "unofficial", by: Any = OFFICER, at: Any = AT) -> Any:
    command = of(SayVisitKind, len(history), document_id=THIS.document_id, kind=kind)
    return VISIT_FILE.decide(command, Asked(at=at, by=by), VISIT_FILE.fold(history))


def told(*history: Any) -> Any:
    """Return what the policy makes of the last fact of a visit file."""
    last = replace(then(history[:-1], history[-1]), step=len(history))
    return replace(on_followup(last)[0], mission_id=missions.MISSION_ID)


@pytest.mark.parametrize("by", [OFFICER, HOLDER])
def test_who_works_for_the_mandate_says_it_and_may_say_it_anew(by: Any) -> None:
    assert now(INVITED).kind == "official"
    (said,) = say(INVITED, by=by)
    assert said == then((INVITED,), replace(UNOFFICIAL, done_by=by.actor_id))
    assert (said.now.kind, said.now.status) == ("unofficial", "invited")
    assert said.now.last_on == now(INVITED).last_on
    assert say(INVITED, said, by=by) == [], "the same document"
    again = of(SayVisitKind, 2, document_id="another", kind="unofficial")
    state = VISIT_FILE.fold((INVITED, said))
    assert VISIT_FILE.decide(again, Asked(at=AT, by=by), state) == []
    back = replace(again, kind="follow_up")
    said_anew: tuple[Any, ...] = (*VISIT_FILE.decide(back, Asked(at=AT, by=by), state),)
    assert len(said_anew) == 1
    assert said_anew[0].now.kind == "follow_up"


@pytest.mark.parametrize("by", [QRD, OTHER_OFFICER])
def test_nobody_else_says_it(by: Any) -> None:
    with pytest.raises(Forbidden):
        say(INVITED, by=by)


def test_it_is_of_the_list_and_of_a_visit_that_is_there() -> None:
    with pytest.raises(Refused, match="what kind of visit"):
        say(INVITED, kind="private")
    for history in ((), (INVITED, DECLINED), (REQUESTED, CANCELLED), (REQUESTED, LAPSED)):
        with pytest.raises(Refused, match="Log a request or an invitation first"):
            say(*history)
    with pytest.raises(Refused, match="has changed"):
        VISIT_FILE.decide(
            of(SayVisitKind, 0, document_id="x", kind="urgent"),
            Asked(at=AT, by=OFFICER),
            VISIT_FILE.fold((INVITED,)),
        )
    kept = fact(facts.VisitFilePassedOn, to=None)
    with pytest.raises(Refused, match="kept as a record"):
        say(INVITED, kept)


def test_a_request_says_its_own_kind_until_somebody_says_another() -> None:
    assert now(URGENT).kind == "urgent"
    assert now(URGENT, UNOFFICIAL).kind == "unofficial"
    assert now(URGENT, UNOFFICIAL, DATED, POSTPONED).kind == "unofficial"
    assert now(URGENT, DECLINED).kind == "urgent", "the request stays on file"
    struck = of(StrikeVisitDocument, 2, document_id=THIS.document_id)
    state = VISIT_FILE.fold((URGENT, UNOFFICIAL))
    gone: tuple[Any, ...] = (*VISIT_FILE.decide(struck, Asked(at=AT, by=HOLDER), state),)
    assert [each.now.kind for each in gone] == ["urgent"]


def test_another_visit_is_official_again() -> None:
    invited = replace(INVITED, document=replace(INVITED.document, document_id="invited again"))
    assert now(INVITED, UNOFFICIAL, CANCELLED).kind == "unofficial"
    assert now(INVITED, UNOFFICIAL, CANCELLED, invited).kind == "official"
    assert now(INVITED, UNOFFICIAL, invited).kind == "unofficial"
    # Of a visit that is over it is said until something new comes on the file.
    after = AT + (SOON.last - AT.date()) + 5 * DAY
    (said,) = say(*HISTORY, at=after)
    assert (said.now.kind, said.now.mission_id) == ("unofficial", "mission-1")
    later = replace(invited.document, dated_on=after.date(), passed_on=after.date())
    asked = now(*HISTORY, said, replace(invited, document=later))
    assert (asked.kind, asked.mission_id) == ("official", None)


def test_the_mission_knows_the_kind_of_its_file() -> None:
    unofficial = told(INVITED, UNOFFICIAL, DATED, SENT, SETTLED, AGREED)
    opened = replace(OPENED, kind="unofficial", file_step=6, done_by=POLICY.actor_id)
    given(MISSION).when(unofficial, by=POLICY).then(opened)
    said = told(*HISTORY, UNOFFICIAL)
    given(MISSION, OPENED).when(said, by=POLICY).then(KIND)
    given(MISSION, OPENED, KIND).when(said, by=POLICY).then_nothing()
    given(MISSION, replace(OPENED, file_step=9)).when(said, by=POLICY).then_nothing()
    assert MISSION.fold([OPENED, KIND]).kind == "unofficial"
    # What a file says of before it said the kind changes nothing.
    given(MISSION, OPENED, KIND).when(
        replace(said, kind=None, file_step=7), by=POLICY
    ).then_nothing()
    off = told(*HISTORY, UNOFFICIAL, CANCELLED)
    assert (off.kind, off.plans) == (None, "called_off")


def test_new_dates_and_another_kind_are_two_facts() -> None:
    moved = replace(SOON, first=SOON.first + DAY)
    heard = replace(told(*HISTORY), kind="urgent", dates=moved, file_step=6)
    kind: Any
    plans: Any
    kind, plans = MISSION.decide(heard, Asked(at=AT, by=POLICY), MISSION.fold([OPENED]))
    assert (kind.kind, kind.step, plans.step, plans.dates) == ("urgent", 2, 3, moved)
    whole = MISSION.fold([OPENED, kind, plans])
    assert (whole.kind, whole.dates, whole.steps, whole.file_step) == ("urgent", moved, 3, 6)
    assert MISSION.decide(heard, Asked(at=AT, by=POLICY), whole) == []


def test_an_unofficial_visit_has_no_task_for_a_report() -> None:
    mark = missions.ask(MarkMissionTask, 1, task="report", now="done")
    line = TaskLine(
        task="report",
        own=None,
        assignee="officer",
        person=None,
        after=None,
        team=False,
        note_id="n-1",
        note=None,
    )
    keep = missions.ask(SetMissionTask, 1, line=line)
    first = missions.ask(SetMissionTask, 2, line=replace(line, task="sources", after="report"))
    for command in (mark, keep):
        assert MISSION.decide(command, Asked(at=AT, by=OFFICER), MISSION.fold([OPENED]))
        given(MISSION, OPENED, KIND).when(replace(command, seen=2), by=OFFICER).then_refused(
            "no such task"
        )
    given(MISSION, OPENED, KIND).when(first, by=OFFICER).then_refused("comes first")
    debrief = missions.ask(MarkMissionTask, 2, task="debrief", now="done")
    assert MISSION.decide(debrief, Asked(at=AT, by=OFFICER), MISSION.fold([OPENED, KIND]))


def test_no_report_is_begun_on_an_unofficial_visit_and_one_that_was_begun_goes_on() -> None:
    ended = replace(ENDED, step=ENDED.step + 1)
    start = reports.ask(of_report.StartVisitReport, 0)
    given(VISIT_REPORT, OPENED, ENDED).when(start, by=OFFICER).then(STARTED)
    given(VISIT_REPORT, OPENED, KIND, ended).when(start, by=OFFICER).then_refused("unofficial")
    keep = reports.ask(
        of_report.KeepVisitReportText, 1, text=reports.TEXT, words=3, text_hash="a" * 64
    )
    changed = replace(KIND, step=ended.step)
    state = VISIT_REPORT.fold([OPENED, ENDED, changed, STARTED])
    assert VISIT_REPORT.decide(keep, Asked(at=AT, by=OFFICER), state)


def test_on_a_joint_visit_the_own_file_counts_for_the_own_report() -> None:
    joint_kind = replace(KIND, step=9)
    given(VISIT_REPORT, *TOLD, joint_kind).when(START, by=THEIR_OFFICER).then(BEGUN)
    own = replace(KIND, mission_id=START.mission_id, mandate=START.mandate, step=9)
    given(VISIT_REPORT, *TOLD, own).when(START, by=THEIR_OFFICER).then_refused("unofficial")
    later = Asked(at=AT + timedelta(days=1), by=THEIR_OFFICER)
    assert VISIT_REPORT.decide(START, later, VISIT_REPORT.fold([*TOLD, joint_kind]))
