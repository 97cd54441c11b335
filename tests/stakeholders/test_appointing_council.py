"""What the Council decides: A26 to A28 of section A.3, and SA12."""

from dataclasses import replace
from datetime import timedelta

from services.stakeholders.vacancy.decide import VACANCY
from shared.contracts.stakeholders_terms import HolderTermStarted
from shared.core.actor import Asked
from shared.core.roles import Role
from shared.core.testing import given
from tests.stakeholders.appointing import (
    LATER,
    USED_UP,
    deferred,
    folded,
    turned_down,
)
from tests.stakeholders.ending import (
    APPOINT,
    BRIEF,
    DEFER,
    PRESIDENT,
    PUBLISH,
    REFUSE,
    RETURN,
    STARTS,
    TODAY,
    WHY,
    appointed,
    propose,
    proposed,
    reported,
    submitted,
)
from tests.stakeholders.selection import (
    AFTER,
    CHAIR,
    MANDATE,
    NOBODY,
    OFFICER,
    person,
    withdrawn,
)
from tests.stakeholders.test_way_on import AGAIN, LAPSE, REISSUE


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
