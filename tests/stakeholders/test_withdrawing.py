"""Applications that are withdrawn: sections A.3 (A31) and A.8."""

from dataclasses import replace
from datetime import timedelta

from services.stakeholders.vacancy.decide import VACANCY
from services.stakeholders.vacancy.state import Vacancy
from shared.contracts.stakeholders_appointing import (
    ApplicationLapsed,
    PanelReportSubmitted,
    ShortlistUsedUp,
)
from shared.contracts.stakeholders_selection_commands import (
    AdoptShortlist,
    CloseReview,
    ScreenEligibility,
    SubmitApplication,
    WithdrawApplication,
)
from shared.core.actor import Asked
from shared.core.testing import AT, given
from tests.stakeholders.ending import listed, submit
from tests.stakeholders.selection import (
    AFTER,
    ANNA,
    BRUNO,
    CALL_CLOSED,
    CALLED,
    CHAIR,
    DECLARED,
    ESTABLISHED,
    MANDATE,
    NOBODY,
    OFFICER,
    REVIEWED,
    VACANCY_ID,
    adopted,
    all_scored,
    applied,
    giving,
    ranked,
    screened,
    sealed,
    withdrawn,
)
from tests.stakeholders.test_way_on import AGAIN, LAPSED, REISSUE, Way

WITHDRAW = WithdrawApplication(vacancy_id=VACANCY_ID, candidate_id="c-1")
APPLY = SubmitApplication(
    vacancy_id=VACANCY_ID,
    candidate_id="c-1",
    name=sealed("name"),
    motivation=sealed("motivation"),
    nationality="FRA",
    gender="female",
)
SCREEN = ScreenEligibility(vacancy_id=VACANCY_ID, candidate_id="c-1", eligible=True, reason=None)
OPEN = (DECLARED, CALLED)
ANNAS = applied("c-1", "anna")
LISTED = (*OPEN, ESTABLISHED, ANNAS, screened("c-1"))


def test_a_candidate_withdraws_before_the_list_and_at_any_time_after_it() -> None:
    given(VACANCY, *OPEN, ANNAS).when(WITHDRAW, by=ANNA).then(withdrawn("c-1", listed=False))
    given(VACANCY, *OPEN, ANNAS, CALL_CLOSED).when(WITHDRAW, by=ANNA, at=AFTER).then(
        withdrawn("c-1")
    )
    reviewed = (*LISTED, *all_scored("c-1"), REVIEWED)
    for later in (reviewed, (*LISTED, LAPSED)):
        given(VACANCY, *later).when(WITHDRAW, by=ANNA, at=AFTER).then(withdrawn("c-1"))
    used_up = ShortlistUsedUp(vacancy_id=VACANCY_ID, mandate=MANDATE, used_up_at=AFTER)
    given(VACANCY, *reviewed, adopted("c-1")).when(WITHDRAW, by=ANNA, at=AFTER).then(
        withdrawn("c-1"), used_up
    )
    given(VACANCY, *OPEN, ANNAS, withdrawn("c-1")).when(WITHDRAW, by=ANNA).then_nothing()


def test_an_application_is_withdrawn_by_its_applicant_alone() -> None:
    given(VACANCY, *OPEN, ANNAS).when(WITHDRAW, by=BRUNO).then_forbidden()
    given(VACANCY, *OPEN, ANNAS).when(WITHDRAW, by=NOBODY).then_forbidden()
    given(VACANCY, *OPEN).when(WITHDRAW, by=ANNA).then_refused("no such application")


def test_who_withdrew_may_apply_again_while_the_call_is_open() -> None:
    gone = (*OPEN, ANNAS, withdrawn("c-1", listed=False))
    again = replace(APPLY, candidate_id="c-2")
    given(VACANCY, *gone).when(again, by=ANNA).then(applied("c-2", "anna"))
    given(VACANCY, *gone).when(APPLY, by=ANNA).then_nothing()


def test_a_call_that_is_issued_again_does_not_bring_back_who_withdrew() -> None:
    bea = (applied("c-2"), screened("c-2"))
    gone = (*LISTED, *bea, *all_scored("c-1", "c-2"), REVIEWED, adopted("c-1", "c-2"))
    second = (*gone, withdrawn("c-1"), AGAIN)
    state = VACANCY.fold(second)
    assert isinstance(state, Vacancy)
    assert list(state.eligible()) == ["c-2"]
    given(VACANCY, *second).when(SCREEN, by=OFFICER, at=AFTER).then_refused("was withdrawn")
    anew = replace(APPLY, candidate_id="c-3")
    given(VACANCY, *second).when(anew, by=ANNA, at=AFTER).then(
        replace(applied("c-3", "anna"), submitted_at=AFTER)
    )
    twice = replace(APPLY, candidate_id="c-4")
    given(VACANCY, *second, applied("c-3", "anna")).when(twice, by=ANNA, at=AFTER).then_refused(
        "have applied for this vacancy already"
    )


def test_what_was_withdrawn_is_neither_screened_nor_scored_nor_awaited() -> None:
    bea = (applied("c-2"), screened("c-2"))
    score = giving("chair", "c-1")
    close = CloseReview(vacancy_id=VACANCY_ID)
    unscreened = (*OPEN, ESTABLISHED, *bea, ANNAS, withdrawn("c-1"))
    given(VACANCY, *unscreened).when(SCREEN, by=OFFICER).then_refused("was withdrawn")
    told = (*unscreened, *all_scored("c-2"))
    given(VACANCY, *told).when(close, by=CHAIR, at=AFTER).then(REVIEWED)
    eligible = (*LISTED, *bea, withdrawn("c-1"))
    given(VACANCY, *eligible).when(score, by=CHAIR, at=AFTER).then_refused("no such file")
    told = (*eligible, *all_scored("c-2"))
    given(VACANCY, *told).when(close, by=CHAIR, at=AFTER).then(REVIEWED)


def test_who_withdrew_is_not_put_on_the_short_list() -> None:
    files = (*LISTED, applied("c-2"), screened("c-2"), REVIEWED)
    both = AdoptShortlist(vacancy_id=VACANCY_ID, ranking=ranked("c-2", "c-1"))
    given(VACANCY, *files, withdrawn("c-1")).when(both, by=CHAIR, at=AFTER).then_refused(
        "Only eligible candidates"
    )


def test_where_all_withdrew_after_the_review_the_call_is_issued_again() -> None:
    left = (*LISTED, REVIEWED, withdrawn("c-1"))
    nobody = AdoptShortlist(vacancy_id=VACANCY_ID, ranking=())
    given(VACANCY, *left).when(nobody, by=CHAIR, at=AFTER).then_refused(
        "No eligible candidate is left. The selection officer can issue the call again."
    )
    given(VACANCY, *left).when(REISSUE, by=OFFICER, at=AFTER).then(AGAIN)
    for stuck in (left, (*LISTED, REVIEWED, adopted("c-1"), withdrawn("c-1"))):
        way = Way(list(stuck), AFTER)
        way.on()
        assert way.recommended() == ["c-fresh"]


def test_what_was_withdrawn_in_an_open_call_is_on_no_list_of_it() -> None:
    again = replace(AGAIN, closes_at=AFTER + timedelta(days=1))
    given(VACANCY, *LISTED, again).when(WITHDRAW, by=ANNA, at=AFTER).then(
        replace(withdrawn("c-1", listed=False), withdrawn_at=AFTER)
    )


def test_no_number_of_the_report_tells_of_who_withdrew_before_the_list() -> None:
    """A number that is public would be the trace that such an application must not leave."""
    told = listed("c-1", "c-2")
    before = (applied("c-3", "erik"), withdrawn("c-3", listed=False))
    lapsed = ApplicationLapsed(
        vacancy_id=VACANCY_ID, candidate_id="c-4", listed=False, lapsed_at=AT
    )
    history = (*told[:-2], *before, applied("c-4", "frida"), lapsed, *told[-2:])
    by = Asked(at=AFTER, by=CHAIR)
    [report] = VACANCY.decide(submit("c-1", "c-2"), by, VACANCY.fold(history))
    assert isinstance(report, PanelReportSubmitted)
    assert (report.numbers.applications, report.numbers.withdrawn) == (2, 0)
