"""Dormancy: 24 months without a word, told before, and awake by confirming the entry (O7)."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from services.stakeholders.organisation.decide import ORGANISATION
from shared.contracts.stakeholders_dormancy import (
    OrganisationDataConfirmed,
    OrganisationDormancyNoticed,
    OrganisationDormant,
)
from shared.contracts.stakeholders_dormancy_commands import (
    ConfirmOrganisationData,
    PassOrganisationDay,
)
from shared.core.actor import Actor
from shared.core.geneva import GENEVA, day_of
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.reference.organisations import REGISTER_CLOCK, longest
from tests.stakeholders.organisations import (
    CONFIRMED,
    DISSOLVED,
    ELSEWHERE,
    FOCAL,
    ID,
    OFFICER,
    REGISTERED,
    RENAMED,
)

RIGHT, DAY = ConfirmOrganisationData(organisation_id=ID), PassOrganisationDay(organisation_id=ID)
EVERY = (RIGHT, DAY)
CLOCK = REGISTER_CLOCK
HISTORY = (REGISTERED, CONFIRMED)
LAST = datetime.combine(longest(day_of(AT)), time(12), GENEVA)


def before(days: int) -> datetime:
    return LAST - timedelta(days=days)


def noticed(days: int, at: datetime) -> OrganisationDormancyNoticed:
    return OrganisationDormancyNoticed(organisation_id=ID, days=days, noticed_at=at)


def dormant(at: datetime) -> OrganisationDormant:
    return OrganisationDormant(organisation_id=ID, dormant_at=at)


def right(at: datetime) -> OrganisationDataConfirmed:
    return OrganisationDataConfirmed(organisation_id=ID, confirmed_by="focal-1", confirmed_at=at)


TOLD = (noticed(60, before(60)), noticed(30, before(30)), noticed(7, before(7)))


def test_it_is_told_60_30_and_7_days_before_once_each() -> None:
    given(ORGANISATION, *HISTORY).when(DAY, by=CLOCK, at=before(61)).then_nothing()
    told: list[OrganisationDormancyNoticed] = []
    for days in (60, 30, 7):
        now = before(days)
        given(ORGANISATION, *HISTORY, *told).when(DAY, by=CLOCK, at=now).then(noticed(days, now))
        told.append(noticed(days, now))
        given(ORGANISATION, *HISTORY, *told).when(DAY, by=CLOCK, at=now).then_nothing()


def test_it_is_dormant_the_day_after_the_24_months_and_once() -> None:
    given(ORGANISATION, *HISTORY, *TOLD).when(DAY, by=CLOCK, at=LAST).then_nothing()
    after = before(-1)
    given(ORGANISATION, *HISTORY, *TOLD).when(DAY, by=CLOCK, at=after).then(dormant(after))
    given(ORGANISATION, *HISTORY, *TOLD, dormant(after)).when(
        DAY, by=CLOCK, at=before(-9)
    ).then_nothing()


def test_nobody_is_dormant_without_a_week_after_a_word() -> None:
    late = before(-400)
    given(ORGANISATION, *HISTORY).when(DAY, by=CLOCK, at=late).then(noticed(7, late))
    told = (*HISTORY, noticed(7, late))
    given(ORGANISATION, *told).when(DAY, by=CLOCK, at=late + timedelta(days=6)).then_nothing()
    then = late + timedelta(days=7)
    given(ORGANISATION, *told).when(DAY, by=CLOCK, at=then).then(dormant(then))


def test_it_wakes_by_confirming_or_changing_its_own_entry() -> None:
    now = before(-10)
    asleep = (*HISTORY, *TOLD, dormant(before(-1)))
    given(ORGANISATION, *asleep).when(RIGHT, by=FOCAL, at=now).then(right(now))
    given(ORGANISATION, *asleep, right(now)).when(RIGHT, by=FOCAL, at=now).then_nothing()
    given(ORGANISATION, *asleep, right(now)).when(DAY, by=CLOCK, at=now).then_nothing()
    changed = replace(RENAMED, renamed_at=now)
    given(ORGANISATION, *asleep, changed).when(DAY, by=CLOCK, at=now).then_nothing()
    by_officer = replace(changed, provenance="officer")
    given(ORGANISATION, *HISTORY, *TOLD, by_officer).when(DAY, by=CLOCK, at=before(-1)).then(
        dormant(before(-1))
    )


@pytest.mark.parametrize("by", [ELSEWHERE, OFFICER, CLOCK])
def test_only_its_own_focal_point_confirms_an_entry(by: Actor) -> None:
    given(ORGANISATION, *HISTORY).when(RIGHT, by=by).then_forbidden()


def test_only_the_clock_lets_a_day_pass_and_only_for_what_is_in_the_register() -> None:
    for by in (FOCAL, OFFICER, Actor(actor_id="x", roles=frozenset(Role))):
        given(ORGANISATION, *HISTORY).when(DAY, by=by).then_forbidden()
    for history in ((REGISTERED,), (*HISTORY, DISSOLVED)):
        given(ORGANISATION, *history).when(DAY, by=CLOCK, at=before(-400)).then_nothing()
    given(ORGANISATION, REGISTERED).when(RIGHT, by=FOCAL).then_refused("not in the register")
