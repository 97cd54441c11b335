"""Who is told in first weeks: owners of what is due, and the Chief of what is red."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete

from portal.homes.notices.tables import causes
from portal.homes.notices.words import ONBOARDING_BEGUN, ONBOARDING_DUE, ONBOARDING_LATE
from portal.stakeholders.read_model import TERMS
from shared.reference.onboarding import KIT
from tests.portal.homes.notices.conftest import Office
from tests.stakeholders import test_onboarding as new
from tests.support.letters import LEAD, T0
from tests.support.terms import ended, started


@pytest.fixture
def office(office: Office) -> Office:
    """An office whose holder's term begins now."""
    first = T0.date()
    term = started(
        "t-1", mandate=LEAD, holder_id="holder", starts_on=first, ends_on=date(2099, 1, 1)
    )
    begun = replace(new.STARTED, mandate=LEAD, holder_id="holder", starts_on=first, started_at=T0)
    office.tell(term, begun, models=(TERMS,))
    return office


def told(office: Office, kind: str) -> list[str]:
    return sorted(one.account_id for one in office.told() if one.kind == kind)


def test_the_new_holder_learns_that_it_begins_once(office: Office) -> None:
    office.work()
    office.work()
    assert told(office, ONBOARDING_BEGUN) == ["holder"]
    assert told(office, ONBOARDING_DUE) == []
    assert office.mailed() == ["holder"]


def test_the_owner_is_told_three_days_before_an_item_is_due(office: Office) -> None:
    office.later(days=3)
    office.work()
    assert told(office, ONBOARDING_DUE) == []
    office.later(days=1)
    office.work()
    office.work()
    assert told(office, ONBOARDING_DUE) == ["holder"], "the key, after seven days"
    office.later(days=18)
    office.work()
    assert set(told(office, ONBOARDING_DUE)) == {"holder", "officer"}


def test_the_chief_is_told_of_what_is_overdue_and_nobody_of_what_is_done(office: Office) -> None:
    done: list[Any] = [replace(new.done(item.key), mandate=LEAD) for item in KIT[1:]]
    office.tell(*done, models=(TERMS,))
    office.later(days=14)
    office.work()
    assert told(office, ONBOARDING_LATE) == []
    office.later(days=1)
    office.work()
    office.work()
    assert told(office, ONBOARDING_LATE) == ["chief"]
    assert told(office, ONBOARDING_DUE) == ["holder"]


def test_nobody_is_told_once_the_term_is_over(office: Office) -> None:
    last = T0.date() + timedelta(days=5)
    office.tell(ended("t-1", mandate=LEAD, ended_on=last), models=(TERMS,))
    office.later(days=30)
    office.work()
    assert office.told() == []


def test_what_stays_open_for_months_is_told_once(office: Office) -> None:
    office.later(days=20)
    office.work()
    before = told(office, ONBOARDING_DUE), told(office, ONBOARDING_LATE)
    with office.engine.begin() as conn:
        conn.execute(delete(causes))  # as after thirty days
    office.later(days=200)
    office.work()
    assert (told(office, ONBOARDING_DUE), told(office, ONBOARDING_LATE)) == before
