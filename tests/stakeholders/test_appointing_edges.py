"""Edge cases at the end of a selection: section A.8, and SA9 to SA12."""

from services.stakeholders.vacancy.commands import LapseApplication
from services.stakeholders.vacancy.decide import VACANCY
from shared.contracts.stakeholders_appointing import (
    ApplicationLapsed,
    ReportAmended,
)
from shared.contracts.stakeholders_selection_commands import (
    DeclareConflict,
)
from shared.core.testing import given
from tests.stakeholders.appointing import (
    USED_UP,
    applicant,
    closed_up,
    folded,
    turned_down,
    withdraw,
)
from tests.stakeholders.ending import (
    PRESIDENT,
    appointed,
    propose,
    proposed,
    reported,
)
from tests.stakeholders.selection import (
    AFTER,
    MANDATE,
    MEMBER,
    NOBODY,
    OFFICER,
    VACANCY_ID,
    conflicted,
    recused,
    withdrawn,
)
from tests.stakeholders.test_way_on import AGAIN, REISSUE


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
