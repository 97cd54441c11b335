"""Notices of delegated grading: to the officer and the holder, and nobody of what they did."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from portal.followup.grading.read_model import GRADING
from portal.homes.notices.words import words
from shared.contracts.followup_grading import GradingDelegationEnded
from shared.core.geneva import day_of
from shared.core.roles import Role
from tests.followup.test_grading_delegated import delegated
from tests.portal.homes.notices.conftest import Office
from tests.portal.homes.notices.inboxes import become, shown
from tests.support.letters import LEAD


def tell(office: Office, *facts: Any) -> None:
    office.tell(*facts, models=(GRADING,))


def given(office: Office, *, days: int = 20, by: str = "holder") -> Any:
    now = office.clock()
    one = replace(
        delegated(),
        mandate=LEAD,
        delegate_id="officer",
        delegated_by=by,
        delegated_at=now,
        until=day_of(now) + timedelta(days=days),
    )
    tell(office, one)
    return one


def heard(office: Office) -> list[tuple[str, str]]:
    """Work twice, as nothing is told twice; return to whom what was told."""
    office.work()
    office.work()
    return sorted((row.account_id, row.kind) for row in office.told() if row.reason == "grading")


def test_the_officer_is_told_and_both_before_and_after_its_last_day(office: Office) -> None:
    given(office)
    first = [("officer", "grading-delegated")]
    assert heard(office) == first
    assert ("grading-delegated", "grading", "d-1") in shown(office, "officer")
    office.later(days=12)
    assert heard(office) == first
    office.later(days=1)
    soon = [(who, "grading-delegation-ending") for who in ("holder", "officer")]
    assert heard(office) == sorted([*first, *soon])
    office.later(days=8)
    over = [(who, "grading-delegation-over") for who in ("holder", "officer")]
    assert heard(office) == sorted([*first, *soon, *over])
    office.later(days=40)
    assert heard(office) == sorted([*first, *soon, *over])
    kinds = ("grading-delegated", "grading-delegation-ended")
    assert {words("grading", kind) for kind in (*kinds, soon[0][1], over[0][1])}


def test_who_ended_it_is_not_told_and_a_short_one_ends_without_a_reminder(office: Office) -> None:
    one = given(office, days=3)
    assert heard(office) == [("officer", "grading-delegated")]
    ended = GradingDelegationEnded(
        mandate=LEAD,
        delegation_id=one.delegation_id,
        delegate_id="officer",
        ended_by="holder",
        ended_at=office.clock(),
    )
    tell(office, ended)
    both = [("officer", "grading-delegated"), ("officer", "grading-delegation-ended")]
    assert heard(office) == both
    office.later(days=6)
    assert heard(office) == both


def test_an_officer_who_works_for_the_mandate_no_more_is_told_nothing(office: Office) -> None:
    given(office)
    become(office, "officer", Role.DESK_OFFICER)
    assert heard(office) == []
