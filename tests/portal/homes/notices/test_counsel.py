"""Notices of advice that OHCHR asks of the Committee: to the chair, and to who asked."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from portal.committee.committee_advice.read_model import COMMITTEE_ADVICE
from portal.web.accounts.tables import accounts
from shared.core.geneva import day_of
from tests.portal.homes.notices.conftest import Office
from tests.stakeholders import committee_advice as said

MODELS = (COMMITTEE_ADVICE,)


def heard(office: Office) -> list[tuple[str, str]]:
    """Work twice, as nothing is told twice; return to whom what was told."""
    office.work()
    office.work()
    told = (row for row in office.told() if row.reason in ("counsel", "counselled"))
    return sorted((row.account_id, row.kind) for row in told)


def asked(office: Office, **also: Any) -> None:
    at = office.clock()
    one = replace(said.ASKED, asked_at=at, due_on=day_of(at) + timedelta(days=30), **also)
    office.tell(one, models=MODELS)


def test_the_chair_hears_of_a_request_and_who_asked_of_the_answer(office: Office) -> None:
    asked(office)
    to_chair = ("committee", "counsel-asked")
    assert heard(office) == [to_chair]
    at = office.clock()
    office.tell(replace(said.GIVEN, given_at=at), models=MODELS)
    office.tell(replace(said.DISSENTED, recorded_at=at), models=MODELS)
    answer, dissent = ("chief", "counsel-given"), ("chief", "counsel-dissent")
    assert heard(office) == sorted([to_chair, answer, dissent])
    office.later(days=40)
    assert heard(office) == sorted([to_chair, answer, dissent])


def test_what_is_due_and_what_is_overdue_is_told_once(office: Office) -> None:
    asked(office)
    office.later(days=28)
    due = ("committee", "counsel-due")
    assert heard(office) == [due], "that it was asked is no news by now"
    office.later(days=3)
    late = [(who, "counsel-late") for who in ("chief", "committee")]
    assert heard(office) == sorted([due, *late])


def test_who_does_not_work_here_any_more_is_told_nothing(office: Office) -> None:
    asked(office, asked_by="nobody")
    office.tell(replace(said.DECLINED, declined_at=office.clock()), models=MODELS)
    assert heard(office) == [("committee", "counsel-asked")]
    with office.engine.begin() as conn:
        conn.execute(accounts.update().values(disabled=True))
    assert len(heard(office)) == 1
