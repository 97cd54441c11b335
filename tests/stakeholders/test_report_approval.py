"""What becomes public of reports that mandates owe, and who lets it: decision 0092."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.stakeholders.report_deadlines.decide import REPORT
from services.stakeholders.report_deadlines.sessions import SESSIONS
from shared.core.testing import given
from shared.reference.report_deadlines import CHAIN, due_on
from tests.stakeholders import reports_owed as said
from tests.stakeholders.reports_owed import (
    APPROVE,
    APPROVED,
    CHIEF,
    CREATED,
    DAY,
    DRAFTING,
    DROPPED,
    ENDED,
    EXPLAIN,
    EXPLAINED,
    HAND_OVER,
    HANDED_OVER,
    HOLDER,
    OFFICER,
    OTHER_ID,
    PLANNED,
    PUBLISH,
    PUBLISHED,
    RECORDED,
    STARTS,
    SUBMIT,
    SUBMITTED,
    TAKE_UP,
    TAKEN_UP,
    TERM,
    TERM_ENDED,
    TODAY,
)

DUE = STARTS - timedelta(weeks=13)
HOUSING = replace(PLANNED, mandate="sr-housing")
SERVICING = replace(OFFICER, mandates=frozenset({"sr-housing"}))
BOTH = replace(
    HOLDER, roles=HOLDER.roles | OFFICER.roles, mandates=HOLDER.mandates | {"sr-housing"}
)
STANDING = (RECORDED, PLANNED, DRAFTING, APPROVED)


def stage(name: Any, was: str, **also: Any) -> Any:
    return replace(SUBMIT, stage=name, was=was, **also)


def test_whatever_step_submits_it_has_the_day_and_keeps_it() -> None:
    """A Friday's submission that is recorded on Monday is of the Friday."""
    friday = TODAY - 3 * DAY
    for name in ("submitted", "editing", "translated"):
        then = replace(SUBMITTED, stage=name, due_on=DUE, submitted_on=friday)
        one = _given(*STANDING)
        one.when(stage(name, "drafting", submitted_on=friday), by=HOLDER).then(then)
    later = replace(SUBMITTED, stage="editing", due_on=None, submitted_on=None)
    _given(*STANDING, SUBMITTED).when(stage("editing", "submitted"), by=HOLDER).then(later)
    again = (*STANDING, SUBMITTED, replace(DRAFTING, stage="holder"))
    _given(*again).when(stage("submitted", "holder"), by=HOLDER).then(SUBMITTED)


@pytest.mark.parametrize("day", [None, TODAY + DAY, STARTS - 733 * DAY])
def test_it_is_submitted_on_a_day_that_can_be(day: Any) -> None:
    when = _given(*STANDING).when(stage("submitted", "drafting", submitted_on=day), by=HOLDER)
    when.then_refused("day on which")


def test_nothing_goes_out_that_the_holder_has_not_approved() -> None:
    for name in ("submitted", "editing", "translated"):
        for by in (OFFICER, HOLDER):
            when = _given(RECORDED, PLANNED, DRAFTING).when(stage(name, "drafting"), by=by)
            when.then_refused("has not approved")
    _given(RECORDED, PLANNED, SUBMITTED).when(PUBLISH, by=OFFICER).then_refused("not approved")
    back = stage("submitted", "published")
    public = (RECORDED, PLANNED, replace(SUBMITTED, stage="translated"), PUBLISHED)
    _given(*public).when(back, by=OFFICER).then(
        replace(SUBMITTED, due_on=None, submitted_on=None, recorded_by="officer-1")
    )


def test_of_a_mandate_that_nobody_holds_the_officer_lets_it_go() -> None:
    before = (RECORDED, HOUSING, DRAFTING)
    _given(*before, TERM).when(SUBMIT, by=SERVICING).then_refused("has not approved")
    vacant = (*before, TERM, TERM_ENDED)
    _given(*vacant).when(SUBMIT, by=SERVICING).then(replace(SUBMITTED, recorded_by="officer-1"))
    public = replace(PUBLISHED, mandate="sr-housing", published_by="officer-1")
    _given(*vacant, SUBMITTED).when(PUBLISH, by=SERVICING).then(public)
    _given(*before, TERM_ENDED).when(SUBMIT, by=SERVICING).then_refused("has not approved")
    new = replace(TERM, term_id=said.NEXT_ID, starts_on=TODAY)
    after = (*vacant, SUBMITTED, new)
    _given(*after).when(PUBLISH, by=SERVICING).then_refused("has not approved")
    housed = replace(HOLDER, mandates=SERVICING.mandates)
    _given(*after).when(replace(APPROVE, was="submitted"), by=housed).then(APPROVED)


def test_who_holds_one_mandate_and_services_another_approves_for_the_first_alone() -> None:
    before = (RECORDED, HOUSING, DRAFTING)
    _given(*before).when(APPROVE, by=BOTH).then_forbidden()
    strange = replace(TERM, holder_id="holder-b")
    _given(*before, strange).when(APPROVE, by=BOTH).then_forbidden()
    _given(*before, TERM).when(APPROVE, by=BOTH).then(APPROVED)
    _given(*before, TERM, TERM_ENDED).when(APPROVE, by=BOTH).then_forbidden()


def test_a_report_that_was_handed_over_is_approved_anew_and_can_be_handed_on() -> None:
    ended = (RECORDED, CREATED, ENDED, PLANNED, DRAFTING, APPROVED, HANDED_OVER)
    heir = replace(HOLDER, mandates=frozenset({"sr-housing"}))
    _given(*ended).when(SUBMIT, by=heir).then_refused("has not approved")
    _given(*ended).when(APPROVE, by=heir).then(APPROVED)
    on = replace(HAND_OVER, mandate="sr-food", was_mandate="sr-housing")
    _given(*ended).when(on, by=CHIEF).then(replace(HANDED_OVER, mandate="sr-food"))
    _given(*ended, APPROVED).when(on, by=CHIEF).then_refused("goes on")


def test_the_chief_takes_up_and_puts_right_what_an_ended_mandate_owed() -> None:
    before = (RECORDED, CREATED, PLANNED)
    _given(*before, ENDED, DROPPED).when(TAKE_UP, by=CHIEF).then(
        replace(TAKEN_UP, taken_up_by="chief")
    )
    _given(*before, DROPPED).when(TAKE_UP, by=CHIEF).then_forbidden()
    right = replace(PUBLISH, symbol="A/HRC/61/50", was_symbol=PUBLISHED.symbol)
    then = replace(PUBLISHED, symbol="A/HRC/61/50", published_by="chief")
    _given(*before, ENDED, SUBMITTED, PUBLISHED).when(right, by=CHIEF).then(then)
    _given(*before, SUBMITTED, PUBLISHED).when(right, by=CHIEF).then_forbidden()
    _given(*before, ENDED, SUBMITTED).when(PUBLISH, by=CHIEF).then_forbidden()


def test_a_slot_bounds_what_is_due_before_it_and_is_not_after_the_publication() -> None:
    early = STARTS - timedelta(weeks=30)
    every = due_on(STARTS, CHAIN, early)
    assert {every[one] for one in ("comments", "approval", "submission")} == {early}
    late = due_on(STARTS, CHAIN, STARTS)
    assert late["submission"] == late["publication"]
    change = replace(said.CHANGE_SLOT, slot=STARTS - 13 * DAY)
    _given(RECORDED, PLANNED).when(change, by=HOLDER).then_refused("is published by")


def test_a_reason_is_of_what_the_page_showed() -> None:
    late = replace(RECORDED, starts_on=TODAY - DAY + timedelta(weeks=22))
    other = replace(EXPLAIN, was_due_on=TODAY - 2 * DAY)
    _given(late, PLANNED).when(other, by=HOLDER).then_refused("has changed")
    _given(late, PLANNED).when(EXPLAIN, by=HOLDER).then(EXPLAINED)


def test_a_session_that_was_recorded_wrongly_is_corrected() -> None:
    correct, corrected = said.CORRECT_SESSION, said.CORRECTED
    known = given(SESSIONS, RECORDED)
    known.when(correct, by=CHIEF).then(corrected)
    given(SESSIONS, RECORDED, corrected).when(correct, by=CHIEF).then_nothing()
    known.when(correct, by=HOLDER).then_forbidden()
    known.when(replace(correct, was_number=1), by=CHIEF).then_refused("has changed")
    known.when(replace(correct, number=0), by=CHIEF).then_refused("the number")
    taken = replace(RECORDED, session_id=OTHER_ID, number=62)
    given(SESSIONS, RECORDED, taken).when(correct, by=CHIEF).then_refused("already")
    given(SESSIONS, corrected).when(correct, by=CHIEF).then_refused("no such session")


def _given(*facts: Any) -> Any:
    return given(REPORT, *facts)
