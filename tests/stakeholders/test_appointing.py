"""The end of a selection: A20 to A31 of selection-stakeholders-committee.md, and SA9 to SA12."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.stakeholders.vacancy.commands import LapseApplication
from services.stakeholders.vacancy.decide import VACANCY
from services.stakeholders.vacancy.state import Vacancy
from shared.contracts.stakeholders_appointing import (
    ApplicationLapsed,
    AppointmentDeferred,
    PanelReportSubmitted,
    PresidentBriefed,
    ProposalNotApproved,
    RecommendationWithdrawn,
    ReconsiderationRequested,
    ReportAmended,
    ShortlistUsedUp,
)
from shared.contracts.stakeholders_onward_commands import FillSeat
from shared.contracts.stakeholders_selection_commands import (
    AdoptShortlist,
    DeclareConflict,
    WithdrawApplication,
)
from shared.contracts.stakeholders_terms import HolderTermStarted
from shared.core.actor import Actor, Asked
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.core.testing import given
from tests.stakeholders.ending import (
    APPOINT,
    BRIEF,
    DEFER,
    PRESIDENT,
    PUBLISH,
    PUBLISHED,
    REFUSE,
    RETURN,
    SCHEDULE,
    SCHEDULED,
    STARTS,
    TODAY,
    WHY,
    appointed,
    equals,
    listed,
    propose,
    proposed,
    reported,
    submit,
    submitted,
)
from tests.stakeholders.selection import (
    AFTER,
    CHAIR,
    MANDATE,
    MEMBER,
    NOBODY,
    OFFICER,
    VACANCY_ID,
    adopted,
    conflicted,
    person,
    ranked,
    recused,
    withdrawn,
)
from tests.stakeholders.test_way_on import AGAIN, LAPSE, REISSUE

LATER = AFTER + timedelta(days=31)
USED_UP = ShortlistUsedUp(vacancy_id=VACANCY_ID, mandate=MANDATE, used_up_at=AFTER)
BRIEFED = PresidentBriefed(
    vacancy_id=VACANCY_ID,
    mandate=MANDATE,
    report=1,
    briefed_on=TODAY,
    recorded_by="president",
    recorded_at=AFTER,
)
RETURNED = ReconsiderationRequested(
    vacancy_id=VACANCY_ID,
    mandate=MANDATE,
    report=1,
    reason=WHY,
    new_list_by=RETURN.new_list_by,
    requested_by="president",
    requested_at=AFTER,
)


def turned_down(candidate_id: str) -> ProposalNotApproved:
    return ProposalNotApproved(
        vacancy_id=VACANCY_ID,
        mandate=MANDATE,
        candidate_id=candidate_id,
        decided_on=TODAY,
        recorded_by="officer",
        recorded_at=AFTER,
    )


def deferred(candidate_id: str) -> AppointmentDeferred:
    return AppointmentDeferred(
        vacancy_id=VACANCY_ID,
        mandate=MANDATE,
        candidate_id=candidate_id,
        decided_on=TODAY,
        reason_code="balance",
        recorded_by="officer",
        recorded_at=AFTER,
    )


def closed_up(candidate_id: str, left: int, *, was: bool = False) -> RecommendationWithdrawn:
    return RecommendationWithdrawn(
        vacancy_id=VACANCY_ID,
        mandate=MANDATE,
        candidate_id=candidate_id,
        left=left,
        proposed=was,
        closed_up_at=AFTER,
    )


def withdraw(candidate_id: str) -> WithdrawApplication:
    return WithdrawApplication(vacancy_id=VACANCY_ID, candidate_id=candidate_id)


def applicant(candidate_id: str) -> Actor:
    return person(f"applicant-{candidate_id}", Role.CANDIDATE)


def folded(*history: Any) -> Vacancy:
    state = VACANCY.fold(history)
    assert isinstance(state, Vacancy)
    return state


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


class TestPresident:
    def test_the_panel_meets_the_president(self) -> None:
        given(VACANCY, *reported("c-1")).when(BRIEF, by=PRESIDENT, at=AFTER).then(BRIEFED)
        given(VACANCY, *reported("c-1"), BRIEFED).when(BRIEF, by=PRESIDENT, at=AFTER).then_nothing()
        tomorrow = replace(BRIEF, briefed_on=TODAY + timedelta(days=1))
        given(VACANCY, *reported("c-1")).when(tomorrow, by=PRESIDENT, at=AFTER).then_refused(
            "not a later one"
        )

    def test_choosing_inside_a_rank_group_is_no_deviation(self) -> None:
        for who in ("c-1", "c-2"):
            given(VACANCY, *equals("c-1", "c-2", "c-3")).when(
                propose(who), by=PRESIDENT, at=AFTER
            ).then(proposed(who))

    def test_passing_a_standing_higher_group_is_a_deviation_with_public_reasons(self) -> None:
        history = equals("c-1", "c-2", "c-3")
        given(VACANCY, *history).when(propose("c-3"), by=PRESIDENT, at=AFTER).then_refused(
            "You pass a higher group"
        )
        given(VACANCY, *history).when(propose("c-3", reasons=True), by=PRESIDENT, at=AFTER).then(
            proposed("c-3", 3, deviates=True)
        )

    def test_a_higher_group_that_left_or_was_proposed_is_not_passed(self) -> None:
        history = reported("c-1", "c-2", "c-3")
        given(VACANCY, *history, withdrawn("c-1")).when(
            propose("c-2"), by=PRESIDENT, at=AFTER
        ).then(proposed("c-2", 1))
        given(VACANCY, *history, proposed("c-1"), turned_down("c-1")).when(
            propose("c-2"), by=PRESIDENT, at=AFTER
        ).then(proposed("c-2", 1))

    def test_nobody_is_proposed_twice(self) -> None:
        history = (*reported("c-1", "c-2"), proposed("c-1"))
        given(VACANCY, *history).when(propose("c-1"), by=PRESIDENT, at=AFTER).then_nothing()
        given(VACANCY, *history).when(propose("c-2"), by=PRESIDENT, at=AFTER).then_refused(
            "decides first"
        )
        for given_way in (turned_down("c-1"), deferred("c-1")):
            given(VACANCY, *history, given_way).when(
                propose("c-1"), by=PRESIDENT, at=AFTER
            ).then_refused("proposed twice")

    def test_only_a_published_report_leads_to_a_proposal(self) -> None:
        given(VACANCY, *listed("c-1"), submitted("c-1")).when(
            propose("c-1"), by=PRESIDENT, at=AFTER
        ).then_refused("publish")
        given(VACANCY, *reported("c-1")).when(propose("c-9"), by=PRESIDENT, at=AFTER).then_refused(
            "recommended"
        )

    def test_reconsideration_sends_the_list_back_with_a_reason_and_a_day(self) -> None:
        given(VACANCY, *reported("c-1", "c-2")).when(RETURN, by=PRESIDENT, at=AFTER).then(RETURNED)
        history = (*reported("c-1", "c-2"), RETURNED)
        anew = AdoptShortlist(vacancy_id=VACANCY_ID, ranking=ranked("c-2", "c-1"))
        given(VACANCY, *history).when(anew, by=CHAIR, at=AFTER).then(adopted("c-2", "c-1"))
        given(VACANCY, *history).when(propose("c-1"), by=PRESIDENT, at=AFTER).then_refused(
            "not submitted"
        )
        late = AFTER + timedelta(days=8)
        given(VACANCY, *history, adopted("c-2", "c-1")).when(
            submit("c-1", "c-2"), by=CHAIR, at=late
        ).then_refused("was due on")
        soon = replace(RETURN, new_list_by=TODAY)
        given(VACANCY, *reported("c-1")).when(soon, by=PRESIDENT, at=AFTER).then_refused("a day")

    @pytest.mark.parametrize("by", [OFFICER, CHAIR, MEMBER, NOBODY])
    def test_only_the_president_decides_on_a_report(self, by: Actor) -> None:
        for command in (BRIEF, RETURN, propose("c-1")):
            given(VACANCY, *reported("c-1")).when(command, by=by, at=AFTER).then_forbidden()


class TestCouncil:
    PROPOSED = (*reported("c-1", "c-2"), proposed("c-1"))

    def test_the_council_appoints_and_the_vacancy_is_filled(self) -> None:
        given(VACANCY, *self.PROPOSED).when(APPOINT, by=OFFICER, at=AFTER).then(appointed("c-1"))
        filled = (*self.PROPOSED, appointed("c-1"))
        given(VACANCY, *filled).when(APPOINT, by=OFFICER, at=AFTER).then_nothing()
        for command, by in ((REISSUE, OFFICER), (LAPSE, OFFICER), (propose("c-2"), PRESIDENT)):
            given(VACANCY, *filled).when(command, by=by, at=LATER).then_refused("has appointed")

    def test_a_deferral_keeps_the_list_and_the_proposal(self) -> None:
        given(VACANCY, *self.PROPOSED).when(DEFER, by=OFFICER, at=AFTER).then(deferred("c-1"))
        waiting = (*self.PROPOSED, deferred("c-1"))
        given(VACANCY, *waiting).when(DEFER, by=OFFICER, at=AFTER).then_nothing()
        given(VACANCY, *waiting).when(APPOINT, by=OFFICER, at=AFTER).then(appointed("c-1"))
        given(VACANCY, *waiting).when(propose("c-2"), by=PRESIDENT, at=AFTER).then(
            proposed("c-2", 2)
        )
        other = replace(DEFER, reason_code="whim")
        given(VACANCY, *self.PROPOSED).when(other, by=OFFICER, at=AFTER).then_refused("list")

    def test_a_refusal_leads_to_another_proposal_or_another_call(self) -> None:
        given(VACANCY, *self.PROPOSED).when(REFUSE, by=OFFICER, at=AFTER).then(turned_down("c-1"))
        back = (*self.PROPOSED, turned_down("c-1"))
        given(VACANCY, *back).when(REFUSE, by=OFFICER, at=AFTER).then_nothing()
        given(VACANCY, *back).when(propose("c-2"), by=PRESIDENT, at=AFTER).then(proposed("c-2"))
        given(VACANCY, *back).when(REISSUE, by=OFFICER, at=AFTER).then(AGAIN)
        given(VACANCY, *self.PROPOSED).when(REISSUE, by=OFFICER, at=AFTER).then_refused(
            "decides first"
        )

    def test_a_decision_is_recorded_about_whom_its_page_showed(self) -> None:
        """A form that stayed open while the proposal changed decides about nobody else."""
        turned = (*self.PROPOSED, turned_down("c-1"), proposed("c-2"))
        for command in (DEFER, APPOINT, replace(REFUSE, decided_on=TODAY - timedelta(days=1))):
            given(VACANCY, *turned).when(command, by=OFFICER, at=AFTER).then_refused("Another")
        given(VACANCY, *turned).when(REFUSE, by=OFFICER, at=AFTER).then_nothing()

    def test_a_list_is_returned_with_the_report_that_was_read(self) -> None:
        history = (*reported("c-1"), submitted("c-1", report=2))
        given(VACANCY, *history).when(RETURN, by=PRESIDENT, at=AFTER).then_refused("another report")

    def test_nobody_decides_about_a_vacancy_for_which_they_applied(self) -> None:
        both = person("applicant-c-2", Role.SELECTION_OFFICER, Role.PRESIDENT)
        for command in (DEFER, REFUSE, APPOINT, PUBLISH, LAPSE, propose("c-2")):
            given(VACANCY, *self.PROPOSED).when(command, by=both, at=AFTER).then_forbidden()
        gone = (*self.PROPOSED, withdrawn("c-2"))
        state = folded(*gone)
        assert VACANCY.decide(DEFER, Asked(at=AFTER, by=both), state)

    def test_a_president_who_sat_on_the_panel_decides_nothing(self) -> None:
        both = person("chair", Role.PRESIDENT)
        history = reported("c-1")
        for command in (BRIEF, RETURN, propose("c-1")):
            given(VACANCY, *history).when(command, by=both, at=AFTER).then_forbidden()

    def test_a_list_whose_last_candidate_is_refused_is_used_up(self) -> None:
        history = (*reported("c-1"), proposed("c-1"))
        given(VACANCY, *history).when(REFUSE, by=OFFICER, at=AFTER).then(
            turned_down("c-1"), USED_UP
        )

    def test_a_seat_has_one_holder_on_each_day(self) -> None:
        held = HolderTermStarted(
            term_id="t-0",
            mandate=MANDATE,
            seat=None,
            holder=WHY,
            holder_id=None,
            number=1,
            starts_on=STARTS - timedelta(days=300),
            ends_on=STARTS,
            recorded_by="chief",
            recorded_at=AFTER,
        )
        given(VACANCY, *self.PROPOSED, held).when(APPOINT, by=OFFICER, at=AFTER).then_refused(
            "one holder on each day"
        )
        free = replace(APPOINT, starts_on=STARTS + timedelta(days=1))
        assert VACANCY.decide(free, Asked(at=AFTER, by=OFFICER), folded(*self.PROPOSED, held))
        state = folded(*self.PROPOSED)
        assert VACANCY.consults(APPOINT, state) == [f"terms-{MANDATE}"]
        assert VACANCY.consults(REFUSE, state) == ()

    def test_only_the_officer_records_what_the_council_decided(self) -> None:
        for command in (DEFER, REFUSE, APPOINT):
            for by in (PRESIDENT, CHAIR, NOBODY):
                given(VACANCY, *self.PROPOSED).when(command, by=by, at=AFTER).then_forbidden()
            given(VACANCY, *reported("c-1")).when(command, by=OFFICER, at=AFTER).then_refused(
                "no proposal"
            )
            later = replace(command, decided_on=TODAY + timedelta(days=1))
            given(VACANCY, *self.PROPOSED).when(later, by=OFFICER, at=AFTER).then_refused(
                "not a later one"
            )

    def test_an_appointment_names_the_decision_and_starts_no_term_before_it(self) -> None:
        nameless = replace(APPOINT, decision=" ")
        given(VACANCY, *self.PROPOSED).when(nameless, by=OFFICER, at=AFTER).then_refused("symbol")
        before = replace(APPOINT, starts_on=TODAY - timedelta(days=1))
        given(VACANCY, *self.PROPOSED).when(before, by=OFFICER, at=AFTER).then_refused(
            "on or after"
        )


class TestEdges:
    """Section A.8."""

    def test_candidate_withdraws_recommended_list_closes_up_and_the_president_is_told(self) -> None:
        history = reported("c-1", "c-2", "c-3")
        given(VACANCY, *history).when(withdraw("c-1"), by=applicant("c-1"), at=AFTER).then(
            withdrawn("c-1"), closed_up("c-1", 2)
        )
        state = folded(*history, withdrawn("c-1"), closed_up("c-1", 2))
        assert state.recommended() == {"c-2": 1, "c-3": 2}
        assert state.ranks == (1, 2, 3), "the stored ranks are kept"

    def test_all_recommended_withdraw_leads_to_a_new_list_from_the_opened_table(self) -> None:
        history = reported("c-1")
        given(VACANCY, *history).when(withdraw("c-1"), by=applicant("c-1"), at=AFTER).then(
            withdrawn("c-1"), closed_up("c-1", 0), USED_UP
        )
        used = (*reported("c-1", "c-2"), withdrawn("c-1"), withdrawn("c-2"), USED_UP)
        given(VACANCY, *used).when(REISSUE, by=OFFICER, at=AFTER).then(AGAIN)
        state = folded(*used)
        assert state.review_closed
        assert state.shortlist is None

    def test_the_proposed_candidate_withdraws_and_the_president_proposes_another(self) -> None:
        history = (*reported("c-1", "c-2"), proposed("c-1"))
        given(VACANCY, *history).when(withdraw("c-1"), by=applicant("c-1"), at=AFTER).then(
            withdrawn("c-1"), closed_up("c-1", 1, was=True)
        )
        left = (*history, withdrawn("c-1"), closed_up("c-1", 1, was=True))
        given(VACANCY, *left).when(propose("c-2"), by=PRESIDENT, at=AFTER).then(proposed("c-2"))

    def test_conflict_after_the_report_is_an_addendum_to_the_president(self) -> None:
        conflict = DeclareConflict(vacancy_id=VACANCY_ID, candidate_id="c-1")
        amended = ReportAmended(
            vacancy_id=VACANCY_ID, mandate=MANDATE, report=1, region="APG", amended_at=AFTER
        )
        given(VACANCY, *reported("c-1")).when(conflict, by=MEMBER, at=AFTER).then(
            conflicted("c-1", "member"), recused("member", "c-1"), amended
        )

    def test_conflict_after_the_appointment_is_recorded_only(self) -> None:
        conflict = DeclareConflict(vacancy_id=VACANCY_ID, candidate_id="c-1")
        given(VACANCY, *reported("c-1"), proposed("c-1"), appointed("c-1")).when(
            conflict, by=MEMBER, at=AFTER
        ).then(conflicted("c-1", "member"), recused("member", "c-1"))

    def test_readvertised_the_new_round_has_no_list_report_or_proposal(self) -> None:
        state = folded(*reported("c-1", "c-2"), proposed("c-1"), turned_down("c-1"), AGAIN)
        assert (state.shortlist, state.closing.report, state.closing.pending) == (None, 0, None)
        assert state.closing.proposed == {"c-1"}
        assert "c-1" not in state.eligible()

    def test_whoever_was_appointed_resigns_instead_of_withdrawing(self) -> None:
        filled = (*reported("c-1", "c-2"), proposed("c-1"), appointed("c-1"))
        given(VACANCY, *filled).when(withdraw("c-1"), by=applicant("c-1"), at=AFTER).then_refused(
            "resigns"
        )
        given(VACANCY, *filled).when(withdraw("c-2"), by=applicant("c-2"), at=AFTER).then(
            withdrawn("c-2")
        )

    def test_the_application_of_somebody_appointed_elsewhere_lapses(self) -> None:
        lapse = LapseApplication(vacancy_id=VACANCY_ID, candidate_id="c-1")
        lapsed = ApplicationLapsed(
            vacancy_id=VACANCY_ID, candidate_id="c-1", listed=True, lapsed_at=AFTER
        )
        history = reported("c-1", "c-2")
        given(VACANCY, *history).when(lapse, by=NOBODY, at=AFTER).then(lapsed, closed_up("c-1", 1))
        for over_already in (lapsed, withdrawn("c-1")):
            given(VACANCY, *history, over_already).when(lapse, by=NOBODY, at=AFTER).then_nothing()
