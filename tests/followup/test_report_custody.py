"""Reports on visits and follow-up rounds of a mandate that ended (SC3, decision 0121)."""

from dataclasses import replace
from typing import Any

import pytest

from services.followup.deadlines import COMMENTS, project, settled
from services.followup.round.decide import ROUND
from services.followup.round.passing import PassRoundOn
from services.followup.visit_report.decide import VISIT_REPORT
from services.followup.visit_report.passing import PassVisitReportOn
from shared.contracts import followup_rounds
from shared.contracts import followup_visit_report_commands as report_commands
from shared.contracts import followup_visit_reports as reports
from shared.contracts.followup_round_commands import CloseRound, DescribeSituation
from shared.core.actor import Asked
from shared.core.message import Metadata, Recorded, Sealed
from shared.core.testing import AT, given
from shared.facts.kafka import Published
from tests.followup import reports as of_reports
from tests.followup import rounds
from tests.followup.missions import MISSION_ID, OPENED
from tests.followup.reports import DECIDING, DRAFT, PUBLISHED, READY, WHOLE, WITH_STATE
from tests.followup.support import CASE, arrived
from tests.followup.test_visit_custody import (
    BY,
    MISSION_KEPT,
    MISSION_PASSED,
    NEW_HOLDER,
    NEW_OFFICER,
    POLICY,
    RECORD,
    TO,
    for_new,
)
from tests.followup.visits import (
    DAY,
    HOLDER,
    MANDATE,
    OFFICER,
    TODAY,
)

PASS_REPORT = PassVisitReportOn(mission_id=MISSION_ID, mandate=MANDATE, to=TO)
APPROVED, SUBMITTED = (*READY, of_reports.APPROVED), WHOLE[:-1]


def report_passed(history: tuple[Any, ...], stage: str, to: str | None = TO) -> Any:
    steps = VISIT_REPORT.fold(history).steps
    return of_reports.fact(reports.VisitReportPassedOn, steps + 1, stage, BY, to=to)


@pytest.mark.parametrize(
    ("history", "stage"),
    [
        (DRAFT, "drafting"),
        (WITH_STATE, "with_state"),
        (DECIDING, "deciding"),
        (APPROVED, "deciding"),
        (SUBMITTED, "deciding"),
    ],
)
def test_a_report_goes_on_where_it_stands_and_the_successor_approves_for_itself(
    history: tuple[Any, ...], stage: str
) -> None:
    passed = report_passed(history, stage)
    given(VISIT_REPORT, *history).when(PASS_REPORT, by=POLICY).then(passed)
    given(VISIT_REPORT, *history, passed).when(PASS_REPORT, by=POLICY).then_nothing()
    state = VISIT_REPORT.fold([*history, passed])
    assert (state.stage, state.mandate, state.approvals) == (stage, TO, {})
    withdraw = of_reports.ask(
        report_commands.WithdrawVisitReport, state.steps, reason="no_report", note=None
    )
    given(VISIT_REPORT, *history, passed).when(withdraw, by=HOLDER).then_refused("no such")
    given(VISIT_REPORT, *history, passed).when(for_new(withdraw), by=HOLDER).then_forbidden()
    assert VISIT_REPORT.decide(for_new(withdraw), Asked(at=AT, by=NEW_HOLDER), state)


def test_what_the_old_holder_approved_is_approved_anew_and_then_submitted() -> None:
    history = (*SUBMITTED, report_passed(SUBMITTED, "deciding"))
    steps = VISIT_REPORT.fold(history).steps
    submit = for_new(
        of_reports.ask(
            report_commands.SubmitVisitReport,
            steps,
            slot=TODAY + 60 * DAY,
            words=900,
            waiver=None,
        )
    )
    given(VISIT_REPORT, *history).when(submit, by=NEW_OFFICER).then_refused("has approved it")
    approve = for_new(of_reports.ask(report_commands.ApproveVisitReport, steps, text_hash="h-2"))
    given(VISIT_REPORT, *history).when(approve, by=HOLDER).then_forbidden()
    approved: Any
    [approved] = VISIT_REPORT.decide(
        approve, Asked(at=AT, by=NEW_HOLDER), VISIT_REPORT.fold(history)
    )
    assert (approved.mandate, approved.stage) == (TO, "approved")
    again = replace(submit, seen=steps + 1)
    assert VISIT_REPORT.decide(
        again, Asked(at=AT, by=NEW_OFFICER), VISIT_REPORT.fold([*history, approved])
    )


def test_a_report_that_is_a_record_is_withdrawn_and_its_clock_stops() -> None:
    kept = report_passed(WITH_STATE, "withdrawn", to=None)
    record = replace(PASS_REPORT, to=None)
    given(VISIT_REPORT, *WITH_STATE).when(record, by=POLICY).then(kept)
    given(VISIT_REPORT, *WITH_STATE, kept).when(record, by=POLICY).then_nothing()
    assert list(project(_published(kept))) == [settled(MISSION_ID, COMMENTS)]
    assert not list(project(_published(report_passed(WITH_STATE, "with_state"))))


def _published(fact: Any) -> Published:
    metadata = Metadata(correlation_id=CASE, causation_id=CASE, actor=BY)
    record = Recorded(
        id=CASE,
        stream="visitreport-1",
        version=1,
        position=1,
        recorded_at=AT,
        event=fact,
        metadata=metadata,
    )
    return arrived(record)


def test_what_is_published_keeps_the_old_name() -> None:
    given(VISIT_REPORT, *WHOLE).when(PASS_REPORT, by=POLICY).then_nothing()
    given(VISIT_REPORT, OPENED).when(PASS_REPORT, by=POLICY).then_nothing()
    assert PUBLISHED.mandate == MANDATE


def test_a_report_stays_with_its_mandate_while_the_mission_goes_to_another() -> None:
    passed = replace(MISSION_PASSED, step=3)
    state = VISIT_REPORT.fold([*DRAFT, passed])
    assert (state.mandate, state.mission.mandate) == (MANDATE, TO)
    assert VISIT_REPORT.decide(PASS_REPORT, Asked(at=AT, by=POLICY), state)


def test_nobody_begins_a_report_on_a_visit_that_is_a_record() -> None:
    start = of_reports.ask(report_commands.StartVisitReport, 0)
    kept = (*of_reports.MISSION, replace(MISSION_KEPT, step=3))
    given(VISIT_REPORT, *kept).when(start, by=OFFICER).then_refused(RECORD)


WITHDRAWN = of_reports.fact(
    reports.VisitReportWithdrawn, 4, "withdrawn", reason="no_report", note=None
)


def test_a_successor_begins_with_nothing_of_a_draft_that_its_predecessor_withdrew() -> None:
    """The mission is its own; of the report the Chief decided nothing."""
    history = (*DRAFT, WITHDRAWN, replace(MISSION_PASSED, step=3))
    state = VISIT_REPORT.fold(history)
    start = for_new(of_reports.ask(report_commands.StartVisitReport, state.steps))
    begun: Any
    own: Any
    [begun] = VISIT_REPORT.decide(start, Asked(at=AT, by=NEW_OFFICER), state)
    assert (begun.mandate, begun.afresh) == (TO, True)
    after = VISIT_REPORT.fold([*history, begun])
    assert (after.has_text, after.text_hash, after.items, after.comments) == (False, None, {}, {})
    anew = replace(start, mandate=MANDATE)
    before = (*DRAFT, WITHDRAWN)
    [own] = VISIT_REPORT.decide(anew, Asked(at=AT, by=OFFICER), VISIT_REPORT.fold(before))
    assert not own.afresh
    assert VISIT_REPORT.fold([*before, own]).has_text


def test_a_report_that_is_a_record_is_begun_anew_by_a_successor_alone() -> None:
    kept = (*DRAFT, report_passed(DRAFT, "withdrawn", to=None))
    start = of_reports.ask(report_commands.StartVisitReport, VISIT_REPORT.fold(kept).steps)
    given(VISIT_REPORT, *kept).when(start, by=OFFICER).then_refused(RECORD)
    passed = VISIT_REPORT.fold([*kept, replace(MISSION_PASSED, step=3)])
    assert VISIT_REPORT.decide(for_new(start), Asked(at=AT, by=NEW_OFFICER), passed)


# --- a round -------------------------------------------------------------------------------------

PASS_ROUND = PassRoundOn(round_id=rounds.ROUND_ID, mandate=MANDATE, to=TO)


def test_a_round_goes_on_with_the_successor_with_all_that_was_answered() -> None:
    history = rounds.history(*rounds.ANSWERED)
    passed = rounds.fact(followup_rounds.FollowUpRoundPassedOn, POLICY, to=TO)
    given(ROUND, *history).when(PASS_ROUND, by=POLICY).then(passed)
    after = (*history, passed)
    given(ROUND, *after).when(PASS_ROUND, by=POLICY).then_nothing()
    describe = rounds.of(
        DescribeSituation,
        recommendation_id=rounds.ONE,
        situation_id="s-1",
        text=Sealed("followupround-s-1", "text"),
    )
    given(ROUND, *after).when(describe, by=OFFICER).then_forbidden()
    [described] = ROUND.decide(describe, Asked(at=AT, by=NEW_OFFICER), ROUND.fold(after))
    assert described.mandate == TO
    assert ROUND.fold(after).answers == ROUND.fold(history).answers
    close = rounds.of(CloseRound)
    given(ROUND, *after).when(close, by=HOLDER).then_forbidden()
    assert list(ROUND.consults(close, ROUND.fold(after))) == [f"officeholder-{TO}"]


def test_a_round_that_is_a_record_is_closed() -> None:
    history = rounds.history(*rounds.ANSWERED)
    kept = rounds.fact(followup_rounds.FollowUpRoundPassedOn, POLICY, to=None)
    given(ROUND, *history).when(replace(PASS_ROUND, to=None), by=POLICY).then(kept)
    after = (*history, kept)
    given(ROUND, *after).when(rounds.COMPILE, by=OFFICER).then_refused("closed")
    given(ROUND, *after).when(PASS_ROUND, by=POLICY).then_nothing()


def test_a_published_table_keeps_the_old_name() -> None:
    history = rounds.history(*rounds.PUBLISHED)
    given(ROUND, *history).when(PASS_ROUND, by=POLICY).then_nothing()
    given(ROUND).when(PASS_ROUND, by=POLICY).then_nothing()
