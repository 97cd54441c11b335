"""From a vacancy to its eligible candidates."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.stakeholders.vacancy.decide import VACANCY
from services.stakeholders.vacancy.state import Absent
from shared.contracts.stakeholders import VacancyDeclared
from shared.contracts.stakeholders_onward import CallExtended
from shared.contracts.stakeholders_selection_commands import (
    CloseCall,
    Command,
    DeclareVacancy,
    IssueCall,
    ScreenEligibility,
    SubmitApplication,
)
from shared.core.roles import Role
from shared.core.testing import AT, given
from tests.stakeholders.selection import (
    AFTER,
    ANNA,
    BRUNO,
    CALL_CLOSED,
    CALLED,
    CLOSES,
    DECLARED,
    ESTABLISHED,
    MANDATE,
    NOBODY,
    OFFICER,
    REVIEWED,
    VACANCY_ID,
    applied,
    conflicted,
    letter,
    person,
    scored,
    screened,
    sealed,
)

DECLARE = DeclareVacancy(vacancy_id=VACANCY_ID, mandate=MANDATE, seat_region=None)
ISSUE = IssueCall(vacancy_id=VACANCY_ID, closes_at=CLOSES, departure="resignation")
CLOSE = CloseCall(vacancy_id=VACANCY_ID)
APPLY = SubmitApplication(
    vacancy_id=VACANCY_ID,
    candidate_id="c-1",
    name=sealed("name"),
    motivation=sealed("motivation"),
    nationality="FRA",
    gender="female",
)
SCREEN = ScreenEligibility(vacancy_id=VACANCY_ID, candidate_id="c-1", eligible=True, reason=None)
APPLICATION = applied("c-1", "anna")
LETTERS = (letter("l-1"), letter("l-2"), letter("l-3"))


def test_up_to_three_reference_letters_come_with_an_application() -> None:
    called = given(VACANCY, DECLARED, CALLED)
    sent = replace(APPLY, letters=LETTERS)
    called.when(sent, by=ANNA).then(replace(APPLICATION, letters=LETTERS))
    more = replace(APPLY, letters=(*LETTERS, letter("l-4")))
    called.when(more, by=ANNA).then_refused("at most three reference letters.")


def test_the_selection_officer_declares_a_vacancy() -> None:
    given(VACANCY).when(DECLARE, by=OFFICER).then(DECLARED)


def test_declaring_it_again_changes_nothing() -> None:
    given(VACANCY, DECLARED).when(DECLARE, by=OFFICER).then_nothing()


def test_a_vacancy_is_not_declared_anew_for_another_seat() -> None:
    other = replace(DECLARE, mandate="sr-health")
    given(VACANCY, DECLARED).when(other, by=OFFICER).then_refused("declared already")


def test_only_mandates_of_the_list_have_vacancies() -> None:
    unknown = replace(DECLARE, mandate="sr-astrology")
    given(VACANCY).when(unknown, by=OFFICER).then_refused("mandate from the list")


def test_a_seat_in_a_working_group_belongs_to_a_regional_group() -> None:
    seat = replace(DECLARE, mandate="wgad", seat_region="AFR")
    given(VACANCY).when(seat, by=OFFICER).then(replace(DECLARED, mandate="wgad", seat_region="AFR"))
    nobodys = replace(seat, seat_region=None)
    given(VACANCY).when(nobodys, by=OFFICER).then_refused("say to which")


def test_a_rapporteurs_mandate_belongs_to_no_regional_group() -> None:
    seat = replace(DECLARE, seat_region="AFR")
    given(VACANCY).when(seat, by=OFFICER).then_refused("Only the seats of a Working Group")


def test_the_call_names_a_closing_date_in_the_future() -> None:
    given(VACANCY, DECLARED).when(ISSUE, by=OFFICER).then(CALLED)
    for past in (AT, AT - timedelta(days=1)):
        yesterday = replace(ISSUE, closes_at=past)
        given(VACANCY, DECLARED).when(yesterday, by=OFFICER).then_refused("in the future")


def test_a_call_is_issued_once() -> None:
    given(VACANCY, DECLARED, CALLED).when(ISSUE, by=OFFICER).then_nothing()
    later = replace(ISSUE, closes_at=CLOSES + timedelta(days=1))
    given(VACANCY, DECLARED, CALLED).when(later, by=OFFICER).then_refused("issued already")


def test_the_officer_closes_the_call_before_its_date() -> None:
    given(VACANCY, DECLARED, CALLED).when(CLOSE, by=OFFICER).then(CALL_CLOSED)
    given(VACANCY, DECLARED, CALLED, CALL_CLOSED).when(CLOSE, by=OFFICER).then_nothing()
    given(VACANCY, DECLARED, CALLED).when(CLOSE, by=OFFICER, at=CLOSES).then_nothing()
    given(VACANCY, DECLARED).when(CLOSE, by=OFFICER).then_refused("not been issued")


def test_a_candidate_applies_while_the_call_is_open() -> None:
    given(VACANCY, DECLARED, CALLED).when(APPLY, by=ANNA).then(APPLICATION)
    given(VACANCY, DECLARED).when(APPLY, by=ANNA).then_refused("not been issued")
    given(VACANCY, DECLARED, CALLED).when(APPLY, by=ANNA, at=CLOSES).then_refused(
        r"The call closed on 4 Feb 2026, 10:00 \(Geneva\)"
    )
    given(VACANCY, DECLARED, CALLED, CALL_CLOSED).when(APPLY, by=ANNA).then_refused("closed on")


def test_submitted_0_4_s_late_is_refused_and_only_an_extension_for_all_helps() -> None:
    late = CLOSES + timedelta(milliseconds=400)
    given(VACANCY, DECLARED, CALLED).when(APPLY, by=ANNA, at=late).then_refused("call closed on")
    extended = CallExtended(
        vacancy_id=VACANCY_ID,
        mandate=MANDATE,
        closes_at=AFTER,
        reason_code="few-eligible",
        extended_by="officer",
        extended_at=late,
    )
    given(VACANCY, DECLARED, CALLED, extended).when(APPLY, by=ANNA, at=late).then(
        replace(APPLICATION, submitted_at=late)
    )


def test_a_person_applies_once_for_a_vacancy() -> None:
    history = (DECLARED, CALLED, APPLICATION)
    given(VACANCY, *history).when(APPLY, by=ANNA, at=AFTER).then_nothing()
    second = replace(APPLY, candidate_id="c-2")
    given(VACANCY, *history).when(second, by=ANNA).then_refused("applied for this vacancy already")
    given(VACANCY, *history).when(second, by=BRUNO).then(applied("c-2", "bruno"))


def test_an_application_is_its_applicants_own() -> None:
    given(VACANCY, DECLARED, CALLED, APPLICATION).when(APPLY, by=BRUNO).then_forbidden()


def test_a_member_of_the_panel_does_not_apply() -> None:
    both = person("member", Role.PANEL_MEMBER, Role.CANDIDATE)
    given(VACANCY, DECLARED, CALLED, ESTABLISHED).when(APPLY, by=both).then_refused(
        "cannot apply for the vacancy that it reviews"
    )


@pytest.mark.parametrize(
    ("nationality", "region"), [("KEN", "AFR"), ("IND", "APG"), ("POL", "EEG"), ("PSE", None)]
)
def test_the_regional_group_follows_from_the_nationality(
    nationality: str, region: str | None
) -> None:
    given(VACANCY, DECLARED, CALLED).when(replace(APPLY, nationality=nationality), by=ANNA).then(
        applied("c-1", "anna", nationality=nationality, region=region)
    )


@pytest.mark.parametrize("nationality", ["ZZZ", "", "OTH", "ALA"])
def test_a_nationality_is_a_state(nationality: str) -> None:
    given(VACANCY, DECLARED, CALLED).when(
        replace(APPLY, nationality=nationality), by=ANNA
    ).then_refused("State of your nationality")


def test_a_working_groups_seat_is_for_its_own_regional_group() -> None:
    seat = replace(DECLARED, mandate="wgad", seat_region="AFR")
    given(VACANCY, seat, CALLED).when(APPLY, by=ANNA).then_refused("belongs to the African States")
    given(VACANCY, seat, CALLED).when(replace(APPLY, nationality="KEN"), by=ANNA).then(
        applied("c-1", "anna", nationality="KEN", region="AFR")
    )


def test_the_officer_screens_an_application() -> None:
    history = (DECLARED, CALLED, APPLICATION)
    given(VACANCY, *history).when(SCREEN, by=OFFICER).then(screened("c-1"))
    given(VACANCY, *history, screened("c-1")).when(SCREEN, by=OFFICER).then_nothing()


def test_screening_ends_with_the_review() -> None:
    history = (DECLARED, CALLED, APPLICATION, REVIEWED)
    given(VACANCY, *history).when(SCREEN, by=OFFICER).then_refused("review is closed")


def test_nobody_screens_himself_or_what_is_not_there() -> None:
    both = person("anna", Role.SELECTION_OFFICER, Role.CANDIDATE)
    given(VACANCY, DECLARED, CALLED, APPLICATION).when(SCREEN, by=both).then_forbidden()
    given(VACANCY, DECLARED, CALLED).when(SCREEN, by=OFFICER).then_refused("no such application")


@pytest.mark.parametrize("command", [DECLARE, ISSUE, CLOSE, APPLY, SCREEN])
def test_nobody_else_may_ask_for_any_of_it(command: Command) -> None:
    given(VACANCY, DECLARED, CALLED, APPLICATION).when(command, by=NOBODY).then_forbidden()


@pytest.mark.parametrize("command", [ISSUE, CLOSE, APPLY, SCREEN])
def test_without_a_vacancy_there_is_nothing_to_ask(command: Command) -> None:
    given(VACANCY).when(command, by=OFFICER).then_refused("no such vacancy")


def test_a_fact_without_its_vacancy_or_its_application_is_borne() -> None:
    assert VACANCY.fold([CALLED, scored("c-1", "member")]) == Absent()
    alone = VACANCY.fold([DECLARED])
    assert VACANCY.fold([screened("c-9"), conflicted("c-9", "member")], alone) == alone


def test_a_declared_vacancy_is_the_first_fact_of_its_stream() -> None:
    assert VACANCY.stream(DECLARE) == f"vacancy-{VACANCY_ID}"
    assert VACANCY.creates(DECLARE)
    assert not VACANCY.creates(ISSUE)
    assert isinstance(DECLARED, VacancyDeclared)
