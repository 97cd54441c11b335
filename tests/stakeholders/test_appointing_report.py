"""The report of a panel: A20 to A22 of selection-stakeholders-committee.md section A.3."""

from dataclasses import replace
from datetime import timedelta

from services.stakeholders.vacancy.decide import VACANCY
from shared.contracts.stakeholders_appointing import (
    PanelReportSubmitted,
)
from shared.contracts.stakeholders_onward_commands import FillSeat
from shared.core.actor import Asked
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.core.testing import given
from tests.stakeholders.appointing import (
    folded,
)
from tests.stakeholders.ending import (
    PUBLISH,
    PUBLISHED,
    SCHEDULE,
    SCHEDULED,
    TODAY,
    listed,
    submit,
    submitted,
)
from tests.stakeholders.selection import (
    AFTER,
    CHAIR,
    MEMBER,
    OFFICER,
    VACANCY_ID,
    conflicted,
    person,
    recused,
)


class TestReport:
    def test_the_chair_reports_with_reasons_numbers_and_recusals(self) -> None:
        given(VACANCY, *listed("c-1", "c-2")).when(submit("c-1", "c-2"), by=CHAIR, at=AFTER).then(
            submitted("c-1", "c-2")
        )
        out = (*listed("c-1", "c-2"), conflicted("c-1", "member"), recused("member", "c-1"))
        [report] = VACANCY.decide(submit("c-1", "c-2"), Asked(at=AFTER, by=CHAIR), folded(*out))
        assert isinstance(report, PanelReportSubmitted)
        assert report.recused == ("APG",)
        assert report.numbers.members == 2

    def test_there_is_a_reason_for_each_recommended_person(self) -> None:
        given(VACANCY, *listed("c-1", "c-2")).when(submit("c-1"), by=CHAIR, at=AFTER).then_refused(
            "reason for each"
        )

    def test_it_is_due_a_month_before_the_session_and_a_later_one_is_the_way_on(self) -> None:
        late = AFTER + timedelta(days=31)
        given(VACANCY, *listed("c-1")).when(submit("c-1"), by=CHAIR, at=late).then_refused(
            "was due on"
        )
        given(VACANCY, *listed("c-1")[:-2]).when(submit("c-1"), by=CHAIR, at=AFTER).then_refused(
            "Adopt the short list first."
        )
        given(VACANCY, *listed("c-1")[:-1]).when(submit("c-1"), by=CHAIR, at=AFTER).then_refused(
            "session first"
        )
        moved = replace(
            SCHEDULED, session=64, report_by=day_of(late), starts_on=day_of(late) + timedelta(30)
        )
        again = submitted("c-1", submitted_at=late)
        given(VACANCY, *listed("c-1"), moved).when(submit("c-1"), by=CHAIR, at=late).then(again)

    def test_a_session_is_recorded_once_and_starts_after_the_report(self) -> None:
        given(VACANCY, *listed("c-1")[:-1]).when(SCHEDULE, by=OFFICER, at=AFTER).then(SCHEDULED)
        given(VACANCY, *listed("c-1")).when(SCHEDULE, by=OFFICER, at=AFTER).then_nothing()
        for wrong in (
            replace(SCHEDULE, session=0),
            replace(SCHEDULE, starts_on=TODAY - timedelta(days=1)),
            replace(SCHEDULE, report_by=SCHEDULE.starts_on),
        ):
            given(VACANCY, *listed("c-1")).when(wrong, by=OFFICER, at=AFTER).then_refused("session")

    def test_a_report_with_restricted_text_is_submitted_again_until_it_is_published(self) -> None:
        history = (*listed("c-1"), submitted("c-1"))
        anew = replace(submit("c-1"), text=None)
        second = submitted("c-1", report=2, text=None)
        given(VACANCY, *history).when(submit("c-1"), by=CHAIR, at=AFTER).then_nothing()
        given(VACANCY, *history).when(anew, by=CHAIR, at=AFTER).then(second)
        given(VACANCY, *history, second).when(PUBLISH, by=OFFICER, at=AFTER).then_refused(
            "another report since"
        )
        given(VACANCY, *history, PUBLISHED).when(anew, by=CHAIR, at=AFTER).then_refused(
            "is published"
        )

    def test_a_member_who_has_not_the_chair_submits_no_report(self) -> None:
        given(VACANCY, *listed("c-1")).when(submit("c-1"), by=MEMBER, at=AFTER).then_forbidden()

    def test_the_officer_publishes_it_once(self) -> None:
        history = (*listed("c-1"), submitted("c-1"))
        given(VACANCY, *history).when(PUBLISH, by=OFFICER, at=AFTER).then(PUBLISHED)
        given(VACANCY, *history, PUBLISHED).when(PUBLISH, by=OFFICER, at=AFTER).then_nothing()
        given(VACANCY, *listed("c-1")).when(PUBLISH, by=OFFICER, at=AFTER).then_refused(
            "not submitted"
        )

    def test_a_recused_chair_does_not_report_and_an_alternate_takes_the_chair(self) -> None:
        out = (*listed("c-1"), conflicted("c-1", "chair"), recused("chair", "c-1"))
        given(VACANCY, *out).when(submit("c-1"), by=CHAIR, at=AFTER).then_forbidden()
        fill = FillSeat(
            vacancy_id=VACANCY_ID, replaces="chair", member_id="fresh", cause="alternate"
        )
        taken = VACANCY.decide(fill, Asked(at=AFTER, by=OFFICER), folded(*out))
        fresh = person("fresh", Role.PANEL_CHAIR)
        given(VACANCY, *out, *taken).when(submit("c-1"), by=fresh, at=AFTER).then(
            submitted("c-1", submitted_by="fresh")
        )
