"""How a report on a visit ends before its time, and what becomes of its recommendations."""

from dataclasses import replace
from typing import Any

import pytest

from services.followup.recommendation.decide import RECOMMENDATION
from services.followup.recommendation.state import Issued
from services.followup.visit_report.decide import VISIT_REPORT
from services.followup.visit_report.policies import on_followup
from shared.contracts import followup_visit_report_commands as commands
from shared.contracts import followup_visit_reports as facts
from shared.contracts.followup_custody import RecommendationPassedOn
from shared.contracts.followup_publication import RecommendationWithdrawn
from shared.core.actor import Asked, system
from shared.core.testing import AT, given
from tests.followup.reports import (
    APPROVED,
    DECIDING,
    DRAFT,
    LATER,
    PUBLISHED,
    PUBLISHER,
    READY,
    STARTED,
    WHOLE,
    WITH_STATE,
    ask,
    fact,
    item,
)
from tests.followup.reports import (
    MISSION as OF_MISSION,
)
from tests.followup.test_visit_report import VACANT, WITHDRAW, refused
from tests.followup.visits import HOLDER, MANDATE, OFFICER


@pytest.mark.parametrize(
    "history",
    [(*OF_MISSION, STARTED), DRAFT, WITH_STATE, DECIDING, (*READY, APPROVED), WHOLE[:-1], WHOLE],
)
def test_from_every_stage_a_report_is_withdrawn_with_a_reason_and_begun_anew(
    history: tuple[Any, ...],
) -> None:
    steps = VISIT_REPORT.fold(history).steps
    command = replace(WITHDRAW, seen=steps)
    gone = fact(facts.VisitReportWithdrawn, steps + 1, "withdrawn", reason="term_ended", note=None)
    given(VISIT_REPORT, *history).when(command, by=HOLDER).then(gone)
    given(VISIT_REPORT, *history).when(command, by=OFFICER).then_forbidden()
    given(VISIT_REPORT, VACANT, *history).when(command, by=OFFICER).then(
        replace(gone, done_by="officer-1")
    )
    refused("from the list", replace(command, reason="tea"), *history)
    refused("already", replace(command, seen=steps + 1), *history, gone)
    start = ask(commands.StartVisitReport, steps + 1)
    given(VISIT_REPORT, *history, gone).when(start, by=OFFICER).then(
        replace(STARTED, step=steps + 2)
    )


GONE = fact(facts.VisitReportWithdrawn, 11, "withdrawn", "publisher-1", reason="mistake", note=None)


def test_recommendations_of_a_report_that_was_published_by_mistake_are_taken_back() -> None:
    one = item().recommendation_id
    asked = Asked(at=LATER, by=system("followup"))
    (register,), (command,) = on_followup(PUBLISHED), on_followup(replace(GONE, taken_back=(one,)))
    there = RECOMMENDATION.decide(register, asked, RECOMMENDATION.initial)
    (back,) = RECOMMENDATION.decide(command, asked, RECOMMENDATION.fold(there))
    assert isinstance(back, RecommendationWithdrawn)
    assert (back.recommendation_id, back.reason, back.note) == (one, "mistake", None)
    assert (back.withdrawn_by, back.withdrawn_at) == ("publisher-1", AT)
    again = RECOMMENDATION.fold([*there, back])
    assert isinstance(again, Issued)
    assert again.report is None, "it stands in no report"
    for nothing in (RECOMMENDATION.initial, again):
        assert RECOMMENDATION.decide(command, asked, nothing) == []
    assert RECOMMENDATION.decide(register, asked, again) == [], "a second delivery"
    kept = RecommendationPassedOn(recommendation_id=one, mandate=MANDATE, to=None, passed_at=AT)
    ended = RECOMMENDATION.fold([*there, kept])
    assert RECOMMENDATION.decide(command, asked, ended), "nobody else could"


def test_who_publishes_takes_a_report_off_and_its_recommendations_keep_their_words() -> None:
    gone = replace(GONE, taken_back=(item().recommendation_id,))
    command = replace(WITHDRAW, seen=10, reason="mistake")
    given(VISIT_REPORT, *WHOLE).when(command, by=PUBLISHER).then(gone)
    given(VISIT_REPORT, *WHOLE[:-1]).when(replace(command, seen=9), by=PUBLISHER).then_forbidden()
    anew = replace(STARTED, step=12)
    put = ask(commands.SetVisitReportItem, 12, item=item(), text_hash="h-4")
    refused("is registered", put, *WHOLE, gone, anew)
    remove = ask(
        commands.RemoveVisitReportItem,
        12,
        recommendation_id=item().recommendation_id,
        text_hash="h-4",
    )
    removed = fact(
        facts.VisitReportItemRemoved,
        13,
        "drafting",
        "officer-1",
        version=3,
        text_hash="h-4",
        recommendation_id=item().recommendation_id,
    )
    given(VISIT_REPORT, *WHOLE, gone, anew).when(remove, by=OFFICER).then(removed)
    refused("is registered", replace(put, seen=13), *WHOLE, gone, anew, removed)
