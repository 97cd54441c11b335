"""The report of a mandate that came along on a joint visit, beside that of who leads (E.1)."""

from dataclasses import replace
from typing import Any, Final

from services.followup.visit_report.decide import VISIT_REPORT
from services.followup.visit_report.state import Report
from shared.contracts import followup_missions as of_mission
from shared.contracts import followup_visit_report_commands as commands
from shared.contracts import followup_visit_reports as facts
from shared.core.testing import AT, given
from tests.followup.missions import MISSION_ID, OPENED
from tests.followup.reports import DUE, ENDED, KEPT, SENT, STARTED, TEXT, ask, fact
from tests.followup.test_joint_visit import (
    INTO,
    JOINED,
    OTHER,
    OWN,
    OWN_ID,
    THEIR_HOLDER,
    THEIR_OFFICER,
    THIRD,
)
from tests.followup.visits import HOLDER, OFFICER

VISIT: Final = (OPENED, JOINED, replace(ENDED, step=4))
"""The joint visit, which is over; it is led by another mandate."""
OWN_MISSION: Final = (OWN, INTO)
START = ask(
    commands.StartVisitReport,
    0,
    mission_id=OWN_ID,
    mandate=OTHER,
    joint_mission_id=MISSION_ID,
)
OURS = {"mission_id": OWN_ID, "mandate": OTHER, "done_by": THEIR_OFFICER.actor_id}
BEGUN = replace(STARTED, **OURS, joint_mission_id=MISSION_ID)
BACK = fact(facts.VisitReportWithdrawn, 2, "withdrawn", reason="other", note=None, taken_back=())
TOLD = (*OWN_MISSION, *VISIT)
"""What is read for a decision: the own mission first, then the joint one."""


def refused(why: str, command: Any, *history: Any, by: Any = THEIR_OFFICER) -> None:
    given(VISIT_REPORT, *history).when(command, by=by).then_refused(why)


def folded(*history: Any) -> Report:
    return VISIT_REPORT.fold(list(history))


def test_a_mandate_that_came_along_begins_a_report_of_its_own() -> None:
    given(VISIT_REPORT, *TOLD).when(START, by=THEIR_OFFICER).then(BEGUN)
    given(VISIT_REPORT, *TOLD).when(START, by=OFFICER).then_forbidden()
    refused("no such mission", replace(START, mandate=THIRD), *TOLD)
    assert VISIT_REPORT.key(START) == OWN_ID
    consulted = VISIT_REPORT.consults(START, Report())
    assert list(consulted[:3]) == [
        f"mission-{OWN_ID}",
        f"visitreport-{MISSION_ID}",
        f"mission-{MISSION_ID}",
    ]


def test_it_follows_the_end_of_the_joint_visit() -> None:
    refused("follows its end", START, *OWN_MISSION, *VISIT[:-1])
    back = replace(VISIT[-1], step=5, what="taken_back", phase="underway")
    refused("follows its end", START, *TOLD, back)
    alone = replace(START, joint_mission_id=None)
    refused("has changed", alone, *TOLD)
    refused("has changed", START, OWN)
    refused("has changed", replace(START, joint_mission_id=OWN_ID), *TOLD)


def test_one_that_did_not_come_along_has_none() -> None:
    gone = replace(JOINED, step=4, joining=THIRD, own_mission_id="another", joined=(OTHER, THIRD))
    left = fact_of_mission(of_mission.MandateLeftVisit, 4, leaving=OTHER, own_mission_id=OWN_ID)
    behind = (OPENED, JOINED, left, replace(ENDED, step=5))
    refused("those who came along", START, *OWN_MISSION, *behind)
    given(VISIT_REPORT, *OWN_MISSION, OPENED, JOINED, gone, replace(ENDED, step=5)).when(
        START, by=THEIR_OFFICER
    ).then(BEGUN)
    off = replace(INTO, step=3, joint_step=4, into=None)
    refused("follows its end", replace(START, joint_mission_id=None), *OWN_MISSION, off)


def test_a_mandate_writes_the_joint_report_or_one_of_its_own() -> None:
    named = fact(facts.VisitReportMandateJoined, 2, "drafting", joined=OTHER)
    both = (*TOLD, STARTED, named)
    refused("Take it off that one first", START, *both)
    left = fact(facts.VisitReportMandateLeft, 3, "drafting", left=OTHER, vacant=False)
    given(VISIT_REPORT, *both, left).when(START, by=THEIR_OFFICER).then(BEGUN)
    back = fact(
        facts.VisitReportWithdrawn, 3, "withdrawn", reason="other", note=None, taken_back=()
    )
    given(VISIT_REPORT, *both, back).when(START, by=THEIR_OFFICER).then(BEGUN)
    given(VISIT_REPORT, *TOLD, STARTED).when(START, by=THEIR_OFFICER).then(BEGUN)


def test_one_that_has_its_own_report_is_not_named_in_the_joint_one() -> None:
    name = ask(commands.NameReportMandate, 1, joined=OTHER, own_mission_id=OWN_ID)
    here = (*VISIT, STARTED)
    joined = fact(facts.VisitReportMandateJoined, 2, "drafting", "officer-1", joined=OTHER)
    given(VISIT_REPORT, *here).when(name, by=OFFICER).then(joined)
    refused("a report of its own", name, *here, BEGUN, by=OFFICER)
    back = replace(BACK, mission_id=OWN_ID, mandate=OTHER)
    given(VISIT_REPORT, *here, BEGUN, back).when(name, by=OFFICER).then(joined)
    refused("has changed", replace(name, own_mission_id=None), *here, by=OFFICER)
    other = replace(joined, joined=THIRD)
    third = replace(name, joined=THIRD, own_mission_id=None)
    given(VISIT_REPORT, *here).when(third, by=OFFICER).then(other)
    refused("has changed", replace(third, own_mission_id=OWN_ID), *here, by=OFFICER)
    assert f"visitreport-{OWN_ID}" in VISIT_REPORT.consults(name, folded(STARTED))


def test_nobody_is_named_in_the_report_of_one_mandate() -> None:
    name = ask(commands.NameReportMandate, 1, mission_id=OWN_ID, mandate=OTHER, joined=THIRD)
    refused("of one mandate", name, *TOLD, BEGUN)


def test_it_goes_to_the_state_as_any_report_does() -> None:
    kept = replace(KEPT, **OURS)
    draft = (*TOLD, BEGUN, kept)
    keep = ask(
        commands.KeepVisitReportText,
        1,
        mission_id=OWN_ID,
        mandate=OTHER,
        text=TEXT,
        words=900,
        text_hash="h-1",
    )
    given(VISIT_REPORT, *TOLD, BEGUN).when(keep, by=THEIR_OFFICER).then(kept)
    send = ask(
        commands.SendVisitReportToState,
        2,
        mission_id=OWN_ID,
        mandate=OTHER,
        text_hash="h-1",
        comments_due=DUE,
    )
    sent = replace(SENT, **{**OURS, "done_by": THEIR_HOLDER.actor_id}, step=3, text_hash="h-1")
    given(VISIT_REPORT, *draft).when(send, by=THEIR_HOLDER).then(sent)
    given(VISIT_REPORT, *draft).when(send, by=HOLDER).then_forbidden()
    refused("follows its end", send, *OWN_MISSION, OPENED, JOINED, BEGUN, kept, by=THEIR_HOLDER)
    assert f"mission-{MISSION_ID}" in VISIT_REPORT.consults(send, folded(BEGUN, kept))
    state = folded(*draft)
    assert (state.mandates, state.visit.mission_id) == ((OTHER,), MISSION_ID)


def test_what_is_withdrawn_is_begun_anew_beside_the_joint_one() -> None:
    back = replace(BACK, mission_id=OWN_ID, mandate=OTHER)
    again = replace(START, seen=2)
    given(VISIT_REPORT, *TOLD, BEGUN, back).when(again, by=THEIR_OFFICER).then(
        replace(BEGUN, step=3)
    )


def fact_of_mission(kind: type, step: int, **also: Any) -> Any:
    given_: dict[str, Any] = {
        "mission_id": MISSION_ID,
        "mandate": OPENED.mandate,
        "state": OPENED.state,
        "step": step,
        "done_by": "holder-1",
        "done_at": AT,
        "joined": (),
    }
    return kind(**{**given_, **also})
