"""What the President does with a list: A23 to A25 of section A.3."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.stakeholders.vacancy.decide import VACANCY
from shared.contracts.stakeholders_selection_commands import (
    AdoptShortlist,
)
from shared.core.actor import Actor
from shared.core.testing import given
from tests.stakeholders.appointing import (
    BRIEFED,
    RETURNED,
    deferred,
    turned_down,
)
from tests.stakeholders.ending import (
    BRIEF,
    PRESIDENT,
    RETURN,
    TODAY,
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
    MEMBER,
    NOBODY,
    OFFICER,
    VACANCY_ID,
    adopted,
    ranked,
    withdrawn,
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
