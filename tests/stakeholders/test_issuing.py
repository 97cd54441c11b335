"""The legal dates of a call, and what it promises about visibility and languages."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from services.stakeholders.vacancy.decide import VACANCY
from shared.contracts.stakeholders import CallClosed
from shared.contracts.stakeholders_calls import CallRules, without_rules
from shared.contracts.stakeholders_selection_commands import CloseCall, IssueCall
from shared.core.geneva import GENEVA, day_of
from shared.core.testing import AT, given
from shared.reference.calls import DEPARTURES, call_due
from tests.stakeholders import ending
from tests.stakeholders.selection import (
    ANNA,
    CALLED,
    DECLARED,
    MANDATE,
    OFFICER,
    VACANCY_ID,
    applied,
)
from tests.stakeholders.test_call import APPLY

LONG = AT + timedelta(days=42)
ISSUE = IssueCall(vacancy_id=VACANCY_ID, closes_at=LONG)
RULES = CallRules(visibility="names", languages=("en", "fr"), minimum_days=42, departure=None)
KEEPS = replace(CALLED, closes_at=LONG, rules=RULES)
CLOSE = CloseCall(vacancy_id=VACANCY_ID)


def test_a_call_of_six_weeks_needs_no_reason_and_keeps_none() -> None:
    declared = given(VACANCY, DECLARED)
    declared.when(ISSUE, by=OFFICER).then(KEEPS)
    declared.when(replace(ISSUE, departure="death"), by=OFFICER).then(KEEPS)


def test_a_shorter_call_says_why() -> None:
    declared, short = given(VACANCY, DECLARED), replace(ISSUE, closes_at=LONG - timedelta(days=1))
    declared.when(short, by=OFFICER).then_refused("open for at least 42 days")
    for code in DEPARTURES:
        said = replace(KEEPS, closes_at=short.closes_at, rules=replace(RULES, departure=code))
        declared.when(replace(short, departure=code), by=OFFICER).then(said)
    declared.when(replace(short, departure="mood"), by=OFFICER).then_refused("from the list")


def test_days_are_those_of_geneva() -> None:
    declared = given(VACANCY, DECLARED)
    evening = AT.replace(hour=23)  # the next day in Geneva
    declared.when(ISSUE, by=OFFICER, at=evening).then_refused("open for at least 42 days")
    later = replace(ISSUE, closes_at=LONG.replace(hour=23))
    told = replace(KEEPS, opens_at=evening, closes_at=later.closes_at, issued_at=evening)
    declared.when(later, by=OFFICER, at=evening).then(told)


def test_a_call_comes_three_and_a_half_months_before_its_session_or_says_why() -> None:
    soon = replace(ending.SCHEDULED, starts_on=(AT + timedelta(days=80)).date())
    late = given(VACANCY, DECLARED, soon)
    late.when(ISSUE, by=OFFICER).then_refused("the call was due on")
    said = replace(KEEPS, rules=replace(RULES, departure="session-moved"))
    late.when(replace(ISSUE, departure="session-moved"), by=OFFICER).then(said)
    far = replace(ending.SCHEDULED, starts_on=(AT + timedelta(days=200)).date())
    given(VACANCY, DECLARED, far).when(ISSUE, by=OFFICER).then(KEEPS)


@pytest.mark.parametrize(
    ("session", "due"),
    [
        (date(2027, 6, 14), date(2027, 2, 27)),
        (date(2027, 3, 1), date(2026, 11, 16)),
        (date(2027, 5, 31), date(2027, 2, 13)),
    ],
)
def test_three_and_a_half_months_before_a_session(session: date, due: date) -> None:
    assert call_due(session) == due


def test_a_call_says_what_becomes_public_and_in_which_languages_to_apply() -> None:
    declared = given(VACANCY, DECLARED)
    open_letters = replace(ISSUE, visibility="letters", languages=("fr", "fr"))
    rules = replace(RULES, visibility="letters", languages=("fr",))
    declared.when(open_letters, by=OFFICER).then(replace(KEEPS, rules=rules))
    none = replace(ISSUE, languages=())
    declared.when(none, by=OFFICER).then_refused("at least one language")


DAY = datetime(2026, 1, 15, tzinfo=GENEVA)
"""On which a call opens ten days after its issue."""
LATER = replace(ISSUE, opens_at=DAY, closes_at=DAY + timedelta(days=42))
ANNOUNCED = replace(KEEPS, opens_at=DAY, closes_at=LATER.closes_at)


def test_a_call_is_issued_now_and_opens_on_its_day() -> None:
    declared = given(VACANCY, DECLARED)
    declared.when(LATER, by=OFFICER).then(ANNOUNCED)
    early = replace(LATER, closes_at=LATER.closes_at - timedelta(days=1))
    declared.when(early, by=OFFICER).then_refused("open for at least 42 days")
    before = replace(LATER, closes_at=DAY)
    declared.when(before, by=OFFICER).then_refused("before it opens")


def test_a_call_of_today_opens_when_it_is_issued_and_none_opened_yesterday() -> None:
    declared, today = given(VACANCY, DECLARED), datetime(2026, 1, 5, tzinfo=GENEVA)
    declared.when(replace(ISSUE, opens_at=today), by=OFFICER).then(KEEPS)
    yesterday = replace(ISSUE, opens_at=today - timedelta(minutes=1))
    declared.when(yesterday, by=OFFICER).then_refused("opening day is over")


def test_an_announced_call_is_issued_once() -> None:
    announced = given(VACANCY, DECLARED, ANNOUNCED)
    announced.when(LATER, by=OFFICER).then_nothing()
    for other in (None, DAY + timedelta(days=1)):
        again = replace(LATER, opens_at=other)
        announced.when(again, by=OFFICER).then_refused("issued already")


def test_the_opening_day_counts_for_the_session() -> None:
    session = DAY.date() + timedelta(days=103)
    due = replace(ending.SCHEDULED, starts_on=session)
    assert day_of(AT) < call_due(session) < DAY.date()
    given(VACANCY, DECLARED, due).when(LATER, by=OFFICER).then_refused("the call was due on")


def test_nobody_applies_and_nothing_is_closed_before_the_first_minute_of_the_day() -> None:
    announced = given(VACANCY, DECLARED, ANNOUNCED)
    before = DAY - timedelta(milliseconds=1)
    announced.when(APPLY, by=ANNA, at=before).then_refused(
        r"The call opens on 15 Jan 2026, 00:00 \(Geneva\)"
    )
    announced.when(CLOSE, by=OFFICER, at=before).then_refused("The call opens on")
    announced.when(APPLY, by=ANNA, at=DAY).then(applied("c-1", "anna", submitted_at=DAY))


def test_a_call_without_a_reason_stays_open_for_six_weeks() -> None:
    longer = replace(KEEPS, closes_at=LONG + timedelta(days=30))
    called = given(VACANCY, DECLARED, longer)
    called.when(CLOSE, by=OFFICER, at=LONG - timedelta(days=1)).then_refused("at least 42 days")
    closed = CallClosed(vacancy_id=VACANCY_ID, mandate=MANDATE, closed_by="officer", closed_at=LONG)
    called.when(CLOSE, by=OFFICER, at=LONG).then(closed)


def test_a_call_of_before_the_rule_keeps_to_none() -> None:
    rules = without_rules({})["rules"]
    old = replace(KEEPS, rules=CallRules(**rules))
    closed = CallClosed(vacancy_id=VACANCY_ID, mandate=MANDATE, closed_by="officer", closed_at=AT)
    given(VACANCY, DECLARED, old).when(CLOSE, by=OFFICER).then(closed)
