"""The Council decides after a proposal was made to it, and after it deferred one."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.stakeholders.vacancy.decide import VACANCY
from shared.contracts.stakeholders_appointing import AppointmentDeferred
from shared.contracts.stakeholders_appointing_commands import OfCouncil
from shared.core.testing import given
from tests.stakeholders.ending import (
    APPOINT,
    DEFER,
    REFUSE,
    TODAY,
    proposed,
    reported,
)
from tests.stakeholders.selection import AFTER, MANDATE, OFFICER, VACANCY_ID

DAY = timedelta(days=1)
HISTORY = (*reported("c-1"), proposed("c-1"))


@pytest.mark.parametrize("command", [DEFER, REFUSE, APPOINT])
def test_no_decision_is_dated_before_the_proposal(command: OfCouncil) -> None:
    early = replace(command, decided_on=TODAY - DAY)
    given(VACANCY, *HISTORY).when(early, by=OFFICER, at=AFTER).then_refused("before the proposal")


@pytest.mark.parametrize("command", [REFUSE, APPOINT])
def test_no_decision_is_dated_before_the_deferral(command: OfCouncil) -> None:
    deferred = AppointmentDeferred(
        vacancy_id=VACANCY_ID,
        mandate=MANDATE,
        candidate_id="c-1",
        decided_on=TODAY + 3 * DAY,
        reason_code="balance",
        recorded_by=OFFICER.actor_id,
        recorded_at=AFTER,
    )
    late = AFTER + 9 * DAY
    early = replace(command, decided_on=TODAY + DAY)
    given(VACANCY, *HISTORY, deferred).when(early, by=OFFICER, at=late).then_refused(
        "before the deferral"
    )
